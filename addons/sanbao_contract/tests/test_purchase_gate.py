from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.purchase.models.purchase_order import PurchaseOrder

from .common import PurchaseCommon

GATE = "odoo.addons.sanbao_contract.models.purchase_order.PurchaseOrder._sanbao_gate_confirm"


@tagged("post_install", "-at_install")
class TestPurchaseGate(PurchaseCommon):
    """Every way to a confirmed order passes the gate, and so does every later change."""

    def _refused(self, attempt, *args, **kwargs):
        with patch(GATE, side_effect=UserError("no")), self.assertRaises(UserError):
            attempt(*args, **kwargs)

    def _passes(self, attempt, *args, **kwargs):
        with patch(GATE) as gate:
            attempt(*args, **kwargs)
        gate.assert_not_called()

    def test_every_way_to_confirm(self):
        order = self._order()
        for way in (
            order.button_confirm,
            order.button_approve,
            lambda: order.with_user(self.manager).write({"state": "purchase"}),
            lambda: order.sudo().write({"state": "purchase"}),
            lambda: order.copy({"state": "purchase"}),
            lambda: self._order(state="purchase"),
        ):
            self._refused(way)

    def test_the_second_step_of_a_double_validation(self):
        self.company.po_double_validation = "two_step"
        self.company.po_double_validation_amount = 500
        order = self._order()
        self._passes(order.button_confirm)
        self.assertEqual(order.state, "to approve")
        self._refused(order.with_user(self.manager).button_approve)

    def test_changes_of_a_confirmed_order(self):
        order = self._order()
        order.button_confirm()
        line = order.order_line
        another = self.supplier.copy()
        for change in (
            lambda: order.write({"partner_id": another.id}),
            lambda: order.write({"order_line": [Command.create(self._line_vals())]}),
            lambda: line.write({"price_unit": 101}),
            lambda: line.write({"product_qty": 11}),
            lambda: line.write({"discount": 5}),
            lambda: line.create({"order_id": order.id, **self._line_vals()}),
        ):
            self._refused(change)

    def _line_vals(self):
        return {"product_id": self.part.id, "product_qty": 1, "price_unit": 1}

    def test_drafts_and_other_values_are_free(self):
        draft = self._order()
        self._passes(draft.order_line.write, {"price_unit": 101})
        self._passes(draft.write, {"partner_ref": "甲-1"})
        draft.button_confirm()
        self._passes(draft.write, {"partner_ref": "甲-2"})

    def test_buttons_of_odoo_all_lead_through_write(self):
        """Should Odoo set the state without ``write``, this test says so."""
        with patch.object(PurchaseOrder, "write") as write:
            self._order().button_approve()
        self.assertEqual(write.call_args_list[0].args[-1]["state"], "purchase")
