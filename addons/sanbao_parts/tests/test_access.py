from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import PartsCommon

MODELS = (
    "sanbao.parts.issue",
    "sanbao.parts.issue.line",
    "sanbao.old.part",
    "sanbao.old.part.waiver",
    "sanbao.parts.return",
    "sanbao.parts.return.line",
)
# Letters of what a role may do: read, write, create, unlink.
RIGHTS = {
    "gm": "r r r r r r",
    "dgm": "r r r r r r",
    "as": "rwcu rwcu rw rwcu rwcu rwcu",
    "asm": "rwcu rwcu rw rwcu rwcu rwcu",
    "eng": "r r rw r r r",
    "wh": "r r r r rwcu rwcu",
    "qc": "r r r r rw rw",
    "fin": "r r r r r r",
    "gate": "- - - - - -",
    "cs": "r r r r r r",
}
LETTERS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


@tagged("post_install", "-at_install")
class TestAccess(PartsCommon):
    def test_rights_of_the_roles(self):
        for role, rights in RIGHTS.items():
            user = self._person(f"parts_acl_{role}", role)
            for model, letters in zip(MODELS, rights.split(), strict=True):
                for letter, operation in LETTERS.items():
                    with self.subTest(role=role, model=model, operation=operation):
                        allowed = self.env[model].with_user(user).has_access(operation)
                        self.assertEqual(allowed, letter in letters)

    def test_outsiders_see_nothing(self):
        portal = new_test_user(self.env, "parts_portal", "base.group_portal")
        plain = new_test_user(self.env, "parts_plain", "base.group_user")
        for user in (portal, plain):
            for model in MODELS:
                with self.subTest(user=user.login, model=model):
                    self.assertFalse(self.env[model].with_user(user).has_access("read"))

    def test_inspectors_write_findings_only(self):
        """PRT-12: what was sent back is not theirs to change."""
        note = self._note(self._issued().application_id)
        note.with_user(self.keeper).action_receive()
        note = note.with_user(self.qc)
        note.write(
            {"line_ids": [Command.update(note.line_ids[0].id, {"cause": "材料老化"})]}
        )
        self.assertEqual(note.line_ids[0].cause, "材料老化")
        with self.assertRaisesRegex(AccessError, "warehouse and after-sales"):
            note.user_id = self.qc

    def test_companies_do_not_see_each_other(self):
        issue = self._issued()
        note = self._note(issue.application_id)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._person(
            "parts_stranger",
            "as",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for records in (
            issue,
            issue.line_ids,
            issue.old_part_ids,
            note,
            note.line_ids,
        ):
            with self.subTest(model=records._name):
                theirs = records.with_user(stranger)
                self.assertFalse(theirs.search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    theirs.read(["display_name"])

    def test_leaders_read_what_they_approve(self):
        issue = self._issue()
        issue.action_submit()
        for user in (self.dgm, self.gm, self.finance):
            seen = issue.with_user(user)
            seen.invalidate_recordset()
            self.assertEqual(seen.line_ids.product_id.name, "高压水泵")
            self.assertEqual(seen.line_ids.qty_issued, 0)
            self.assertEqual(seen.picking_count, 0)

    def test_links_in_both_directions(self):
        issue = self._issued()
        application = issue.application_id
        picking = self._picking(issue)
        self.assertEqual(application.issue_count, 1)
        self.assertEqual(application.old_part_count, 2)
        ticket = application.ticket_id
        self.assertEqual(ticket.sanbao_issue_count, 1)
        self.assertEqual(ticket.sanbao_old_part_open_count, 2)
        self.assertEqual(self.archive.sanbao_issue_count, 1)
        self.assertEqual(self.archive.sanbao_old_part_count, 2)
        self.assertEqual(picking.action_sanbao_view_issue()["res_id"], issue.id)
        self.assertEqual(ticket.action_sanbao_issues()["res_id"], issue.id)
        action = issue.with_user(self.keeper).action_view_pickings()
        self.assertEqual(action["res_id"], picking.id)
