import base64
from contextlib import contextmanager

from odoo import fields

from odoo.addons.sanbao_base.exceptions import RuleViolation
from odoo.addons.sanbao_base.local_time import company_today
from odoo.addons.sanbao_contract.tests.common import PURCHASE, PurchaseCommon

SCAN = base64.b64encode(b"%PDF-1.4 scan")
MODULE = "sanbao_supplier"


class SupplierCommon(PurchaseCommon):
    """A supplier with a dossier, and the people who keep, score and approve it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = "base.group_partner_manager"
        cls.buyer.group_ids |= cls.env.ref(partners)
        cls.qc = cls._person("pur_qc", "qc")
        cls.other_buyer = cls._person("pur_pb2", "pb", extra=[PURCHASE, partners])
        cls.outsider = cls._person("pur_eng", "eng")
        cls.authority = cls.env["res.partner"].create({"name": "市场监督管理局"})
        cls.licence = cls.env.ref(f"{MODULE}.category_business_licence")
        cls.permit = cls.env.ref(f"{MODULE}.category_production_permit")
        cls.certificate = cls.env.ref(f"{MODULE}.category_quality_certificate")
        cls._only_rules("PUR-01", "PUR-02", "PUR-03", "PUR-04")
        cls.today = company_today(cls.company)
        cls.dossier = cls._dossier(cls.supplier)

    @classmethod
    def _set(cls, code, value):
        cls.env["sanbao.parameter"].search([("code", "=", code)]).value = value

    @classmethod
    def _days(cls, days):
        return fields.Date.add(cls.today, days=days)

    @classmethod
    def _dossier(cls, partner):
        dossiers = cls.env["sanbao.supplier"].with_user(cls.buyer)
        return dossiers.create({"partner_id": partner.id})

    @classmethod
    def _paper(cls, kind, dossier=None, verified=True, **values):
        dossier = dossier or cls.dossier
        paper = (
            cls.env["res.partner.id_number"]
            .with_user(cls.buyer)
            .create(
                {
                    "sanbao_supplier_id": dossier.id,
                    "category_id": kind.id,
                    "name": "91110108MA01",
                    "partner_issued_id": cls.authority.id,
                    "date_issued": cls._days(-300),
                    "valid_until": cls._days(300),
                    "sanbao_scan": SCAN,
                    **values,
                }
            )
        )
        if verified:
            paper.action_sanbao_verify()
        return paper

    @classmethod
    def _papers(cls, dossier=None, **values):
        kinds = (cls.licence, cls.certificate)
        return [cls._paper(kind, dossier, **values) for kind in kinds]

    @classmethod
    def _assessment(cls, dossier=None, score=80, quality=80, **values):
        """A draft assessment of the buyer's, scored by buyer and inspector."""
        dossier = dossier or cls.dossier
        documents = cls.env["sanbao.supplier.qualification"].with_user(cls.buyer)
        document = documents.create({"supplier_id": dossier.id, **values})
        for line in document.line_ids:
            of_quality = line.scorer == "qc"
            user = cls.qc if of_quality else cls.buyer
            line.with_user(user).score = quality if of_quality else score
        return document

    @classmethod
    def _approve(cls, document):
        document.action_submit()
        document.with_user(cls.manager)._sanbao_decide("approved", "同意")
        document.invalidate_recordset()
        return document

    @classmethod
    def _qualified(cls, dossier=None, **values):
        """The dossier, with papers, qualified."""
        dossier = dossier or cls.dossier
        cls._papers(dossier)
        cls._approve(cls._assessment(dossier, **values))
        return dossier

    @contextmanager
    def assertRule(self, code, *texts):
        """Within this block the rule refuses, and its message has these texts."""
        # Unlike assertRaisesRegex this takes back what the block has done.
        with self.assertRaises(RuleViolation) as caught:
            yield
        self.assertEqual(caught.exception.rule_code, code)
        for text in texts:
            self.assertIn(text, str(caught.exception))
