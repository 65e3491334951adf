from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    sanbao_nonconformity_id = fields.Many2one(
        "sanbao.nonconformity",
        string="Nonconformity",
        compute="_compute_sanbao_nonconformity_id",
        # Whoever moves the goods sees by which sheet.
        compute_sudo=True,
        groups="base.group_user",
    )

    @api.depends("move_ids.sanbao_nonconformity_id")
    def _compute_sanbao_nonconformity_id(self):
        for picking in self:
            picking.sanbao_nonconformity_id = picking.move_ids.sanbao_nonconformity_id[
                :1
            ]

    def action_sanbao_view_nonconformity(self):
        """Open the nonconformity by which these goods move."""
        self.ensure_one()
        self.check_access("read")
        return self.sanbao_nonconformity_id._open_form()
