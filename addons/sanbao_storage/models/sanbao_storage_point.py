from odoo import fields, models

from ..kinds import FIRE, KINDS


class SanbaoStoragePoint(models.Model):
    """What is looked at on a round."""

    _name = "sanbao.storage.point"
    _description = "Point of a round"
    _order = "kind, sequence, id"

    name = fields.Char("Look At", required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, default=FIRE)
    scope = fields.Selection(
        selection=[
            ("each", "Each piece or place"),
            ("round", "Once per round"),
        ],
        required=True,
        default="each",
        help="Each piece or place has one line on the round; what is looked at there"
        " stands at its head. What is looked at once has a line of its own.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
