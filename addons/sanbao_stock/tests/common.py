from contextlib import contextmanager

from odoo import Command
from odoo.tests import new_test_user
from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_base.exceptions import RuleViolation

STOCK = "stock.group_stock_user"


class StockCommon(TransactionCase):
    """A warehouse with its zones, a storable part, and the people who handle it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        # Whether a count stands behind an adjustment is another addon's rule.
        rules = cls.env["sanbao.rule"].search([("code", "=", "STK-18")])
        rules.write({"mode": "off"})
        cls.keeper = cls._person("stk_wh", "wh", extra=[STOCK])
        cls.stock_manager = cls._person(
            "stk_manager", extra=["base.group_user", "stock.group_stock_manager"]
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.pending = cls.warehouse.sanbao_inspection_location_id
        cls.nonconforming = cls.warehouse.sanbao_nonconforming_location_id
        cls.part = cls._product("高压水泵", default_code="GB-200")
        # The arrival check of another addon has tests of its own.
        cls.env["sanbao.rule"].search([("code", "=", "STK-05")]).mode = "off"
        cls.supplier = cls.env["res.partner"].create({"name": "青岭液压件有限公司"})

    @classmethod
    def _without_arrival_checks(cls):
        """Receipts as this addon alone has them, also where goods are inspected."""
        types = cls.env["stock.picking.type"].search([])
        if "sanbao_arrival_check" in types._fields:
            types.write({"sanbao_arrival_check": False})

    @classmethod
    def _person(cls, login, *roles, extra=(), **values):
        groups = [f"sanbao_base.group_{role}" for role in roles]
        return new_test_user(cls.env, login, ",".join([*groups, *extra]), **values)

    @classmethod
    def _product(cls, name, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "default_code": name,
                "type": "consu",
                "is_storable": True,
                **values,
            }
        )

    @classmethod
    def _put(cls, location, quantity, product=None, lot=None):
        """Goods that lie somewhere already."""
        cls.env["stock.quant"]._update_available_quantity(
            product or cls.part, location, quantity, lot_id=lot
        )

    def _on_hand(self, location, product=None):
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", (product or self.part).id),
                ("location_id", "child_of", location.id),
            ]
        )
        return sum(quants.mapped("quantity"))

    def _transfer(self, source, target, quantity=1, user=None, **values):
        """A transfer of the part that is ready to be validated."""
        picking = (
            self.env["stock.picking"]
            .with_user(user or self.keeper)
            .create(
                {
                    "picking_type_id": self.warehouse.int_type_id.id,
                    "partner_id": self.supplier.id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": self.part.id,
                                "product_uom_qty": quantity,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                            }
                        )
                    ],
                    **values,
                }
            )
        )
        picking.action_confirm()
        picking.action_assign()
        picking.move_ids.picked = True
        return picking

    @classmethod
    def _receipt(cls, *goods, user=None, **values):
        """A receipt of ``(product, quantity)`` pairs from a supplier; default: 3 parts."""
        cls._without_arrival_checks()
        suppliers = cls.env.ref("stock.stock_location_suppliers")
        picking = (
            cls.env["stock.picking"]
            .with_user(user or cls.keeper)
            .create(
                {
                    "picking_type_id": cls.warehouse.in_type_id.id,
                    "partner_id": cls.supplier.id,
                    "location_id": suppliers.id,
                    "location_dest_id": cls.stock.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": quantity,
                                "location_id": suppliers.id,
                                "location_dest_id": cls.stock.id,
                            }
                        )
                        for product, quantity in goods or [(cls.part, 3)]
                    ],
                    **values,
                }
            )
        )
        picking.action_confirm()
        return picking

    @contextmanager
    def assertRule(self, code):
        """Within this block the rule refuses, and nothing of it stays."""
        with self.assertRaises(RuleViolation) as caught:
            yield
        self.assertEqual(caught.exception.rule_code, code)
