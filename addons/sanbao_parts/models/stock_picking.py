from odoo import api, fields, models

from odoo.addons.sanbao_approval.computed import refuse_protected


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

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("sanbao_return_id") for vals in vals_list):
            refuse_protected(self, ["sanbao_return_id"])
        return super().create(vals_list)

    def write(self, vals):
        if "sanbao_return_id" in vals and not self.env.su:
            refuse_protected(self, ["sanbao_return_id"])
        return super().write(vals)

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
