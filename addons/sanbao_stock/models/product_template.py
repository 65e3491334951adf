from odoo import api, fields, models

from ..fitting import DRY, is_damp_proof


class ProductTemplate(models.Model):
    _inherit = "product.template"

    sanbao_zone_id = fields.Many2one(
        "sanbao.stock.zone",
        string="Zone",
        domain=[("kind", "=", "storage")],
        help="Where the product is stored (STK-01). Empty: as its category.",
    )
    sanbao_length = fields.Float(string="Length (cm)", help="Of one packed piece.")
    sanbao_width = fields.Float(string="Width (cm)")
    sanbao_height = fields.Float(string="Height (cm)")
    sanbao_moisture_sensitive = fields.Boolean(
        string="Moisture-sensitive",
        help="Lies in a dry or ventilated place, in moisture-proof packing (STK-26).",
    )
    sanbao_perishable = fields.Boolean(string="Perishable")
    sanbao_fragile = fields.Boolean(string="Fragile")
    sanbao_measure_ids = fields.Many2many(
        "sanbao.storage.measure",
        string="Storage Measures",
        help="What is done when the product is put away (STK-29).",
    )
    # Receipts and transfers ask every product; this answers without a look at measures.
    sanbao_sensitive = fields.Boolean(
        string="Sensitive", compute="_compute_sanbao_sensitive", store=True
    )

    @api.depends(
        "sanbao_moisture_sensitive",
        "sanbao_perishable",
        "sanbao_fragile",
        "sanbao_measure_ids",
    )
    def _compute_sanbao_sensitive(self):
        for template in self:
            template.sanbao_sensitive = bool(
                template.sanbao_moisture_sensitive
                or template.sanbao_perishable
                or template.sanbao_fragile
                or template.sanbao_measure_ids
            )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _sanbao_zone(self):
        """The zone where the product belongs: its own, else that of its category."""
        return self.product_tmpl_id.sanbao_zone_id or self.categ_id._sanbao_zone()

    def _sanbao_model(self):
        """Model or specification, as receipts and forms name it; empty: it has none."""
        self.ensure_one()
        return self.default_code or ", ".join(
            self.product_template_attribute_value_ids.mapped("name")
        )

    def _sanbao_size(self):
        """The edges of one packed piece in centimetres; 0: not measured."""
        return (self.sanbao_length, self.sanbao_width, self.sanbao_height)

    def _sanbao_care_text(self):
        """What is done when this product is put away, in words."""
        self.ensure_one()
        words = []
        if self.sanbao_moisture_sensitive:
            words.append(self.env._("moisture-proof packing, dry or ventilated place"))
        if self.sanbao_perishable:
            words.append(self.env._("perishable: first in, first out"))
        if self.sanbao_fragile:
            words.append(self.env._("fragile: no load on top"))
        words += self.sanbao_measure_ids.mapped("name")
        return ", ".join(words)

    def _sanbao_missing_abilities(self, abilities):
        """Names of what the product needs of its place and these abilities do not offer.

        :param abilities: of a place, as ``stock.location._sanbao_places`` gives them
        :return: ``(for STK-26, for STK-29)``, two lists of texts
        """
        if not self.sanbao_sensitive:
            return [], []
        names = dict(
            self.env["sanbao.storage.measure"]
            ._fields["ability"]
            ._description_selection(self.env)
        )
        damp = []
        if self.sanbao_moisture_sensitive and not is_damp_proof(abilities):
            damp.append(names[DRY])
        wanted = set(self.sanbao_measure_ids.mapped("ability")) - {False}
        return damp, [names[key] for key in sorted(wanted - set(abilities))]
