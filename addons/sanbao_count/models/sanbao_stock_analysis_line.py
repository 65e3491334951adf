from odoo import fields, models

from odoo.addons.sanbao_approval.computed import refuse_protected

AGES = [
    ("a030", "Up to 30 days", 30),
    ("a090", "31 to 90 days", 90),
    ("a180", "91 to 180 days", 180),
    ("a365", "181 to 365 days", 365),
    ("b365", "Over a year", None),
]


def age_band(days):
    """The key of the band in which an age in days falls.

    >>> [age_band(days) for days in (0, 30, 31, 180, 181, 365, 366)]
    ['a030', 'a030', 'a090', 'a180', 'a365', 'a365', 'b365']
    """
    return next(key for key, _name, last in AGES if last is None or days <= last)


class SanbaoStockAnalysisLine(models.Model):
    """One product in an analysis: how much, how old, how fast, how much too much."""

    _name = "sanbao.stock.analysis.line"
    _description = "Product in an analysis of the stock"
    _order = "analysis_id desc, value desc, id"
    _rec_name = "product_id"
    _check_company_auto = True

    analysis_id = fields.Many2one(
        "sanbao.stock.analysis",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="analysis_id.company_id", store=True)
    date = fields.Date(related="analysis_id.date", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True, ondelete="cascade"
    )
    categ_id = fields.Many2one(
        "product.category", string="Category", readonly=True, index=True
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float(readonly=True, digits="Product Unit")
    value = fields.Monetary(readonly=True)
    age_days = fields.Integer(
        string="Age (days)",
        readonly=True,
        aggregator="avg",
        help="Average of what lies there, by quantity.",
    )
    age = fields.Selection(
        selection=[(key, name) for key, name, _last in AGES],
        string="Age band",
        readonly=True,
        index=True,
    )
    needed = fields.Float(
        string="Needed in a year", readonly=True, digits="Product Unit"
    )
    needed_value = fields.Monetary(string="Cost of what was needed", readonly=True)
    average_value = fields.Monetary(string="Average stock", readonly=True)
    turnover = fields.Float(
        readonly=True,
        digits=(16, 2),
        aggregator=None,
        help="Needed in a year over the average of the stock a year ago and now.",
    )
    last_needed = fields.Date(string="Last needed", readonly=True)
    idle_days = fields.Integer(
        string="Days without use",
        readonly=True,
        aggregator=None,
        help="Since it was needed last, or since the oldest of it came.",
    )
    slow = fields.Boolean(string="Slow mover", readonly=True, index=True)
    slow_value = fields.Monetary(string="Value of slow movers", readonly=True)
    overstock_quantity = fields.Float(
        string="Overstock", readonly=True, digits="Product Unit"
    )
    overstock_value = fields.Monetary(readonly=True)

    def write(self, vals):
        refuse_protected(self, list(vals))
        return super().write(vals)
