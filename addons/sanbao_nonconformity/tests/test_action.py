from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.sanbao_base.local_time import company_today

from .common import NonconformityCommon


class ActionCommon(NonconformityCommon):
    """A corrective action: asked for by the inspector, owned by production."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department = cls.env["hr.department"].create({"name": "生产部"})
        cls.verifier = cls._person("act_sup", "sup")
        cls.stranger = new_test_user(cls.env, "act_leg", "sanbao_base.group_leg")
        cls.today = company_today(cls.env.company)

    def _action(self, user=None, **values):
        return (
            self.env["mgmtsystem.action"]
            .with_user(user or self.inspector)
            .create(
                {
                    "name": "泵壳气孔",
                    "sanbao_source": "inspection",
                    "sanbao_origin": "JY2026/00001",
                    "sanbao_problem": "本月三批泵壳有气孔",
                    "user_id": self.producer.id,
                    "sanbao_department_id": self.department.id,
                    "sanbao_verifier_id": self.verifier.id,
                    "date_deadline": self.today + timedelta(days=14),
                    **values,
                }
            )
        )

    def _started(self, **values):
        action = self._action(**values)
        action.action_sanbao_start()
        return action

    def _done(self, **values):
        action = self._started(**values)
        own = action.with_user(action.user_id)
        own.write(
            {
                "sanbao_cause": "浇注温度低",
                "sanbao_measure": "修订工艺卡，增加测温",
                "sanbao_result": "新工艺卡已发布",
            }
        )
        own.action_sanbao_done()
        return action


@tagged("post_install", "-at_install")
class TestAction(ActionCommon):
    """QLT-20: cause, measure, owner, due date, result, and somebody else who verifies."""

    def test_the_whole_way(self):
        """QLT-20."""
        action = self._done()
        self.assertEqual(action.sanbao_state, "verify")
        own = action.with_user(self.verifier)
        own.write(
            {"sanbao_conclusion": "effective", "sanbao_conclusion_note": "抽检十件合格"}
        )
        own.action_sanbao_verify()
        self.assertEqual(action.sanbao_state, "closed")
        self.assertEqual(action.sanbao_verified_by_id, self.verifier)
        self.assertTrue(action.date_closed and action.date_open)
        self.assertEqual(action.stage_id, self.env.ref("mgmtsystem_action.stage_close"))
        self.assertTrue(action.reference.startswith("JZ"))
        obligation = self._obligations("QLT-20", action)
        self.assertEqual(obligation.mapped("state"), ["done"])

    def test_what_a_start_needs(self):
        """QLT-20."""
        for name in (
            "sanbao_problem",
            "sanbao_department_id",
            "date_deadline",
            "sanbao_verifier_id",
        ):
            action = self._action(**{name: False})
            with self.subTest(name=name), self.assertRule("QLT-20"):
                action.action_sanbao_start()

    def test_what_done_needs(self):
        """QLT-20."""
        words = {"sanbao_cause": "a", "sanbao_measure": "b", "sanbao_result": "c"}
        for name in words:
            own = self._started().with_user(self.producer)
            own.write({**words, name: " "})
            with self.subTest(name=name), self.assertRule("QLT-20"):
                own.action_sanbao_done()

    def test_a_verification_has_its_conclusion(self):
        """QLT-20."""
        own = self._done().with_user(self.verifier)
        with self.assertRule("QLT-20"):
            own.action_sanbao_verify()
        own.sanbao_conclusion = "effective"
        with self.assertRule("QLT-20"):
            own.action_sanbao_verify()

    def test_the_owner_does_not_verify(self):
        """QLT-20: neither as named verifier nor as quality management."""
        action = self._action(sanbao_verifier_id=self.producer.id)
        with self.assertRule("QLT-20"):
            action.action_sanbao_start()
        action = self._done(user_id=self.manager.id)
        with self.assertRule("QLT-20"):
            action.with_user(self.manager).action_sanbao_verify()
        with self.assertRaises(AccessError):
            action.with_user(self.manager).sanbao_conclusion = "effective"

    def test_who_reported_it_done_does_not_verify(self):
        """QLT-20: the owner changed meanwhile."""
        action = self._started()
        words = {"sanbao_cause": "a", "sanbao_measure": "b", "sanbao_result": "c"}
        action.with_user(self.manager).write(words)
        action.with_user(self.manager).action_sanbao_done()
        with self.assertRule("QLT-20"):
            action.with_user(self.manager).action_sanbao_verify()

    def test_switched_off_the_owner_may_verify(self):
        """QLT-20: a parameter."""
        self._value("verifier_not_owner", "off")
        action = self._done(user_id=self.manager.id, sanbao_verifier_id=self.manager.id)
        own = action.with_user(self.manager)
        own.write({"sanbao_conclusion": "effective", "sanbao_conclusion_note": "有效"})
        own.action_sanbao_verify()
        self.assertEqual(action.sanbao_state, "closed")

    def test_not_effective_goes_back_to_the_owner(self):
        """QLT-20."""
        action = self._done()
        own = action.with_user(self.verifier)
        own.write(
            {"sanbao_conclusion": "not_effective", "sanbao_conclusion_note": "仍有气孔"}
        )
        own.action_sanbao_verify()
        own.action_sanbao_verify()
        self.assertEqual(action.sanbao_state, "open")
        self.assertEqual(self._obligations("QLT-20", action).mapped("state"), ["open"])
        action.with_user(self.producer).action_sanbao_done()
        self.assertFalse(action.sanbao_conclusion)

    def test_overdue_ones_are_reminded_of(self):
        """QLT-20: an obligation of the owner, due on the day of the action."""
        action = self._started(date_deadline=self.today + timedelta(days=1))
        obligation = self._obligations("QLT-20", action)
        self.assertEqual(obligation.user_id, self.producer)
        self.assertTrue(obligation.remind_at)
        found = self.env["mgmtsystem.action"].search([("obligation_late", "=", True)])
        self.assertNotIn(action, found)
        action.date_deadline = self.today - timedelta(days=2)
        found = self.env["mgmtsystem.action"].search([("obligation_late", "=", True)])
        self.assertIn(action, found)

    def test_nobody_goes_around_the_steps(self):
        """QLT-20: stage, state, who and when are written by no one."""
        action = self._started()
        close = self.env.ref("mgmtsystem_action.stage_close")
        people = (
            self.inspector,
            self.producer,
            self.verifier,
            self.manager,
            self.env.ref("base.user_admin"),
        )
        for user in people:
            for vals in (
                {"stage_id": close.id},
                {"sanbao_state": "closed"},
                {"date_closed": "2026-01-01 00:00:00"},
                {"sanbao_verified_by_id": user.id},
                {"sanbao_done_at": "2026-01-01 00:00:00"},
                {"active": False},
                {"reference": "X"},
            ):
                with (
                    self.subTest(user=user.login, vals=vals),
                    self.assertRaises(AccessError),
                ):
                    action.with_user(user).write(vals)
        with self.assertRaises(AccessError):
            self._action(sanbao_state="closed")
        made = self._action().with_context(
            default_sanbao_state="closed", default_stage_id=close.id
        )
        copied = made.create({"name": "x", "type_action": "correction"})
        self.assertEqual(copied.sanbao_state, "draft")
        self.assertNotEqual(copied.stage_id, close)
        self.assertEqual(action.copy().sanbao_state, "draft")

    def test_ocas_own_button_and_mails(self):
        """QLT-20: they start nothing unasked, and send nothing."""
        action = self._action(sanbao_problem=False)
        with self.assertRule("QLT-20"):
            action.case_open()
        mails = self.env["mail.mail"].search_count([])
        action.send_mail_for_action()
        self.env["mgmtsystem.action"].process_reminder_queue()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_who_writes_what(self):
        """QLT-20: the owner does not move his own deadline."""
        action = self._started()
        for user, vals in (
            (self.producer, {"date_deadline": self.today + timedelta(days=90)}),
            (self.producer, {"sanbao_verifier_id": self.inspector.id}),
            (self.producer, {"sanbao_conclusion": "effective"}),
            (self.verifier, {"sanbao_conclusion": "effective"}),
            (self.stranger, {"sanbao_result": "x"}),
            (self.stranger, {"name": "x"}),
        ):
            with (
                self.subTest(user=user.login, vals=vals),
                self.assertRaises(AccessError),
            ):
                action.with_user(user).write(vals)
        for step in ("done", "reply", "verify", "cancel"):
            with self.subTest(step=step), self.assertRaises(UserError):
                getattr(action.with_user(self.stranger), f"action_sanbao_{step}")()
        with self.assertRaises(AccessError):
            self._action().with_user(self.stranger).action_sanbao_start()

    def test_what_is_finished_stays(self):
        """QLT-20."""
        action = self._done()
        own = action.with_user(self.verifier)
        own.write({"sanbao_conclusion": "effective", "sanbao_conclusion_note": "有效"})
        own.action_sanbao_verify()
        for vals in ({"sanbao_result": "x"}, {"sanbao_conclusion": False}):
            with self.assertRaises(UserError):
                action.with_user(self.manager).write(vals)

    def test_giving_up_needs_a_reason(self):
        """QLT-20."""
        action = self._started()
        with self.assertRaises(UserError):
            action.action_sanbao_cancel()
        action.sanbao_cancel_reason = "并入另一项措施"
        action.action_sanbao_cancel()
        action.action_sanbao_cancel()
        self.assertEqual(self._obligations("QLT-20", action).state, "cancelled")

    def test_other_documents_open_it(self):
        """QLT-20: complete ones are started at once."""
        vals = {
            "name": "顾客投诉漏油",
            "sanbao_source": "complaint",
            "sanbao_origin": "TS2026/00001",
            "sanbao_problem": "漏油",
            "user_id": self.producer.id,
        }
        actions = self.env["mgmtsystem.action"].with_user(self.inspector)
        draft = actions._sanbao_open(dict(vals))
        self.assertEqual(draft.sanbao_state, "draft")
        self.assertIn(self.producer.partner_id, self._told(draft))
        started = actions._sanbao_open(
            {
                **vals,
                "sanbao_department_id": self.department.id,
                "date_deadline": self.today + timedelta(days=5),
                "sanbao_verifier_id": self.verifier.id,
            }
        )
        self.assertEqual(started.sanbao_state, "open")
        self.assertEqual(started.create_uid, self.inspector)

    def test_a_nonconformity_starts_one(self):
        """QLT-20: one draft, linked both ways."""
        sheet = self._sheet()
        first = sheet.action_corrective_action()["res_id"]
        self.assertEqual(sheet.action_corrective_action()["res_id"], first)
        action = self.env["mgmtsystem.action"].browse(first)
        self.assertEqual(action.sanbao_nonconformity_id, sheet)
        self.assertEqual(action.sanbao_origin, sheet.name)
        self.assertEqual(action.action_sanbao_open_source()["res_id"], sheet.id)
        sheet.invalidate_recordset()
        self.assertEqual(sheet.action_count, 1)
