"""A finished and a running case with all its documents, and somebody for every role."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.models import BaseModel
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.sanbao_parts.tests.common import PartsCommon
from odoo.addons.sanbao_service.tests.test_visit import VisitCommon

ROLES = (
    *("gm", "dgm", "sm", "asm", "as", "eng", "cs", "wh", "qc", "tech", "prod"),
    *("fin", "gate", "pb", "pm", "sr", "leg", "hr", "sup", "admin", "qm", "rd"),
)
# Odoo's own housekeeping, not ours to judge.
NOT_COUNTED = ("bus.", "mail.", "ir.", "base.", "res.users.log", "sanbao.rule.event")


class AttackCommon(PartsCommon, VisitCommon):
    """Everything that an attacker may want to reach."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.role = {code: cls._role_user(code) for code in ROLES}
        cls.portal = new_test_user(cls.env, "attack_portal", "base.group_portal")
        cls.public = cls.env.ref("base.public_user")
        cls.other_company = cls.env["res.company"].create({"name": "别的公司"})
        cls.stranger = cls._role_user(
            "asm",
            "attack_stranger",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        groups = [cls.env.ref(f"sanbao_base.group_{code}").id for code in ROLES]
        cls.stranger.group_ids = [
            Command.link(group) for group in groups
        ]  # whatever he may do, he may do it in his company

    @classmethod
    def _role_user(cls, code, login=None, **values):
        role = cls.env.ref(f"sanbao_base.role_{code}")
        user = new_test_user(
            cls.env, login or f"attack_{code}", "base.group_user", **values
        )
        user.role_line_ids = [Command.create({"role_id": role.id})]
        user.group_ids |= cls.env.ref(f"sanbao_base.group_{code}") | role.implied_ids
        return user

    def _documents(self):
        """One record at least of each of our models with documents, in several states."""
        application = self._case((self.part, 2))
        issue = self._issued(application)
        pass_ = self._picking(issue).sudo().sanbao_gate_pass_line_ids.pass_id
        visit = self._signed(self._visit(application))
        visit.action_discard_signature()
        visit.write({"part_ids": [Command.create({"product_id": self.part.id})]})
        over = self._approved(5000, can_solve_alone=False, help_department="production")
        budget = self._budget(over, 5000)
        notice = self.env["sanbao.repair.notice"].with_user(self.staff)
        notice = notice.create(
            {
                "application_id": over.id,
                "work_required": "更换",
                "due_date": fields.Date.today() + timedelta(days=5),
            }
        )
        note = self._note(application)
        waiver = self.env["sanbao.old.part.waiver"].with_user(self.staff)
        waiver = waiver.create(
            {"part_ids": [Command.set(application.old_part_ids.ids)]}
        )
        closed = self._accepted(self._approved(solution_type="adjust"))
        closed.with_user(self.staff).action_close()
        documents = [
            *(application, over, closed, closed.ticket_id, application.ticket_id),
            *(application.part_line_ids, issue, issue.line_ids, budget),
            *(budget.line_ids, notice, visit, visit.part_ids, visit.dispatch_id),
            *(application.old_part_ids[:1], note, note.line_ids[:1], waiver, pass_),
            *(pass_.line_ids, closed.followup_ids, closed.archive_id),
            *(closed.archive_id.running_ids[:1], closed.archive_id.change_ids[:1]),
            self.env["sanbao.obligation"].search(
                [("res_id", "=", closed.ticket_id.id)], limit=1
            ),
        ]
        self.env.flush_all()
        return [record.sudo() for record in documents if record]

    def assertRefused(self, attack, *args, **kwargs):
        self.assertIsInstance(
            self._attempt(lambda: attack(*args, **kwargs)), UserError, "accepted"
        )

    def _attempt(self, attack):
        """Run an attack and undo it; the error that refused it, or None."""
        with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule"):
            try:
                with self.env.cr.savepoint():
                    attack()
                    self.env.flush_all()
                    raise Undo
            except Undo:
                return None
            except (
                UserError,
                ValueError,
                TypeError,
                KeyError,
                AttributeError,
            ) as error:
                return error
            except Exception as error:  # noqa: BLE001  by the database
                return error
            finally:
                self.env.invalidate_all()


class Undo(Exception):
    """Leaves the savepoint of an attack that was not refused."""


class Writes:
    """Notes which models are written while it is active."""

    def __init__(self):
        self.found = set()

    def __enter__(self):
        self.saved = {
            name: getattr(BaseModel, name)
            for name in ("_create", "_write_multi", "unlink")
        }
        for name, method in self.saved.items():
            setattr(BaseModel, name, self._noting(method))
        return self

    def __exit__(self, *_error):
        for name, method in self.saved.items():
            setattr(BaseModel, name, method)

    def _noting(self, method):
        def noting(records, *args, **kwargs):
            if not records._transient and not records._name.startswith(NOT_COUNTED):
                self.found.add(records._name)
            return method(records, *args, **kwargs)

        return noting
