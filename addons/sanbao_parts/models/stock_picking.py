from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    # Kept in backorders; a duplicate is refused where it is done (PRT-04).
    sanbao_issue_id = fields.Many2one(
        "sanbao.parts.issue",
        string="Parts issue",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        groups="base.group_user",
    )
    sanbao_return_id = fields.Many2one(
        "sanbao.parts.return",
        string="Parts return",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups="base.group_user",
    )

    # The return note's own steps make these transfers, above access rights: a transfer
    # tied to it by hand would take parts past the inspection (PRT-12).

    @api.model
    def _sanbao_protected(self):
        return super()._sanbao_protected() | {"sanbao_return_id"}

    def action_sanbao_view_issue(self):
        """The parts issue (Form 11) of this transfer."""
        self.ensure_one()
        return self.sanbao_issue_id._open_form()

    def action_sanbao_view_return(self):
        """The return-to-stock note (Form 12) of this transfer."""
        self.ensure_one()
        return self.sanbao_return_id._open_form()

    def _prepare_sanbao_gate_pass_vals(self):
        vals = super()._prepare_sanbao_gate_pass_vals()
        issues = self.sanbao_issue_id
        if issues:
            free = set(issues.mapped("category")) == {"warranty"}
            vals["purpose"] = "warranty" if free else "sale"
            vals["partner_id"] = issues[:1].partner_id.id
        return vals
