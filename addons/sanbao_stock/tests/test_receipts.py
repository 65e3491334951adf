from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import StockCommon


class ReceiptCommon(StockCommon):
    def _received(self, *goods, **values):
        picking = self._receipt(*goods, **values)
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def _set(self, code, value):
        parameter = self.env["sanbao.parameter"].search([("code", "=", code)])
        parameter.value = value


@tagged("post_install", "-at_install")
class TestRegister(ReceiptCommon):
    """STK-12: what the register says of each receipt."""

    def test_the_register_shows_what_came(self):
        """STK-12."""
        receipt = self._received()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_stock.sanbao_receipt_action"
        )
        domain = [
            ("state", "=", "done"),
            ("location_id.usage", "=", "supplier"),
            ("picking_id", "=", receipt.id),
        ]
        self.assertIn("supplier", action["domain"])
        line = self.env["stock.move.line"].with_user(self.keeper).search(domain)
        self.assertEqual(line.product_id, self.part)
        self.assertEqual(line.sanbao_model, "GB-200")
        self.assertEqual(line.quantity, 3)
        self.assertEqual(line.picking_partner_id, self.supplier)
        self.assertEqual(line.sanbao_received_by_id, self.keeper)
        self.assertEqual(line.location_dest_id, self.stock)
        self.assertTrue(line.date)

    def test_no_receipt_without_supplier(self):
        """STK-12."""
        picking = self._receipt(partner_id=False)
        picking.move_ids.picked = True
        with self.assertRule("STK-12"):
            picking.button_validate()
        picking.partner_id = self.supplier
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_no_receipt_of_goods_without_model(self):
        """STK-12, receipt_needs_model."""
        self.part.default_code = False
        picking = self._receipt()
        picking.move_ids.picked = True
        with self.assertRule("STK-12"):
            picking.button_validate()
        self._set("receipt_needs_model", "no")
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_switched_off_it_asks_nothing(self):
        """STK-12: the mode decides."""
        self.env["sanbao.rule"].search([("code", "=", "STK-12")]).mode = "off"
        self._received(partner_id=False)

    def test_other_transfers_are_not_asked(self):
        """STK-12: inside the warehouse nobody supplies."""
        self._put(self.stock, 1)
        self._transfer(self.stock, self.nonconforming).button_validate()


@tagged("post_install", "-at_install")
class TestDoneReceipts(ReceiptCommon):
    """STK-13: a receipt is registered at once and stands."""

    def test_the_registration_is_noted(self):
        """STK-13."""
        receipt = self._receipt()
        self.assertFalse(receipt.sanbao_registered_at)
        receipt.move_ids.picked = True
        receipt.button_validate()
        self.assertEqual(receipt.sanbao_received_by_id, self.keeper)
        now = fields.Datetime.now()
        for moment in (
            receipt.sanbao_registered_at,
            receipt.date_done,
            receipt.move_ids.date,
            receipt.move_line_ids.date,
        ):
            self.assertLess(abs(now - moment), timedelta(minutes=1))
        for name, value in (
            ("sanbao_received_by_id", self.stock_manager.id),
            ("sanbao_registered_at", "2020-01-01 00:00:00"),
            ("sanbao_registered_at", False),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                receipt.with_user(self.stock_manager).write({name: value})
            if value:
                with self.subTest(name=name), self.assertRaises(AccessError):
                    self._receipt(**{name: value})

    def test_a_time_written_before_does_not_stay(self):
        """STK-13: neither is a receipt dated back before it is done."""
        receipt = self._receipt()
        receipt.write({"date_done": "2020-01-01 00:00:00"})
        receipt.move_ids.write({"date": "2020-01-01 00:00:00", "picked": True})
        receipt.button_validate()
        year = fields.Datetime.now().year
        self.assertEqual(receipt.date_done.year, year)
        self.assertEqual(receipt.move_ids.date.year, year)
        self.assertEqual(receipt.sanbao_registered_at.year, year)

    def test_nothing_of_a_done_receipt_is_edited(self):
        """STK-13: by keeper and manager, on transfer, move and line, by any call."""
        receipt = self._received()
        other = self._product("别的件")
        shelf = self.env["stock.location"].create(
            {"name": "A-01", "location_id": self.stock.id}
        )
        past = fields.Datetime.now() - timedelta(days=2)
        new = {
            "picking_id": receipt.id,
            "product_id": other.id,
            "quantity": 1,
            "location_id": receipt.location_id.id,
            "location_dest_id": self.stock.id,
        }
        for user in (self.keeper, self.stock_manager):
            mine = receipt.with_user(user)
            move, line = mine.move_ids, mine.move_line_ids
            for name, attempt, vals in (
                ("time", mine.write, {"date_done": past}),
                ("supplier", mine.write, {"partner_id": user.partner_id.id}),
                ("source", mine.write, {"origin": "other"}),
                ("delivery note", mine.write, {"sanbao_delivery_number": "X"}),
                ("quantity", move.write, {"quantity": 5}),
                ("state", move.write, {"state": "draft"}),
                ("other transfer", move.write, {"picking_id": False}),
                ("time of the move", move.write, {"date": past}),
                ("place of the move", move.write, {"location_dest_id": shelf.id}),
                ("line", line.write, {"quantity": 1}),
                ("place", line.write, {"location_dest_id": shelf.id}),
                ("lot", line.write, {"lot_name": "L-1"}),
                ("time of the line", line.write, {"date": past}),
                ("new line", line.create, new),
                (
                    "new move",
                    move.create,
                    {**new, "product_uom_qty": 1, "product_uom": other.uom_id.id},
                ),
                (
                    "by a command",
                    mine.write,
                    {"move_line_ids": [(1, line.id, {"quantity": 9})]},
                ),
            ):
                with (
                    self.subTest(user=user.login, attempt=name),
                    self.assertRule("STK-13"),
                ):
                    attempt(vals)
        self.assertEqual(self._on_hand(self.stock), 3)

    def test_what_changes_nothing_is_no_edit(self):
        """STK-13: a form that is saved sends what it shows."""
        receipt = self._received()
        receipt.write({"partner_id": self.supplier.id, "origin": receipt.origin})
        receipt.write({"note": "外包装有划痕"})

    def test_it_is_dated_back_as_far_as_allowed(self):
        """STK-13, max_backdate_hours: the limit before, at and after it."""
        self._set("max_backdate_hours", "24")
        receipt = self._received()
        registered = receipt.sanbao_registered_at
        for hours, good in ((23, True), (24, True), (25, False)):
            with self.subTest(hours=hours):
                date = registered - timedelta(hours=hours)
                if good:
                    receipt.date_done = date
                    self.assertEqual(receipt.move_ids.date, date)
                    continue
                with self.assertRule("STK-13"):
                    receipt.date_done = date

    def test_a_return_reverses_it(self):
        """STK-13: and the receipt itself stays as it was."""
        receipt = self._received()
        wizard = (
            self.env["stock.return.picking"]
            .with_user(self.keeper)
            .with_context(active_id=receipt.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = 3
        back = receipt.browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(back.state, "done")
        self.assertEqual(self._on_hand(self.stock), 0)
        self.assertEqual(receipt.move_ids.quantity, 3)

    def test_received_goods_may_be_scrapped(self):
        """STK-13: what happens to them later is no edit of the receipt."""
        # Where sanbao_nonconformity is installed, a sheet decides (its own tests).
        self.env["sanbao.rule"].search([("code", "=", "QLT-15")]).mode = "off"
        receipt = self._received()
        scrap = (
            self.env["stock.scrap"]
            .with_user(self.keeper)
            .create(
                {
                    "product_id": self.part.id,
                    "scrap_qty": 1,
                    "picking_id": receipt.id,
                    "location_id": self.stock.id,
                }
            )
        )
        scrap.action_validate()
        self.assertEqual(scrap.state, "done")

    def test_everybody_sees_batches_and_serial_numbers(self):
        """STK-12: the register asks for them; Odoo shows them by a setting only."""
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.group_stock_production_lot)
        self.assertTrue(self.keeper.has_group("stock.group_production_lot"))

    def test_a_partial_receipt_leaves_the_rest_open(self):
        receipt = self._receipt()
        receipt.move_ids.write({"quantity": 2, "picked": True})
        receipt.with_context(skip_backorder=True).button_validate()
        rest = receipt.backorder_ids
        self.assertEqual((receipt.state, rest.state), ("done", "assigned"))
        self.assertFalse(rest.sanbao_registered_at)
        rest.move_ids.quantity = 1

    def test_switched_off_odoo_decides(self):
        """STK-13: the mode decides; what passes is logged by a warning."""
        rule = self.env["sanbao.rule"].search([("code", "=", "STK-13")])
        rule.mode = "warn"
        receipt = self._received()
        receipt.move_line_ids.write({"quantity": 2})
        self.assertEqual(self._on_hand(self.stock), 2)
        domain = [("rule_id", "=", rule.id), ("res_id", "=", receipt.id)]
        events = self.env["sanbao.rule.event"].search(domain)
        self.assertEqual(events[:1].outcome, "warned")
        self.assertEqual(events[:1].user_id, self.keeper)

    def test_a_plain_receipt_costs_no_query_more(self):
        """G2: the guards look at what Odoo has read already."""
        pickings = self.env["stock.picking"]
        for _number in range(3):
            pickings |= self._receipt()
        pickings.move_ids.picked = True
        self.env.flush_all()
        with self.assertQueryCount(0):
            pickings.move_ids._sanbao_done_receipts()._sanbao_gate_edit()
