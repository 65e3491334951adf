from odoo import Command
from odoo.tests import tagged

from .common import SupplierCommon


@tagged("post_install", "-at_install")
class TestRank(SupplierCommon):
    """PUR-04: better suppliers come first; another choice needs a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_rules("PUR-04")
        cls.better = cls._supplier("甲级液压件厂", 95)
        cls.good = cls._supplier("乙级液压件厂", 75)
        cls.unknown = cls.env["res.partner"].create(
            {"name": "丙液压件厂", "is_company": True}
        )
        cls.part.seller_ids = [
            Command.create({"partner_id": partner.id, "price": 1})
            for partner in (cls.unknown, cls.good, cls.better)
        ]

    @classmethod
    def _supplier(cls, name, score):
        partner = cls.env["res.partner"].create({"name": name, "is_company": True})
        cls._qualified(cls._dossier(partner), score=score, quality=score)
        return partner

    def _offered(self):
        partners = self.env["res.partner"].with_user(self.buyer)
        partners = partners.with_context(
            res_partner_search_mode="supplier", formatted_display_name=True
        )
        return partners.name_search("液压件厂")

    def test_choice_lists_begin_with_the_best(self):
        offered = self._offered()
        names = [self.better, self.good, self.unknown]
        order = [i for i, _name in offered if i in [p.id for p in names]]
        self.assertEqual(order, [partner.id for partner in names])
        self.assertIn("Qualified", dict(offered)[self.better.id])
        self.assertNotIn("--", dict(offered)[self.unknown.id])

    def test_certified_ones_come_before_a_higher_score(self):
        dossier = self.better.sanbao_supplier_id
        certificate = dossier.paper_ids.filtered(
            lambda paper: paper.category_id == self.certificate
        )
        certificate.with_user(self.buyer).active = False
        self.assertEqual(
            [i for i, _n in self._offered()][:2], [self.good.id, self.better.id]
        )

    def test_ranks_are_each_companys_own(self):
        other = self.env["res.company"].create({"name": "乙公司"})
        self.assertFalse(self.better.with_company(other).sanbao_supplier_rank)
        self.assertTrue(self.better.sanbao_supplier_rank)

    def test_a_lower_ranked_seller_needs_a_reason(self):
        """PUR-04."""
        order = self._order(partner_id=self.good.id)
        self.assertEqual(order.sanbao_better_suppliers, self.better.display_name)
        with self.assertRule("PUR-04", self.better.name):
            order.button_confirm()
        order.sanbao_lower_rank_reason = "  "
        with self.assertRule("PUR-04"):
            order.button_confirm()
        order.sanbao_lower_rank_reason = "甲厂交期太长"
        order.button_confirm()

    def test_the_best_seller_needs_none(self):
        order = self._order(partner_id=self.better.id)
        self.assertFalse(order.sanbao_better_suppliers)
        order.button_confirm()

    def test_sellers_who_may_not_be_chosen_do_not_count(self):
        dossier = self.better.sanbao_supplier_id
        dossier.with_user(self.manager)._decide("suspended", "质量事故")
        self._order(partner_id=self.good.id).button_confirm()

    def test_the_question_is_a_parameter(self):
        """PUR-04."""
        self._set("ask_reason_lower_rank", "no")
        self._order(partner_id=self.good.id).button_confirm()

    def test_better_suppliers_are_shown_while_a_reason_is_asked(self):
        """PUR-04."""
        order = self._order(partner_id=self.good.id)
        self.assertTrue(order.sanbao_better_suppliers)
        self.env["sanbao.rule"].search([("code", "=", "PUR-04")]).mode = "off"
        order.invalidate_recordset(["sanbao_better_suppliers"])
        self.assertFalse(order.sanbao_better_suppliers)

    def test_expired_certificates_lower_the_rank_by_themselves(self):
        rank = self.better.sanbao_supplier_rank
        self.env.cr.execute(
            "UPDATE res_partner_id_number SET valid_until = %s WHERE partner_id = %s",
            [self._days(-1), self.better.id],
        )
        self.env.invalidate_all()
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 60)
        self.env["res.partner.id_number"]._cron_sanbao_papers()
        self.assertEqual(self.better.sanbao_supplier_rank, rank - 500)
