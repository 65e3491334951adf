from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SupplierCommon


@tagged("post_install", "-at_install")
class TestAccess(SupplierCommon):
    """Purchasing keeps the dossiers; quality, finance and law read them."""

    def test_who_reads(self):
        document = self._assessment()
        for user in (self.qc, self.lawyer, self.dgm, self.gm):
            with self.subTest(user=user.login):
                self.dossier.with_user(user).check_access("read")
                document.with_user(user).check_access("read")
                with self.assertRaises(AccessError):
                    self.dossier.with_user(user).scope = "x"
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.outsider).check_access("read")

    def test_other_companies_do_not(self):
        paper = self._paper(self.licence)
        document = self._assessment()
        other = self.env["res.company"].create({"name": "乙公司"})
        foreigner = self._person(
            "pur_foreign", "pb", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        for record in (self.dossier, paper, document, document.line_ids[0]):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(foreigner).check_access("read")

    def test_papers_are_kept_by_purchasing(self):
        maker = self._person(
            "pur_contacts", "user", extra=["base.group_partner_manager"]
        )
        paper = self._paper(self.licence)
        with self.assertRaises(AccessError):
            paper.with_user(maker).name = "x"
        with self.assertRaises(AccessError):
            self.licence.with_user(maker).name = "x"

    def test_dossiers_are_opened_by_purchasing(self):
        partner = self.env["res.partner"].create({"name": "云岭轴承厂"})
        with self.assertRaises(AccessError):
            partner.with_user(self.lawyer).action_sanbao_supplier()
        action = partner.with_user(self.buyer).action_sanbao_supplier()
        again = partner.with_user(self.lawyer).action_sanbao_supplier()
        self.assertEqual(action["res_id"], again["res_id"])
