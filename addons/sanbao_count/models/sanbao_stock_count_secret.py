from odoo import fields, models


class SanbaoStockCountSecret(models.Model):
    """What a blind count withholds of a line until it is handed in (STK-17).

    Nobody has a right on it: the engine keeps the book here, so that no reading, search,
    grouping or export of the line can tell it. Handing in copies it to the line.
    """

    _name = "sanbao.stock.count.secret"
    _description = "Withheld book of a counted line"
    _rec_name = "line_id"

    line_id = fields.Many2one(
        "sanbao.stock.count.line", required=True, index=True, ondelete="cascade"
    )
    book_quantity = fields.Float(digits="Product Unit")
    moved_quantity = fields.Float(digits="Product Unit")
    difference_quantity = fields.Float(digits="Product Unit")

    _line_unique = models.Constraint(
        "UNIQUE (line_id)", "The book of a line is withheld once."
    )
