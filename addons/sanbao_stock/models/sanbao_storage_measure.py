from odoo import fields, models

from ..fitting import DRY, GUARD, VENTILATED

ABILITIES = [
    (DRY, "Dry place"),
    (VENTILATED, "Ventilated place"),
    (GUARD, "Shelf with a guard"),
]


class SanbaoStorageMeasure(models.Model):
    """What is done so that sensitive goods do not suffer in the warehouse (STK-29)."""

    _name = "sanbao.storage.measure"
    _description = "Storage measure"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    ability = fields.Selection(
        selection=ABILITIES,
        string="The Place Must Offer",
        help="Empty: done on the goods; the keeper confirms it when he puts them away.",
    )
    note = fields.Text(translate=True)
