from odoo import fields
from odoo.tests import freeze_time, tagged

from .common import SupplierCommon


@tagged("post_install", "-at_install")
class TestOrderGates(SupplierCommon):
    """No order to a supplier who is not approved or whose papers do not count."""

    def test_an_unknown_supplier(self):
        """PUR-01."""
        self.dossier.unlink()
        with self.assertRule("PUR-01", self.supplier.name):
            self._order().button_confirm()

    def test_a_candidate_then_a_qualified_one(self):
        """PUR-01."""
        order = self._order()
        with self.assertRule("PUR-01", "Candidate"):
            order.button_confirm()
        self._qualified()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_a_suspended_one(self):
        """PUR-01."""
        self._qualified()
        self.dossier.with_user(self.manager)._decide("suspended", "质量事故")
        with self.assertRule("PUR-01", "Suspended"):
            self._order().button_confirm()

    def test_the_day_of_reassessment_still_counts(self):
        """PUR-01."""
        self._papers(valid_until=False, sanbao_no_expiry=True)
        self._approve(self._assessment())
        until = fields.Date.to_string(self.dossier.valid_until)
        after = fields.Date.to_string(fields.Date.add(self.dossier.valid_until, days=1))
        with freeze_time(f"{until} 15:59:59"):
            self._order().button_confirm()
        with (
            freeze_time(f"{until} 16:00:00"),
            self.assertRule("PUR-01", "overdue"),
        ):
            self._order().button_confirm()
        with freeze_time(f"{after} 04:00:00"), self.assertRule("PUR-01"):
            self._order().button_confirm()

    def test_a_licence_that_expires_on_the_day(self):
        """PUR-02: valid on its last day, not on the day after."""
        self._paper(self.certificate)
        licence = self._paper(self.licence, valid_until=self._days(20))
        self._approve(self._assessment())
        last = fields.Date.to_string(licence.valid_until)
        with freeze_time(f"{last} 15:59:59"):
            self._order().button_confirm()
        with (
            freeze_time(f"{last} 16:00:00"),
            self.assertRule("PUR-02", "Business licence", "expired"),
        ):
            self._order().button_confirm()

    def test_an_order_dated_back_is_judged_by_today(self):
        """PUR-02."""
        self._paper(self.certificate)
        self._paper(self.licence, valid_until=self._days(1))
        self._approve(self._assessment())
        order = self._order(date_order=fields.Datetime.now())
        with (
            freeze_time(fields.Date.to_string(self._days(2)) + " 04:00:00"),
            self.assertRule("PUR-02"),
        ):
            order.button_confirm()

    def test_a_changed_paper(self):
        """PUR-02."""
        self._qualified()
        self.dossier.paper_ids[0].with_user(self.buyer).name = "9111X"
        with self.assertRule("PUR-02", "not verified"):
            self._order().button_confirm()

    def test_a_paper_taken_off(self):
        """PUR-01."""
        self._qualified()
        self.dossier.paper_ids[0].with_user(self.buyer).active = False
        with self.assertRule("PUR-01", "not on file"):
            self._order().button_confirm()

    def test_a_renewal_counts_beside_the_old_paper(self):
        """PUR-02."""
        self._qualified()
        self._paper(self.licence, valid_until=self._days(-1))
        self._order().button_confirm()

    def test_each_paper_is_named(self):
        """PUR-02."""
        self._qualified()
        for paper in self.dossier.paper_ids:
            paper.with_user(self.buyer).valid_until = self._days(-1)
        with self.assertRule("PUR-02", "Business licence", "Quality system"):
            self._order().button_confirm()

    def test_which_papers_are_asked_is_a_parameter(self):
        """PUR-01."""
        self._qualified()
        self._set("supplier_required_docs", "business_licence, tax_certificate")
        kinds = self.env["res.partner.id_category"]
        kinds.create({"code": "tax_certificate", "name": "税务登记证"})
        with self.assertRule("PUR-01", "税务登记证"):
            self._order().button_confirm()

    def test_a_forged_state_of_the_dossier_does_not_help(self):
        """PUR-01: the approval itself is asked, not what the dossier says."""
        self._qualified()
        document = self.dossier.qualification_id
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sanbao_supplier_qualification SET scope = 'x' WHERE id = %s",
            [document.id],
        )
        self.env.invalidate_all()
        with self.assertRule("PUR-01"):
            self._order().button_confirm()

    def test_contacts_of_the_supplier_are_the_supplier(self):
        """PUR-01."""
        self._qualified()
        contact = self.supplier.create(
            {"name": "王经理", "parent_id": self.supplier.id}
        )
        self._order(partner_id=contact.id).button_confirm()

    def test_approval_is_each_companys_own(self):
        """PUR-01."""
        self._qualified()
        other = self.env["res.company"].create({"name": "乙公司"})
        self.buyer.company_ids |= other
        rules = self.env["sanbao.rule"].with_company(other)
        rules.search([("area", "=", "PUR"), ("code", "!=", "PUR-01")]).mode = "off"
        partner = self.supplier.with_company(other)
        self.assertEqual(partner.sanbao_supplier_state, "none")
        self.assertEqual(self.supplier.sanbao_supplier_state, "qualified")
        order = self._order(company_id=other.id)
        with self.assertRule("PUR-01"):
            order.button_confirm()

    def test_rules_switched_off_ask_nothing(self):
        self._only_rules()
        self._order().button_confirm()

    def test_buyers_without_our_roles_are_held_to_it(self):
        """PUR-01."""
        plain = self._person(
            "pur_plain", "user", extra=["purchase.group_purchase_user"]
        )
        with self.assertRule("PUR-01"):
            self._order(user=plain).button_confirm()
        self._qualified()
        self._order(user=plain).button_confirm()

    def test_states_are_searchable(self):
        self._qualified()
        partners = self.env["res.partner"]
        found = partners.search([("sanbao_supplier_state", "=", "qualified")])
        self.assertIn(self.supplier, found)
        unknown = partners.search([("sanbao_supplier_state", "in", ["none"])])
        self.assertNotIn(self.supplier, unknown)
        self.assertIn(self.authority, unknown)
        with freeze_time(fields.Date.to_string(self._days(400))):
            self.supplier.invalidate_recordset()
            self.assertEqual(self.supplier.sanbao_supplier_state, "lapsed")
            found = partners.search([("sanbao_supplier_state", "=", "lapsed")])
            self.assertIn(self.supplier, found)
            found = partners.search([("sanbao_supplier_state", "=", "qualified")])
            self.assertNotIn(self.supplier, found)
