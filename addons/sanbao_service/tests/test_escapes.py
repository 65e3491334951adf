from odoo import Command
from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestApplicationEscapes(ApprovalEscapes, ServiceCommon):
    """SVC-02, PRT-03: the service application cannot be approved by a trick."""

    def _escape_document(self):
        return self._application(
            part_line_ids=[Command.create({"product_id": self.part.id})]
        )

    def _escape_header_change(self):
        return {"amount_labour": 90000}

    def _escape_line_change(self):
        return "part_line_ids", {"quantity": 900}

    def test_escape_copy(self):
        """A case has one application: a copy has no case and is refused."""
        document = self._escape_approved()
        self._refused(document.copy)

    def test_escape_create_in_state_by_default(self):
        draft = self._escape_document()
        ticket = self._ticket()
        made = draft.with_context(
            default_state="approved", default_approved_at="2020-01-01 00:00:00"
        ).create({"ticket_id": ticket.id})
        self.assertEqual(made.state, "draft")
        self.assertFalse(made.approved_at)


@tagged("post_install", "-at_install")
class TestBudgetEscapes(ApprovalEscapes, ServiceCommon):
    """SVC-11: the budget cannot be approved by a trick."""

    def _escape_document(self):
        return self._budget(self._approved(1500), 1500)

    def _escape_header_change(self):
        return {"claim_amount": 90000}

    def _escape_line_change(self):
        return "line_ids", {"price_unit": 90000}

    def test_escape_create_in_state_by_default(self):
        draft = self._escape_document()
        draft.action_cancel()
        self.env.flush_all()
        made = draft.with_context(
            default_state="approved",
            default_validation_status="validated",
            default_approved_at="2020-01-01 00:00:00",
        ).create(draft.copy_data()[0])
        self.assertEqual(made.state, "draft")
        self.assertFalse(made.approved_at)

    def test_escape_copy(self):
        """The copy of an approved budget starts as a draft."""
        document = self._escape_approved()
        copied = document.copy()
        self.assertEqual(copied.state, "draft")
        self.assertFalse(copied._is_approved())
