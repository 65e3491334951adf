from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import StorageCommon


@tagged("post_install", "-at_install")
class TestEquipment(StorageCommon):
    """The register of fire-fighting and anti-theft equipment."""

    def test_the_register_is_complete(self):
        """STK-23: number, place, quantity, keeper and warehouse are all asked for."""
        for name in (
            "serial_no",
            "sanbao_place",
            "sanbao_quantity",
            "sanbao_warehouse_id",
            "sanbao_keeper_id",
        ):
            with self.subTest(field=name), self.assertRule("STK-23"):
                self._equipment(**{name: False})

    def test_what_is_registered_stays_complete(self):
        """STK-23: neither emptied later nor made safety equipment without its data."""
        item = self._equipment()
        with self.assertRule("STK-23"):
            item.sanbao_place = False
        machine = self.env["maintenance.equipment"].create({"name": "车床"})
        with self.assertRule("STK-23"):
            machine.sanbao_safety = "theft"

    def test_other_machines_are_not_asked(self):
        """STK-23 is about safety equipment only."""
        self.env["maintenance.equipment"].create({"name": "车床"})

    def test_the_last_day_is_valid_the_next_is_not(self):
        """STK-24: expired equipment is shown, the last day itself counts as valid."""
        found = {}
        for days in (-1, 0, 1):
            until = self.today + timedelta(days=days)
            item = self._equipment(f"MH-{days}", sanbao_valid_until=until)
            found[days] = item.sanbao_expired
        self.assertEqual(found, {-1: True, 0: False, 1: False})
        self.assertFalse(self._equipment("MH-9").sanbao_expired)
        expired = self.env["maintenance.equipment"].search(
            [("sanbao_expired", "=", True), ("sanbao_safety", "!=", False)]
        )
        self.assertEqual(expired.mapped("serial_no"), ["MH--1"])
        self.assertEqual(self.warehouse.with_user(self.keeper).sanbao_expired_count, 1)

    def test_keepers_register_safety_equipment_and_no_other(self):
        """STK-23: machines belong to others."""
        machine = self.env["maintenance.equipment"].create({"name": "车床"})
        machine.message_subscribe(self.keeper.partner_id.ids)
        mine = machine.with_user(self.keeper)
        self.assertEqual(mine.name, "车床")
        with self.assertRaises(AccessError):
            mine.name = "铣床"
        with self.assertRaises(AccessError):
            self.env["maintenance.equipment"].with_user(self.keeper).create(
                {"name": "铣床"}
            )
        with self.assertRaises(AccessError):
            self._equipment().with_user(self.dgm).name = "水桶"
