from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DesignCommon


@tagged("post_install", "-at_install")
class TestRelease(DesignCommon):
    """QLT-07: what is not released is not sold."""

    def test_an_order_is_refused_until_the_release(self):
        """QLT-07."""
        order = self._order(self.sweeper)
        with self.assertRule("QLT-07", "XS-9", order.name):
            order.action_confirm()
        self.assertEqual(order.state, "draft")
        self._released()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_other_ways_to_a_confirmed_order(self):
        """QLT-07: a written state, an order made confirmed, a line added later."""
        order = self._order(self.sweeper)
        with self.assertRule("QLT-07"):
            order.write({"state": "sale"})
        with self.assertRule("QLT-07"):
            self._order(self.sweeper, state="sale")
        plain = self._order(self._product("扫帚", purchase_ok=True))
        plain.action_confirm()
        with self.assertRule("QLT-07"):
            plain.order_line = [
                Command.create({"product_id": self.sweeper.product_variant_id.id})
            ]
        # Odoo refuses another product where the goods are on their way, ours the rest.
        with self.assertRaises(UserError):
            plain.order_line.product_id = self.sweeper.product_variant_id

    def test_a_warning_by_default(self):
        """QLT-07: delivered as a warning, which is logged."""
        rule = self.env["sanbao.rule"].search([("code", "=", "QLT-07")])
        self.assertEqual(rule.default_mode, "warn")
        rule.mode = "warn"
        order = self._order(self.sweeper)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        event = self.env["sanbao.rule.event"].search(
            [("rule_id", "=", rule.id), ("res_id", "=", order.id)]
        )
        self.assertEqual(event.outcome, "warned")

    def test_an_approval_without_records_releases_nothing(self):
        """QLT-07: approved while the rule only warned."""
        self._mode("QLT-07", "warn")
        design = self._design()
        design.test_ids.unlink()
        design.action_submit()
        design.with_user(self.colleague)._sanbao_decide("approved", "ok")
        self.assertEqual(design.state, "approved")
        self.assertFalse(design.has_records)
        self._mode("QLT-07", "block")
        self.assertEqual(self.sweeper.sanbao_design_state, "pending")
        with self.assertRule("QLT-07"):
            self._order(self.sweeper).action_confirm()

    def test_a_change_of_the_design_takes_the_release_back(self):
        """QLT-07."""
        design = self._released()
        self.assertEqual(self.sweeper.sanbao_design_state, "released")
        design.description = "水箱 12 吨"
        self.sweeper.invalidate_recordset()
        self.assertEqual(self.sweeper.sanbao_design_state, "pending")
        with self.assertRule("QLT-07"):
            self._order(self.sweeper).action_confirm()

    def test_the_old_version_counts_until_the_new_one(self):
        """QLT-07."""
        self._released().action_new_version()
        self._order(self.sweeper).action_confirm()

    def test_a_release_holds_in_its_company(self):
        """QLT-07."""
        self._released()
        other = self.env["res.company"].create({"name": "青禾二厂"})
        self.assertFalse(self.sweeper._sanbao_not_released(self.company))
        self.assertTrue(self.sweeper._sanbao_not_released(other))

    def test_which_new_products_need_it(self):
        """QLT-07: goods that we sell and do not buy, while the parameter is on."""
        for values, needed in (
            ({}, True),
            ({"purchase_ok": True}, False),
            ({"sale_ok": False}, False),
            ({"type": "service"}, False),
            ({"sanbao_design_required": False}, False),
            ({"purchase_ok": True, "sanbao_design_required": True}, True),
        ):
            with self.subTest(values=values):
                product = self._product("新品", **values)
                self.assertEqual(product.sanbao_design_required, needed)
        self._value("design_for_new_products", "0")
        self.assertFalse(self._product("新品").sanbao_design_required)

    def test_products_that_exist_do_not_change(self):
        """QLT-07: nor does the answer when other values of the product do."""
        product = self._product("旧品", purchase_ok=True)
        product.purchase_ok = False
        self.assertFalse(product.sanbao_design_required)

    def test_a_design_file_makes_its_product_need_it(self):
        """QLT-07: whoever opens it."""
        product = self._product("外购件", purchase_ok=True)
        self._design(False, product_tmpl_id=product.id)
        self.assertTrue(product.sanbao_design_required)

    def test_only_the_technical_department_takes_it_back(self):
        """QLT-07: nobody who sells."""
        manager = "product.group_product_manager"
        seller = self._person("dsg_sm", "sm", extra=[manager])
        with self.assertRaises(AccessError):
            self.sweeper.with_user(seller).sanbao_design_required = False
        engineer = self._person("dsg_tech3", "tech", extra=[manager])
        self.sweeper.with_user(engineer).sanbao_design_required = False
        self._order(self.sweeper).action_confirm()

    def test_plain_orders_cost_nothing(self):
        """QLT-07: no statement where every product is released."""
        plain = self._product("扫帚", purchase_ok=True)
        self.env["product.template"]._sanbao_unreleased(self.company.id)
        counts = []
        for mode in ("block", "off"):
            self._mode("QLT-07", mode)
            for _round in range(2):
                order = self._order(plain)
                self.env["product.template"]._sanbao_unreleased(self.company.id)
                self.env.flush_all()
                before = self.env.cr.sql_log_count
                order._sanbao_gate_design()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], 0)
        self.assertEqual(counts[3], 0)
