"""What our addons may add to flows that have nothing to do with a service case.

The limits are those of goals G1, G2, G5 and G6: hard numbers of statements, which do not
depend on the machine. Times and the comparison with Odoo alone: ``script/benchmark``.
"""

from benchmark.flows import purchase, repair, sale, tickets
from benchmark.prepare import goods, plain_user

from odoo.tests import TransactionCase, tagged

# Odoo alone on the Chinese chart of accounts: 562, 577, 196, 22, 1012 (tests/benchmark).
BUDGETS = {
    "sale": (sale(10), 618),
    "purchase": (purchase(10), 634),
    "repair": (repair(3), 215),
    "ticket": (tickets(1), 35),
    "tickets": (tickets(100), 500),
}


@tagged("post_install", "-at_install")
class TestQueryBudget(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = plain_user(cls.env, "budget") | goods(cls.env)
        context = {"lang": "zh_CN", "tz": "Asia/Shanghai"}
        cls.env = cls.env(user=cls.data["user"], context=context)

    def _cost(self, steps):
        """Statements of the steps, each a request with empty caches."""
        state, cost = {"round": 0}, 0
        for _name, step in steps:
            self._end_request()
            self.env.invalidate_all()
            self.env["res.users"].browse(self.env.uid).name  # noqa: B018 the session's
            before = self.env.cr.sql_log_count
            step(self.env, self.data, state)
            self._end_request()
            cost += self.env.cr.sql_log_count - before
        return cost

    def _end_request(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_flows_stay_within_their_budgets(self):
        flows = dict(BUDGETS)
        if "purchase.order" not in self.env:
            # Nothing of ours stands on Purchase yet; it may be left out.
            del flows["purchase"]
        for name, (steps, limit) in flows.items():
            with self.subTest(flow=name, limit=limit):
                self._cost(steps)  # the caches that live longer than a request
                cost = self._cost(steps)
                self.assertLessEqual(cost, limit)
