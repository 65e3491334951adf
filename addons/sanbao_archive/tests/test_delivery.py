from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestDelivery(ArchiveCommon):
    """ARC-01: each unit that leaves the factory has an archive, created on delivery."""

    @freeze_time("2025-03-01 17:30:00")
    def test_delivery_creates_an_archive_for_each_unit(self):
        lots = self._lot("D-1") | self._lot("D-2")
        picking = self._deliver(lots)
        archives = self.archives.search([("lot_id", "in", lots.ids)])
        self.assertEqual(archives.lot_id, lots)
        for archive in archives:
            self.assertEqual(archive.picking_id, picking)
            self.assertEqual(archive.delivery_note_no, picking.name)
            self.assertEqual(archive.partner_id, self.customer)
            self.assertEqual(archive.contact_name, "Wang Jianguo")
            self.assertEqual(archive.contact_phone, "138 0013 8000")
            # The day in Shanghai, not in UTC
            self.assertEqual(str(archive.ex_factory_date), "2025-03-02")
            self.assertEqual(str(archive.warranty_end), "2026-03-01")
            self.assertEqual(archive.state, "draft")
        self.assertEqual(len(set(archives.mapped("name"))), 2)
        self.assertRegex(archives[0].name, r"^CA2025/\d{4,}$")

    def test_a_keeper_without_rights_on_archives_delivers(self):
        lot = self._lot("D-3")
        keeper = self._person("keeper", "wh", groups="stock.group_stock_user")
        # Where sanbao_count is installed, goods leave by a transfer (its own tests).
        self.env["sanbao.rule"].search([("code", "=", "STK-18")]).mode = "off"
        self._ready_move(lot).with_user(keeper)._action_done()
        self.assertTrue(self.archives.search([("lot_id", "=", lot.id)]))

    def test_other_moves_create_none(self):
        warehouse = self.env["stock.warehouse"].search([], limit=1)
        stock = warehouse.lot_stock_id
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": stock.id}
        )
        plain = self._product("Pump", "PUMP", sanbao_has_archive=False)
        customers = self.env.ref("stock.stock_location_customers")
        for name, lot, source, target in (
            ("not flagged", self._lot("N-1", plain), stock, customers),
            ("within the factory", self._lot("N-2"), stock, shelf),
            ("customer's return", self._lot("N-3"), customers, stock),
        ):
            with self.subTest(name):
                self._deliver(lot, source=source, target=target)
                self.assertFalse(self.archives.search([("lot_id", "=", lot.id)]))

    def test_return_and_delivery_again_keep_the_one_archive(self):
        lot = self._lot("D-4")
        stock = self.env["stock.warehouse"].search([], limit=1).lot_stock_id
        first = self._deliver(lot)
        customers = self.env.ref("stock.stock_location_customers")
        self._deliver(lot, source=customers, target=stock)
        second = self._deliver(lot)
        archive = self.archives.search([("lot_id", "=", lot.id)])
        self.assertEqual(len(archive), 1)
        self.assertEqual(archive.picking_id, first)
        self.assertIn(second.name, archive.message_ids[:1].body)

    @mute_logger("odoo.sql_db")
    def test_two_at_once_leave_one(self):
        archive = self._archive("D-5")
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.archives.create({"lot_id": archive.lot_id.id})
            self.env.flush_all()
        self.assertEqual(self.archives.search_count([("serial", "=", "D-5")]), 1)

    def test_sale_to_a_dealer_names_dealer_order_and_customer(self):
        dealer = self.env["res.partner"].create({"name": "Dealer", "is_company": True})
        order = self.env["sale.order"].create(
            {
                "partner_id": dealer.id,
                "partner_shipping_id": self.contact.id,
                "client_order_ref": "XS-018",
                "order_line": [
                    (0, 0, {"product_id": self.vehicle.id, "product_uom_qty": 1})
                ],
            }
        )
        order.action_confirm()
        lot = self._lot("D-6")
        move = order.order_line.move_ids
        self.env["stock.quant"]._update_available_quantity(
            lot.product_id, move.location_id, 1, lot_id=lot
        )
        move._action_assign()
        move.picked = True
        move.picking_id._action_done()
        archive = self.archives.search([("lot_id", "=", lot.id)])
        self.assertEqual(archive.sale_order_id, order)
        self.assertEqual(archive.dealer_id, dealer)
        self.assertEqual(archive.partner_id, self.customer)
        self.assertEqual(archive.contract_no, "XS-018")
        self.assertEqual(archive.salesperson_id, order.user_id)
        self.assertEqual(order.sanbao_archive_count, 1)
        self.assertEqual(move.picking_id.sanbao_archive_count, 1)

    def test_rule_switched_off_creates_none(self):
        """ARC-01 off."""
        rule = self.env["sanbao.rule"].search([("code", "=", "ARC-01")])
        rule.mode = "off"
        lot = self._lot("D-7")
        self._deliver(lot)
        self.assertFalse(self.archives.search([("lot_id", "=", lot.id)]))

    def test_other_products_cost_no_query(self):
        product = self._product("Pump", "PUMP", sanbao_has_archive=False)
        moves = {
            name: self._ready_move(self._lot(name, product))
            for name in ("W", "X", "A", "B")
        }
        self._queries(moves["W"])
        self._queries(moves["X"])
        with patch.object(
            type(moves["A"]), "_sanbao_needs_archive", lambda move: False
        ):
            without = self._queries(moves["A"])
        self.assertEqual(self._queries(moves["B"]), without)

    def test_queries_do_not_grow_with_the_units(self):
        """Archives of a delivery are made in one go."""
        lots = {
            count: [self._lot(f"Q{count}-{i}").id for i in range(count)]
            for count in (2, 12)
        }
        vals = {
            count: [{"lot_id": lot, "name": f"Q/{lot}"} for lot in ids]
            for count, ids in lots.items()
        }
        self._archive("warm")
        counts = {}
        for count, vals_list in vals.items():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.archives.create(vals_list)
            self.env.flush_all()
            counts[count] = self.cr.sql_log_count - before
        self.assertLessEqual(counts[12], counts[2] + 2)

    def _ready_move(self, lot):
        warehouse = self.env["stock.warehouse"].search([], limit=1)
        self.env["stock.quant"]._update_available_quantity(
            lot.product_id, warehouse.lot_stock_id, 1, lot_id=lot
        )
        move = self.env["stock.move"].create(
            {
                "product_id": lot.product_id.id,
                "product_uom_qty": 1,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            }
        )
        move._action_confirm(merge=False)
        move._action_assign()
        move.picked = True
        return move

    def _queries(self, move):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        move._action_done()
        self.env.flush_all()
        return self.cr.sql_log_count - before
