from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import as_engine
from .sanbao_archive_guard import OF_THE_LOT

NUMBERS = "sanbao.archive"


class SanbaoArchive(models.Model):
    """What a new archive gets: its serial number, warranty terms and number."""

    _inherit = "sanbao.archive"

    @api.model
    def _fill_lots(self, vals_list):
        """Put a serial number, found or new, where product and number were given."""
        wanted = [vals for vals in vals_list if not vals.get("lot_id")]
        pairs = {
            (vals["product_id"], vals["serial"].strip()): vals["company_id"]
            for vals in wanted
            if vals.get("product_id") and (vals.get("serial") or "").strip()
        }
        lots = self._lots_of(pairs) if pairs else {}
        for vals in vals_list:
            product, serial = (vals.pop(name, False) for name in OF_THE_LOT)
            if vals.get("lot_id"):
                continue
            lot = lots.get((product, (serial or "").strip()))
            if not lot:
                raise UserError(
                    self.env._(
                        "A product archive needs a serial number: choose one, or give"
                        " product and serial number."
                    )
                )
            vals["lot_id"] = lot.id

    @api.model
    def _lots_of(self, pairs):
        # After-sales files units of earlier years; it does not work in the warehouse.
        lot_model = self.env["stock.lot"].sudo()
        lots = lot_model.search(
            [
                ("product_id", "in", list({product for product, _serial in pairs})),
                ("name", "in", list({serial for _product, serial in pairs})),
                ("company_id", "in", [False, *set(pairs.values())]),
            ]
        )
        found = {(lot.product_id.id, lot.name): lot for lot in lots}
        missing = [pair for pair in pairs if pair not in found]
        new = lot_model.create(
            [{"product_id": product, "name": serial} for product, serial in missing]
        )
        return {**found, **dict(zip(missing, new, strict=True))}

    @api.model
    def _fill_terms(self, vals_list):
        # Whoever delivers need not be allowed to read every serial number.
        lots = self.env["stock.lot"].sudo().browse(vals["lot_id"] for vals in vals_list)
        by_company = {}
        for vals, lot in zip(vals_list, lots, strict=True):
            by_company.setdefault(vals["company_id"], []).append((vals, lot.product_id))
        for company_id, pairs in by_company.items():
            company = self.env["res.company"].browse(company_id)
            products = self.env["product.product"].union(
                *(product for _vals, product in pairs)
            )
            policies = self.env["sanbao.warranty.policy"]._for_products(
                # Archives are also made by deliveries of people who read no products.
                products.sudo(),
                company,
            )
            basis = self.env["sanbao.parameter"]._get("warranty_start", company)
            terms = {
                product: {**policy._terms(), "warranty_basis": basis}
                for product, policy in policies.items()
            }
            for vals, product in pairs:
                given = {name: vals[name] for name in vals if vals[name]}
                vals.update({**terms[product], **given})
                vals["state"] = "draft"

    @api.model
    def _fill_numbers(self, vals_list):
        wanting = {}
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                wanting.setdefault(vals["company_id"], []).append(vals)
        for company_id, wanted in wanting.items():
            numbers = self._draw_numbers(company_id, len(wanted))
            for vals, number in zip(wanted, numbers, strict=True):
                vals["name"] = number

    @api.model
    def _draw_numbers(self, company_id, count):
        """So many archive numbers of a company, with one search of the sequence.

        Numbering one by one would take as long as all the rest of an import.
        """
        # Numbers are drawn for people who may not read sequences.
        sequences = self.env["ir.sequence"].sudo().with_company(company_id)
        sequence = sequences.search(
            [("code", "=", NUMBERS), ("company_id", "in", [company_id, False])],
            order="company_id",
            limit=1,
        )
        first = sequence.next_by_id()
        source = sequence
        if sequence.use_date_range:
            today = fields.Date.today()
            source = sequence.date_range_ids.filtered(
                lambda period: period.date_from <= today <= period.date_to
            )
            source = source.with_context(ir_sequence_date_range=source.date_from)
        return [first, *(source._next() for _number in range(count - 1))]

    @api.model
    def _create_by_engine(self, vals_list):
        """Create archives with terms or fields that people may not type."""
        return self.browse(as_engine(self).create(vals_list).ids)
