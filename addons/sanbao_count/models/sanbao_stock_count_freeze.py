from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sanbao_approval.engine import as_engine

KEY = ("product_id", "location_id", "lot_id", "package_id", "owner_id")


class SanbaoStockCountLine(models.Model):
    """Making lines: what the book says of these goods at this moment."""

    _inherit = "sanbao.stock.count.line"

    @api.model
    def _make(self, count, keys):
        """Lines of a count for these keys, with book and cost of this moment."""
        products, places, lots = (
            self.env[model].browse(dict.fromkeys(key[i] for key in keys if key[i]))
            for i, model in enumerate(
                ("product.product", "stock.location", "stock.lot")
            )
        )
        book = self.env["stock.quant"]._sanbao_book(products, places)
        costs = self._costs(count.company_id, products, lots)
        lines = as_engine(self).create(
            [self._frozen_vals(count, key, book.get(key, 0.0), costs) for key in keys]
        )
        lines._withhold(count, [book.get(key, 0.0) for key in keys])
        return lines

    @api.model
    def _frozen_vals(self, count, key, quantity, costs):
        """Values of a line: a blind count keeps the book apart."""
        cost = self._cost(count.company_id, key, costs)
        shown = 0.0 if count.blind else quantity
        return {
            "count_id": count.id,
            **dict(zip(KEY, key, strict=True)),
            "frozen_at": fields.Datetime.now(),
            "unit_cost": cost,
            "hidden": count.blind,
            "book_quantity": shown,
            "book_value": shown * cost,
        }

    def _withhold(self, count, quantities):
        if count.blind:
            as_engine(self.env["sanbao.stock.count.secret"]).create(
                [
                    {"line_id": line.id, "book_quantity": quantity}
                    for line, quantity in zip(self, quantities, strict=True)
                ]
            )

    def _freeze_found(self):
        """Take down book and cost of goods that were found besides the sheet."""
        book = self._book()
        costs = self._costs(self.company_id, self.product_id, self.lot_id)
        for line in self:
            quantity = book.get(line._key(), 0.0)
            line.write(line._frozen_vals(line.count_id, line._key(), quantity, costs))
            line._withhold(line.count_id, [quantity])

    @api.model
    def _costs(self, company, products, lots):
        """``{("product" or "lot", id): value of one unit}`` in the company's books."""
        # Cost prices are frozen for everybody who counts.
        own = products.sudo().with_company(company)
        costs = {("product", product.id): product.standard_price for product in own}
        # As above.
        for lot in lots.sudo().with_company(company):
            if lot.product_id.lot_valuated:
                costs["lot", lot.id] = lot.standard_price
        return costs

    @api.model
    def _cost(self, company, key, costs):
        """Value of one unit; goods of others have none."""
        product, _place, lot, _package, owner = key
        if owner and owner != company.partner_id.id:
            return 0.0
        return costs.get(("lot", lot), costs["product", product])

    def _check_place(self):
        for line in self:
            if line.tracking != "none" and not line.lot_id:
                raise ValidationError(
                    self.env._(
                        "%(product)s: enter its lot or serial number.",
                        product=line.product_id.display_name,
                    )
                )
            if line.tracking == "none" and line.lot_id:
                raise ValidationError(
                    self.env._(
                        "%(product)s has no lots: leave the number empty.",
                        product=line.product_id.display_name,
                    )
                )
            if line.location_id.usage != "internal":
                raise ValidationError(
                    self.env._(
                        "%(location)s is no place of a warehouse: nothing is counted"
                        " there.",
                        location=line.location_id.display_name,
                    )
                )
