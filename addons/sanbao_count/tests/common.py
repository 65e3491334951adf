from contextlib import contextmanager

from odoo import Command
from odoo.tests import new_test_user
from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_base.exceptions import RuleViolation

STOCK = "stock.group_stock_user"


class CountCommon(TransactionCase):
    """A company with one warehouse, two shelves, goods, and the people who count."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, tracking_disable=True, lang="en_US")
        )
        cls.company = cls.env["res.company"].create({"name": "青禾专用车"})
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.company = cls.company.with_env(cls.env)
        # Odoo gives a new company its warehouse in tests only, not where presses run.
        warehouses = cls.env["stock.warehouse"]
        cls.warehouse = warehouses.search(
            [("company_id", "=", cls.company.id)], limit=1
        ) or warehouses.create({"name": "青禾库", "company_id": cls.company.id})
        cls.keeper = cls._person("count_wh", "wh", extra=[STOCK])
        cls.checker = cls._person("count_wh2", "wh", extra=[STOCK])
        cls.head = cls._person("count_head", "wh", extra=[STOCK])
        cls.dgm = cls._person("count_dgm", "dgm")
        cls.gm = cls._person("count_gm", "gm")
        cls.fin = cls._person("count_fin", "fin")
        cls.warehouse.sanbao_head_id = cls.head
        cls.stock = cls.warehouse.lot_stock_id
        cls.shelf, cls.rack = (
            cls.env["stock.location"].create(
                {"name": name, "location_id": cls.stock.id, "barcode": f"CNT-{code}"}
            )
            for name, code in (("货架甲", "A"), ("货架乙", "B"))
        )
        cls.part = cls._product("高压水泵", 10, default_code="GB-200", barcode="CNT-P1")
        cls.filter = cls._product("液压滤芯", 2, default_code="LX-10")
        cls.oil = cls._product("液压油", 5, default_code="YY-46", tracking="lot")
        cls.lot = cls.env["stock.lot"].create(
            {"name": "CNT-L1", "product_id": cls.oil.id, "company_id": cls.company.id}
        )
        cls.causes = {
            name: cls.env.ref(f"sanbao_count.cause_{name}")
            for name in ("human", "loss", "measuring", "damage", "other")
        }

    def setUp(self):
        super().setUp()
        # A test does not commit between the batches of a daily job.
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 60)

    @classmethod
    def _person(cls, login, *roles, extra=()):
        groups = [f"sanbao_base.group_{role}" for role in roles]
        return new_test_user(
            cls.env,
            login,
            ",".join([*groups, *extra]),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _product(cls, name, cost, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "standard_price": cost,
                **values,
            }
        )

    @classmethod
    def _put(cls, quantity, product=None, location=None, lot=None):
        """Goods that lie somewhere already."""
        cls.env["stock.quant"]._update_available_quantity(
            product or cls.part, location or cls.shelf, quantity, lot_id=lot
        )

    @classmethod
    def _set(cls, code, value):
        parameter = cls.env["sanbao.parameter"].search([("code", "=", code)])
        parameter.with_company(cls.company).value = value

    @classmethod
    def _mode(cls, code, mode):
        rule = cls.env["sanbao.rule"].search([("code", "=", code)])
        rule.with_company(cls.company).mode = mode

    def _count(self, user=None, start=True, **values):
        """A count by the keeper, started."""
        count = (
            self.env["sanbao.stock.count"]
            .with_user(user or self.keeper)
            .create({"warehouse_id": self.warehouse.id, "kind": "spot", **values})
        )
        if start:
            count.action_start()
        return count

    def _line(self, count, product=None, location=None):
        product, location = product or self.part, location or self.shelf
        return count.line_ids.filtered(
            lambda line: line.product_id == product and line.location_id == location
        )

    def _enter(self, count, quantity, product=None, location=None, user=None):
        line = self._line(count, product, location).with_user(user or self.keeper)
        line.counted_quantity = quantity
        return line

    def _found(self, *differences, user=None):
        """The differences of a spot count of the part: one shelf after the other.

        100 pieces of 10 yuan each lie on each shelf; so many more (less) are counted.
        """
        self._set("count_check_above", "1000000")
        for location in (self.shelf, self.rack)[: len(differences)]:
            self._put(100, location=location)
        count = self._count(location_ids=[Command.set((self.shelf | self.rack).ids)])
        mine = count.line_ids.filtered(lambda line: line.product_id == self.part)
        for line in count.line_ids - mine:
            line.counted_quantity = line.book_quantity
        for line, change in zip(
            mine.sorted(lambda line: line.location_id.id), differences, strict=True
        ):
            line.counted_quantity = line.book_quantity + change
        count.action_hand_in()
        return count.difference_id.with_user(user or self.keeper)

    def _explain(self, difference, cause="loss", **values):
        difference.line_ids.write(
            {
                "cause_id": self.causes[cause].id,
                "explanation": "搬运中挥发",
                **values,
            }
        )
        return difference

    def _approve(self, difference):
        """Submitted, and approved by everybody who is asked."""
        difference.action_submit()
        reviews = difference.sudo().review_ids
        while waiting := reviews.filtered(lambda review: review.status == "pending"):
            user = (waiting[0].reviewer_ids - reviews.done_by)[:1]
            difference.with_user(user)._validate_tier()
        difference.invalidate_recordset()
        return difference

    def _on_hand(self, product=None, location=None):
        book = self.env["stock.quant"]._sanbao_book(
            product or self.part, location or self.shelf
        )
        return sum(book.values())

    def _transfer(self, quantity, source, target, product=None, lot=None):
        """Goods that move while others count."""
        move = self.env["stock.move"].create(
            {
                "product_id": (product or self.part).id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        move.write({"quantity": quantity, "picked": True})
        move._action_done()
        return move

    @contextmanager
    def assertRule(self, code):
        """Within this block the rule refuses, and nothing of it stays."""
        with self.assertRaises(RuleViolation) as caught, self.env.cr.savepoint():
            yield
        self.assertEqual(caught.exception.rule_code, code)
