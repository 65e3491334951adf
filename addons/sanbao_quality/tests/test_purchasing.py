from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.sanbao_supplier.models import sanbao_supplier_evaluation_sources

from .common import QualityCommon

Period = sanbao_supplier_evaluation_sources.Period


@tagged("post_install", "-at_install")
class TestPurchasing(QualityCommon):
    """What quality control refuses counts for the supplier (STK-11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sanbao.rule"].search([("code", "=", "PUR-22")]).mode = "block"

    def _ordered(self, quantity=10):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "user_id": self.buyer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.inspected.id,
                            "product_qty": quantity,
                            "price_unit": 10,
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        picking = order.picking_ids.with_user(self.keeper)
        picking.action_sanbao_check_all_ok()
        self._validate(picking)
        return order, picking.sudo().sanbao_inspection_ids.with_user(self.inspector)

    def test_rejected_goods_show_on_the_order_and_a_breach_is_proposed(self):
        """STK-11, PUR-22."""
        order, inspection = self._ordered()
        line = order.order_line
        self.assertEqual(
            (line.sanbao_rejected_qty, line.sanbao_quality_state), (0, "good")
        )
        self._decide(inspection, accepted=7, rejected=3)
        line.invalidate_recordset()
        self.assertEqual(line.sanbao_rejected_qty, 3)
        self.assertEqual(line.sanbao_quality_state, "rejected")
        breach = line.sanbao_breach_line_ids.breach_id
        self.assertEqual((breach.kind, breach.is_proposal), ("rejected", True))
        self.assertEqual(order.activity_ids.user_id, self.buyer)
        self.assertIn("密封面有划痕", order.activity_ids[0].note)
        self.assertTrue(inspection.sanbao_told_at)
        order = order.with_user(self.buyer)
        order.invalidate_recordset()
        self.assertEqual(order.sanbao_sheet_count, 1)
        action = order.action_sanbao_view_sheets()
        sheet = self.env["sanbao.nonconformity"].search(action["domain"])
        self.assertEqual(sheet, inspection.sudo().sanbao_nonconformity_id)

    def test_what_goes_back_of_the_rejected_goods_counts_once(self):
        """PUR-22: the larger one of refused and returned."""
        order, inspection = self._ordered()
        self._decide(inspection, accepted=7, rejected=3)
        line = order.order_line
        move = line.move_ids
        for returned, expected in ((2, 3), (4, 6)):
            back = move.copy(
                {
                    "location_id": self.stock.id,
                    "location_dest_id": self.vendors.id,
                    "origin_returned_move_id": move.id,
                    "product_uom_qty": returned,
                    "picking_id": False,
                }
            )
            self._put(self.stock, returned, self.inspected)
            back._action_confirm(merge=False)
            back.quantity = returned
            back.picked = True
            back._action_done()
            self.env.invalidate_all()
            with self.subTest(returned=returned):
                self.assertEqual(line.sanbao_rejected_qty, expected)

    def test_the_evaluation_counts_what_was_refused(self):
        """STK-11: on arrival and by inspections; what went back counts once."""
        _order, inspection = self._ordered(20)
        self._decide(inspection, accepted=15, rejected=5)
        evaluations = self.env["sanbao.supplier.evaluation"]
        today = fields.Date.today()
        period = Period(
            self.company,
            fields.Date.subtract(today, days=2),
            fields.Date.add(today, days=2),
            self.supplier,
        )
        found = list(evaluations.sudo()._source_inspections(period))
        self.assertEqual(found, [(self.supplier.id, "rejected", 5, inspection.id)])
        score = evaluations._measure_accepted
        for returned, wanted in ((0, 75.0), (5, 75.0), (10, 50.0)):
            figures = {
                "received": 20,
                "rejected": 4,
                "refused": 1,
                "returned": returned,
            }
            with self.subTest(returned=returned):
                self.assertEqual(score(lambda kind, f=figures: f.get(kind, 0)), wanted)
