from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestIssueEscapes(ApprovalEscapes, PartsCommon):
    """PRT-05: a parts issue cannot be approved by a trick."""

    def _escape_document(self):
        return self._issue()

    def _escape_header_change(self):
        return {"freight_amount": 90000}

    def _escape_line_change(self):
        return "line_ids", {"quantity": 900}

    def _escape_outsiders(self, document):
        return document.env.user | self.keeper | self.finance | self.asm


@tagged("post_install", "-at_install")
class TestWaiverEscapes(ApprovalEscapes, PartsCommon):
    """PRT-11: a waiver cannot be approved by a trick."""

    def _escape_document(self):
        application = self._case()
        self._issued(application)
        action = application.old_part_ids.with_user(self.staff).action_waive()
        waiver = self.env["sanbao.old.part.waiver"].browse(action["res_id"])
        waiver = waiver.with_user(self.staff)
        waiver.reason = "丢失"
        return waiver

    def _escape_header_change(self):
        return {"reason": "其他"}

    def _escape_outsiders(self, document):
        return document.env.user | self.keeper | self.finance | self.asm
