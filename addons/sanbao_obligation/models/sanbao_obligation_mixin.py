from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .sanbao_obligation import STATE_OPEN

OWED = ("res_model", "res_id", "state", "due")


class SanbaoObligationMixin(models.AbstractModel):
    """For documents that show what is owed about them."""

    _name = "sanbao.obligation.mixin"
    _description = "Document with obligations"

    obligation_ids = fields.One2many("sanbao.obligation", "res_id")
    obligation_count = fields.Integer(
        string="Open obligations", compute="_compute_obligation_count"
    )
    obligation_late = fields.Boolean(
        string="Late",
        compute="_compute_obligation_count",
        search="_search_obligation_late",
        help="An obligation about this document is past its due time.",
    )

    @api.depends("obligation_ids.state", "obligation_ids.due")
    def _compute_obligation_count(self):
        groups = self._obligations_owed() if self.ids else ()
        now = fields.Datetime.now()
        counts, late = Counter(), set()
        for res_id, count, due in groups:
            counts[res_id] = count
            if due < now:
                late.add(res_id)
        for document in self:
            document.obligation_count = counts[document._origin.id]
            document.obligation_late = document._origin.id in late

    def _obligations_owed(self):
        """``(id, number, first due time)`` of the documents about which something is owed.

        Each opened form asks this, so it is one statement by hand: a third of the time of
        ``_read_group``. What is owed about a document is no secret to who may read it.
        """
        obligations = self.env["sanbao.obligation"]
        obligations.flush_model(OWED)
        return self.env.execute_query(
            SQL(
                "SELECT res_id, COUNT(*), MIN(due) FROM sanbao_obligation"
                " WHERE res_model = %s AND res_id IN %s AND state = %s GROUP BY res_id",
                self._name,
                tuple(self.ids),
                STATE_OPEN,
            )
        )

    def _search_obligation_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        # As in the compute.
        obligations = self.env["sanbao.obligation"].sudo()
        ids = obligations._search([("res_model", "=", self._name), ("late", "=", True)])
        late = Domain("id", "in", ids.subselect("res_id"))
        wanted = {bool(item) for item in value}
        return Domain.OR((late if item else ~late) for item in wanted)

    def action_view_obligations(self):
        """Open the obligations about these documents."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_obligation.sanbao_obligation_action"
        )
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        return dict(action, domain=domain, context={})

    def unlink(self):
        """A deleted document is owed nothing."""
        self.env["sanbao.obligation"]._cancel_deleted(self)
        return super().unlink()
