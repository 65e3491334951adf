from odoo.tests import tagged

from .common import FlowCase

ROUNDS = "/odoo/warehouse-rounds"


@tagged("post_install", "-at_install", "sanbao_tour")
class TestWarehouseSafety(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A warehouse of its own, so that its rounds are the only ones.
        cls.env["sanbao.storage.round"].search([]).user_id = False
        keeper = cls.people["wh"]
        cls.warehouse = cls.env["stock.warehouse"].create(
            {"name": "二号库", "code": "TR2", "sanbao_safety_user_id": keeper.id}
        )
        cls.room = cls.env["stock.location"].create(
            {
                "name": "恒温间",
                "location_id": cls.warehouse.lot_stock_id.id,
                "sanbao_climate": True,
                "sanbao_temperature_min": 5,
                "sanbao_temperature_max": 30,
                "sanbao_humidity_min": 30,
                "sanbao_humidity_max": 70,
            }
        )
        cls.equipment = cls.env["maintenance.equipment"].create(
            [
                {
                    "name": "干粉灭火器",
                    "serial_no": number,
                    "sanbao_safety": "fire",
                    "sanbao_warehouse_id": cls.warehouse.id,
                    "sanbao_place": "东门左侧",
                    "sanbao_keeper_id": keeper.id,
                }
                for number in ("TOUR-1", "TOUR-2")
            ]
        )
        cls.warehouse._sanbao_plan_rounds()
        cls.rounds = cls.env["sanbao.storage.round"].search(
            [("warehouse_id", "=", cls.warehouse.id)]
        )

    def test_guard_and_keeper_work_on_their_phones(self):
        """STK-24, STK-25, STK-28: nothing scrolls sideways, one tap per point."""
        self.walk_on_phone("sanbao_storage_01_visitor_gate", "/odoo/warehouse-visitors")
        visitor = self.env["sanbao.visitor"].search([("name", "=", "刘师傅")], limit=1)
        self.assertEqual(
            (visitor.state, visitor.in_by_id), ("left", self.people["gate"])
        )
        self.walk_on_phone("sanbao_storage_02_round_wh", ROUNDS)
        self.assertEqual(
            self.equipment.mapped("sanbao_action_ids.request_id.equipment_id"),
            self.equipment[0],
        )
        fire = self.rounds.filtered(lambda document: document.kind == "fire")
        self.assertEqual(fire.state, "done")
        self.walk_on_phone("sanbao_storage_03_reading_wh", ROUNDS)
        reading = self.room.sanbao_reading_ids
        self.assertTrue(reading.out_of_range)
        self.assertEqual(reading.action_id.user_id, self.people["wh"])
        self.assertEqual(set(self.rounds.mapped("state")), {"done"})
