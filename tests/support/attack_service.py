"""A finished and a running case with all its documents."""

from datetime import timedelta

from attack import AttackPeople

from odoo import Command, fields

from odoo.addons.sanbao_parts.tests.common import PartsCommon
from odoo.addons.sanbao_service.tests.test_visit import VisitCommon


class CaseCommon(PartsCommon, VisitCommon):
    """Everything that an attacker may want to reach in service and parts."""

    attacked = (
        *("helpdesk.ticket", "sanbao.service.application", "sanbao.service.part.line"),
        *("sanbao.parts.issue", "sanbao.parts.issue.line", "sanbao.repair.notice"),
        *("sanbao.service.budget", "sanbao.service.budget.line", "sanbao.visit"),
        *("sanbao.visit.part", "sanbao.dispatch", "sanbao.old.part"),
        *("sanbao.parts.return", "sanbao.parts.return.line", "sanbao.gate.pass"),
        *("sanbao.old.part.waiver", "sanbao.gate.pass.line", "sanbao.followup"),
        *("sanbao.archive", "sanbao.archive.running", "sanbao.obligation"),
    )
    created = ()
    readers = ("hr", "leg")

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
            closed.archive_id.running_ids[:1],
            self.env["sanbao.obligation"].search(
                [("res_id", "=", closed.ticket_id.id)], limit=1
            ),
        ]
        return [record for record in documents if record]


class AttackCommon(AttackPeople, CaseCommon):
    """People who may want to reach it."""
