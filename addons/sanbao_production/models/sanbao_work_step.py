from odoo import api, fields, models
from odoo.fields import Domain


class SanbaoWorkStep(models.Model):
    """作业步骤: what is done where, by which procedures and on which machines (QLT-17)."""

    _name = "sanbao.work.step"
    _description = "Work step"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    product_tmpl_ids = fields.Many2many(
        "product.template",
        "sanbao_work_step_product_rel",
        "step_id",
        "product_id",
        string="Products",
        help="Empty: all products.",
    )
    page_ids = fields.Many2many(
        "document.page",
        "sanbao_work_step_page_rel",
        "step_id",
        "page_id",
        string="Operating Procedures",
        domain=[("sanbao_register", "=", "procedure")],
        help="Controlled quality procedures by which the step is worked.",
    )
    equipment_ids = fields.Many2many(
        "maintenance.equipment",
        "sanbao_work_step_equipment_rel",
        "step_id",
        "equipment_id",
        string="Machines",
        domain=[("sanbao_machine", "=", True)],
    )
    control_points = fields.Text(
        string="What Is Watched",
        help="Figures and features that are monitored: torque, pressure, weld seam …",
    )
    has_procedure = fields.Boolean(
        string="Procedure in Force",
        compute="_compute_has_procedure",
        search="_search_has_procedure",
        help="One of its operating procedures is in force today.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for step in self:
            step.display_name = " ".join(filter(None, (step.code, step.name)))

    @api.depends("page_ids.sanbao_version_ids.state")
    @api.depends_context("company")
    def _compute_has_procedure(self):
        for step in self:
            # Whether a procedure is in force does not depend on who asks.
            pages = step.sudo().page_ids
            step.has_procedure = any(page.sanbao_in_force for page in pages)

    @api.model
    def _search_has_procedure(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = (True in value) == (operator == "in")
        in_force = Domain("page_ids", "any", [("sanbao_in_force", "=", True)])
        return in_force if wanted else ~in_force
