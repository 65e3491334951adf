from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .agreement_common import AgreementCommon


@tagged("post_install", "-at_install")
class TestPurchaseAgreement(AgreementCommon):
    """PUR-05: the first order to a supplier needs a signed agreement in force."""

    def _refused(self, order):
        with self.assertRule("PUR-05", self.supplier.name), self.env.cr.savepoint():
            order.button_confirm()

    def test_first_order_needs_an_agreement(self):
        """PUR-05."""
        order = self._order()
        self._refused(order)
        with self.assertRule("PUR-05"), self.env.cr.savepoint():
            order.write({"state": "purchase"})
        self._approved_agreement()  # approved only
        self._refused(order)
        self._signed_agreement()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_day_of_the_order(self):
        """PUR-05: the last day counts; the day before the first does not."""
        self._signed_agreement(start_date=self.today + timedelta(days=10))
        for days, good in ((9, False), (10, True), (364, True), (365, False)):
            day = self.today + timedelta(days=days)
            with self.subTest(days=days), self.env.cr.savepoint() as savepoint:
                # 15:59 UTC is the last minute of the day in Shanghai.
                with freeze_time(f"{day} 15:59:00"):
                    order = self._order()
                    if good:
                        order.button_confirm()
                    else:
                        self._refused(order)
                savepoint.rollback()

    def test_agreement_of_the_company_behind_the_contact(self):
        """PUR-05: the agreement of the commercial partner counts for its contacts."""
        contact = self.env["res.partner"].create(
            {"name": "业务部", "parent_id": self.supplier.id}
        )
        self._signed_agreement()
        self._order(partner_id=contact.id).button_confirm()
        self._refused_other_supplier()

    def _refused_other_supplier(self):
        other = self.env["res.partner"].create({"name": "远山铸造厂"})
        with self.assertRule("PUR-05", other.name), self.env.cr.savepoint():
            self._order(partner_id=other.id).button_confirm()

    def test_agreement_of_another_company_does_not_count(self):
        """PUR-05."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        agreement = self._signed_agreement()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE agreement SET company_id = %s WHERE id = %s",
            [other.id, agreement.id],
        )
        self.env.invalidate_all()
        self._refused(self._order())

    def test_terminated_agreement_does_not_count(self):
        """PUR-05."""
        agreement = self._signed_agreement()
        agreement.sanbao_termination_reason = "停止合作"
        agreement.action_terminate()
        self._refused(self._order())

    def test_later_orders(self):
        """PUR-05: by default only the first order asks; by parameter each one."""
        agreement = self._signed_agreement()
        self._order().button_confirm()
        agreement.sanbao_termination_reason = "停止合作"
        agreement.action_terminate()
        self._order().button_confirm()
        self._set_parameter("quality_agreement_orders", "every")
        self._refused(self._order())
        self._set_parameter("quality_agreement_required", "off")
        self._order().button_confirm()

    def test_mode_warn_lets_pass(self):
        """PUR-05: open point 37."""
        self.env["sanbao.rule"].search([("code", "=", "PUR-05")]).mode = "warn"
        order = self._order()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_another_supplier_after_confirmation(self):
        """PUR-05."""
        self._signed_agreement()
        order = self._order()
        order.button_confirm()
        other = self.env["res.partner"].create({"name": "远山铸造厂"})
        with self.assertRule("PUR-05", other.name):
            order.write({"partner_id": other.id})

    def test_two_first_orders_at_once(self):
        """PUR-05: orders that are confirmed together are no earlier orders of each other."""
        orders = self._order() | self._order()
        with self.assertRule("PUR-05"):
            orders.button_confirm()

    def test_day_of_confirmation_is_not_dated_back(self):
        """PUR-05."""
        order = self._order()
        back = self.today - timedelta(days=3)
        with self.assertRaises(AccessError):
            order.write({"state": "purchase", "date_approve": f"{back} 02:00:00"})
        with self.assertRaises(AccessError):
            self._order(date_approve=f"{back} 02:00:00")
