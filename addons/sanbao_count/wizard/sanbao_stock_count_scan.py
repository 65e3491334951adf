from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.sanbao_stock_count import CHECKING, COUNTING


class SanbaoStockCountScan(models.TransientModel):
    """Counting with a scanner or a phone: the place first, then what lies there.

    Each scan of a product or lot counts one more piece; the figure may also be typed.
    """

    _name = "sanbao.stock.count.scan"
    _description = "Count by scanning"
    _inherit = "sanbao.scan.mixin"
    _rec_name = "count_id"

    count_id = fields.Many2one(
        "sanbao.stock.count", required=True, readonly=True, ondelete="cascade"
    )
    count_state = fields.Selection(related="count_id.state", string="Status")
    progress = fields.Float(related="count_id.progress")
    location_id = fields.Many2one(
        "stock.location", string="Place", domain="[('usage', '=', 'internal')]"
    )
    line_id = fields.Many2one("sanbao.stock.count.line", readonly=True)
    product_id = fields.Many2one(related="line_id.product_id")
    lot_id = fields.Many2one(related="line_id.lot_id")
    uom_id = fields.Many2one(related="line_id.uom_id")
    hidden = fields.Boolean(related="line_id.hidden")
    book_quantity = fields.Float(related="line_id.book_quantity")
    quantity = fields.Float(
        string="Counted",
        digits="Product Unit",
        help="Typed figures replace scanned ones.",
    )
    entered = fields.Float(
        string="Noted so far", compute="_compute_entered", digits="Product Unit"
    )

    @api.depends("line_id.counted_quantity", "line_id.check_quantity")
    def _compute_entered(self):
        for scanner in self:
            scanner.entered = scanner.line_id and scanner._figure(scanner.line_id)

    # === Scanning ===

    def _scan_products(self):
        """Lots of what is on the sheet in this place come first."""
        if not self.location_id:
            return super()._scan_products()
        return self._lines([("location_id", "=", self.location_id.id)]).product_id

    def _on_scanned(self, record):
        if record._name == "stock.location":
            return self._scan_location(record)
        if record._name == "product.product":
            piece = record.env.context.get("sanbao_scan_quantity", 1.0)
            return self._scan_goods(record, self.env["stock.lot"], piece)
        if record._name == "stock.lot":
            return self._scan_goods(record.product_id, record, 1.0)
        raise self._not_here(record)

    def _scan_location(self, location):
        if location.usage != "internal":
            raise self._not_here(location)
        self.write({"location_id": location.id, "line_id": False, "quantity": 0.0})
        return self._scan_answer(self.env._("Counting in %s", location.display_name))

    def _scan_goods(self, product, lot, pieces):
        if not self.location_id:
            raise UserError(self.env._("Scan the place first, then what lies there."))
        if product.tracking != "none" and not lot:
            raise UserError(
                self.env._(
                    "%(product)s: scan its lot or serial number.",
                    product=product.display_name,
                )
            )
        line = self._line_for(product, lot)
        quantity = self._figure(line) + pieces
        if product.tracking == "serial":
            quantity = 1.0
        self._enter(line, quantity)
        return self._scan_answer(
            self.env._(
                "%(line)s: %(quantity)g", line=line.display_name, quantity=quantity
            )
        )

    def _lines(self, domain):
        lines = self.env["sanbao.stock.count.line"]
        return lines.search([("count_id", "=", self.count_id.id), *domain])

    def _line_for(self, product, lot):
        """The line of these goods in this place; a new one for goods not on the sheet."""
        found = self._lines(
            [
                ("location_id", "=", self.location_id.id),
                ("product_id", "=", product.id),
                ("lot_id", "=", lot.id),
            ]
        )
        # Of several packages or owners, the one that is not counted yet.
        missing = found.filtered(lambda line: not self._is_mine_done(line))
        line = self.line_id if self.line_id in found else missing[:1] or found[:1]
        if line:
            return line
        self.count_id._require_state(COUNTING)
        return found.create(
            {
                "count_id": self.count_id.id,
                "product_id": product.id,
                "location_id": self.location_id.id,
                "lot_id": lot.id,
            }
        )

    def _is_mine_done(self, line):
        return line.checked if self.count_id.state == CHECKING else line.counted

    def _figure(self, line):
        """What is entered on the line so far, in this round of counting."""
        if self.count_id.state == CHECKING:
            return line.check_quantity if line.checked else 0.0
        return line.counted_quantity if line.counted else 0.0

    def _enter(self, line, quantity):
        checking = self.count_id.state == CHECKING
        line.write({"check_quantity" if checking else "counted_quantity": quantity})
        self.write({"line_id": line.id, "quantity": quantity})

    # === Buttons ===

    def action_save(self):
        """Take the typed figure for the goods scanned last."""
        self.ensure_one()
        self.check_access("write")
        if not self.line_id:
            raise UserError(self.env._("Scan the goods first."))
        self._enter(self.line_id, self.quantity)
        return True

    def action_next(self):
        """Go to the next line of this place that is not counted yet."""
        self.ensure_one()
        self.check_access("write")
        name = "checked" if self.count_id.state == CHECKING else "counted"
        domain = [(name, "=", False)]
        if name == "checked":
            domain.append(("needs_check", "=", True))
        here = [*domain, ("location_id", "=", self.location_id.id)]
        line = self._lines(here)[:1] if self.location_id else self._lines([])[:0]
        line = line or self._lines(domain)[:1]
        if not line:
            raise UserError(self.env._("Everything on this sheet is counted."))
        self.write(
            {"line_id": line.id, "location_id": line.location_id.id, "quantity": 0.0}
        )
        return True

    def action_back(self):
        """Back to the count."""
        self.ensure_one()
        return self.count_id._open_form()
