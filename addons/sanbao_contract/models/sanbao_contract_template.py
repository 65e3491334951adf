import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# What the order fills in; the same names in every template.
PLACEHOLDERS = (
    "supplier",
    "company",
    "order",
    "amount",
    "amount_words",
    "delivery_date",
    "delivery_place",
    "payment_terms",
)


def placeholders_in(text):
    """Names of the placeholders of a text, e.g. ``supplier`` for ``{supplier}``."""
    return PLACEHOLDER.findall(text or "")


def filled(text, words):
    """The text with its placeholders filled in."""
    return PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), text or "")


def check_placeholders(records):
    """Refuse texts with placeholders that nothing fills in."""
    for record in records:
        unknown = set(placeholders_in(record.text)) - set(PLACEHOLDERS)
        if unknown:
            raise ValidationError(
                record.env._(
                    "%(clause)s: nothing fills in %(unknown)s. Possible are:"
                    " %(known)s.",
                    clause=record.kind_id.name,
                    unknown=", ".join(f"{{{name}}}" for name in sorted(unknown)),
                    known=", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
                )
            )


class SanbaoContractTemplate(models.Model):
    """Texts of clauses for products of a category, or for all."""

    _name = "sanbao.contract.template"
    _description = "Contract template"
    _order = "contract_type, category_id, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    contract_type = fields.Selection(
        selection=[("purchase", "Purchase contract")],
        required=True,
        default="purchase",
    )
    category_id = fields.Many2one(
        "product.category",
        string="Product Category",
        index=True,
        help="With its sub-categories. Empty: for every product.",
    )
    line_ids = fields.One2many(
        "sanbao.contract.template.line", "template_id", string="Clauses", copy=True
    )

    @api.model
    def _texts_for(self, contract_type, category):
        """``{kind: text}``: of the nearest category first, then of the ones above it."""
        # Filled in for everybody who drafts a contract.
        templates = self.sudo().search([("contract_type", "=", contract_type)])
        above = [int(part) for part in (category.parent_path or "").split("/") if part]
        rank = {category_id: place for place, category_id in enumerate(above, 1)}
        fitting = templates.filtered(
            lambda t: not t.category_id or t.category_id.id in rank
        )
        texts = {}
        for template in fitting.sorted(
            lambda t: (rank.get(t.category_id.id, 0), -t.id)
        ):
            texts.update({line.kind_id: line.text for line in template.line_ids})
        return texts


class SanbaoContractTemplateLine(models.Model):
    """The text of one clause in a template."""

    _name = "sanbao.contract.template.line"
    _description = "Clause of a contract template"
    _order = "template_id, kind_id, id"
    _rec_name = "kind_id"

    template_id = fields.Many2one(
        "sanbao.contract.template", required=True, index=True, ondelete="cascade"
    )
    kind_id = fields.Many2one(
        "sanbao.contract.clause.kind", string="Clause", required=True, index=True
    )
    text = fields.Text(required=True, translate=True)

    _kind_unique = models.Constraint(
        "UNIQUE (template_id, kind_id)", "A template has one text for each clause."
    )

    @api.constrains("text")
    def _check_text(self):
        check_placeholders(self)
