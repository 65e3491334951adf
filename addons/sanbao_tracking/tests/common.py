from contextlib import contextmanager
from datetime import timedelta

from odoo import fields

from odoo.addons.sanbao_base.exceptions import RuleViolation
from odoo.addons.sanbao_base.local_time import (
    company_timezone,
    company_today,
    day_start,
)
from odoo.addons.sanbao_contract.tests.common import PurchaseCommon


class TrackingCommon(PurchaseCommon):
    """Confirmed orders that are due some days from now, and their receipts."""

    rules = ("PUR-21", "PUR-22")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_rules(*cls.rules)
        cls.keeper = cls._person("trk_wh", "wh", extra=["stock.group_stock_user"])
        cls.today = company_today(cls.company)
        cls.breaches = cls.env["sanbao.breach"]

    def setUp(self):
        super().setUp()
        # A test does not commit between the batches of a daily job.
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 60)

    @classmethod
    def _moment(cls, day):
        """Noon of a day of the company, in UTC."""
        return day_start(day, company_timezone(cls.company)) + timedelta(hours=12)

    @classmethod
    def _confirmed(cls, *quantities, due_in=10, **values):
        """A confirmed order of the buyer's, promised for so many days from today."""
        order = cls._order(*quantities, user_id=cls.buyer.id, **values)
        order.order_line.date_planned = cls._moment(cls.today + timedelta(days=due_in))
        order.button_confirm()
        return order

    def _receive(self, order, quantity=None, backorder=True):
        """Receive as the keeper; ``quantity`` of the first line, or everything."""
        picking = order.sudo().picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        )[:1]
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty if quantity is None else quantity
        picking.move_ids.picked = True
        picking = picking.with_user(self.keeper).with_context(
            skip_backorder=True,
            picking_ids_not_to_backorder=[] if backorder else picking.ids,
        )
        picking.button_validate()
        order.invalidate_recordset()
        return picking

    def _send_back(self, picking, quantity):
        """Return so many of the first move to the supplier."""
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = quantity
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        back.move_ids.picked = True
        back.button_validate()
        self.env.invalidate_all()
        return back

    def _breach(self, user=None, **values):
        """A draft breach with facts and measure, opened on an order."""
        order = values.pop("order", None) or self._confirmed(10)
        breach = self.breaches.with_user(user or self.buyer).create(
            {
                "order_id": order.id,
                "kind": "late",
                "facts": "约定日未到货",
                "measure": "urge",
                **values,
            }
        )
        if "line_ids" not in values:
            self.env["sanbao.breach.line"].with_user(user or self.buyer).create(
                {
                    "breach_id": breach.id,
                    "purchase_line_id": order.order_line[0].id,
                    "quantity": 10,
                }
            )
        return breach

    def _obligations(self, code, record):
        return self.env["sanbao.obligation"].search(
            [("kind_id.code", "=", code), ("res_id", "=", record.id)], order="id"
        )

    @contextmanager
    def assertRule(self, code):
        """What is done within is refused by the rule; nothing of it stays."""
        with self.assertRaises(RuleViolation) as caught:
            yield
        self.assertEqual(caught.exception.rule_code, code)

    def _value(self, code, value):
        self.env["sanbao.parameter"].search([("code", "=", code)]).value = value

    def _now(self):
        return fields.Datetime.now()
