"""What both databases get before anything is measured: people, goods, documents."""

import json

from odoo import fields
from odoo.fields import Command

PARAMETER = "sanbao_bench.data"
LINES = 20
BULK = 50
MANY = 10_000
POINTS = 10
OCA = "quality_control_oca"
REVIEWER = ("base.group_user", "sanbao_base.group_tech")
NOTICES = ("notify_on_create", "notify_on_pending", "notify_on_accepted")
# The warehouse books the stock: after-sales, who are users of it too, only repairs of cases.
USER_GROUPS = (
    "base.group_user",
    "base.group_partner_manager",
    "sales_team.group_sale_salesman_all_leads",
    "stock.group_stock_manager",
    "account.group_account_invoice",
    "helpdesk_mgmt.group_helpdesk_user",
    # OCA's agreement counts on the form of a contact, for everybody: without this right
    # the base cannot open it.
    "agreement.group_agreement_readonly",
)


def prepared(env):
    """Return the ids of what is measured; make it where it is missing."""
    known = env["ir.config_parameter"].get_param(PARAMETER)
    data = json.loads(known) if known else _prepare(env)
    if "standard" in data:
        return data
    data |= inspected(env)
    env["ir.config_parameter"].set_param(PARAMETER, json.dumps(data))
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return data


def _prepare(env):
    data = {"company": env.company.id} | plain_user(env) | goods(env)
    data |= _documents(env, data)
    data |= _approval(env)
    if "sanbao.obligation" in env:
        data |= _ours(env, data)
    return data


def plain_user(env, login="bench"):
    """Return the id of a user with the rights of the apps, and no role of ours."""
    names = [*USER_GROUPS]
    if "purchase.order" in env:
        names.append("purchase.group_purchase_user")
    return {"user": user(env, login, [env.ref(name).id for name in names])}


def user(env, login, group_ids):
    """Return the id of a new user with exactly these groups."""
    quiet = env["res.users"].with_context(no_reset_password=True)
    created = quiet.create(
        {
            "name": login,
            "login": login,
            "email": f"{login}@example.com",
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "group_ids": [Command.set(group_ids)],
        }
    )
    return created.id


def goods(env):
    """Return the ids of a customer, a vendor and products in stock."""
    if "sanbao.rule" in env:
        # These orders have no papers. What a satisfied rule of purchasing costs is
        # asserted by the addon that carries it.
        env["sanbao.rule"].search([("area", "=", "PUR")]).mode = "off"
    partners = env["res.partner"].create(
        [
            {"name": "Bench customer", "is_company": True, "email": "c@example.com"},
            {"name": "Bench vendor", "is_company": True, "email": "v@example.com"},
            # Screens show how punctual a vendor is, reckoned from all of its orders:
            # this one has no others.
            {"name": "Bench quiet", "is_company": True, "email": "q@example.com"},
        ]
    )
    products = _products(env, "B", LINES + 1)
    warehouse = env["stock.warehouse"].search([], limit=1)
    for product in products:
        env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, 1_000_000
        )
    return {
        "customer": partners[0].id,
        "vendor": partners[1].id,
        "quiet_vendor": partners[2].id,
        "products": products[:LINES].ids,
        "unit": products[LINES].id,
    }


def _products(env, code, count, **values):
    return env["product.product"].create(
        [
            {
                "name": f"Bench product {number}",
                "default_code": f"{code}{number}",
                "is_storable": True,
                "list_price": 100 + number,
                "standard_price": 50 + number,
                **values,
            }
            for number in range(count)
        ]
    )


def inspected(env):
    """Goods that are inspected, by ten points, where they arrive, and who inspects them."""
    ours = "sanbao.rule" in env
    role = "sanbao_base.group_qc" if ours else f"{OCA}.group_quality_control_user"
    groups = [env.ref(name).id for name in ("base.group_user", role)]
    inspector = user(env, "bench_inspector", groups)
    points = [
        {
            "name": f"Point {number}",
            "type": "quantitative",
            "min_value": 1,
            "max_value": 2,
            "uom_id": env.ref("uom.product_uom_kgm").id,
        }
        for number in range(POINTS)
    ]
    standard = env["qc.test"].create(
        {"name": "Bench", "test_lines": [Command.create(point) for point in points]}
    )
    if ours:
        found = _inspected_by_ours(env, standard, inspector)
    else:
        found = _inspected_by_oca(env, standard)
    return found | {"inspector": inspector, "standard": standard.id}


def _inspected_by_ours(env, standard, inspector):
    products = _products(env, "I", LINES, sanbao_inspection="yes")
    standard.write(
        {
            "sanbao_template_ids": [Command.set(products.product_tmpl_id.ids)],
            "sanbao_basis": "company",
            "sanbao_basis_ref": "Bench",
            "sanbao_effective_date": fields.Date.today(),
            "sanbao_left_out": "Bench",
        }
    )
    groups = [env.ref(name).id for name in REVIEWER]
    reviewer = user(env, "bench_reviewer", groups)
    standard.with_user(reviewer).action_sanbao_put_in_force()
    env["sanbao.quality.staff"].create({"user_id": inspector, "qualification": "Bench"})
    warehouse = env["stock.warehouse"].search([], limit=1)
    return {
        "inspected": products.ids,
        "receipts": warehouse.in_type_id.id,
        "arrival": warehouse.lot_stock_id.id,
    }


def _inspected_by_oca(env, standard):
    """Goods wait outside of the stock."""
    products = _products(env, "I", LINES)
    trigger = env["qc.trigger"].create({"name": "Bench"})
    env["qc.trigger.product_line"].create(
        [
            {"product": product.id, "trigger": trigger.id, "test": standard.id}
            for product in products
        ]
    )
    warehouse = env["stock.warehouse"].search([], limit=1)
    place = env["stock.location"].create(
        {
            "name": "Bench",
            "location_id": warehouse.view_location_id.location_id.id,
            "company_id": warehouse.company_id.id,
        }
    )
    return {
        "inspected": products.ids,
        "trigger": trigger.id,
        "receipts": warehouse.in_type_id.id,
        "arrival": place.id,
        "transfers": warehouse.int_type_id.id,
        "stock": warehouse.lot_stock_id.id,
    }


def _documents(env, data):
    """Documents to open on screen, and drafts to write to."""
    sales = env["sale.order"].create(
        [
            {
                "partner_id": data["customer"],
                "order_line": [
                    Command.create({"product_id": id_, "product_uom_qty": 2})
                    for id_ in data["products"][: 10 if number == BULK else 1]
                ],
            }
            for number in range(BULK + 1)
        ]
    )
    purchases = env["purchase.order"].create(
        [
            {
                "partner_id": data["quiet_vendor"],
                "order_line": [
                    Command.create({"product_id": id_, "product_qty": 2})
                    for id_ in data["products"][: 10 if number == BULK else 1]
                ],
            }
            for number in range(BULK + 1)
        ]
    )
    names = [{"name": f"Bench {number}", "amount": 1} for number in range(BULK)]
    return {
        "sales": sales[:BULK].ids,
        "purchases": purchases[:BULK].ids,
        "sale": sales[BULK].id,
        "purchase": purchases[BULK].id,
        "plain": env["bench.plain"].create(names).ids,
        "documents": env["bench.document"].create(names).ids,
    }


def _approval(env):
    groups = env["res.groups"].create([{"name": "Bench A"}, {"name": "Bench B"}])
    people = [
        user(env, f"bench_{name}", [env.ref("base.group_user").id, group.id])
        for name, group in zip("ab", groups, strict=True)
    ]
    # In their inbox, as our activities are: mail would cost the base much more.
    env["res.users"].browse(people).notification_type = "inbox"
    for name, told in (("bench.document", False), ("bench.document.told", True)):
        if name not in env:
            continue
        for group, sequence in zip(groups, (20, 10), strict=True):
            env["tier.definition"].create(
                {
                    "name": group.name,
                    "model_id": env["ir.model"]._get(name).id,
                    "review_type": "group",
                    "reviewer_group_id": group.id,
                    "sequence": sequence,
                    "approve_sequence": True,
                    "definition_domain": "[]",
                    **dict.fromkeys(NOTICES, told),
                }
            )
    return {"approvers": people}


def _ours(env, data):
    """What exists with our addons only."""
    kind = env["sanbao.obligation.kind"].create(
        {
            "code": "BENCH",
            "name": "Benchmark",
            "model_id": env["ir.model"]._get("res.partner").id,
            "parameter_id": env["sanbao.parameter"]
            .search([("type", "=", "days")], limit=1)
            .id,
        }
    )
    quiet = env["res.partner"].with_context(tracking_disable=True)
    many = quiet.create([{"name": f"Bench debtor {n}"} for n in range(MANY)])
    passes = env["sanbao.gate.pass"].create(
        [
            {
                "partner_id": data["customer"],
                "purpose": "sale",
                "line_ids": [
                    Command.create({"product_id": id_, "quantity": 2})
                    for id_ in data["products"][:10]
                ],
            }
            for _number in range(BULK)
        ]
    )
    lot = env["stock.lot"].create({"name": "BENCH-1", "product_id": data["unit"]})
    archive = env["sanbao.archive"].create(
        {"lot_id": lot.id, "partner_id": data["customer"]}
    )
    return {
        "kind": kind.id,
        "debtors": many.ids,
        "passes": passes.ids,
        "archive": archive.id,
    }
