from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import StockCommon


@tagged("post_install", "-at_install")
class TestZones(StockCommon):
    """STK-01: what each part of a warehouse is for."""

    def _zone(self, name):
        return self.env.ref(f"sanbao_stock.zone_{name}")

    def test_a_new_warehouse_has_the_four_zones(self):
        """STK-01."""
        warehouse = self.env["stock.warehouse"].create({"name": "二号库", "code": "EH"})
        for location, zone in (
            (warehouse.lot_stock_id, "common"),
            (warehouse.sanbao_special_location_id, "special"),
            (warehouse.sanbao_inspection_location_id, "pending"),
            (warehouse.sanbao_nonconforming_location_id, "nonconforming"),
        ):
            self.assertEqual(location.sanbao_effective_zone_id, self._zone(zone))
        before = self.env["stock.location"].search_count([])
        warehouse._sanbao_ensure_zones()
        self.assertEqual(self.env["stock.location"].search_count([]), before)

    def test_a_location_belongs_to_the_zone_in_which_it_lies(self):
        """STK-01."""
        shelf = self.env["stock.location"].create(
            {"name": "A-01", "location_id": self.stock.id}
        )
        self.assertEqual(shelf.sanbao_effective_zone_id, self._zone("common"))
        shelf.location_id = self.warehouse.sanbao_special_location_id
        self.assertEqual(shelf.sanbao_effective_zone_id, self._zone("special"))
        shelf.location_id = self.pending
        self.assertTrue(shelf._sanbao_is_held())

    def test_no_place_of_a_warehouse_is_without_a_zone(self):
        """STK-01."""
        warehouse = self.env["stock.warehouse"].create({"name": "三号库", "code": "SH"})
        with self.assertRule("STK-01"):
            warehouse.view_location_id.sanbao_zone_id = False
        warehouse.lot_stock_id.sanbao_zone_id = self._zone("special")
        warehouse.lot_stock_id.sanbao_zone_id = False

    def test_a_holding_zone_lies_outside_the_stock(self):
        with self.assertRaises(ValidationError):
            self.env["stock.location"].create(
                {
                    "name": "待检角",
                    "location_id": self.stock.id,
                    "sanbao_zone_id": self._zone("pending").id,
                }
            )
        with self.assertRaises(ValidationError):
            self.pending.location_id = self.stock
        with self.assertRaises(ValidationError):
            self._zone("special").blocked = True

    def test_a_zone_in_use_is_not_archived(self):
        with self.assertRaises(UserError):
            self._zone("special").active = False

    def test_goods_go_to_the_zone_of_their_product(self):
        """STK-01: own zone, else that of the category; Odoo's putaway rules first."""
        special = self.warehouse.sanbao_special_location_id
        find = self.stock._get_putaway_strategy
        self.assertEqual(find(self.part), self.stock)
        self.part.categ_id = self.env["product.category"].create(
            {
                "name": "液压件",
                "parent_id": self.env["product.category"]
                .create({"name": "专用", "sanbao_zone_id": self._zone("special").id})
                .id,
            }
        )
        self.assertEqual(find(self.part), special)
        self.part.product_tmpl_id.sanbao_zone_id = self._zone("common")
        self.assertEqual(find(self.part), self.stock)
        shelf = self.env["stock.location"].create(
            {"name": "A-02", "location_id": self.stock.id}
        )
        self.part.product_tmpl_id.sanbao_zone_id = self._zone("special")
        self.env["stock.putaway.rule"].create(
            {
                "product_id": self.part.id,
                "location_in_id": self.stock.id,
                "location_out_id": shelf.id,
            }
        )
        self.assertEqual(find(self.part), shelf)
