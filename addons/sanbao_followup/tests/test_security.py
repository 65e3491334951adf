from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FollowupCommon


@tagged("post_install", "-at_install")
class TestSecurity(FollowupCommon):
    def test_roles(self):
        followup = self._followup()
        warehouse = self._person("fup_wh", "wh")
        rights = {
            self.cs: (True, True),
            self.staff: (True, True),
            self.asm: (True, True),
            self.sup: (True, False),
            self.gm: (True, False),
            self.dgm: (True, False),
            self.sm: (True, False),
            self.engineer: (False, False),
            warehouse: (False, False),
        }
        for user, (read, write) in rights.items():
            mine = followup.with_user(user)
            with self.subTest(user=user.login):
                self.assertEqual(mine.has_access("read"), read)
                self.assertEqual(mine.has_access("write"), write)
                self.assertFalse(mine.has_access("create"))
                self.assertFalse(mine.has_access("unlink"))

    def test_who_only_reads_does_nothing(self):
        followup = self._answered(self._followup(), solved="no", problem="x")
        for method in ("action_done", "action_no_answer", "action_open_ticket"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(followup.with_user(self.sup), method)()

    def test_steps_cannot_be_typed(self):
        """FUP-04, FUP-09, TGT-01: also not by managers or the administrator."""
        followup = self._followup()
        values = {
            "state": "done",
            "done_at": "2026-01-01 00:00:00",
            "done_by_id": self.cs.id,
            "due_date": "2030-01-01",
            "done_in_time": True,
            "score_overall": 5,
            "in_warranty": False,
            "kind": "repair",
            "attempt_count": 1,
            "cancel_reason": "x",
            "problem_ticket_id": False,
            "application_id": False,
            "name": "x",
            "completed_at": "2026-01-01 00:00:00",
            "company_id": self.company.id,
        }
        for user in (self.staff, self.asm, self.env.ref("base.user_admin")):
            for name, value in values.items():
                with (
                    self.subTest(user=user.login, name=name),
                    self.assertRaises(AccessError),
                ):
                    followup.with_user(user).write({name: value})

    def test_the_token_cannot_be_sent_by_rpc(self):
        followup = self._followup().with_user(self.staff)
        for value in (True, "ENGINE", {}):
            forged = followup.with_context(sanbao_engine=value)
            with self.subTest(value=value), self.assertRaises(AccessError):
                forged.write({"state": "done"})

    def test_they_are_neither_made_copied_nor_deleted_by_hand(self):
        """TGT-01: made up follow-ups would raise the rate."""
        followup = self._followup()
        vals = {
            "kind": "repair",
            "company_id": self.company.id,
            "partner_id": self.partner.id,
            "due_date": "2026-01-01",
        }
        for user in (self.staff, self.asm, self.env.user):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.followups.with_user(user).create(vals)
                with self.assertRaises(AccessError):
                    followup.with_user(user).copy()
        with self.assertRaises(UserError):
            followup.unlink()

    def test_other_companies_do_not_see_it(self):
        followup = self._followup()
        company = self.env["res.company"].create({"name": "Other"})
        stranger = self._person(
            "fup_stranger",
            "asm",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        mine = followup.with_user(stranger)
        self.assertFalse(mine.has_access("read"))
        self.assertFalse(mine.search([("id", "=", followup.id)]))
        self.assertFalse(mine._search_due("2100-01-01", company=company))
