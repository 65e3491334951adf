from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ForecastCommon


@tagged("post_install", "-at_install")
class TestPlan(ForecastCommon):
    """Forecasts, stock levels and critical parts as sources of a purchase plan."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._needed(cls.part, cls._months(12, 6))

    def _collect(self, code, day="2026-07-10"):
        plan = (
            self.env["sanbao.purchase.plan"]
            .with_user(self.pm)
            .create({"company_id": self.company.id, "period_date": day})
        )
        return plan._collect([code]).sudo()

    def test_submitted_forecasts_of_both_departments_are_planned(self):
        """PUR-12: with the line they come from, less what is there."""
        self._needed(self.part, {"2026-05": 1}, self._repair(self._unit("SN-1")))
        sales = self._submitted(figures={self.part: 10})
        self._submitted("after_sales", figures={self.part: 4})
        self._put(self.part, 3)
        lines = self._collect("forecast")
        self.assertEqual(sum(lines.mapped("quantity")), 11)
        self.assertIn(self._line(sales, self.part).sudo(), lines.mapped("origin"))
        self.assertEqual(sorted(lines.mapped("qty_forecast")), [4, 10])
        self.assertFalse(self._collect("forecast"))

    def test_drafts_and_other_periods_are_not_planned(self):
        """PUR-12."""
        self._forecast().line_ids.write({"quantity": 10, "note": "x"})
        self.assertFalse(self._collect("forecast"))
        self._submitted(figures={self.part: 10}, date_from="2026-08-01")
        self.assertFalse(self._collect("forecast"))
        self.assertTrue(self._collect("forecast", "2026-08-10"))

    def test_what_was_used_in_the_period_is_not_bought_again(self):
        self._submitted(figures={self.part: 10})
        self._needed(self.part, {"2026-07": 4})
        self.assertEqual(self._collect("forecast").quantity, 6)

    def test_the_minimum_stays_beyond_the_forecast(self):
        """PUR-12, PUR-25."""
        self.env["sanbao.critical.part"].create(
            {
                "product_id": self.part.id,
                "critical_min_qty": 2,
                "company_id": self.company.id,
            }
        )
        self._submitted(figures={self.part: 10})
        self.assertEqual(self._collect("forecast").quantity, 12)

    def test_a_shortage_goes_into_the_plan_once(self):
        """PUR-23: accepted as a quantity, not as a level."""
        proposal = self.env["sanbao.stock.proposal"]._propose_from(self.part, "盘点")
        line = proposal.with_user(self.pm).line_ids
        line.action_plan()
        self.assertEqual((line.state, line.for_plan), ("accepted", True))
        self.assertFalse(line.sudo().orderpoint_id)
        planned = self._collect("stock_level")
        self.assertEqual((planned.quantity, planned.origin), (11, line.sudo()))
        self.assertFalse(self._collect("stock_level"))

    def test_slow_movers_do_not_go_into_the_plan(self):
        """PUR-23."""
        self._needed(self.filter, self._months(12, 1))
        self._put(self.filter, 20)
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.filter.id,
                "warehouse_id": self.warehouse.id,
                "location_id": self.stock.id,
                "product_min_qty": 10,
                "product_max_qty": 15,
                "company_id": self.company.id,
            }
        )
        model = self.env["sanbao.stock.proposal"]
        proposal = model._propose_from(self.filter, "盘点").with_user(self.pm)
        with self.assertRaises(UserError):
            proposal.line_ids.action_plan()

    def test_critical_parts_below_their_minimum_are_planned(self):
        """PUR-25: what is missing, from the preferred supplier."""
        supplier = self.env["res.partner"].create({"name": "泵业公司"})
        critical = self.env["sanbao.critical.part"].create(
            {
                "product_id": self.part.id,
                "critical_min_qty": 5,
                "supplier_id": supplier.id,
                "company_id": self.company.id,
            }
        )
        self._put(self.part, 2)
        line = self._collect("critical")
        self.assertEqual((line.quantity, line.partner_id), (3, supplier))
        self.assertEqual(line.origin, critical)
        self.assertFalse(self._collect("critical"))
