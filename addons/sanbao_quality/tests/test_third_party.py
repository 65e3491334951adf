from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.sanbao_base.local_time import company_today

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestThirdParty(QualityCommon):
    """Important products are sold with a valid test report of a third party (QLT-14)."""

    def setUp(self):
        super().setUp()
        self.important = self._product("安全阀", sanbao_important=True)
        self.plain = self._product("垫片")
        self.customer = self.env["res.partner"].create({"name": "青禾市环卫处"})
        self.today = company_today(self.company)

    def _report(self, days=0, **values):
        """A report that is valid until so many days from today."""
        until = fields.Date.add(self.today, days=days)
        return (
            self.env["sanbao.test.report"]
            .with_user(self.manager)
            .create(
                {
                    "name": "TR-1",
                    "institute": "某检测中心",
                    "product_tmpl_id": self.important.product_tmpl_id.id,
                    "date": fields.Date.subtract(self.today, days=200),
                    "valid_until": until,
                    **values,
                }
            )
        )

    def _order(self, product):
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 1})
                ],
            }
        )

    def _delivery(self, product):
        self._put(self.stock, 5, product)
        picking = self._picking(
            (product, 1),
            source=self.stock,
            target=self.customers,
            kind=self.warehouse.out_type_id,
        )
        picking.action_assign()
        picking.move_ids.picked = True
        return picking

    def test_no_sale_without_a_report(self):
        """QLT-14: neither confirmed nor delivered; other products are free."""
        with self.assertRule("QLT-14"):
            self._order(self.important).action_confirm()
        with self.assertRule("QLT-14"):
            self._delivery(self.important)._action_done()
        self._order(self.plain).action_confirm()
        self._delivery(self.plain)._action_done()
        self._report()
        self._order(self.important).action_confirm()
        self._delivery(self.important)._action_done()

    def test_the_last_day_of_a_report_counts(self):
        """QLT-14: the day before, its last day, the day after."""
        for days, passes in ((1, True), (0, True), (-1, False)):
            self.env["sanbao.test.report"].search([]).unlink()
            report = self._report(days)
            with self.subTest(days=days):
                self.assertEqual(report.validity, "valid" if passes else "expired")
                order = self._order(self.important)
                if passes:
                    order.action_confirm()
                else:
                    with self.assertRule("QLT-14"):
                        order.action_confirm()

    def test_the_latest_report_decides(self):
        """QLT-14: a product that failed since is not sold on an older report."""
        self._report(300)
        self._report(300, date=self.today, result="fail")
        with self.assertRule("QLT-14"):
            self._order(self.important).action_confirm()

    def test_a_report_is_valid_for_the_months_of_the_rule(self):
        """QLT-14."""
        for months, until in ((12, "2027-03-02"), (6, "2026-09-02")):
            self._value("third_party_valid_months", months)
            report = self.env["sanbao.test.report"].create(
                {
                    "name": "TR",
                    "institute": "某检测中心",
                    "product_tmpl_id": self.important.product_tmpl_id.id,
                    "date": "2026-03-02",
                }
            )
            self.assertEqual(str(report.valid_until), until)

    def test_a_report_of_another_company_does_not_count(self):
        """QLT-14."""
        other = self.env["res.company"].create({"name": "另一公司"})
        self._report(300).sudo().company_id = other
        with self.assertRule("QLT-14"):
            self._order(self.important).action_confirm()
