import base64

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_base.claim import claim

from .price_sheet import price_sheet
from .price_sheet_reader import COLUMNS, REQUIRED, TERMS, PriceSheetReader


class SanbaoQuotationImport(models.TransientModel):
    """Import of suppliers' prices into a comparison; one row for each price."""

    _name = "sanbao.quotation.import"
    _description = "Import of price quotes"
    _inherit = "sanbao.import.mixin"

    _import_names = COLUMNS
    _import_required = REQUIRED

    comparison_id = fields.Many2one(
        "sanbao.quotation.comparison", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="comparison_id.company_id", default=None)
    overwrite = fields.Boolean(
        "Replace what is there already",
        help="Without it a row that says something else than a price or the terms that"
        " are there already is refused.",
    )
    template_file = fields.Binary(compute="_compute_template_file")
    line_ids = fields.One2many(
        "sanbao.quotation.import.line", "import_id", string="What is wrong"
    )

    # === Template ===

    def action_template(self):
        """Download a workbook with a row for each price that is wanted."""
        self.ensure_one()
        self._check_may_import()
        if not self.comparison_id.line_ids:
            raise UserError(
                self.env._(
                    "%(comparison)s has no needs yet. Enter the products first.",
                    comparison=self.comparison_id.name,
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/template_file"
            f"?download=true&filename={self.comparison_id.id}.xlsx",
            "target": "download",
        }

    @api.depends("comparison_id")
    def _compute_template_file(self):
        for wizard in self:
            labels = wizard._import_labels(wizard.env.lang or "en_US")
            content = price_sheet(wizard.comparison_id, labels)
            wizard.template_file = base64.b64encode(content)

    # === What is imported ===

    def _import_check_rights(self):
        keepers = ("sanbao_base.group_pb", "sanbao_base.group_pm")
        if not any(map(self.env.user.has_group, keepers)):
            raise AccessError(self.env._("Price quotes are imported by purchasing."))

    def _check_may_import(self):
        super()._check_may_import()
        comparison = self.comparison_id
        comparison.check_access("write")
        # Two imports at once would add the same supplier twice.
        claim(comparison)
        comparison._approval_require_state("draft")

    def _import_labels(self, lang):
        translated = self.with_context(lang=lang).env
        return {
            "supplier": translated._("Supplier"),
            "product": translated._("Product code"),
            "price_unit": translated._("Unit price"),
            "freight": translated._("Freight"),
            "lead_days": translated._("Lead time (days)"),
            "payment_term_id": translated._("Payment terms"),
            "valid_until": translated._("Valid until"),
            "reference": translated._("Their reference"),
        }

    def _import_reader(self, columns, rows):
        labels = self._import_labels(self.env.lang or "en_US")
        comparison = self.comparison_id.with_company(self.company_id)
        return PriceSheetReader(comparison, columns, rows, labels, self.overwrite)

    def _import_key(self, vals):
        return vals["supplier"]

    # === Writing ===

    def _import_create(self, vals_list):
        """Quotations of new suppliers, terms and prices of these rows."""
        comparison = self.comparison_id.with_env(self.env)
        quotes = {quote.partner_id.id: quote for quote in comparison.quote_ids}
        rows_of = {}
        for vals in vals_list:
            rows_of.setdefault(vals["partner_id"], []).append(vals)
        new = []
        for partner_id, rows in rows_of.items():
            terms = self._given_terms(rows)
            if partner_id in quotes:
                self._write_quote(quotes[partner_id], terms, rows)
            else:
                new.append(self._prepare_quote(partner_id, terms, rows))
        self.env["sanbao.quotation"].create(new)
        # What only the database can refuse is to come up in this batch.
        self.env.flush_all()

    def _given_terms(self, rows):
        """What the rows of one supplier say beside prices; the reader found no strife."""
        return {
            name: vals[name]
            for vals in rows
            for name in TERMS
            if vals[name] is not None
        }

    def _prepare_quote(self, partner_id, terms, rows):
        return {
            "comparison_id": self.comparison_id.id,
            "partner_id": partner_id,
            "currency_id": self.company_id.currency_id.id,
            **terms,
            "price_ids": [
                Command.create(
                    {"need_id": vals["need_id"], "price_unit": vals["price_unit"]}
                )
                for vals in rows
            ],
        }

    def _write_quote(self, quote, terms, rows):
        changed = {
            name: value
            for name, value in terms.items()
            if value != quote._fields[name].convert_to_write(quote[name], quote)
        }
        if changed:
            quote.write(changed)
        cells = {cell.need_id.id: cell for cell in quote.price_ids}
        for vals in rows:
            cell = cells[vals["need_id"]]
            if cell.price_unit != vals["price_unit"]:
                cell.price_unit = vals["price_unit"]
