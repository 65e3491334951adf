from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command

from odoo.addons.sanbao_base.exceptions import RuleViolation
from odoo.addons.sanbao_contract.tests.common import PURCHASE, PurchaseCommon

SCORES = (
    "odoo.addons.sanbao_quotation.models.res_partner.ResPartner._sanbao_quality_scores"
)


class QuotationCommon(PurchaseCommon):
    """Four suppliers, their scores, and comparisons of their quotations."""

    rules = ("PUR-09", "PUR-10")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_rules(*cls.rules)
        cls.inspector = cls._person("pur_qc", "qc")
        cls.buyer_2 = cls._person("pur_pb2", "pb", extra=[PURCHASE])
        names = ("云岭水泵厂", "北川机电", "白石液压")
        cls.others = cls.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in names]
        )
        cls.part.supplier_taxes_id = [Command.clear()]
        cls.tax = cls.env["account.tax"].create(
            {"name": "测试进项13%", "amount": 13, "type_tax_use": "purchase"}
        )

    def setUp(self):
        super().setUp()
        self.scores = {}
        # The dossier has its own tests; here its scores are told.
        self.startPatcher(patch(SCORES, lambda *_args: dict(self.scores)))

    @classmethod
    def _another_part(cls, code="GB-300"):
        return cls.env["product.product"].create(
            {
                "name": "备用水泵",
                "default_code": code,
                "type": "consu",
                "is_storable": True,
                "supplier_taxes_id": [Command.clear()],
            }
        )

    def _comparison(self, *prices, quantity=10, user=None, choose=0, **values):
        """A draft comparison with a quotation for each price; the first is chosen."""
        suppliers = self.supplier | self.others
        comparison = (
            self.env["sanbao.quotation.comparison"]
            .with_user(user or self.buyer)
            .create(
                {
                    "subject": "三月份水泵",
                    "reason": "价格最低,质量合格",
                    "line_ids": [
                        Command.create(
                            {"product_id": self.part.id, "quantity": quantity}
                        )
                    ],
                    "quote_ids": [
                        Command.create({"partner_id": supplier.id})
                        for supplier, _price in zip(suppliers, prices, strict=False)
                    ],
                    **values,
                }
            )
        )
        for supplier, price in zip(suppliers, prices, strict=False):
            self._quote(comparison, supplier).price_ids.price_unit = price
        if choose is not None:
            self._quote(comparison, suppliers[choose]).action_choose()
        return comparison

    def _quote(self, comparison, supplier):
        return comparison.quote_ids.filtered(lambda q: q.partner_id == supplier)

    def _approve(self, comparison, *users):
        comparison.action_submit()
        for user in users or (self.manager,):
            comparison.with_user(user)._sanbao_decide("approved", "ok")
        self.assertEqual(comparison.state, "approved")
        return comparison

    def _approved(self, *prices, users=(), **values):
        prices = prices or (500, 510, 520)
        return self._approve(self._comparison(*prices, **values), *users)

    def _order_by(self, comparison, *quantities, price=500, **values):
        return self._order(
            *quantities, price=price, sanbao_comparison_id=comparison.id, **values
        )

    @contextmanager
    def assertRule(self, code):
        """What is done within is refused by the rule; nothing of it stays."""
        with self.assertRaises(RuleViolation) as caught:
            yield
        self.assertEqual(caught.exception.rule_code, code)
