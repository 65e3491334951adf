"""Buttons of purchasing (FL-7): quotations, contacts with suppliers, breaches."""

import base64
import functools
from unittest.mock import patch

from press_base import Apart, Press, button, of

from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_quotation.tests.common import QuotationCommon
from odoo.addons.sanbao_tracking.tests.common import TrackingCommon


class Purchasing(Apart, QuotationCommon, TrackingCommon):
    """The people and documents of purchasing, as their own tests make them."""

    rules = (*QuotationCommon.rules, *TrackingCommon.rules)


@functools.cache
def _purchasing(env):
    nothing = classmethod(lambda cls: None)
    with patch.object(TransactionCase, "setUpClass", nothing):
        Purchasing.env = env
        Purchasing.setUpClass()
    return Purchasing()


def purchasing(m):
    return _purchasing(m.env)


def followed(p, **values):
    """A small confirmed order; of a supplier of its own, else the needs add up."""
    return p._confirmed(1, partner_id=p.others[2].id, **values)


@button
def quotation_compare(m):
    p = purchasing(m)
    orders = p._order(1) | p._order(1, partner_id=p.others[0].id)
    rows = ("sanbao.quotation", of(orders, "order_id"), 2)
    return Press(orders, p.buyer, "action_sanbao_compare", rows)


@button
def quotation_import(m):
    p = purchasing(m)
    comparison = p._comparison(500)
    wizard = (
        p.env["sanbao.quotation.import"]
        .with_user(p.buyer)
        .create(
            {
                "comparison_id": comparison.id,
                "file": base64.b64encode(
                    f"supplier,product,price_unit\n{p.others[1].name},"
                    f"{p.part.default_code or p.part.name},510".encode()
                ),
            }
        )
    )
    rows = ("sanbao.quotation", of(comparison, "comparison_id"), 2)
    return Press(wizard, p.buyer, "action_import", rows)


@button
def quotation_submit(m):
    p = purchasing(m)
    comparison = p._comparison(500, 510, 520)
    return Press(comparison, p.buyer, "action_submit", state="submitted")


@button
def quotation_order(m):
    p = purchasing(m)
    comparison = p._approved()
    rows = ("purchase.order", of(comparison, "sanbao_comparison_id"), 1)
    return Press(comparison, p.buyer, "action_create_order", rows)


@button
def quotation_order_confirm(m):
    p = purchasing(m)
    order = p._order_by(p._approved(), 10)
    return Press(order, p.buyer, "button_confirm", state="purchase")


@button
def promise_confirm(m):
    p = purchasing(m)
    contact = (
        p.env["sanbao.supplier.contact"]
        .with_user(p.buyer)
        .create(
            {
                "order_id": followed(p).id,
                "content": "催货",
                "promised_date": p.today,
            }
        )
    )
    return Press(contact, p.buyer, "action_confirm_promise")


@button
def breach_open(m):
    p = purchasing(m)
    order = followed(p, due_in=-2)
    rows = ("sanbao.breach", of(order, "order_id"), 1)
    return Press(order, p.buyer, "action_sanbao_breach", rows)


@button
def breach_pursue(m):
    p = purchasing(m)
    breach = p._breach(order=followed(p))
    return Press(breach, p.buyer, "action_submit", state="approved")


@button
def breach_close(m):
    p = purchasing(m)
    breach = p._breach(order=followed(p))
    breach.action_submit()
    breach.write({"result": "delivered", "result_note": "已补齐"})
    return Press(breach, p.buyer, "action_close", state="closed")
