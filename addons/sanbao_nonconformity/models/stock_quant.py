from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# What a quantity is of, and where: changed by transfers and counts, which leave a trace.
IDENTITY = {"product_id", "location_id", "lot_id", "owner_id", "company_id"}
AMOUNT = {"quantity"}


class StockQuant(models.Model):
    """Held lots are not reserved, and held goods are not rewritten by hand (QLT-12)."""

    _inherit = "stock.quant"

    def _get_gather_domain(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
    ):
        """Nothing is reserved from held lots; bookings (``strict``) find them."""
        domain = super()._get_gather_domain(
            product_id, location_id, lot_id, package_id, owner_id, strict
        )
        if strict or product_id.tracking == "none":
            return domain
        held = self.env["stock.lot"]._sanbao_held_ids()
        if held and self.env["sanbao.rule"]._is_blocking("QLT-12"):
            domain = Domain(domain) & Domain("lot_id", "not in", list(held))
        return domain

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        if not self.env.su and any(AMOUNT & vals.keys() for vals in vals_list):
            quants._sanbao_refuse_rewriting()
        return quants

    def write(self, vals):
        changed = (IDENTITY | AMOUNT) & vals.keys()
        if not changed or self.env.su:
            return super().write(vals)
        self._sanbao_refuse_rewriting()
        result = super().write(vals)
        self._sanbao_refuse_rewriting()
        return result

    def _sanbao_refuse_rewriting(self):
        """Odoo lets users of the stock rewrite a quantity by RPC, without any move."""
        held = self.env["stock.lot"]._sanbao_held_ids()
        zones = self.env["stock.location"]._sanbao_held()
        for quant in self:
            if quant.lot_id.id in held or quant.location_id.id in zones:
                raise AccessError(
                    self.env._(
                        "%(product)s in %(location)s is held: its quantity, lot and"
                        " place are changed by the decision of an inspection or of a"
                        " nonconformity only.",
                        product=quant.product_id.display_name,
                        location=quant.location_id.display_name,
                    )
                )
