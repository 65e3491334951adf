from odoo import fields, models


class RepairOrder(models.Model):
    _inherit = "repair.order"

    # Each archive counts the repairs of its unit: without index a scan of all repairs.
    lot_id = fields.Many2one(index="btree_not_null")
