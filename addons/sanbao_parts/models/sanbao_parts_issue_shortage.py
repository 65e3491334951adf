from collections import Counter

from odoo import models

from odoo.addons.sanbao_approval.engine import as_engine

SHORTAGE = "sanbao_parts.mail_activity_type_shortage"


class SanbaoPartsIssue(models.Model):
    """Parts that a case waits for are made known to purchasing (PRT-16)."""

    _inherit = "sanbao.parts.issue"

    def _flag_shortage(self, picking=None):
        """Tell purchasing, once per product, what an open case waits for."""
        if not self.env["sanbao.rule"]._is_on("PRT-16", self.company_id):
            return
        missing = self._missing_products(picking)
        as_engine(self).is_short = bool(missing)
        buyer = self._people("pb")
        if missing and buyer:
            self._tell_buyer(buyer, missing)

    def _missing_products(self, picking):
        if picking:
            short = picking.move_ids.filtered(lambda move: move.state != "assigned")
            return short.product_id
        # What is free in the warehouse is no secret for those who ask for parts.
        lines = self.sudo().line_ids
        wanted = Counter()
        for line in lines:
            if line.product_id.is_storable:
                wanted[line.product_id] += line.quantity
        missing = self.env["product.product"]
        for product, quantity in wanted.items():
            here = product.with_context(warehouse_id=self.warehouse_id.id)
            if product.uom_id.compare(quantity, here.free_qty) > 0:
                missing |= product
        return missing

    def _tell_buyer(self, buyer, products):
        activity_type = self.env.ref(SHORTAGE)
        # After-sales staff may not write products; the note is for the buyer.
        products = products.sudo()
        told = products.activity_ids.filtered(
            lambda activity: activity.activity_type_id == activity_type
        )
        for product in products - products.browse(told.mapped("res_id")):
            product.activity_schedule(
                SHORTAGE,
                user_id=buyer.id,
                summary=self.env._(
                    "%(part)s is missing for %(issue)s",
                    part=product.display_name,
                    issue=self.name,
                ),
            )
