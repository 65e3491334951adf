from odoo import fields, models

from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.counting import Counted


class HelpdeskTicket(models.Model):
    """What service finds out about the products goes to those who make them (QLT-19)."""

    _inherit = "helpdesk.ticket"

    sanbao_improvement_count = fields.Integer(
        string="Improvement requests",
        compute="_compute_sanbao_counts",
        groups="sanbao_base.group_user",
    )

    def _sanbao_counted(self):
        actions = self.env["mgmtsystem.action"]
        return super()._sanbao_counted() + [
            Counted("sanbao_improvement_count", actions, "sanbao_ticket_id")
        ]

    def action_sanbao_improvement(self):
        """Ask the technical department, production or development for an improvement.

        Opens the draft that is there already, else a new one.
        """
        self.ensure_one()
        self.check_access("write")
        actions = self.env["mgmtsystem.action"]
        actions.check_access("create")
        found = actions.search(
            [("sanbao_ticket_id", "=", self.id), ("sanbao_state", "=", "draft")],
            limit=1,
        )
        if not found:
            claim(self)
            found = actions._sanbao_open(self._prepare_sanbao_improvement_vals())
        return found._sanbao_open_form()

    def _prepare_sanbao_improvement_vals(self):
        product = self.sanbao_product_id.display_name
        return {
            "name": " ".join(filter(None, (product, self.name))),
            "type_action": "improvement",
            "company_id": (self.company_id or self.env.company).id,
            "sanbao_source": "service",
            "sanbao_origin": self.number,
            "sanbao_ticket_id": self.id,
            "sanbao_problem": self._sanbao_fault_as_text() or self.name,
            "user_id": self.env.uid,
        }

    def action_sanbao_view_improvements(self):
        """Open the improvement requests of this case."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_nonconformity.mgmtsystem_action_action"
        )
        return dict(action, domain=[("sanbao_ticket_id", "=", self.id)], context={})
