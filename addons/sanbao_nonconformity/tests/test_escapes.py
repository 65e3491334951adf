from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .common import NonconformityCommon


@tagged("post_install", "-at_install")
class TestNonconformityEscapes(ApprovalEscapes, NonconformityCommon):
    """QLT-15: no disposition gets past those who approve it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Only quality management gives a sheet up; somebody else of it signs.
        cls.requester = cls._person("nc_esc", "qc", "qm")

    def _escape_document(self):
        return self._sheet(user=self.requester, disposition="repair")

    def _escape_header_change(self):
        return {"disposition": "scrap"}

    def _escape_outsiders(self, document):
        return document.env.user | self.keeper | self.manager | self.buyer

    def _escape_approved(self):
        document = super()._escape_approved()
        # To give it up is to say why.
        document.cancel_reason = "测试"
        return document

    def test_escape_lower_cost(self):
        sheet = self._escape_document()
        for vals in ({"unit_cost": 1}, {"value": 1}, {"scrap_amount": 1}):
            self._refused(sheet.write, vals)

    def test_escape_verdict_of_the_re_inspection(self):
        sheet = self._escape_approved()
        self._refused(sheet.write, {"recheck_result": "passed"})
        self._refused(sheet.write, {"carried_out_at": "2026-01-01 00:00:00"})
        self._refused(sheet.sudo().write, {"recheck_result": "passed"})
