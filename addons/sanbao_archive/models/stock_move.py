from odoo import fields, models

from odoo.addons.sanbao_base.local_time import company_timezone, local_day


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Open the ex-factory archive of each unit that leaves for a customer (ARC-01)."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        leaving = moves.filtered(lambda move: move._sanbao_needs_archive())
        if leaving:
            leaving._sanbao_open_archives()
        return moves

    def _sanbao_needs_archive(self):
        product = self.product_id
        return (
            product.sanbao_has_archive
            and product.tracking == "serial"
            and self.state == "done"
            and self.location_dest_id.usage == "customer"
            and self.location_id.usage != "customer"
        )

    def _sanbao_open_archives(self):
        """One archive for each serial number that has none; others get a note."""
        rule = self.env["sanbao.rule"]
        moves = self.filtered(lambda move: rule._is_on("ARC-01", move.company_id))
        move_of = {
            line.lot_id: line.move_id
            for line in moves.move_line_ids
            if line.lot_id and line.quantity > 0
        }
        if not move_of:
            return
        # The keeper who hands a unit over does not keep archives.
        archive_model = self.env["sanbao.archive"].sudo()
        lots = self.env["stock.lot"].union(*move_of)
        known = archive_model.search([("lot_id", "in", lots.ids)])
        archive_model.with_context(mail_create_nosubscribe=True)._create_by_engine(
            [
                # As above; nor does he read the order it was sold with.
                move.sudo()._prepare_sanbao_archive_vals(lot)
                for lot, move in move_of.items()
                if lot not in known.lot_id
            ]
        )
        for archive in known:
            archive._message_log(
                body=self.env._(
                    "Delivered again with %(delivery)s.",
                    delivery=move_of[archive.lot_id].picking_id.name
                    or move_of[archive.lot_id].reference,
                )
            )

    def _prepare_sanbao_archive_vals(self, lot):
        """Values of the archive of a unit, from its delivery and sales order."""
        self.ensure_one()
        picking = self.picking_id
        order = self.sale_line_id.order_id
        consignee = order.partner_shipping_id or picking.partner_id or self.partner_id
        customer = consignee.commercial_partner_id or order.partner_id
        buyer = order.partner_id.commercial_partner_id
        today = local_day(fields.Datetime.now(), company_timezone(self.company_id))
        contact = self.env["sanbao.archive"]._contact_of(consignee or customer)
        return {
            "lot_id": lot.id,
            "company_id": self.company_id.id,
            "partner_id": customer.id,
            # Sold to one, shipped to another: the buyer is a dealer.
            "dealer_id": buyer.id if buyer != customer else False,
            **contact,
            "contact_phone": contact["contact_phone"] or customer.phone,
            "sale_order_id": order.id,
            "salesperson_id": order.user_id.id,
            "contract_no": order.client_order_ref or order.name,
            "picking_id": picking.id,
            "delivery_note_no": picking.name,
            "ex_factory_date": today,
            "delivery_date": today,
            "shipping_date": today,
        }
