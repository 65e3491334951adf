"""The flows: each is a list of steps, and each step is one request of its own.

A step is ``(name, function(env, data, state))``. ``data`` holds the ids that
``prepare.py`` made, ``state`` what earlier steps of the same run left behind. A function
with an attribute ``user`` is a request of that person of ``data``.
"""

from odoo import SUPERUSER_ID, fields
from odoo.fields import Command

from .inspections import inspected_receipt, inspection
from .screens import form


def _picking_done(pickings):
    pickings.move_ids.picked = True
    if "sanbao_arrival_check" in pickings._fields:
        pickings.filtered("sanbao_arrival_check").action_sanbao_check_all_ok()
    answer = pickings.button_validate()
    if any(picking.state != "done" for picking in pickings):
        raise AssertionError(f"not done: {answer}")


# === Sale ===


def sale(lines):
    """A sale of so many lines, from the order to the posted invoice."""

    def create(env, data, state):
        order = env["sale.order"].create(
            {
                "partner_id": data["customer"],
                "order_line": [
                    Command.create({"product_id": id_, "product_uom_qty": 2})
                    for id_ in data["products"][:lines]
                ],
            }
        )
        state["order"] = order.id

    def confirm(env, data, state):
        env["sale.order"].browse(state["order"]).action_confirm()

    def deliver(env, data, state):
        _picking_done(env["sale.order"].browse(state["order"]).picking_ids)

    def invoice(env, data, state):
        order = env["sale.order"].browse(state["order"])
        state["invoice"] = order._create_invoices().id

    def post(env, data, state):
        env["account.move"].browse(state["invoice"]).action_post()

    return [
        ("create", create),
        ("confirm, reserve", confirm),
        ("deliver", deliver),
        ("invoice", invoice),
        ("post", post),
    ]


# === Purchase ===


def purchase(lines):
    """A purchase of so many lines, from the order to the posted bill."""

    def create(env, data, state):
        order = env["purchase.order"].create(
            {
                "partner_id": data["vendor"],
                "order_line": [
                    Command.create({"product_id": id_, "product_qty": 2})
                    for id_ in data["products"][:lines]
                ],
            }
        )
        state["order"] = order.id

    def confirm(env, data, state):
        env["purchase.order"].browse(state["order"]).button_confirm()

    def receive(env, data, state):
        _picking_done(env["purchase.order"].browse(state["order"]).picking_ids)

    def bill(env, data, state):
        order = env["purchase.order"].browse(state["order"])
        order.action_create_invoice()
        state["bill"] = order.invoice_ids.id

    def post(env, data, state):
        bill = env["account.move"].browse(state["bill"])
        bill.invoice_date = fields.Date.today()
        bill.action_post()

    return [
        ("create", create),
        ("confirm", confirm),
        ("receive", receive),
        ("bill", bill),
        ("post", post),
    ]


def purchase_ruled(lines):
    """The same from its confirmation, with every rule of purchasing on and satisfied.

    The rules are switched on and the papers made outside the measured steps; a first
    order warms the caches that this empties. Without our addons: plain orders.
    """
    create, *rest = purchase(lines)

    def papers(env, data, state):
        if "sanbao.rule" not in env:
            for name in ("measured", "order"):
                create[1](env, data, state)
                order = env["purchase.order"].browse(state["order"])
                # The contract of the other side asks for terms of payment.
                order.payment_term_id = env.ref("account.account_payment_term_30days")
                state[name] = order.id
            return
        # Here, because the base has none of what it imports.
        from .papers import Papers

        made = Papers(env(user=SUPERUSER_ID), data)
        state["order"], state["measured"] = made.order(lines), made.order(lines)

    def measured(env, data, state):
        state["order"] = state["measured"]

    def rules_off(env, data, state):
        if "sanbao.rule" in env:
            rules = env(user=SUPERUSER_ID)["sanbao.rule"]
            rules.search([("area", "=", "PUR")]).mode = "off"

    return [
        ("-papers", papers),
        *((f"-{name}", step) for name, step in rest),
        ("-measured", measured),
        *rest,
        ("-rules off", rules_off),
    ]


# === Repair ===


def repair(parts):
    """A plain repair with so many parts, from the order to its end."""

    def create(env, data, state):
        order = env["repair.order"].create(
            {
                "partner_id": data["customer"],
                "product_id": data["unit"],
                "move_ids": [
                    Command.create(
                        {
                            "repair_line_type": "add",
                            "product_id": id_,
                            "product_uom_qty": 1,
                        }
                    )
                    for id_ in data["products"][:parts]
                ],
            }
        )
        state["order"] = order.id

    def validate(env, data, state):
        env["repair.order"].browse(state["order"]).action_validate()

    def start(env, data, state):
        env["repair.order"].browse(state["order"]).action_repair_start()

    def end(env, data, state):
        order = env["repair.order"].browse(state["order"])
        order.move_ids.picked = True
        order.action_repair_end()
        if order.state != "done":
            raise AssertionError(order.state)

    return [
        ("create", create),
        ("validate", validate),
        ("start", start),
        ("end", end),
    ]


# === Tickets ===


def tickets(count):
    """So many tickets in one call, of a registered unit where there are archives."""

    def create(env, data, state):
        vals = {
            "name": "Does not start",
            "description": "<p>It does not start since yesterday.</p>",
            "partner_id": data["customer"],
        }
        if "archive" in data:
            vals["sanbao_archive_id"] = data["archive"]
        env["helpdesk.ticket"].create([dict(vals) for _number in range(count)])

    return [("create", create)]


# === Approval ===


def approval(model="bench.document"):
    """A document that is submitted and approved by two persons."""

    def create(env, data, state):
        state["document"] = env[model].create({"name": "x", "amount": 5}).id

    def submit(env, data, state):
        env[model].browse(state["document"])._bench_submit()

    def approve(number):
        def step(env, data, state):
            document = env[model].browse(state["document"])
            document = document.with_user(data["approvers"][number])
            document._bench_approve()

        return step

    def check(env, data, state):
        document = env[model].browse(state["document"])
        if document._bench_state() not in ("approved", "validated"):
            raise AssertionError(document._bench_state())

    return [
        ("-create", create),
        ("request", submit),
        ("1st approval", approve(0)),
        ("2nd approval", approve(1)),
        ("-check", check),
    ]


def bulk_write(model, key, name):
    """One write to 50 records."""

    def write(env, data, state):
        text = f"x{state['round']}"
        env[model].browse(data[key]).write({name: text})

    return [("write", write)]


def open_obligations(count):
    """Open so many obligations in one call, as a cron does; taken back afterwards."""

    def step(env, data, state):
        partners = env["res.partner"].browse(data["debtors"][:count])
        user = env["res.users"].browse(data["user"])
        env["sanbao.obligation"]._open("BENCH", partners, user=user)
        env.flush_all()

    return [("~open", step)]


def raw_obligations(count):
    """The same rows by one statement: the floor."""

    def step(env, data, state):
        env.cr.execute(
            """INSERT INTO sanbao_obligation
                      (kind_id, res_model, res_id, res_name, user_id, company_id, start,
                       due, remind_at, state, create_uid, create_date)
               SELECT %s, 'res.partner', p.id, p.name, %s, 1, now(), now(), now(),
                      'open', 1, now()
                 FROM res_partner p WHERE p.id = ANY(%s)""",
            [data["kind"], data["user"], data["debtors"][:count]],
        )

    return [("~insert", step)]


def activities(count):
    """Activities for another person, which Odoo offers for the same purpose."""

    def step(env, data, state):
        admin = env.ref("base.user_admin")
        env["mail.activity"].create(
            [
                {
                    "res_model_id": env["ir.model"]._get_id("res.partner"),
                    "res_id": data["customer"],
                    "activity_type_id": env.ref("mail.mail_activity_data_todo").id,
                    "user_id": admin.id,
                }
                for _number in range(count)
            ]
        )
        env.flush_all()

    return [("~create", step)]


def print_passes(count):
    """Print so many gate passes of 10 lines in one action."""

    def step(env, data, state):
        report = env["ir.actions.report"].sudo()
        pdf, _kind = report._render_qweb_pdf(
            "sanbao_gate_pass.report_f15", data["passes"][:count]
        )
        if not pdf.startswith(b"%PDF"):
            raise AssertionError("no PDF")

    return [("print", step)]


def print_sale(lines):
    """Print one sales order by Odoo's own report; wkhtmltopdf makes the PDF."""

    def step(env, data, state):
        report = env["ir.actions.report"].sudo()
        pdf, _kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            "sale.action_report_saleorder", [state["order"]]
        )
        if not pdf.startswith(b"%PDF"):
            raise AssertionError("no PDF")

    name, create = sale(lines)[0]
    return [(f"-{name}", create), ("~print", step)]


FLOWS = {
    "sale": sale(10),
    "sale20": sale(20),
    "purchase": purchase(10),
    "purchase20": purchase(20),
    "purchase_ruled": purchase_ruled(10),
    "purchase_ruled20": purchase_ruled(20),
    "repair": repair(3),
    "inspection": inspection(),
    "receipt_inspected": inspected_receipt(10, _picking_done),
    "ticket": tickets(1),
    "tickets100": tickets(100),
    "approval": approval(),
    "approval_told": approval("bench.document.told"),
    "write_sales": bulk_write("sale.order", "sales", "client_order_ref"),
    "write_purchases": bulk_write("purchase.order", "purchases", "partner_ref"),
    "write_plain": bulk_write("bench.plain", "plain", "note"),
    "write_documents": bulk_write("bench.document", "documents", "note"),
    "form_sale": form("sale"),
    "form_purchase": form("purchase"),
    "form_partner": form("partner"),
    "activities": activities(100),
    "obligations": open_obligations(10_000),
    "obligations_raw": raw_obligations(10_000),
    "print_sale": print_sale(10),
    "print1": print_passes(1),
    "print50": print_passes(50),
}
