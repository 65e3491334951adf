from odoo import Command, fields
from odoo.tests import tagged

from .common import FlowCase

RECEIPTS = "/odoo/action-stock.action_picking_tree_incoming"
TRANSFERS = "/odoo/action-stock.action_picking_tree_internal"
INSPECTIONS = "/odoo/quality-inspections"


@tagged("post_install", "-at_install", "sanbao_tour")
class TestArrival(FlowCase):
    """FL-7 from the arrival: the keeper on his phone, the inspector at his desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sanbao.rule"].search([("area", "=", "PUR")]).mode = "off"
        cls.supplier = cls.env["res.partner"].create(
            {"name": "青岭液压件厂", "is_company": True}
        )
        cls.pump = cls.env["product.product"].create(
            {
                "name": "高压柱塞泵",
                "default_code": "GB-900",
                "type": "consu",
                "is_storable": True,
                "sanbao_inspection": "yes",
            }
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.env["sanbao.quality.staff"].create(
            {"user_id": cls.people["qc"].id, "qualification": "质检员证"}
        )
        cls._standard()
        cls.order = cls.env["purchase.order"].create(
            {
                "partner_id": cls.supplier.id,
                "user_id": cls.people["pb"].id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.pump.id,
                            "product_qty": 10,
                            "price_unit": 900,
                        }
                    )
                ],
            }
        )
        cls.order.button_confirm()

    @classmethod
    def _standard(cls):
        """An acceptance standard that another person than its author put in force."""
        values = [
            Command.create({"name": "完好", "ok": True}),
            Command.create({"name": "渗油", "ok": False}),
        ]
        standard = cls.env["qc.test"].create(
            {
                "name": "柱塞泵验收标准",
                "sanbao_template_ids": [Command.set(cls.pump.product_tmpl_id.ids)],
                "sanbao_basis": "national",
                "sanbao_basis_ref": "GB/T 5657-2013",
                "sanbao_left_out": "数量由到货验收检查",
                "sanbao_effective_date": fields.Date.today(),
                "test_lines": [
                    Command.create(
                        {"name": "外观", "type": "qualitative", "ql_values": values}
                    ),
                    Command.create(
                        {
                            "name": "压力",
                            "sanbao_aspect": "performance",
                            "type": "quantitative",
                            "min_value": 15,
                            "max_value": 16,
                        }
                    ),
                ],
            }
        )
        standard.with_user(cls.people["qc"]).action_sanbao_put_in_force()

    def test_from_the_arrival_to_the_stock(self):
        """FL-7: STK-05 to 07, STK-10, STK-11, PUR-22."""
        self.walk_on_phone("sanbao_fl7_16_arrival_wh", RECEIPTS)
        receipt = self.order.picking_ids
        self.assertEqual(receipt.sanbao_checked_by_id, self.people["wh"])
        inspection = receipt.sanbao_inspection_ids
        self.assertEqual(inspection.activity_ids.user_id, self.people["qc"])
        self.assertFalse(self.pump.qty_available)
        self.walk("sanbao_fl7_17_inspection_qc", INSPECTIONS)
        self.assertEqual(
            (inspection.sanbao_accepted_qty, inspection.sanbao_rejected_qty), (8, 2)
        )
        sheet = inspection.sanbao_nonconformity_id
        self.assertEqual(
            sheet.location_id, self.warehouse.sanbao_nonconforming_location_id
        )
        self.assertEqual(self.order.activity_ids.user_id, self.people["pb"])
        self.walk_on_phone("sanbao_fl7_18_store_wh", TRANSFERS)
        self.assertEqual(self.pump.qty_available, 8)
