from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.common import ApprovalEscapes

from .common import GatePassCommon


@tagged("post_install", "-at_install")
class TestGatePassEscapes(ApprovalEscapes, GatePassCommon):
    """SAL-45, SAL-46: every known way round an approval, for gate passes."""

    def _escape_document(self):
        return self._pass(self._picking())

    def _escape_header_change(self):
        return {"purpose": "sample"}

    def _escape_line_change(self):
        return "line_ids", {"quantity": 500}

    def _escape_outsiders(self, document):
        return super()._escape_outsiders(document) | self.guard | self.service
