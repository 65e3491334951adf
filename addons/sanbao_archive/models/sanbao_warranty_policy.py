from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# The terms of a policy that an archive keeps as they were on the day it was made.
TERMS = (
    "warranty_months",
    "mileage_limit",
    "hour_limit",
    "warranty_scope",
    "warranty_exclusions",
)


class SanbaoWarrantyPolicy(models.Model):
    """Warranty terms for a product, a category or everything the company makes."""

    _name = "sanbao.warranty.policy"
    _inherit = ["mail.thread"]
    _description = "Warranty policy"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company."
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Product",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
        tracking=True,
    )
    categ_id = fields.Many2one(
        "product.category",
        string="Product category",
        index="btree_not_null",
        ondelete="cascade",
        tracking=True,
        help="Counts for the categories below it, too.",
    )
    warranty_months = fields.Integer(
        string="Warranty (months)", required=True, default=12, tracking=True
    )
    mileage_limit = fields.Integer(
        string="Mileage limit (km)", tracking=True, help="0: no limit."
    )
    hour_limit = fields.Integer(
        string="Working hours limit", tracking=True, help="0: no limit."
    )
    warranty_scope = fields.Text(
        string="Scope", required=True, translate=True, tracking=True
    )
    warranty_exclusions = fields.Text(
        string="Exclusions", translate=True, tracking=True
    )
    care_plan = fields.Text(translate=True, tracking=True)

    @api.constrains("warranty_months", "mileage_limit", "hour_limit")
    def _check_numbers(self):
        for policy in self:
            if policy.warranty_months < 1:
                raise ValidationError(
                    self.env._(
                        "%(policy)s: give the warranty in months, at least 1.",
                        policy=policy.name,
                    )
                )
            if min(policy.mileage_limit, policy.hour_limit) < 0:
                raise ValidationError(
                    self.env._(
                        "%(policy)s: a limit cannot be negative. 0 means no limit.",
                        policy=policy.name,
                    )
                )

    @api.constrains("product_tmpl_id", "categ_id")
    def _check_subject(self):
        if any(policy.product_tmpl_id and policy.categ_id for policy in self):
            raise ValidationError(
                self.env._("A policy is for a product or for a category, not for both.")
            )

    def _terms(self):
        """What an archive keeps of this policy; zeros and blanks of an empty policy."""
        terms = {name: self[name] for name in TERMS}
        return {**terms, "care_plan": self.care_plan, "policy_id": self.id}

    @api.model
    def _for_products(self, products, company):
        """The policy in force for each product of a company: ``{product: policy}``.

        That of the product goes before that of the nearest category, before the general
        one; of two alike, the company's own before the shared, then by sequence. They
        come with the rights of the system, for copying.
        """
        domain = Domain("company_id", "in", [company.id, False])
        # Everybody's delivery gets its terms; not everybody keeps the policies.
        # The terms are kept in the language of the company, not of the person delivering.
        lang = company.sudo().partner_id.lang or self.env.lang
        policies = self.sudo().with_context(lang=lang).search(domain)
        policies = policies.sorted(lambda policy: not policy.company_id)
        found = {}
        for policy in policies:
            found.setdefault((policy.product_tmpl_id.id, policy.categ_id.id), policy)
        return {
            product: policies.browse()._pick(product, found) for product in products
        }

    def _pick(self, product, found):
        keys = [(product.product_tmpl_id.id, False)]
        path = (product.categ_id.parent_path or "").split("/")
        keys += [(False, int(number)) for number in reversed(path) if number]
        keys.append((False, False))
        return next((found[key] for key in keys if key in found), self.browse())
