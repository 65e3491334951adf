from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestTierValidation(ApprovalCommon):
    """The guard around documents that use OCA's approvals without our states."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step = cls._step("dgm", 20, model="sanbao.approval.tester.oca")
        cls.step2 = cls._step("gm", 10, model="sanbao.approval.tester.oca")

    def _oca(self, **values):
        model = self.env["sanbao.approval.tester.oca"].with_user(self.engineer)
        return model.create({"amount": 5, **values})

    def _validated(self):
        document = self._oca()
        document.request_validation()
        document.with_user(self.dgm).validate_tier()
        document.with_user(self.gm).validate_tier()
        self.assertEqual(document.validation_status, "validated")
        return document

    def test_approve_then_confirm(self):
        document = self._validated()
        document.action_confirm()
        self.assertEqual(document.state, "confirmed")

    def test_no_way_round(self):
        document = self._oca()
        keys = {"skip_validation_check": True, "skip_check_state_condition": True}
        with self.assertRaises(ValidationError):
            document.action_confirm()
        document.request_validation()
        with self.assertRaises(ValidationError):
            document.with_context(**keys).action_confirm()
        for vals in (
            {"validation_status": "validated"},
            {"review_ids": [(5,)]},
            {"sanbao_approval_snapshot": {}},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                document.with_context(**keys).write(vals)
        with self.assertRaises(AccessError):
            document.review_ids.write({"status": "approved"})
        with self.assertRaises(UserError):
            document._validate_tier(document.review_ids)

    def test_not_created_confirmed(self):
        with self.assertRaises(ValidationError):
            self._oca(state="confirmed")

    def test_changed_after_approval(self):
        document = self._validated()
        document.with_context(skip_validation_check=True).write({"amount": 9})
        self.assertFalse(document.review_ids)
        with self.assertRaises(ValidationError):
            document.action_confirm()

    def test_restart_and_cancel_drop_the_steps(self):
        document = self._validated()
        document.restart_validation()
        self.assertFalse(document.review_ids)
        document.request_validation()
        document.write({"state": "cancel"})
        self.assertFalse(document.review_ids)

    def test_exceptions_of_oca_still_work(self):
        field = self.env["ir.model.fields"]._get("sanbao.approval.tester.oca", "note")
        document = self._oca()
        document.request_validation()
        with self.assertRaises(ValidationError):
            document.note = "x"
        self.env["tier.validation.exception"].create(
            {
                "name": "note",
                "model_id": field.model_id.id,
                "field_ids": [(6, 0, field.ids)],
            }
        )
        document.note = "x"
