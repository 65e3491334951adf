from odoo import Command, api, fields, models

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)
from odoo.addons.sanbao_base.counting import Counted, fill_counts

SUPERSEDED = "superseded"


class SanbaoProductDesign(models.Model):
    """产品设计档案: one version of a design, what was checked, assessed and tested.

    Its approval releases the product for production and sale (QLT-07).
    """

    _name = "sanbao.product.design"
    _description = "Product design file"
    _inherit = ["sanbao.numbered.mixin", "sanbao.approval.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "product_tmpl_id"]
    _check_company_auto = True

    _approval_final_states = (SUPERSEDED,)
    _approval_fields = (
        "product_tmpl_id",
        "description",
        "document_ids",
        "check_ids.aspect_id",
        "check_ids.result",
        "check_ids.evidence",
        "risk_ids.hazard",
        "risk_ids.effect",
        "risk_ids.severity",
        "risk_ids.likelihood",
        "risk_ids.measure",
        "risk_ids.residual_severity",
        "risk_ids.residual_likelihood",
        "test_ids.name",
        "test_ids.method",
        "test_ids.sample",
        "test_ids.date",
        "test_ids.laboratory",
        "test_ids.result",
        "test_ids.report_number",
        "test_ids.report_file",
    )
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "version",
        "has_records",
        "released_version_ids",
    )

    name = fields.Char(string="Design No.")
    state = fields.Selection(
        selection_add=[(SUPERSEDED, "Superseded")], ondelete={SUPERSEDED: "cascade"}
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Product",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
    )
    version = fields.Integer(readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        string="Designer",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    description = fields.Text(
        string="Purpose and Requirements",
        help="For whom and what for; main figures; laws and standards that apply.",
    )
    change_note = fields.Text(
        string="Changes", help="What differs from the version before, and why."
    )
    document_ids = fields.Many2many(
        "document.page",
        "sanbao_product_design_page_rel",
        "design_id",
        "page_id",
        string="Design Documents",
        domain=[("sanbao_register", "=", "design")],
        copy=True,
    )
    released_version_ids = fields.Many2many(
        "document.page.history",
        "sanbao_product_design_version_rel",
        "design_id",
        "version_id",
        string="Released Versions",
        readonly=True,
        copy=False,
        help="The versions of the design documents that the release stands for.",
    )
    check_ids = fields.One2many(
        "sanbao.design.check",
        "design_id",
        string="Checklist",
        copy=True,
        default=lambda self: self._default_checks(),
    )
    risk_ids = fields.One2many(
        "sanbao.design.risk", "design_id", string="Risk Assessment", copy=True
    )
    test_ids = fields.One2many(
        "sanbao.design.test", "design_id", string="Reliability Tests", copy=True
    )
    has_records = fields.Boolean(
        "Risks and Tests Recorded",
        readonly=True,
        copy=False,
        help="On submission: the risks are dealt with and the tests are passed.",
    )
    version_count = fields.Integer(string="Versions", compute="_compute_version_count")

    _version_unique = models.UniqueIndex(
        "(product_tmpl_id, company_id, version) WHERE version > 0",
        "Another version of this design was made at the same time. Try again.",
    )

    @api.model
    def _aspects(self):
        """What every design is asked."""
        return self.env["sanbao.design.aspect"].search([("active", "=", True)])

    @api.model
    def _default_checks(self):
        return [Command.create({"aspect_id": aspect.id}) for aspect in self._aspects()]

    @api.depends("name", "product_tmpl_id", "version")
    def _compute_display_name(self):
        for design in self:
            words = (design.name, design.product_tmpl_id.name, f"V{design.version}")
            design.display_name = " ".join(filter(None, words))

    @api.depends("product_tmpl_id")
    def _compute_version_count(self):
        counted = Counted("version_count", self, "product_tmpl_id", "product_tmpl_id")
        fill_counts(self, [counted])

    # === Creation and changes ===

    @api.model_create_multi
    def create(self, vals_list):
        designs = super().create(vals_list)
        for design in designs:
            design._give_version()
        # Designers open the file; the product is not theirs to write.
        products = designs.product_tmpl_id.sudo()
        products.filtered(
            lambda product: not product.sanbao_design_required
        ).sanbao_design_required = True
        return designs

    def write(self, vals):
        moves = {"product_tmpl_id", "company_id"} & vals.keys()
        if moves:
            # Numbered anew below: the old number may be taken there.
            as_engine(self).version = 0
        result = super().write(vals)
        if moves:
            for design in self:
                design._give_version()
        if "state" in vals:
            # Which products are released has changed.
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # === Screen ===

    def action_view_versions(self):
        """Open all versions of this design."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_design.sanbao_product_design_action"
        )
        domain = [("product_tmpl_id", "=", self.product_tmpl_id.id)]
        return dict(action, domain=domain, context={})
