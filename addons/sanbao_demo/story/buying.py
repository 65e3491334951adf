"""What the people of purchasing do in the story, each step with his own rights."""

import base64
from datetime import timedelta

from odoo import Command, fields

from odoo.addons.sanbao_base.local_time import company_today

from . import acts

SCAN = base64.b64encode(b"%PDF-1.4 scan")


def today(world):
    """The day in the time zone of the company."""
    return company_today(world.company)


def found_supplier(world, key, name, city):
    """The buyer opens a dossier for a new supplier."""
    partner = world.as_person("pb", world.env["res.partner"]).create(
        {
            "name": name,
            "is_company": True,
            "city": city,
            "phone": f"0000-66{len(world.suppliers):05d}",
            "country_id": world.env.ref("base.cn").id,
        }
    )
    world.suppliers[key] = partner
    return world.as_person("pb", world.env["sanbao.supplier"]).create(
        {"partner_id": partner.id}
    )


def file_paper(world, dossier, kind, number, days=300, verified=True):
    """The buyer files a paper that is valid for so many more days, and verifies it."""
    authority = world.authority
    if not authority:
        authority = world.authority = world.env["res.partner"].create(
            {"name": "星岭市市场监督管理局"}
        )
    day = today(world)
    paper = world.as_person("pb", world.env["res.partner.id_number"]).create(
        {
            "sanbao_supplier_id": dossier.id,
            "category_id": world.env.ref(f"sanbao_supplier.category_{kind}").id,
            "name": number,
            "partner_issued_id": authority.id,
            "date_issued": day - timedelta(days=700),
            "valid_until": day + timedelta(days=days),
            "sanbao_scan": SCAN,
        }
    )
    if verified:
        paper.action_sanbao_verify()
    return paper


def assess(world, dossier, score, quality):
    """Buyer and inspector score the supplier, the purchase manager approves."""
    document = world.as_person("pb", world.env["sanbao.supplier.qualification"]).create(
        {"supplier_id": dossier.id}
    )
    for line in document.line_ids:
        role = "qc" if line.scorer == "qc" else "pb"
        world.as_person(role, line).score = quality if role == "qc" else score
    return acts.approve(world, document, "pm")


def agree(world, key, scope):
    """The quality guarantee agreement (Form 35): approved, signed by both sides."""
    day = today(world)
    agreement = world.as_person("pb", world.env["agreement"]).create(
        {
            "name": "质量保证协议",
            "partner_id": world.suppliers[key].id,
            "agreement_type_id": world.env.ref(
                "sanbao_contract.agreement_type_quality"
            ).id,
            "sanbao_product_scope": scope,
            "sanbao_quality_standard": "JB/T 7041、GB/T 7935 及双方确认的图纸",
            "sanbao_acceptance": "按批抽样检验，外观、规格、性能、数量",
            "sanbao_rejects": "七日内退换，费用由供方承担",
            "sanbao_repair_scope": "泵体、阀体、密封件",
            "sanbao_repair_months": 12,
            "sanbao_repair_hours": 48,
            "sanbao_repair_cost": "supplier",
            "sanbao_warranty_months": 12,
            "start_date": day - timedelta(days=30),
            "end_date": day + timedelta(days=335),
        }
    )
    acts.approve(world, agreement, "pm", "leg")
    agreement.write(
        {
            "signature_date": day,
            "sanbao_supplier_signatory": "授权代表",
            "sanbao_signatory": "潘主管",
            "sanbao_scan": SCAN,
            "sanbao_scan_name": "质量保证协议（双方签署）.pdf",
        }
    )
    agreement.action_sign()
    return agreement


def plan(world, role, department, lines, submit=True, **values):
    """A department plans purchases (Form 29): ``(product, quantity, price, supplier)``."""
    document = world.as_person(role, world.env["sanbao.purchase.plan"]).create(
        {
            "department_id": world.departments[department].id,
            "line_ids": [
                Command.create(
                    {
                        "product_id": world.products[product].id,
                        "quantity": quantity,
                        "price_unit": price,
                        "partner_id": world.suppliers[supplier].id,
                        "date_needed": today(world) + timedelta(days=14),
                        "purpose": "维修备件补库",
                    }
                )
                for product, quantity, price, supplier in lines
            ],
            **values,
        }
    )
    if submit:
        document.action_submit()
    return document


def approve_plan(world, document, *roles):
    """Heads of department approve; leaders tick quantity, timing and budget first."""
    for role in roles:
        if role in ("dgm", "gm"):
            world.as_person(role, world.env["sanbao.purchase.plan.approve"]).create(
                {
                    "plan_id": document.id,
                    "quantity_checked": True,
                    "timing_checked": True,
                    "budget_checked": True,
                    "comment": "同意",
                }
            ).action_approve()
        else:
            world.as_person(role, document)._sanbao_decide("approved", "同意")
    document.invalidate_recordset()


def order(world, document):
    """The buyer drafts the orders of an approved plan or urgent request."""
    world.as_person("pb", document).action_make_orders()
    lines = world.as_person("pb", document).line_ids
    return lines.order_line_ids.order_id.filtered(lambda one: one.state == "draft")


def compare(world, request, offers, reason):
    """Quotations of three suppliers are compared (Form 45); the first one is chosen.

    ``offers``: ``(supplier, price in relation to the request, freight, days)``.
    """
    action = request.action_sanbao_compare()
    comparison = world.as_person("pb", world.env["sanbao.quotation.comparison"]).browse(
        action["res_id"]
    )
    known = comparison.quote_ids.partner_id
    comparison.write(
        {
            "reason": reason,
            "quote_ids": [
                Command.create({"partner_id": world.suppliers[key].id})
                for key, *_rest in offers
                if world.suppliers[key] not in known
            ],
        }
    )
    prices = {line.product_id: line.price_unit for line in request.order_line}
    for key, factor, freight, days in offers:
        quote = comparison.quote_ids.filtered(
            lambda one, key=key: one.partner_id == world.suppliers[key]
        )
        quote.write({"freight": freight, "lead_days": days})
        for cell in quote.price_ids:
            cell.price_unit = round(prices[cell.product_id] * factor, 2)
    chosen = world.suppliers[offers[0][0]]
    comparison.quote_ids.filtered(lambda one: one.partner_id == chosen).action_choose()
    return comparison


def contract(world, request, *roles, sign=True):
    """The contract of an order (Form 30): reviewed by the lawyer, approved, signed."""
    request.payment_term_id = world.env.ref("account.account_payment_term_30days")
    action = request.action_sanbao_create_contract()
    document = world.as_person("pb", world.env["sanbao.contract"]).browse(
        action["res_id"]
    )
    acts.approve(world, document, *roles)
    if sign:
        document.write(
            {
                "signed_date": today(world),
                "signed_scan": SCAN,
                "signed_scan_name": "采购合同（双方签署）.pdf",
            }
        )
        document.action_sign()
    return document


def receive(world, purchase, quantities):
    """The keeper receives a part of an order; the rest stays open."""
    # The keeper finds the receipt in his own list.
    picking = world.as_person("wh", purchase.sudo().picking_ids)
    for move in picking.move_ids:
        move.quantity = quantities.get(move.product_id, 0)
        move.picked = bool(move.quantity)
    picking.action_sanbao_check_all_ok()
    picking.with_context(skip_backorder=True).button_validate()
    return picking


def require_urgently(world, lines, reason):
    """After-sales asks for parts that cannot wait (Form 13)."""
    return world.as_person("as", world.env["sanbao.urgent.request"]).create(
        {
            "kind": "warranty",
            "reason": reason,
            "date_required": fields.Date.add(today(world), days=3),
            "line_ids": [
                Command.create(
                    {
                        "product_id": world.products[product].id,
                        "quantity": quantity,
                        "price_unit": price,
                        "partner_id": world.suppliers[supplier].id,
                    }
                )
                for product, quantity, price, supplier in lines
            ],
        }
    )


def send_back(world, picking, quantity):
    """The keeper returns rejected goods of a receipt to the supplier."""
    wizard = (
        world.as_person("wh", world.env["stock.return.picking"])
        .with_context(active_id=picking.id, active_model="stock.picking")
        .create({})
    )
    wizard.product_return_moves.quantity = quantity
    back = world.as_person("wh", world.env["stock.picking"]).browse(
        wizard.action_create_returns()["res_id"]
    )
    back.move_ids.quantity = quantity
    back.move_ids.picked = True
    back.button_validate()
    return back


def evaluate(world, dossier):
    """The quarter of a supplier: figures of the records, the rest by hand, closed."""
    action = dossier.action_evaluate()
    evaluation = world.as_person("pb", world.env["sanbao.supplier.evaluation"]).browse(
        action["res_id"]
    )
    world.as_person("pm", evaluation).action_close()
    return evaluation
