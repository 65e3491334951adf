from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes
from odoo.addons.sanbao_base.local_time import company_today

from .common import ServiceCommon


class NoticeCommon(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prod = cls._person("svc_prod", "prod")
        cls.tech = cls._person("svc_tech", "tech")
        cls.qc = cls._person("svc_qc", "qc")

    def _helped(self):
        """An approved application that production has to help with."""
        return self._approved(100, can_solve_alone=False, help_department="production")

    def _notice(self, application=None, **values):
        application = application or self._helped()
        return (
            self.env["sanbao.repair.notice"]
            .with_user(self.staff)
            .create(
                {
                    "application_id": application.id,
                    "work_required": "更换副车架焊接件",
                    "due_date": company_today(self.company) + timedelta(days=5),
                    **values,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestRepairNotice(NoticeCommon):
    def test_a_case_that_needs_help_waits_for_the_approved_notice(self):
        """SVC-09."""
        application = self._helped()
        with self.assertRule("SVC-09"):
            application._gate_release()
        notice = self._notice(application)
        notice.action_submit()
        with self.assertRule("SVC-09"):
            application._gate_release()
        self._approve(notice, self.dgm)
        self.assertEqual(notice.state, "approved")
        application._gate_release()

    def test_a_case_solved_alone_needs_no_notice(self):
        """SVC-09."""
        application = self._approved(100)
        application._gate_release()
        with self.assertRule("SVC-09"):
            self._notice(application).action_submit()

    def test_only_the_deputy_general_manager_approves(self):
        """SVC-09."""
        notice = self._notice()
        notice.action_submit()
        for person in (self.asm, self.sm, self.staff):
            with self.subTest(person=person.login), self.assertRaises(UserError):
                notice.with_user(person)._validate_tier()
        self.assertEqual(notice.review_ids.sanbao_rule_id.code, "SVC-09")

    def test_the_notice_says_what_to_do_and_until_when(self):
        """SVC-09."""
        for values in ({"work_required": " "}, {"due_date": False}):
            with self.subTest(**values):
                notice = self._notice(**values)
                with self.assertRule("SVC-09"):
                    notice.action_submit()

    def test_a_changed_notice_releases_nothing(self):
        """SVC-09."""
        application = self._helped()
        notice = self._approve(self._notice(application), self.dgm)
        notice.work_required = "另作处理"
        with self.assertRule("SVC-09"):
            application._gate_release()

    def test_department_and_quality_control_do_their_part(self):
        """SVC-09: received, repaired, inspected, each by its own people and stamped."""
        notice = self._approve(self._notice(), self.dgm)
        self.assertIn(self.prod, notice.activity_ids.user_id)
        for person in (self.tech, self.qc, self.staff):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                notice.with_user(person).action_receive()
        notice.with_user(self.prod).action_receive()
        self.assertEqual(notice.state, "received")
        self.assertEqual(notice.received_by_id, self.prod)
        self.assertFalse(notice.activity_ids)
        with self.assertRaisesRegex(UserError, "result"):
            notice.with_user(self.prod).action_repaired()
        notice.with_user(self.prod).result = "已焊接"
        notice.with_user(self.prod).action_repaired()
        with self.assertRaises(AccessError):
            notice.with_user(self.prod).qc_result = "passed"
        notice.with_user(self.qc).qc_result = "failed"
        notice.with_user(self.qc).action_record_inspection()
        self.assertEqual(notice.state, "received")
        notice.with_user(self.prod).action_repaired()
        notice.with_user(self.qc).qc_result = "passed"
        notice.with_user(self.qc).action_record_inspection()
        self.assertEqual(notice.state, "checked")
        self.assertEqual(notice.qc_by_id, self.qc)
        self.assertTrue(notice._is_approved())

    def test_each_side_writes_only_its_own_part(self):
        """SVC-09."""
        notice = self._approve(self._notice(), self.dgm)
        for person, values in (
            (self.prod, {"work_required": "x"}),
            (self.qc, {"due_date": "2030-01-01"}),
            (self.staff, {"result": "x"}),
            (self.prod, {"received_by_id": self.prod.id}),
            (self.staff, {"qc_result": "passed"}),
            (self.staff, {"state": "received"}),
        ):
            with (
                self.subTest(person=person.login, **values),
                self.assertRaisesRegex((AccessError, UserError), "."),
                self.env.cr.savepoint(),
            ):
                notice.with_user(person).write(values)
        self.assertTrue(notice._is_approved())

    def test_the_application_prepares_one_notice(self):
        application = self._helped()
        first = application.action_sanbao_notice()
        self.assertEqual(application.action_sanbao_notice(), first)
        self.assertEqual(application.notice_count, 1)
        notice = application.notice_ids
        self.assertEqual(notice.department, "production")
        self.assertEqual(notice.fault_description, application.fault_description)

    def test_late_notices_are_found(self):
        notice = self._notice(due_date=company_today(self.company) - timedelta(days=1))
        self._approve(notice, self.dgm)
        self.assertTrue(notice.is_late)
        self.assertIn(notice, notice.search([("is_late", "=", True)]))


@tagged("post_install", "-at_install")
class TestNoticeEscapes(ApprovalEscapes, NoticeCommon):
    """SVC-09: the repair notice cannot be approved by a trick."""

    def _escape_document(self):
        return self._notice()

    def _escape_header_change(self):
        return {"work_required": "别的"}

    def test_escape_create_in_state_by_default(self):
        draft = self._escape_document()
        draft.action_cancel()
        self.env.flush_all()
        made = draft.with_context(
            default_state="approved",
            default_received_by_id=self.prod.id,
            default_approved_at="2020-01-01 00:00:00",
        ).create(draft.copy_data()[0])
        self.assertEqual(made.state, "draft")
        self.assertFalse(made.approved_at or made.received_by_id)
