from odoo import fields, models


class SanbaoSupplierCriterion(models.Model):
    """What suppliers are scored on, with its weight (PUR-03, PUR-07)."""

    _name = "sanbao.supplier.criterion"
    _description = "Supplier criterion"
    _inherit = ["mail.thread"]
    _order = "use, sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True)
    use = fields.Selection(
        selection=[("assessment", "Assessment"), ("evaluation", "Periodic evaluation")],
        required=True,
        default="assessment",
    )
    sequence = fields.Integer(default=10)
    weight = fields.Float(required=True, default=25.0, digits=(5, 2), tracking=True)
    scorer = fields.Selection(
        selection=[("pb", "Buyer"), ("qc", "Quality inspector")],
        string="Scored by",
        required=True,
        default="pb",
        tracking=True,
    )
    measure = fields.Selection(
        selection=[
            ("accepted", "Received and kept"),
            ("on_time", "Received on time"),
            ("reliable", "Complaints of customers"),
            ("durable", "Replaced under warranty"),
        ],
        string="Computed from",
        tracking=True,
        help="Of a periodic evaluation. Empty: scored by hand.",
    )
    note = fields.Text(
        string="What to look at", translate=True, help="Shown to whoever scores."
    )
    active = fields.Boolean(default=True, tracking=True)

    _code_unique = models.Constraint(
        "UNIQUE (code, use)", "There is already a criterion with this code."
    )
    _weight_positive = models.Constraint(
        "CHECK (weight > 0)", "The weight of a criterion must be above zero."
    )
