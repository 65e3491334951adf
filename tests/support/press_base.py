"""The people and documents of the flows, and what a button pressed twice must leave."""

from odoo import fields

from odoo.addons.sanbao_parts.tests.common import PartsCommon
from odoo.addons.sanbao_service.tests.test_visit import VisitCommon

BUTTONS = {}


class Maker(PartsCommon, VisitCommon):
    """The people, goods and documents of the flows, as their own tests make them."""

    def commit(self):
        self.env.flush_all()
        self.env.cr.commit()
        self.env.invalidate_all()

    def closed(self):
        application = self._accepted(self._approved(solution_type="adjust"))
        application.with_user(self.staff).action_close()
        return application

    def used_issue(self):
        """An issued part of a case, its old part expected."""
        return self._issued(self._case((self.part, 1))).application_id

    def helped(self, *steps):
        """A repair notice on which these steps are done already."""
        application = self._approved(
            can_solve_alone=False, help_department="production"
        )
        action = application.with_user(self.staff).action_sanbao_notice()
        notice = self.env["sanbao.repair.notice"].browse(action["res_id"])
        notice = notice.with_user(self.staff)
        notice.write({"work_required": "更换水泵", "due_date": fields.Date.today()})
        for step in steps:
            step(notice)
        return notice

    def approved_notice(self, *steps):
        return self.helped(lambda notice: self._approve(notice, self.dgm), *steps)


class Apart:
    """Goes before a fixture that has people of its own: several stand in one database."""

    @classmethod
    def _person(cls, login, *roles, **options):
        return super()._person(f"{cls.__name__.lower()}_{login}", *roles, **options)


class Press:
    """A button on a record, who presses it, and what there must be afterwards."""

    def __init__(self, records, user, button, *rows, refused=None, **values):
        """``rows``: ``(model, domain, number)``; ``values``: of the record itself;
        ``refused``: how many of the presses must be refused, None: it does not matter.
        """
        self.records, self.user, self.button = records, user, button
        self.rows, self.refused, self.values = rows, refused, values


def button(function):
    """Register a case by the name of its function."""
    BUTTONS[function.__name__.replace("_", " ")] = function
    return function


def only_rules(m, *codes):
    """Of the rules of purchasing only these hold; each fixture before had its own."""
    rules = m.env["sanbao.rule"].search([("area", "=", "PUR")])
    rules.mode = "off"
    rules.filtered(lambda rule: rule.code in codes).mode = "block"


def of(record, name="application_id"):
    return [(name, "in", record.ids)]


def reviews(record):
    return [("model", "=", record._name), ("res_id", "=", record.id)]
