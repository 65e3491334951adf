from odoo import api, fields, models, tools
from odoo.exceptions import AccessError

# Who may say that a product needs no design release.
DECIDERS = ("tech", "rd", "dgm", "gm", "admin")
READERS = ("tech", "rd", "qm", "qc", "prod", "dgm", "gm", "sup", "admin")


class ProductTemplate(models.Model):
    """New products are released before they are produced and sold (QLT-07)."""

    _inherit = "product.template"

    sanbao_design_required = fields.Boolean(
        string="Needs a Design Release",
        compute="_compute_sanbao_design_required",
        store=True,
        readonly=False,
        help="Developed by us: produced and sold only after its design file, with risk"
        " assessment and reliability tests, has been approved.",
    )
    sanbao_design_ids = fields.One2many(
        "sanbao.product.design",
        "product_tmpl_id",
        string="Design Files",
        groups=",".join(f"sanbao_base.group_{code}" for code in READERS),
    )
    sanbao_design_state = fields.Selection(
        selection=[
            ("none", "Not Subject to It"),
            ("pending", "Not Released"),
            ("released", "Released"),
        ],
        string="Design Release",
        compute="_compute_sanbao_design_state",
    )

    @api.depends("purchase_ok", "sale_ok", "type")
    def _compute_sanbao_design_required(self):
        """Proposed on the screen of a new product; what exists keeps its answer."""
        for template in self:
            template.sanbao_design_required = (
                template.sanbao_design_required
                if template._origin.id
                else template._sanbao_is_own_design()
            )

    def _sanbao_is_own_design(self):
        """New goods that we sell and do not buy are our own design."""
        self.ensure_one()
        get = self.env["sanbao.parameter"]._get
        return (
            self.type == "consu"
            and self.sale_ok
            and not self.purchase_ok
            and get("design_for_new_products", self.company_id or None)
        )

    @api.depends("sanbao_design_required", "sanbao_design_ids.state")
    @api.depends_context("company")
    def _compute_sanbao_design_state(self):
        unreleased = self._sanbao_unreleased(self.env.company.id)
        for template in self:
            if not template.sanbao_design_required:
                template.sanbao_design_state = "none"
            elif template._origin.id in unreleased:
                template.sanbao_design_state = "pending"
            else:
                template.sanbao_design_state = "released"

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        for template, vals in zip(templates, vals_list, strict=True):
            if "sanbao_design_required" in vals:
                continue
            if template._sanbao_is_own_design():
                template.sanbao_design_required = True
        if any(templates.mapped("sanbao_design_required")):
            self.env.registry.clear_cache()
        return templates

    def write(self, vals):
        if "sanbao_design_required" not in vals:
            return super().write(vals)
        if not vals["sanbao_design_required"]:
            self._sanbao_check_decider()
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def _sanbao_check_decider(self):
        required = self.filtered("sanbao_design_required")
        user = self.env.user
        if not required or self.env.su:
            return
        if not any(user.has_group(f"sanbao_base.group_{code}") for code in DECIDERS):
            raise AccessError(
                self.env._(
                    "%s needs a design release. Only the technical department or the"
                    " management decides that it needs none.",
                    required[0].display_name,
                )
            )

    # === What is not released ===

    @api.model
    @tools.ormcache("company_id")
    def _sanbao_unreleased(self, company_id):
        """Ids of the products that this company may not produce or sell yet (QLT-07).

        Cached, because each confirmed order asks; nearly always it is empty.
        """
        # Whoever sells is bound by it, whatever he may read of designs.
        templates = self.sudo().with_context(active_test=False)
        released = [
            ("company_id", "=", company_id),
            ("state", "=", "approved"),
            ("has_records", "=", True),
        ]
        found = templates.search(
            [
                ("sanbao_design_required", "=", True),
                ("sanbao_design_ids", "not any", released),
            ]
        )
        return frozenset(found.ids)

    def _sanbao_not_released(self, company):
        """Those of the products that the company may not produce or sell yet."""
        unreleased = self._sanbao_unreleased(company.id)
        return self.filtered(lambda t: t.id in unreleased) if unreleased else self[:0]

    def action_sanbao_view_designs(self):
        """Open the design files of this product."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_design.sanbao_product_design_action"
        )
        return dict(
            action,
            domain=[("product_tmpl_id", "=", self.id)],
            context={"default_product_tmpl_id": self.id},
        )
