from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    sanbao_head_id = fields.Many2one(
        "res.users",
        string="Warehouse head",
        copy=False,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Responsible for the counts; approves differences within the tolerance.",
    )
    sanbao_goods_count_months = fields.Integer(
        string="Goods counted every (months)",
        help="A count of all goods of this warehouse besides the monthly and quarterly"
        " ones (STK-16). Zero: as the parameter of the rule says.",
    )

    _sanbao_goods_count_months_not_negative = models.Constraint(
        "CHECK (sanbao_goods_count_months >= 0)",
        "Enter after how many months the goods are counted again, or zero.",
    )

    def _sanbao_count_domain(self):
        """Domain of the quants of this warehouse, held goods included: they lie outside
        its stock but are counted with it."""
        self.ensure_one()
        roots = (
            self.view_location_id
            | self.sanbao_inspection_location_id
            | self.sanbao_nonconforming_location_id
        )
        return [
            ("location_id", "child_of", roots.ids),
            ("location_id.usage", "=", "internal"),
            ("product_id.is_storable", "=", True),
        ]
