from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ForecastCommon


@tagged("post_install", "-at_install")
class TestProposal(ForecastCommon):
    """PUR-23: stock levels after a count, accepted or refused one by one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Needed 6 a month, nothing there: a shortage.
        cls._needed(cls.part, cls._months(12, 6))
        # Needed 1 a month, 20 there: 600 days of cover.
        cls._needed(cls.filter, cls._months(12, 1))
        cls._put(cls.filter, 20)
        cls.rule = cls.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": cls.filter.id,
                "warehouse_id": cls.warehouse.id,
                "location_id": cls.stock.id,
                "product_min_qty": 10,
                "product_max_qty": 15,
                "company_id": cls.company.id,
                "trigger": "manual",
            }
        )

    def _proposal(self, products=None):
        model = self.env["sanbao.stock.proposal"]
        found = model._propose_from(products or self.part | self.filter, "盘点 PD-1")
        return found.with_user(self.pm)

    def _of(self, proposal, product):
        return proposal.line_ids.filtered(lambda line: line.product_id == product)

    def test_slow_movers_down_and_shortages_up(self):
        """PUR-23."""
        proposal = self._proposal()
        slow, short = self._of(proposal, self.filter), self._of(proposal, self.part)
        self.assertEqual((slow.kind, short.kind), ("slow", "short"))
        self.assertEqual((slow.old_min_qty, slow.old_max_qty), (10, 15))
        # June is running: eleven full months and nothing yet in twelve.
        self.assertEqual((slow.new_min_qty, slow.new_max_qty), (1, 2))
        self.assertEqual((short.new_min_qty, short.new_max_qty), (6, 11))
        self.assertEqual(short.order_qty, 11)
        self.assertEqual(proposal.origin, "盘点 PD-1")

    def test_it_is_decided_within_days(self):
        """PUR-23: as many as the parameter says."""
        dues = []
        for days, part in (("7", self.part), ("10", self.filter)):
            self._set("stock_proposal_days", days)
            dues.append(self._obligation("PUR-23", self._proposal(part)).due)
        self.assertEqual((dues[1] - dues[0]).days, 3)

    def test_the_purchase_manager_owes_the_decision(self):
        """PUR-23: an obligation of seven days."""
        proposal = self._proposal()
        owed = self._obligation("PUR-23", proposal)
        self.assertEqual((owed.user_id, owed.state), (self.pm, "open"))
        proposal.action_accept_open()
        self.assertEqual((proposal.state, owed.state), ("done", "done"))

    def test_accepting_writes_the_reordering_rule(self):
        """PUR-23: of the part that has one, and a new one where there was none."""
        proposal = self._proposal()
        self._of(proposal, self.filter).action_accept()
        self.assertEqual((self.rule.product_min_qty, self.rule.product_max_qty), (1, 2))
        line = self._of(proposal, self.part)
        line.write({"new_min_qty": 8, "new_max_qty": 14})
        line.action_accept()
        made = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "=", self.part.id)]
        )
        self.assertEqual((made.product_min_qty, made.product_max_qty), (8, 14))
        self.assertEqual(made.trigger, "manual")
        self.assertEqual(line.decided_by_id, self.pm)

    def test_refusing_needs_a_reason(self):
        """PUR-23."""
        line = self._of(self._proposal(), self.filter)
        self._blocked("PUR-23", line.action_refuse)
        line.reason = "下月有大修订单"
        line.action_refuse()
        self.assertEqual(line.state, "refused")
        self.assertEqual(self.rule.product_min_qty, 10)

    def test_a_decision_is_made_once(self):
        line = self._of(self._proposal(), self.part)
        line.action_accept()
        line.reason = "x"
        line.action_refuse()
        line.action_accept()
        self.assertEqual(line.state, "accepted")
        rules = self.env["stock.warehouse.orderpoint"].search_count(
            [("product_id", "=", self.part.id)]
        )
        self.assertEqual(rules, 1)
        with self.assertRaises(AccessError):
            line.write({"new_min_qty": 1})

    def test_levels_that_are_right_are_not_proposed(self):
        self._put(self.part, 12)
        self.assertFalse(self._of(self._proposal(), self.part))

    def test_a_critical_part_keeps_its_minimum(self):
        """PUR-23, PUR-25."""
        self.env["sanbao.critical.part"].create(
            {
                "product_id": self.filter.id,
                "critical_min_qty": 5,
                "company_id": self.company.id,
            }
        )
        line = self._of(self._proposal(), self.filter)
        self.assertEqual((line.new_min_qty, line.new_max_qty), (5, 5))

    def test_the_minimum_lasts_until_the_supplier_delivers(self):
        """PUR-23: 60 days instead of 30."""
        supplier = self.env["res.partner"].create({"name": "泵业公司"})
        self.part.seller_ids = [(0, 0, {"partner_id": supplier.id, "delay": 60})]
        line = self._of(self._proposal(), self.part)
        self.assertEqual(line.new_min_qty, 11)

    def test_what_waits_for_a_decision_is_not_proposed_again(self):
        """PUR-23: a second count, or a second press."""
        proposal = self._proposal()
        self.assertFalse(self._proposal())
        action = proposal.action_analyse()
        self.assertEqual(action["res_id"], proposal.id)
        proposal.line_ids.reason = "x"
        proposal.line_ids.action_refuse()
        self.assertTrue(self._proposal())

    def test_nothing_is_proposed_while_the_rule_is_off(self):
        """PUR-23."""
        self._rule_off("PUR-23")
        self.assertFalse(self._proposal())

    def test_only_the_purchase_manager_analyses_and_decides(self):
        proposal = self._proposal()
        model = self.env["sanbao.stock.proposal"]
        for user in (self.pb, self.wh, self.sm, self.asm):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    model.with_user(user).action_analyse()
                with self.assertRaises(AccessError):
                    proposal.with_user(user).action_accept_open()
                with self.assertRaises(AccessError):
                    proposal.line_ids.with_user(user).action_refuse()

    def test_the_purchase_manager_analyses_all_parts(self):
        """PUR-23."""
        action = self.env["sanbao.stock.proposal"].with_user(self.pm).action_analyse()
        found = self.env["sanbao.stock.proposal"].browse(action["res_id"])
        self.assertLessEqual(self.part | self.filter, found.line_ids.product_id)

    def test_proposals_are_not_typed(self):
        proposal = self._proposal()
        line = proposal.line_ids[:1]
        for attempt in (
            lambda: proposal.write({"state": "done"}),
            lambda: line.write({"state": "accepted"}),
            lambda: line.write({"decided_by_id": self.pm.id}),
            lambda: proposal.sudo().create({"origin": "x"}),
            lambda: line.sudo().create(
                {
                    "proposal_id": proposal.id,
                    "product_id": self.vehicle.id,
                    "kind": "slow",
                }
            ),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_queries_do_not_grow_with_the_parts(self):
        def cost(count):
            parts = self.env["product.product"].union(
                *(self._part(f"P{count}-{number}") for number in range(count))
            )
            for part in parts:
                self._needed(part, self._months(3, 4))
            return self._queries(lambda: self._proposal(parts))

        cost(2)
        self.assertLessEqual(cost(30), cost(3) + 5)
