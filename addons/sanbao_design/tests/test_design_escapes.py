from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .common import DesignCommon


@tagged("post_install", "-at_install")
class TestDesignEscapes(ApprovalEscapes, DesignCommon):
    """QLT-07: a product is not released by a trick."""

    def _escape_document(self):
        # Of a product of its own: the next design of the same supersedes this one.
        return self._design(product_tmpl_id=self._product("清雪车").id)

    def _escape_header_change(self):
        return {"description": "另一种产品"}

    def _escape_line_change(self):
        return "risk_ids", {"likelihood": "5"}

    def _escape_outsiders(self, document):
        return document.env.user | self.inspector | self.seller

    def test_escape_other_lines(self):
        """QLT-07, QLT-08: every answer, test and report stands for the approval."""
        for line, change in (
            ("check_ids", {"evidence": "改"}),
            ("test_ids", {"report_file": b"eHh4"}),
            ("test_ids", {"result": "failed"}),
        ):
            with self.subTest(change=change), self.env.cr.savepoint() as savepoint:
                design = self._escape_approved()
                design[line][:1].write(change)
                self._assert_not_through(design)
                savepoint.rollback()

    def test_escape_designer_decides(self):
        """QLT-07: the designer does not release what a colleague submitted for him."""
        design = self._design()
        design.user_id = self.colleague
        self._person("dsg_tech9", "tech")
        design.action_submit()
        self._refused(design.with_user(self.colleague)._sanbao_decide, "approved", "ok")
        self._assert_not_through(design)

    def test_escape_records_and_version(self):
        design = self._escape_document()
        for vals in ({"has_records": True}, {"version": 9}):
            self._refused(design.write, vals)
