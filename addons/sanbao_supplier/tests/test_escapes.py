from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .common import SupplierCommon


@tagged("post_install", "-at_install")
class TestQualificationEscapes(ApprovalEscapes, SupplierCommon):
    """PUR-03: an assessment cannot be approved by a trick."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._papers()

    def _escape_document(self):
        return self._assessment()

    def _escape_header_change(self):
        return {"scope": "别的货物"}

    def _escape_line_change(self):
        return "line_ids", {"score": 95}

    def _escape_outsiders(self, document):
        return document.env.user | self.qc | self.lawyer
