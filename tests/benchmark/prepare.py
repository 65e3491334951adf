"""What both databases get before anything is measured: people, goods, documents."""

import json

from odoo.fields import Command

PARAMETER = "sanbao_bench.data"
LINES = 20
BULK = 50
MANY = 10_000
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
    if known:
        return json.loads(known)
    data = {"company": env.company.id} | plain_user(env) | goods(env)
    data |= _documents(env, data)
    data |= _approval(env)
    if "sanbao.obligation" in env:
        data |= _ours(env, data)
    env["ir.config_parameter"].set_param(PARAMETER, json.dumps(data))
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
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
        ]
    )
    products = env["product.product"].create(
        [
            {
                "name": f"Bench product {number}",
                "default_code": f"B{number}",
                "is_storable": True,
                "list_price": 100 + number,
                "standard_price": 50 + number,
            }
            for number in range(LINES + 1)
        ]
    )
    warehouse = env["stock.warehouse"].search([], limit=1)
    for product in products:
        env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, 1_000_000
        )
    return {
        "customer": partners[0].id,
        "vendor": partners[1].id,
        "products": products[:LINES].ids,
        "unit": products[LINES].id,
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
                "partner_id": data["vendor"],
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
