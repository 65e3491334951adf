from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.claim import claim

RULE = "QLT-15"


class StockScrap(models.Model):
    """Whether goods are scrapped is decided on a nonconformity sheet (QLT-15).

    The sheet knows what they are worth and who may decide; a scrap order would take them
    out of the stock past all of them.
    """

    _inherit = "stock.scrap"

    sanbao_by_sheet = fields.Boolean(
        compute="_compute_sanbao_by_sheet", string="Decided on a Sheet"
    )

    @api.depends("state", "company_id")
    def _compute_sanbao_by_sheet(self):
        blocks = self.env["sanbao.rule"]._is_blocking
        for scrap in self:
            company = scrap.company_id or self.env.company
            scrap.sanbao_by_sheet = scrap.state == "draft" and blocks(RULE, company)

    def action_sanbao_open_nonconformity(self):
        """Open a sheet for these goods and set them apart; it replaces the order.

        :return: the action that shows the sheet
        :raise UserError: the goods are scrapped already, are not here, or not so many
        """
        self.ensure_one()
        self.check_access("write")
        claim(self)
        if self.state != "draft" or self.product_uom_id.compare(self.scrap_qty, 0) <= 0:
            raise UserError(
                self.env._("%s: enter first how much is to be scrapped.", self.name)
                if self.state == "draft"
                else self.env._("%s is scrapped already.", self.name)
            )
        if self.location_id.usage != "internal":
            # Goods of a transfer not received yet lie at the supplier's or customer's.
            raise UserError(
                self.env._("%s: enter first where the goods lie.", self.name)
            )
        sheet = self.env["sanbao.nonconformity"]._open([self._sanbao_sheet_values()])
        # Keepers may not delete scrap orders; this one lives on as the sheet.
        self.sudo().unlink()
        return {
            "type": "ir.actions.act_window",
            "res_model": sheet._name,
            "res_id": sheet.id,
            "view_mode": "form",
            # Behind a dialog lies the transfer, behind a page the order that is gone.
            "target": "current" if self.env.context.get("sanbao_dialog") else "main",
        }

    def _sanbao_sheet_values(self):
        reasons = self.scrap_reason_tag_ids.mapped("name")
        incoming = self.picking_id.picking_type_id.code == "incoming"
        supplier = self.picking_id.partner_id.commercial_partner_id
        receipts = self.picking_id.move_ids.filtered(
            lambda move: move.state == "done" and move.product_id == self.product_id
        )
        return {
            "company_id": self.company_id.id,
            "source": "stock",
            "product_id": self.product_id.id,
            "lot_id": self.lot_id.id,
            "quantity": self.scrap_qty,
            "uom_id": self.product_uom_id.id,
            "location_id": self.location_id.id,
            "partner_id": supplier.id if incoming else False,
            "receipt_move_id": receipts[:1].id if incoming else False,
            "origin": self.origin or self.picking_id.name,
            "description": ", ".join(reasons) or self.env._("To be scrapped"),
        }
