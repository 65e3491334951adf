from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import as_engine, is_engine

RULE = "PUR-23"
FREE = {"user_id", "note", "line_ids"}
FREE |= {"activity_ids", "message_follower_ids", "message_main_attachment_id"}


class SanbaoStockProposal(models.Model):
    """After a large count, or on demand: which stock levels should change (PUR-23)."""

    _name = "sanbao.stock.proposal"
    _description = "Proposal of stock levels"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "sanbao.numbered.mixin",
        "sanbao.obligation.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "origin"]
    _check_company_auto = True

    name = fields.Char(string="Proposal no.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    origin = fields.Char(readonly=True, help="The count or analysis it comes from.")
    date = fields.Date(readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Responsible", index=True, tracking=True
    )
    state = fields.Selection(
        selection=[("open", "To decide"), ("done", "Decided")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("sanbao.stock.proposal.line", "proposal_id")
    line_count = fields.Integer(compute="_compute_counts", string="Proposals")
    open_count = fields.Integer(compute="_compute_counts", string="Not decided")
    note = fields.Text(string="Remarks")

    @api.depends("name", "origin")
    def _compute_display_name(self):
        for proposal in self:
            words = (proposal.name, proposal.origin)
            proposal.display_name = " ".join(word for word in words if word)

    @api.depends("line_ids.state")
    def _compute_counts(self):
        groups = self.env["sanbao.stock.proposal.line"]._read_group(
            [("proposal_id", "in", self.ids)], ["proposal_id", "state"], ["__count"]
        )
        total, waiting = {}, {}
        for proposal, state, count in groups:
            total[proposal.id] = total.get(proposal.id, 0) + count
            if state == "open":
                waiting[proposal.id] = count
        for proposal in self:
            proposal.line_count = total.get(proposal._origin.id, 0)
            proposal.open_count = waiting.get(proposal._origin.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            raise AccessError(
                self.env._("Proposals are made by a count, or by “Analyse stock”.")
            )
        return super().create(vals_list)

    def write(self, vals):
        refuse_protected(self, [name for name in vals if name not in FREE])
        return super().write(vals)

    def _finish_if_decided(self):
        """The obligation is kept when every proposal is accepted or refused."""
        decided = self.filtered(
            lambda proposal: (
                proposal.state == "open"
                and all(line.state != "open" for line in proposal.line_ids)
            )
        )
        as_engine(decided).write({"state": "done"})
        self.env["sanbao.obligation"]._close(RULE, decided)

    def action_accept_open(self):
        """Accept every proposal that is not decided yet."""
        return self.line_ids.filtered(lambda line: line.state == "open").action_accept()

    @api.model
    def action_analyse(self):
        """Look at all parts of the company now, and open what is proposed."""
        demand = self.env["sanbao.demand"]
        self._check_may_decide()
        company = self.env.company
        parts = self.env["product.product"].search(demand._part_domain(company))
        proposal = self._propose_from(parts, self.env._("Analysis of the stock"))
        # What was proposed before and is not decided yet is not proposed again.
        proposal = proposal or self.search(
            [("company_id", "=", company.id), ("state", "=", "open")], limit=1
        )
        if proposal:
            return proposal._open_form()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "All stock levels are in order: nothing is proposed."
                ),
            },
        }

    @api.model
    def _check_may_decide(self):
        if not (self.env.su or self.env.user.has_group("sanbao_base.group_pm")):
            raise AccessError(
                self.env._("The purchase manager decides about stock levels.")
            )
