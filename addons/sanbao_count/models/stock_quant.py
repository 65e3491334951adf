from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine

from ..posting import Posting
from .sanbao_stock_count import COUNTING, SPOT
from .stock_move import LINK

# What a quantity is, of what and where: changed by transfers and counts only.
BOOK = {
    *("quantity", "product_id", "location_id", "lot_id", "package_id", "owner_id"),
    "company_id",
}
# What is no use where counts alone adjust the stock.
APPLY = ("action_apply_inventory", "action_apply_all")
APPLY_DIALOGUE = "stock.action_stock_inventory_adjustement_name"


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _sanbao_key(self):
        """What names these goods: product, place, lot, package, owner (ids)."""
        self.ensure_one()
        return (
            self.product_id.id,
            self.location_id.id,
            self.lot_id.id,
            self.package_id.id,
            self.owner_id.id,
        )

    @api.model
    def _sanbao_book(self, products, locations):
        """``{key: quantity}`` of all that the book has of these products there, now."""
        names = ("product_id", "location_id", "lot_id", "package_id", "owner_id")
        # The book is the same whoever counts; blind counts ask for the engine only.
        groups = self.sudo()._read_group(
            [
                ("product_id", "in", products.ids),
                ("location_id", "in", locations.ids),
            ],
            names,
            ["quantity:sum"],
        )
        return {
            tuple(record.id for record in key): quantity for *key, quantity in groups
        }

    @api.model
    def _sanbao_of(self, lines):
        """``{key: one quant}`` of the goods of these lines."""
        quants = self.search(
            [
                ("product_id", "in", lines.product_id.ids),
                ("location_id", "in", lines.location_id.ids),
            ],
            order="id desc",
        )
        return {quant._sanbao_key(): quant for quant in quants}

    @api.model
    def _sanbao_empty(self, line):
        """A quant for goods that the book does not know there."""
        return self.create(
            {
                "product_id": line.product_id.id,
                "location_id": line.location_id.id,
                "lot_id": line.lot_id.id,
                "package_id": line.package_id.id,
                "owner_id": line.owner_id.id,
            }
        )

    # === The book is not written by hand (STK-18) ===

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        if not self.env.su:
            quants.filtered("quantity")._sanbao_gate_book()
        return quants

    def write(self, vals):
        if self.env.su or not BOOK & vals.keys():
            return super().write(vals)
        self._sanbao_gate_book()
        return super().write(vals)

    def _sanbao_gate_book(self):
        """Odoo lets people of the stock rewrite these values by RPC, without any move."""
        self.env["sanbao.rule"]._gate(
            "STK-18",
            self,
            lambda quant: self.env._(
                "%(product)s in %(location)s: quantity, lot and place are not written by"
                " hand. Transfer the goods, or make a spot count.",
                product=quant.product_id.display_name,
                location=quant.location_id.display_name,
            ),
        )

    def _get_inventory_move_values(
        self,
        qty,
        location_id,
        location_dest_id,
        package_id=False,
        package_dest_id=False,
    ):
        values = super()._get_inventory_move_values(
            qty, location_id, location_dest_id, package_id, package_dest_id
        )
        posting = Posting.of(self.env)
        if posting:
            values[LINK] = posting.lines[self.id]
        return values

    # === Spot counts (STK-18) ===

    def action_sanbao_spot_count(self):
        """Count these goods: what was typed on this screen becomes the counted figure.

        :return: the action that opens the count
        :raise UserError: goods of several warehouses, or of none
        """
        self.env["sanbao.stock.count"].check_access("create")
        self.env["stock.move"]._sanbao_require_keeper(
            self.env._("Only the warehouse counts the stock.")
        )
        self.check_access("write")
        count = self.env["sanbao.stock.count"]._make_spot(self)
        return count._open_form()

    def _sanbao_warehouse(self):
        """The one warehouse in which these goods lie, held ones included."""
        company = self.company_id
        if len(company) == 1:
            warehouses = self.env["stock.warehouse"].search(
                [("company_id", "=", company.id)]
            )
            for warehouse in warehouses:
                domain = warehouse._sanbao_count_domain()
                if len(self.filtered_domain(domain)) == len(self):
                    return warehouse
        raise UserError(
            self.env._("Choose goods that lie in one warehouse, and at least one line.")
        )

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        """The buttons depend on the mode of the rule."""
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self.env["sanbao.rule"]._is_blocking("STK-18"))

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Where counts alone adjust the stock, the buttons that would be refused go."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "list" and self.env["sanbao.rule"]._is_blocking("STK-18"):
            dialogue = self.env["ir.model.data"]._xmlid_to_res_id(APPLY_DIALOGUE)
            for button in list(arch.iter("button")):
                if button.get("name") in (*APPLY, str(dialogue)):
                    button.getparent().remove(button)
        return arch, view


class SanbaoStockCount(models.Model):
    _inherit = "sanbao.stock.count"

    @api.model
    def _make_spot(self, quants):
        """A spot count of exactly these goods, with the figures typed already."""
        warehouse = quants._sanbao_warehouse()
        typed = {
            quant._sanbao_key(): quant.inventory_quantity
            for quant in quants
            if quant.inventory_quantity_set
        }
        count = self.create(
            {
                "kind": SPOT,
                "warehouse_id": warehouse.id,
                "company_id": warehouse.company_id.id,
            }
        )
        blind = self.env["sanbao.parameter"]._get("blind_count", count.company_id)
        number = len(quants)
        as_engine(count).write(
            {
                "state": COUNTING,
                "blind": blind,
                "planned": number,
                "prepared": number,
            }
        )
        as_engine(count)._freeze(quants)
        for line in count.line_ids:
            if line._key() in typed:
                line.counted_quantity = typed[line._key()]
        quants.action_clear_inventory_quantity()
        return count
