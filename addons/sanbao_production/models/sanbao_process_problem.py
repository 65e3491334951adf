from odoo import api, fields, models

from odoo.addons.sanbao_base.local_time import company_today

OPEN, CLOSED = "open", "closed"
QUALITY, EQUIPMENT = "quality", "equipment"


class SanbaoProcessProblem(models.Model):
    """过程问题: what went wrong at a work step, why, and what was done (QLT-17, QLT-11)."""

    _name = "sanbao.process.problem"
    _description = "Process problem"
    _inherit = ["sanbao.production.document", "sanbao.obligation.mixin"]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "description"]
    _check_company_auto = True
    _document_open = (OPEN,)

    name = fields.Char(string="Problem No.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date = fields.Date(
        string="Found On",
        required=True,
        index=True,
        default=lambda self: company_today(self.env.company),
    )
    reporter_id = fields.Many2one(
        "res.users",
        string="Logged By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    kind = fields.Selection(
        selection=[
            (QUALITY, "Quality"),
            (EQUIPMENT, "Machine"),
            ("process", "Process or Figures"),
            ("material", "Material"),
            ("safety", "Safety"),
        ],
        required=True,
        default=QUALITY,
        tracking=True,
    )
    output_id = fields.Many2one(
        "sanbao.production.output",
        string="Production Record",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    step_id = fields.Many2one(
        "sanbao.work.step",
        string="Work Step",
        required=True,
        index=True,
        check_company=True,
        compute="_compute_from_output",
        store=True,
        readonly=False,
        precompute=True,
    )
    equipment_id = fields.Many2one(
        "maintenance.equipment",
        string="Machine",
        index="btree_not_null",
        check_company=True,
        compute="_compute_from_output",
        store=True,
        readonly=False,
        precompute=True,
        domain=[("sanbao_machine", "=", True)],
    )
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        check_company=True,
        compute="_compute_from_output",
        store=True,
        readonly=False,
        precompute=True,
    )
    lot_id = fields.Many2one(
        "stock.lot",
        index="btree_not_null",
        check_company=True,
        domain="[('product_id', '=', product_id)]",
        compute="_compute_from_output",
        store=True,
        readonly=False,
        precompute=True,
    )
    worker = fields.Char(
        string="Person at Work",
        compute="_compute_from_output",
        store=True,
        readonly=False,
        precompute=True,
    )
    quantity = fields.Float(string="Affected", digits="Product Unit")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    description = fields.Text(string="What Happened", required=True)
    first_measure = fields.Text(string="Done at Once")
    material = fields.Char(string="Material and Its Lot")
    cause_kind = fields.Selection(
        selection=[
            ("man", "Person"),
            ("machine", "Equipment"),
            ("material", "Material"),
            ("method", "Method"),
            ("environment", "Environment"),
        ],
        string="Source of the Cause",
        tracking=True,
    )
    cause = fields.Text()
    measure = fields.Text(
        string="Corrective Measure", help="What keeps it from happening again."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    due_date = fields.Date(string="Due", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed On", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    in_time = fields.Boolean(readonly=True, copy=False, help="Closed when it was due.")
    state = fields.Selection(
        selection=[(OPEN, "Open"), (CLOSED, "Closed")],
        required=True,
        readonly=True,
        default=OPEN,
        copy=False,
        index=True,
        tracking=True,
    )
    nonconformity_id = fields.Many2one(
        "sanbao.nonconformity",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    request_id = fields.Many2one(
        "maintenance.request",
        string="Repair of the Machine",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
    )

    _document_protected = (
        "state",
        "reporter_id",
        "due_date",
        "closed_at",
        "closed_by_id",
        "in_time",
        "nonconformity_id",
        "request_id",
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "The affected quantity is not negative."
    )

    @api.depends("output_id")
    def _compute_from_output(self):
        """What the record of production knows already."""
        for problem in self:
            row = problem.output_id
            problem.step_id = row.step_id or problem.step_id
            problem.equipment_id = row.equipment_id or problem.equipment_id
            problem.product_id = row.product_id or problem.product_id
            problem.lot_id = row.lot_id or problem.lot_id
            problem.worker = row.worker or problem.worker

    @api.depends("name", "step_id")
    def _compute_display_name(self):
        for problem in self:
            words = (problem.name, problem.step_id.display_name)
            problem.display_name = " ".join(filter(None, words))
