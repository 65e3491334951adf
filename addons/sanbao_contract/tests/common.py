from contextlib import contextmanager

from odoo import Command
from odoo.tests import new_test_user
from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_base.exceptions import RuleViolation

PURCHASE = "purchase.group_purchase_user"


class PurchaseCommon(TransactionCase):
    """A supplier, a part, and one person for each role that takes part in purchasing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.buyer = cls._person("pur_pb", "pb", extra=[PURCHASE])
        cls.manager = cls._person(
            "pur_pm", "pm", extra=["purchase.group_purchase_manager"]
        )
        cls.lawyer = cls._person("pur_leg", "leg")
        cls.dgm = cls._person("pur_dgm", "dgm")
        cls.gm = cls._person("pur_gm", "gm")
        cls.supplier = cls.env["res.partner"].create(
            {"name": "青禾液压件厂", "is_company": True}
        )
        cls.part = cls.env["product.product"].create(
            {
                "name": "高压水泵",
                "default_code": "GB-200",
                "type": "consu",
                "is_storable": True,
                "standard_price": 100.0,
                "supplier_taxes_id": [Command.clear()],
            }
        )
        # Other addons that are installed too have rules of their own for orders, and for
        # what is received.
        cls._only_rules()
        cls.env["sanbao.rule"].search([("code", "=", "STK-05")]).mode = "off"

    @classmethod
    def _only_rules(cls, *codes):
        """Of the rules of purchasing only these hold."""
        rules = cls.env["sanbao.rule"].search([("area", "=", "PUR")])
        rules.mode = "off"
        rules.filtered(lambda rule: rule.code in codes).mode = "block"

    @contextmanager
    def assertRule(self, code, *words):
        """The rule refuses what is tried in this block, and its message has the words."""
        with self.assertRaises(RuleViolation) as caught, self.env.cr.savepoint():
            yield
        self.assertEqual(caught.exception.rule_code, code)
        for word in words:
            self.assertIn(word, str(caught.exception))

    @classmethod
    def _set_parameter(cls, code, value):
        cls.env["sanbao.parameter"].search([("code", "=", code)]).value = str(value)

    @classmethod
    def _person(cls, login, *roles, extra=(), **values):
        groups = [f"sanbao_base.group_{role}" for role in roles]
        return new_test_user(cls.env, login, ",".join([*groups, *extra]), **values)

    @classmethod
    def _order(cls, *quantities, user=None, price=100.0, **values):
        """A draft order of the buyer's with a line for each quantity (default: one of 10)."""
        return (
            cls.env["purchase.order"]
            .with_user(user or cls.buyer)
            .create(
                {
                    "partner_id": cls.supplier.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls.part.id,
                                "product_qty": quantity,
                                "price_unit": price,
                            }
                        )
                        for quantity in quantities or (10,)
                    ],
                    **values,
                }
            )
        )
