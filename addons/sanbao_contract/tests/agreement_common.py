import base64
from datetime import timedelta

from odoo.addons.sanbao_base.local_time import company_today

from .common import PurchaseCommon


class AgreementCommon(PurchaseCommon):
    """Quality agreements with the supplier, at every stage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_rules("PUR-05", "PUR-06")
        cls.quality = cls.env.ref("sanbao_contract.agreement_type_quality")
        cls.today = company_today(cls.company)

    @classmethod
    def _agreement(cls, user=None, **values):
        """A complete draft of the buyer's."""
        return (
            cls.env["agreement"]
            .with_user(user or cls.buyer)
            .create(
                {
                    "name": "质量保证协议",
                    "partner_id": cls.supplier.id,
                    "agreement_type_id": cls.quality.id,
                    "sanbao_product_scope": "高压水泵 GB-200",
                    "sanbao_quality_standard": "GB/T 5657",
                    "sanbao_acceptance": "抽样检验",
                    "sanbao_rejects": "退货或换货",
                    "sanbao_repair_scope": "泵体、密封件",
                    "sanbao_repair_months": 12,
                    "sanbao_repair_hours": 48,
                    "sanbao_repair_cost": "supplier",
                    "sanbao_warranty_months": 12,
                    "start_date": cls.today,
                    "end_date": cls.today + timedelta(days=364),
                    **values,
                }
            )
        )

    def _approved_agreement(self, **values):
        agreement = self._agreement(**values)
        agreement.action_submit()
        agreement.with_user(self.manager).validate_tier()
        agreement.with_user(self.lawyer).validate_tier()
        self.assertEqual(agreement.state, "approved")
        return agreement

    def _signed_agreement(self, **values):
        agreement = self._approved_agreement(**values)
        agreement.write(
            {
                "signature_date": self.today,
                "sanbao_supplier_signatory": "钱伟",
                "sanbao_signatory": "孙梅",
                "sanbao_scan": base64.b64encode(b"%PDF-"),
            }
        )
        agreement.action_sign()
        self.assertEqual(agreement.state, "signed")
        return agreement
