from odoo import fields, models


class SanbaoStockCountCause(models.Model):
    """Why what was counted differs from the book (STK-18)."""

    _name = "sanbao.stock.count.cause"
    _description = "Cause of a difference"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    human_error = fields.Boolean(
        help="Needs the person responsible and a decision (STK-19)."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_unique = models.Constraint(
        "UNIQUE (name)", "There is already a cause with this name."
    )
