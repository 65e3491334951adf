from contextlib import contextmanager

from odoo import Command, fields
from odoo.tests import new_test_user
from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_base.exceptions import RuleViolation

STOCK = "stock.group_stock_user"
# Of those of the stock and of sales only these hold: others have fixtures of their own.
OURS = ("SAL-39", "SAL-40", "SAL-41", "SAL-42", "QLT-12", "STK-02")


class RecallCommon(TransactionCase):
    """A lot in stock, customers, and the people who recall."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        rules = cls.env["sanbao.rule"].search(
            [("area", "in", ("STK", "SAL", "QLT", "ARC", "PRT", "PUR", "SVC"))]
        )
        rules.filtered(lambda rule: rule.code not in OURS).mode = "off"
        cls.sales = cls._person("rel_sr", "sr")
        cls.inspector = cls._person("rel_qc", "qc")
        cls.manager = cls._person("rel_qm", "qm")
        cls.head = cls._person("rel_sm", "sm")
        cls.dgm = cls._person("rel_dgm", "dgm")
        cls.keeper = cls._person("rel_wh", "wh", extra=[STOCK])
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.pending = cls.warehouse.sanbao_inspection_location_id
        cls.nonconforming = cls.warehouse.sanbao_nonconforming_location_id
        cls.production = cls.env["stock.location"].search(
            [("usage", "=", "production"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.partner = cls._customer("青禾市环卫处")
        cls.other = cls._customer("白石县消防大队")
        cls.agent = cls._product("清洗剂", default_code="QX-20")
        cls.lot = cls._lot("L-1")

    @classmethod
    def _person(cls, login, *roles, extra=(), **values):
        groups = [f"sanbao_base.group_{role}" for role in roles]
        return new_test_user(cls.env, login, ",".join([*groups, *extra]), **values)

    @classmethod
    def _customer(cls, name, mail="kehu@example.com"):
        return cls.env["res.partner"].create(
            {"name": name, "email": mail, "is_company": True}
        )

    @classmethod
    def _product(cls, name, tracking="lot", **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "tracking": tracking,
                **values,
            }
        )

    @classmethod
    def _lot(cls, name, product=None, quantity=100, place=None):
        lot = cls.env["stock.lot"].create(
            {"name": name, "product_id": (product or cls.agent).id}
        )
        if quantity:
            cls._put(lot, quantity, place)
        return lot

    @classmethod
    def _put(cls, lot, quantity, place=None):
        cls.env["stock.quant"]._update_available_quantity(
            lot.product_id, place or cls.stock, quantity, lot_id=lot
        )

    def _book(self, lot, quantity, source, target, **values):
        """A movement that is done, without any transfer."""
        product = values.pop("product", None) or lot.product_id
        goods = {
            "product_id": product.id,
            "location_id": source.id,
            "location_dest_id": target.id,
        }
        move = self.env["stock.move"].create(
            {
                **goods,
                "product_uom": product.uom_id.id,
                "product_uom_qty": quantity,
                "origin": "测试",
                "move_line_ids": [
                    Command.create(
                        {
                            **goods,
                            "product_uom_id": product.uom_id.id,
                            "quantity": quantity,
                            "lot_id": lot.id,
                        }
                    )
                ],
                **values,
            }
        )
        move.picked = True
        move._action_done()
        self.assertEqual(move.state, "done")
        return move

    def _delivery(self, lot, quantity=1, partner=None, source=None, done=True):
        """A delivery note for a customer."""
        source = source or self.stock
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "partner_id": (partner or self.partner).id,
                "location_id": source.id,
                "location_dest_id": self.customers.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": lot.product_id.id,
                            "product_uom_qty": quantity,
                            "location_id": source.id,
                            "location_dest_id": self.customers.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        if done:
            self._take(picking, lot, quantity)
            picking._action_done()
            self.assertEqual(picking.state, "done")
        return picking

    def _take(self, picking, lot, quantity, source=None):
        """Put exactly this lot on a delivery."""
        move = picking.move_ids
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(
                {
                    "product_id": lot.product_id.id,
                    "product_uom_id": lot.product_id.uom_id.id,
                    "quantity": quantity,
                    "lot_id": lot.id,
                    "location_id": (source or picking.location_id).id,
                    "location_dest_id": picking.location_dest_id.id,
                    "picking_id": picking.id,
                }
            )
        ]
        move.picked = True

    def _make(self, used, made):
        """A production: ``[(lot, quantity)]`` used, ``[(lot, quantity)]`` made of it."""
        taken = self.env["stock.move"]
        for lot, quantity in used:
            taken |= self._book(lot, quantity, self.stock, self.production)
        given = self.env["stock.move"]
        for lot, quantity in made:
            given |= self._book(lot, quantity, self.production, self.stock)
        given.move_line_ids.consume_line_ids = taken.move_line_ids
        return given

    def _recall(self, lot=None, user=None, **values):
        return (
            self.env["sanbao.recall"]
            .with_user(user or self.inspector)
            .create({"lot_id": (lot or self.lot).id, "reason": "酸碱度超标", **values})
        )

    def _found(self, lot=None):
        """``{(kind, document or move, lot): quantity of the lot}`` of a search."""
        rows = self.env["sanbao.recall"]._find_deliveries(lot or self.lot, self.company)
        return {
            (row["kind"], row["move_id"], row["lot_id"]): row["quantity"] * row["share"]
            for row in rows
        }

    def _obligation(self, code, record):
        return self.env["sanbao.obligation"].search(
            [("kind_id.code", "=", code), ("res_id", "=", record.id)],
            order="id desc",
            limit=1,
        )

    def _on_hand(self, lot, place):
        quants = self.env["stock.quant"].search(
            [("lot_id", "=", lot.id), ("location_id", "child_of", place.id)]
        )
        return sum(quants.mapped("quantity"))

    @classmethod
    def _value(cls, code, value):
        cls.env["sanbao.parameter"].search([("code", "=", code)]).value = value

    def _approve(self, document, *users):
        document.action_submit()
        for user in users:
            document.with_user(user)._sanbao_decide("approved", "同意")
        document.invalidate_recordset()
        return document

    def _mails(self, contacts):
        return self.env["mail.mail"].search(
            [("model", "=", contacts._name), ("res_id", "in", contacts.ids)]
        )

    @contextmanager
    def assertRule(self, code):
        """Within this block the rule refuses, and nothing of it stays."""
        with self.assertRaises(RuleViolation) as caught, self.env.cr.savepoint():
            yield
        self.assertEqual(caught.exception.rule_code, code)
        self.env.invalidate_all()

    def _now(self):
        return fields.Datetime.now()
