from odoo import Command
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestPerformance(ApprovalCommon):
    """Goals G3 and G4 of the performance design."""

    def _count(self, function):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.env.cr.sql_log_count - before

    def _round(self):
        document = self._document()
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        submit = self._count(document.action_submit)
        self.env.invalidate_all()
        first = self._count(document.with_user(self.dgm).validate_tier)
        self.env.invalidate_all()
        second = self._count(document.with_user(self.gm).validate_tier)
        self.assertEqual(document.state, "approved")
        return submit, first, second

    def test_request_and_two_approvals(self):
        self._round()
        counts = self._round()
        print("G3", counts, sum(counts))
        self.assertLessEqual(sum(counts), 30)

    def test_bulk_write(self):
        model = self.env["sanbao.approval.tester"].with_user(self.engineer)
        documents = model.create(
            [{"line_ids": [Command.create({"price_unit": 800})]} for _i in range(50)]
        )
        for state in ("draft", "submitted"):
            if state == "submitted":
                documents.action_submit()
            for vals in ({"note": state}, {"partner_id": False}):
                self.env.flush_all()
                self.env.invalidate_all()
                count = self._count(lambda vals=vals: documents.write(vals))
                print("G4", state, vals, count)
                self.assertLessEqual(count, 0.1 * len(documents) + 1)

    def test_bulk_submit_grows_slowly(self):
        def cost(number):
            documents = self.env["sanbao.approval.tester"]
            for _i in range(number):
                documents |= self._document(800)
            self.env.flush_all()
            return self._count(documents.action_submit)

        cost(1)
        print("submit 1/11", cost(1), cost(11))
