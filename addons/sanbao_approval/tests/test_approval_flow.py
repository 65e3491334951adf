from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalFlow(ApprovalCommon):
    def test_two_steps_one_after_the_other(self):
        document = self._submitted()
        self.assertEqual(document.requested_by_id, self.engineer)
        self.assertTrue(document.requested_at)
        self.assertEqual(self._statuses(document), ["pending", "waiting"])
        with self.assertRaises(UserError):
            document.with_user(self.gm).validate_tier()
        document.with_user(self.dgm).validate_tier()
        self.assertEqual(document.state, "submitted")
        self.assertEqual(self._statuses(document), ["approved", "pending"])
        document.with_user(self.gm).validate_tier()
        self.assertEqual(document.state, "approved")
        self.assertTrue(document.approved_at)
        self.assertTrue(document._is_approved())

    def test_one_group_is_enough_by_any_member(self):
        document = self._submitted(800)
        document.with_user(self.dgm2).validate_tier()
        self.assertTrue(document._is_approved())

    def test_no_chain_no_approval(self):
        document = self._document(100)
        with self.assertRaisesRegex(UserError, "No approval chain"):
            document.action_submit()

    def test_optional_documents_are_approved_at_once(self):
        document = self.env["sanbao.approval.tester.optional"].create({})
        document.action_submit()
        self.assertTrue(document._is_approved())

    def test_implied_members_count(self):
        group = self.env["res.groups"].create(
            {
                "name": "Boss of bosses",
                "implied_ids": [Command.link(self.env.ref("sanbao_base.group_dgm").id)],
            }
        )
        boss = self._person("boss_t")
        boss.group_ids |= group
        document = self._submitted(800)
        document.with_user(boss).validate_tier()
        self.assertEqual(document.state, "approved")

    def test_nobody_signs_two_steps(self):
        both = self._person("both_t", "dgm", "gm")
        document = self._submitted()
        document.with_user(both).validate_tier()
        self.assertFalse(document.with_user(both).can_review)
        document.with_user(both).validate_tier()
        self.assertEqual(document.state, "submitted")
        document.with_user(self.gm).validate_tier()
        self.assertEqual(document.state, "approved")

    def test_a_step_may_be_skipped_for_who_signed_before(self):
        self.step_gm.approve_sequence_bypass = True
        both = self._person("both_t", "dgm", "gm")
        document = self._submitted()
        document.with_user(both).validate_tier()
        self.assertEqual(document.state, "approved")

    def test_only_the_requester_himself_is_missing(self):
        """A chain whose only member requests the document cannot be submitted."""
        document = self._document(800, user=self.dgm)
        self.dgm2.active = False
        with self.assertRaisesRegex(UserError, "Nobody can decide"):
            document.action_submit()

    def test_reject_needs_a_reason_and_ends_the_round(self):
        document = self._submitted()
        action = document.with_user(self.dgm).reject_tier()
        self.assertEqual(action["res_model"], "comment.wizard")
        with self.assertRaises(UserError):
            document.with_user(self.dgm)._sanbao_decide("rejected", "  ")
        wizard = (
            self.env["comment.wizard"]
            .with_user(self.dgm)
            .with_context(**action["context"])
            .create({"comment": "too dear"})
        )
        wizard.add_comment()
        self.assertEqual(document.state, "rejected")
        self.assertEqual(self._statuses(document), ["rejected", "cancel"])
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertIn("too dear", str(document.message_ids.mapped("body")))
        todo = document.activity_ids
        self.assertEqual(todo.user_id, self.engineer)
        document.action_submit()
        self.assertEqual(self._statuses(document), ["pending", "waiting"])

    def test_comment_asked_for_by_the_step(self):
        self.step_dgm.has_comment = True
        document = self._submitted(800).with_user(self.dgm)
        action = document.validate_tier()
        self.assertEqual(document.state, "submitted")
        wizard = self.env["comment.wizard"].with_user(self.dgm)
        wizard = wizard.with_context(**action["context"]).create({"comment": "fine"})
        wizard.add_comment()
        self.assertEqual(document.review_ids.comment, "fine")
        self.assertEqual(document.state, "approved")

    def test_withdraw_by_the_requester_or_an_administrator_only(self):
        document = self._submitted()
        with self.assertRaises(UserError):
            document.with_user(self.colleague).action_withdraw()
        document.with_user(self.admin).action_withdraw()
        self.assertEqual(document.state, "draft")
        self.assertFalse(document.review_ids or document.requested_by_id)

    def test_states_and_buttons(self):
        """Each button works in its states and is refused in every other one."""
        allowed = {
            "action_submit": {"draft", "rejected"},
            "action_withdraw": {"submitted"},
            "action_cancel": {"draft", "submitted", "approved", "rejected"},
            "action_reset": {"rejected", "cancelled"},
            "action_use": {"approved"},
        }
        for state in (
            "draft",
            "submitted",
            "approved",
            "rejected",
            "cancelled",
            "used",
        ):
            for button, states in allowed.items():
                if (button, state) == ("action_submit", "submitted"):
                    continue  # the second of two clicks does nothing
                if (button, state) == ("action_use", "used"):
                    continue
                with self.subTest(state=state, button=button):
                    document = self._in_state(state)
                    if state in states:
                        getattr(document, button)()
                        self.assertNotEqual(document.state, state)
                    else:
                        with self.assertRaises(UserError):
                            getattr(document, button)()

    def _in_state(self, state):
        if state == "draft":
            return self._document()
        document = (
            self._approved() if state in ("approved", "used") else self._submitted()
        )
        if state == "rejected":
            document.with_user(self.dgm)._sanbao_decide("rejected", "no")
        if state == "cancelled":
            document.action_cancel()
        if state == "used":
            document.action_use()
        self.assertEqual(document.state, state)
        return document

    def test_second_click_changes_nothing(self):
        document = self._document()
        document.action_submit()
        document.action_submit()
        self.assertEqual(len(document.review_ids), 2)
        document.with_user(self.dgm).validate_tier()
        document.with_user(self.dgm).validate_tier()
        self.assertEqual(self._statuses(document), ["approved", "pending"])

    def test_chatter_tells_what_changed(self):
        document = self._approved()
        document.line_ids.write({"price_unit": 2500})
        self.assertEqual(document.state, "draft")
        note = str(document.approval_changes)
        self.assertIn("2000", note)
        self.assertIn("2500", note)
        self.assertIn("Price Unit", note)
        self.assertIn("2500", str(document.message_ids[:1].body))

    def test_one_note_for_a_form_that_changes_many_lines(self):
        document = self._approved()
        line = document.line_ids
        document.write(
            {
                "partner_id": self.company.partner_id.id,
                "line_ids": [
                    Command.update(line.id, {"price_unit": 1}),
                    Command.create({"name": "new", "price_unit": 77}),
                ],
            }
        )
        self.assertEqual(document.state, "draft")
        for word in ("77", self.company.partner_id.name, "2000"):
            self.assertIn(word, str(document.approval_changes))

    def test_other_fields_stay_editable_after_approval(self):
        document = self._approved()
        document.note = "gate 2"
        document.line_ids.remark = "seen"
        document.line_ids.write({"price_unit": 2000.0})
        self.assertTrue(document._is_approved())

    def test_content_of_a_used_document_is_fixed(self):
        document = self._approved()
        document.action_use()
        self.assertTrue(document._is_approved())
        with self.assertRaises(UserError):
            document.line_ids.write({"price_unit": 9999})
        document.note = "still fine"

    def test_change_that_no_write_saw_is_found_when_it_matters(self):
        document = self._approved()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sanbao_approval_tester_line SET price_unit = 9 WHERE document_id = %s",
            [document.id],
        )
        self.env.invalidate_all()
        self.assertEqual(document.state, "approved")
        self.assertFalse(document._is_approved())
        with self.assertRaises(UserError):
            document.action_use()

    def test_approver_gets_what_was_submitted(self):
        document = self._submitted()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sanbao_approval_tester_line SET price_unit = 9 WHERE document_id = %s",
            [document.id],
        )
        self.env.invalidate_all()
        action = document.with_user(self.dgm).validate_tier()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(document.state, "draft")

    def test_decided_steps_are_frozen(self):
        document = self._approved()
        review = document.review_ids[0]
        before = review.reviewer_ids
        self._person("dgm_new", "dgm")
        self.assertEqual(review.reviewer_ids, before)

    def test_open_steps_follow_the_group(self):
        document = self._submitted()
        new = self._person("dgm_new", "dgm")
        self.assertIn(new, document.review_ids[0].reviewer_ids)
        new.group_ids -= self.env.ref("sanbao_base.group_dgm")
        self.assertNotIn(new, document.review_ids[0].reviewer_ids)
        self.dgm2.active = False
        self.assertNotIn(self.dgm2, document.review_ids[0].reviewer_ids)

    def test_approver_works_in_the_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._person(
            "dgm_else", "dgm", company_id=other.id, company_ids=[Command.set(other.ids)]
        )
        document = self._submitted()
        self.assertNotIn(stranger, document.review_ids.reviewer_ids)
        with self.assertRaises(UserError):
            document.with_user(stranger).validate_tier()

    def test_activities_come_and_go_with_the_steps(self):
        document = self._submitted()
        self.assertEqual(document.activity_ids.user_id, self.dgm | self.dgm2)
        document.with_user(self.dgm).validate_tier()
        self.assertEqual(document.activity_ids.user_id, self.gm)
        document.with_user(self.gm).validate_tier()
        self.assertFalse(document.activity_ids)

    def test_reminder_once_a_day_for_each_person(self):
        with freeze_time("2026-03-02 01:00:00"):
            first, second = self._submitted(800), self._submitted(800)
        reviews = self.env["tier.review"]
        kind = self.env.ref("sanbao_approval.mail_activity_type_reminder")
        reminders = [("activity_type_id", "=", kind.id), ("user_id", "=", self.dgm.id)]
        with freeze_time("2026-03-02 09:00:00"):
            reviews._cron_refresh_and_remind()
            self.assertFalse(self.env["mail.activity"].search(reminders))
        for day in (
            "2026-03-03 01:10:00",
            "2026-03-03 05:00:00",
            "2026-03-04 01:00:00",
        ):
            with freeze_time(day):
                reviews._cron_refresh_and_remind()
                found = self.env["mail.activity"].search(reminders)
                self.assertEqual(len(found), 1)
                self.assertEqual(found.res_id, first.id)
        self.assertIn("2", str(found.note))
        first.with_user(self.dgm).validate_tier()
        self.assertFalse(self.env["mail.activity"].search(reminders))
        self.assertEqual(second.state, "submitted")

    def test_forward_to_another_entitled_person(self):
        document = self._submitted(800)
        wizard = (
            self.env["sanbao.approval.forward"]
            .with_user(self.dgm)
            .with_context(**document.with_user(self.dgm).action_forward()["context"])
        )
        with self.assertRaises(UserError):
            wizard.create({"user_id": self.gm.id, "note": "?"}).action_forward()
        with self.assertRaises(UserError):
            wizard.create({"user_id": self.engineer.id, "note": "?"}).action_forward()
        dialogue = wizard.create({"user_id": self.dgm2.id, "note": "yours"})
        self.assertEqual(dialogue.candidate_ids, self.dgm2)
        dialogue.action_forward()
        self.assertEqual(document.review_ids.reviewer_ids, self.dgm2)
        self.assertEqual(document.activity_ids.user_id, self.dgm2)
        self.assertIn("yours", str(document.message_ids.mapped("body")))
        document.with_user(self.dgm2).validate_tier()
        self.assertEqual(document.state, "approved")

    def test_forward_only_by_who_may_decide(self):
        document = self._submitted(800)
        with self.assertRaises(UserError):
            document.action_forward()
        forged = self.env["sanbao.approval.forward"].with_user(self.engineer)
        forged = forged.create(
            {
                "res_model": document._name,
                "res_id": document.id,
                "user_id": self.dgm2.id,
                "note": "x",
            }
        )
        with self.assertRaises(UserError):
            forged.action_forward()

    def test_signatures_for_forms(self):
        document = self._approved()
        self.assertEqual(
            document._form_signature("requester")["name"], self.engineer.name
        )
        signature = document._form_signature("review:sanbao_base.group_dgm")
        self.assertEqual(signature["name"], self.dgm.name)
        self.assertEqual(signature["date"], document.review_ids[0].reviewed_date)
        self.assertIsNone(document._form_signature("review:sanbao_base.group_fin"))
        self.assertIsNone(document._form_signature("engine:else"))
        self.step_dgm.reviewer_group_id = self.env.ref("sanbao_base.group_fin")
        self.assertTrue(document._form_signature("review:sanbao_base.group_dgm"))
