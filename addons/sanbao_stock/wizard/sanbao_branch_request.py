from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import (
    company_timezone,
    company_today,
    day_end,
)

ASKERS = ("as", "asm", "eng", "cs", "wh")


class SanbaoBranchRequest(models.TransientModel):
    """Ask another branch for goods: a draft transfer, told to its keeper (PRT-17)."""

    _name = "sanbao.branch.request"
    _description = "Request for a transfer between branches"

    product_id = fields.Many2one("product.product", required=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    # Warehouses of other branches are not in everybody's list; their names are shown.
    warehouse_id = fields.Many2one("stock.warehouse", string="From", required=True)
    target_warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="To",
        required=True,
        compute="_compute_target_warehouse_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', '!=', warehouse_id)]",
    )
    available = fields.Float(
        compute="_compute_available", digits="Product Unit", string="Free There"
    )
    quantity = fields.Float(required=True, default=1.0, digits="Product Unit")
    date_needed = fields.Date(string="Needed By")
    reason = fields.Char(required=True, help="For which customer or case.")
    picking_id = fields.Many2one("stock.picking", string="Transfer", readonly=True)

    @api.depends("warehouse_id")
    def _compute_target_warehouse_id(self):
        for request in self:
            mine = self.env["stock.warehouse"].search(
                [
                    ("company_id", "in", self.env.companies.ids),
                    ("id", "!=", request.warehouse_id.id),
                ]
            )
            request.target_warehouse_id = (
                mine.filtered(lambda w: w.company_id == self.env.company) or mine
            )[:1]

    @api.depends("product_id", "warehouse_id")
    def _compute_available(self):
        for request in self:
            request.available = sum(request._rows().mapped("available"))

    def _rows(self):
        return self.env["sanbao.branch.stock"].search(
            [
                ("product_id", "=", self.product_id.id),
                ("warehouse_id", "=", self.warehouse_id.id),
            ]
        )

    @api.model_create_multi
    def create(self, vals_list):
        # The transfer is made by the button only.
        return super().create([{**vals, "picking_id": False} for vals in vals_list])

    def write(self, vals):
        if "picking_id" in vals and not self.env.su:
            raise AccessError(self.env._("Press “Send Request”."))
        return super().write(vals)

    def action_request(self):
        """Make the draft transfer in the giving warehouse and tell its keeper; once.

        :raises AccessError: by others than service staff and keepers
        :raises UserError: for a quantity that is not free there, or an own warehouse
        """
        self.ensure_one()
        self._require_asker()
        claim(self)
        if not self.picking_id:
            self._require_free()
            # The giving branch's transfer is made for its keeper, who alone books it.
            picking = self.sudo()._make_transfers()
            self.sudo().picking_id = picking
            self._tell_keeper(picking)
        return self._answer()

    def _require_asker(self):
        user = self.env.user
        self.check_access("write")
        if not any(user.has_group(f"sanbao_base.group_{role}") for role in ASKERS):
            raise AccessError(
                self.env._("Service staff and warehouse keepers ask other branches.")
            )
        # A warehouse that one may not see receives nothing by one's request.
        self.target_warehouse_id.check_access("read")
        if not self.env["sanbao.rule"]._is_on("PRT-17"):
            raise UserError(
                self.env._("Requests between branches are switched off (PRT-17).")
            )

    def _require_free(self):
        free, uom = self.available, self.product_id.uom_id
        if self.warehouse_id == self.target_warehouse_id:
            raise UserError(self.env._("Choose two different warehouses."))
        if uom.compare(self.quantity, 0) <= 0 or uom.compare(self.quantity, free) > 0:
            raise UserError(
                self.env._(
                    "%(warehouse)s can give between 0 and %(free)g %(unit)s of"
                    " %(product)s.",
                    # Whose stock is shown may be named.
                    warehouse=self.sudo().warehouse_id.display_name,
                    free=free,
                    unit=uom.name,
                    product=self.product_id.display_name,
                )
            )

    def _make_transfers(self):
        """One draft within a company; two, chained, between branches."""
        source, target = self.warehouse_id, self.target_warehouse_id
        if source.company_id == target.company_id:
            return self._make_transfer(
                source, source.int_type_id, source.lot_stock_id, target.lot_stock_id
            )
        transit = self.env.ref("stock.stock_location_inter_company")
        receipt = self._make_transfer(
            target, target.in_type_id, transit, target.lot_stock_id
        )
        picking = self._make_transfer(
            source, source.int_type_id, source.lot_stock_id, transit
        )
        picking.move_ids.move_dest_ids = [Command.set(receipt.move_ids.ids)]
        receipt.move_ids.procure_method = "make_to_order"
        return picking

    def _make_transfer(self, warehouse, picking_type, source, target):
        company = warehouse.company_id
        return (
            self.env["stock.picking"]
            .with_company(company)
            .create(
                {
                    "picking_type_id": picking_type.id,
                    "company_id": company.id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "origin": self.reason,
                    "scheduled_date": self._scheduled_date(company),
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": self.product_id.id,
                                "product_uom_qty": self.quantity,
                                "product_uom": self.product_id.uom_id.id,
                                "company_id": company.id,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                            }
                        )
                    ],
                }
            )
        )

    def _scheduled_date(self, company):
        if not self.date_needed:
            return fields.Datetime.now()
        return day_end(self.date_needed, company_timezone(company))

    def _tell_keeper(self, picking):
        keeper = self.warehouse_id._sanbao_find_keeper()
        text = self.env._(
            "%(user)s asks for %(quantity)g %(unit)s of %(product)s for %(warehouse)s:"
            " %(reason)s",
            user=self.env.user.name,
            quantity=self.quantity,
            unit=self.uom_id.name,
            product=self.product_id.display_name,
            warehouse=self.target_warehouse_id.display_name,
            reason=self.reason,
        )
        picking.message_post(body=text)
        if keeper:
            picking.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=keeper.id,
                date_deadline=self.date_needed or company_today(picking.company_id),
                summary=text,
            )

    def _answer(self):
        # The number is told to who asked; the transfer itself may be another branch's.
        picking = self.sudo().picking_id
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(transfer)s was prepared; its keeper has been told.",
                    transfer=picking.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
