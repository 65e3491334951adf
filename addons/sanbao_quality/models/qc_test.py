from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_base.local_time import company_today

DRAFT = "draft"
IN_FORCE = "in_force"
SUPERSEDED = "superseded"
PROTECTED = {
    "sanbao_state",
    "sanbao_version",
    "sanbao_previous_id",
    "sanbao_author_id",
    "sanbao_reviewer_id",
    "sanbao_reviewed_at",
    "sanbao_review_due",
}
# What a version in use still lets itself be told.
FREE = {
    "active",
    "activity_ids",
    "message_follower_ids",
    "message_ids",
    "message_main_attachment_id",
}


class QcTest(models.Model):
    """验收标准: the acceptance standard of products or categories (STK-08), in versions.

    A version in force is not edited; a new one is made of it and put in force by somebody
    else than who wrote it. Inspections and receipts keep the version that they used
    (STK-09).
    """

    _name = "qc.test"
    _inherit = ["qc.test", "mail.activity.mixin", "sanbao.obligation.mixin"]
    _order = "name, sanbao_version desc, id desc"

    sanbao_state = fields.Selection(
        selection=[
            (DRAFT, "Draft"),
            (IN_FORCE, "In force"),
            (SUPERSEDED, "Superseded"),
        ],
        string="Status",
        required=True,
        default=DRAFT,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    sanbao_version = fields.Integer(
        string="Version", default=1, readonly=True, copy=False, aggregator=None
    )
    sanbao_previous_id = fields.Many2one(
        "qc.test",
        string="Previous Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    sanbao_use = fields.Selection(
        selection=[
            ("all", "Every inspection"),
            ("incoming", "Incoming"),
            ("process", "In process"),
            ("finished", "Finished product"),
            ("returned", "Returned goods"),
        ],
        string="Used for",
        required=True,
        default="all",
    )
    sanbao_template_ids = fields.Many2many(
        "product.template", "sanbao_standard_template_rel", string="Products"
    )
    sanbao_categ_ids = fields.Many2many(
        "product.category", "sanbao_standard_category_rel", string="Product Categories"
    )
    sanbao_basis = fields.Selection(
        selection=[
            ("national", "National standard"),
            ("industry", "Industry standard"),
            ("company", "Company standard"),
        ],
        string="Basis",
        tracking=True,
    )
    sanbao_basis_ref = fields.Char(
        string="Standard No.", help="For example GB/T 1234-2020.", tracking=True
    )
    sanbao_effective_date = fields.Date(
        string="Effective from", copy=False, tracking=True
    )
    sanbao_plan_id = fields.Many2one(
        "sanbao.sampling.plan",
        string="Sampling Plan",
        ondelete="restrict",
        tracking=True,
        help="Empty: every piece is inspected (QLT-13).",
    )
    sanbao_left_out = fields.Char(
        string="Left Out, and Why",
        help="Where a standard has no point for the appearance, the performance, the "
        "specification or the quantity: the reason.",
    )
    sanbao_author_id = fields.Many2one(
        "res.users",
        string="Written by",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    sanbao_reviewer_id = fields.Many2one(
        "res.users", string="Reviewed by", readonly=True, copy=False, tracking=True
    )
    sanbao_reviewed_at = fields.Datetime(
        string="Reviewed on", readonly=True, copy=False
    )
    sanbao_review_due = fields.Date(string="Next Review", readonly=True, copy=False)

    @api.depends("name", "sanbao_version")
    def _compute_display_name(self):
        for test in self:
            test.display_name = f"{test.name or ''} V{test.sanbao_version}"

    # === Who may write what ===

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            for vals in vals_list:
                if vals.get("sanbao_state") == DRAFT:
                    vals.pop("sanbao_state")
                refuse_protected(self, [n for n in PROTECTED if vals.get(n)])
        clean = without_computed_defaults(self, PROTECTED)
        return super(QcTest, clean).create(vals_list).with_env(self.env)

    def write(self, vals):
        if not is_engine(self.env):
            refuse_protected(self, PROTECTED & vals.keys())
            if vals.keys() - FREE:
                self._sanbao_require_draft()
                self._sanbao_note_author()
        return super().write(vals)

    def _sanbao_require_draft(self):
        used = self.filtered(lambda test: test.sanbao_state != DRAFT)
        if used:
            raise UserError(
                self.env._(
                    "%(standard)s is in use: inspections keep the version they used"
                    " (STK-09). Make a new version and change that.",
                    standard=used[0].display_name,
                )
            )

    def _sanbao_note_author(self):
        """Whoever changes a draft is its author: somebody else reviews it."""
        others = self.filtered(lambda test: test.sanbao_author_id != self.env.user)
        if others:
            as_engine(others).write({"sanbao_author_id": self.env.uid})

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._sanbao_require_draft()

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%s (copy)", test.name))
            if "name" not in (default or {})
            else vals
            for test, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # === Look-up ===

    @api.model
    def _sanbao_for(self, product, kind, company):
        """The version that holds today for an inspection of this kind, or none.

        One for the product goes before one for its category, a nearer category before
        one above it, one for this kind of inspection before one for all.
        """
        return self._sanbao_for_each(product, kind, company)[product]

    @api.model
    def _sanbao_for_each(self, products, kind, company):
        """``{product: its version, or none}``, as ``_sanbao_for`` chooses it."""
        today = company_today(company)
        categories = {product: product.categ_id._sanbao_path() for product in products}
        # Which standard holds does not depend on who asks.
        found = self.sudo().search_fetch(
            [
                ("sanbao_state", "=", IN_FORCE),
                ("sanbao_effective_date", "<=", today),
                ("company_id", "in", [company.id, False]),
                ("sanbao_use", "in", ["all", kind]),
                "|",
                ("sanbao_template_ids", "in", products.product_tmpl_id.ids),
                ("sanbao_categ_ids", "in", sorted(set().union(*categories.values()))),
            ],
            ["sanbao_use", "sanbao_effective_date"],
        )
        chosen = {
            product: found._sanbao_nearest(product, categories[product])
            for product in products
        }
        # Whoever asked goes on with the rights he had.
        return {product: test.sudo(self.env.su) for product, test in chosen.items()}

    def _sanbao_nearest(self, product, categories):
        """The one of these that holds for a product of these categories, nearest first."""
        template, ranks = product.product_tmpl_id, {}
        for test in self:
            near = [
                categories.index(categ.id)
                for categ in test.sanbao_categ_ids
                if categ.id in categories
            ]
            own = template in test.sanbao_template_ids
            if own or near:
                distance = -1 if own else min(near)
                newest = -test.sanbao_effective_date.toordinal()
                general = test.sanbao_use == "all"
                ranks[test] = distance, general, newest, -test.id
        return min(ranks, key=ranks.get, default=self.browse())
