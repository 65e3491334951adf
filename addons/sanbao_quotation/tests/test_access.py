from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import QuotationCommon


@tagged("post_install", "-at_install")
class TestAccess(QuotationCommon):
    def test_approvers_read_and_write_nothing(self):
        comparison = self._comparison(500, 510, 520)
        for user in (self.inspector, self.dgm, self.gm):
            seen = comparison.with_user(user)
            seen.invalidate_recordset()
            self.assertEqual(len(seen.quote_ids), 3)
            for attempt in (
                lambda seen=seen: seen.write({"reason": "x"}),
                lambda seen=seen: seen.price_ids[:1].write({"price_unit": 1}),
                lambda seen=seen: seen.quote_ids[:1].action_choose(),
                seen.action_submit,
                seen.unlink,
            ):
                with self.assertRaises(AccessError):
                    attempt()

    def test_others_see_nothing(self):
        comparison = self._comparison(500, 510, 520)
        for groups in (
            "base.group_portal",
            "base.group_user",
            "sanbao_base.group_gate",
        ):
            user = new_test_user(self.env, f"out_{groups[-4:]}", groups)
            with self.assertRaises(AccessError):
                comparison.with_user(user).read(["name"])

    def test_companies_are_kept_apart(self):
        comparison = self._comparison(500, 510, 520)
        company = self.env["res.company"].create({"name": "青禾二厂"})
        stranger = self._person(
            "pur_pb3", "pb", company_ids=[company.id], company_id=company.id
        )
        self.assertFalse(
            self.env["sanbao.quotation"]
            .with_user(stranger)
            .search([("comparison_id", "=", comparison.id)])
        )
        with self.assertRaises(AccessError):
            comparison.with_user(stranger).read(["name"])

    def test_only_buyers_create_orders(self):
        comparison = self._approved()
        with self.assertRaises(AccessError):
            comparison.with_user(self.inspector).action_create_order()
