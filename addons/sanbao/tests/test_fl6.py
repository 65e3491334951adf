from odoo import Command, fields
from odoo.tests import new_test_user, tagged

from .common import FlowCase

RELEASES = "/odoo/emergency-releases"
RECALLS = "/odoo/recalls"
PICKINGS = "/odoo/action-stock.action_picking_tree_all"


@tagged("post_install", "-at_install", "sanbao_tour")
class TestRelease(FlowCase):
    """FL-6: untested goods leave, fail their test, and are fetched back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.email = "huanwei@example.com"
        cls.warehouse = cls.env["stock.warehouse"]._sanbao_of_company(cls.company)
        cls.pending = cls.warehouse.sanbao_inspection_location_id
        cls.nonconforming = cls.warehouse.sanbao_nonconforming_location_id
        cls.agent = cls.env["product.product"].create(
            {
                "name": "路面除油剂",
                "default_code": "CY20",
                "type": "consu",
                "is_storable": True,
                "tracking": "lot",
                "sanbao_inspection": "yes",
            }
        )
        cls.lot = cls.env["stock.lot"].create(
            {"name": "CY-2611", "product_id": cls.agent.id}
        )
        cls.env["stock.quant"]._update_available_quantity(
            cls.agent, cls.pending, 20, lot_id=cls.lot
        )
        cls._standard()
        cls.inspection = cls.env["qc.inspection"]._sanbao_open(
            [
                {
                    "company_id": cls.company.id,
                    "product_id": cls.agent.id,
                    "sanbao_kind": "finished",
                    "sanbao_quantity": 20,
                    "sanbao_lot_id": cls.lot.id,
                    "sanbao_location_id": cls.pending.id,
                }
            ]
        )
        cls.picking = cls._order()

    @classmethod
    def _standard(cls):
        """What the agent is tested by, and the inspector who may sign."""
        cls.env["sanbao.quality.staff"].create(
            {
                "user_id": cls.people["qc"].id,
                "qualification": "化验员证",
                "code": "J01",
            }
        )
        answers = [
            Command.create({"name": "合格", "ok": True}),
            Command.create({"name": "不合格", "ok": False}),
        ]
        names = {
            "appearance": "外观",
            "performance": "稳定性",
            "spec": "规格",
            "quantity": "净含量",
        }
        standard = (
            cls.env["qc.test"]
            .with_user(cls.people["qc"])
            .create(
                {
                    "name": "除油剂检验标准",
                    "sanbao_template_ids": [Command.set(cls.agent.product_tmpl_id.ids)],
                    "sanbao_basis": "company",
                    "sanbao_basis_ref": "Q/XL 020-2026",
                    "sanbao_effective_date": fields.Date.today(),
                    "test_lines": [
                        Command.create(
                            {
                                "name": name,
                                "sanbao_aspect": aspect,
                                "type": "qualitative",
                                "ql_values": answers,
                            }
                        )
                        for aspect, name in names.items()
                    ],
                }
            )
        )
        reviewer = new_test_user(cls.env, "walker_tech", "sanbao_base.group_tech")
        standard.with_user(reviewer).action_sanbao_put_in_force()

    @classmethod
    def _order(cls):
        """The customer's delivery, which waits for goods."""
        places = {
            "location_id": cls.warehouse.lot_stock_id.id,
            "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
        }
        picking = cls.env["stock.picking"].create(
            {
                "name": "WH/OUT/FL6",
                "picking_type_id": cls.warehouse.out_type_id.id,
                "partner_id": cls.partner.id,
                **places,
                "move_ids": [
                    Command.create(
                        {"product_id": cls.agent.id, "product_uom_qty": 5, **places}
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    def test_from_the_release_to_the_closed_recall(self):
        """FL-6: SAL-39 to SAL-42, STK-02, QLT-12."""
        self._release()
        self._ship()
        self._fail()
        self._recover()
        self._close()

    def _release(self):
        """SAL-39 risk and consent, SAL-41 sample, DGM alone approves, SAL-40 mark."""
        self.walk("sanbao_fl6_01_release_sr", RELEASES)
        self.release = self.env["sanbao.emergency.release"].search(
            [("lot_id", "=", self.lot.id)]
        )
        self.assertEqual(self.release.state, "submitted")
        self.assertFalse(self.picking.move_line_ids)
        self.walk("sanbao_fl6_02_release_dgm", RELEASES)
        self.assertTrue(self.release._is_approved())
        self.assertTrue(self.lot.sanbao_emergency)
        self.assertEqual(self.release.inspection_id, self.inspection)

    def _ship(self):
        """SAL-39 exactly this quantity leaves from where it waits."""
        self.walk("sanbao_fl6_03_delivery_wh", f"{PICKINGS}/{self.picking.id}")
        self.assertEqual(self.picking.state, "done")
        self.assertEqual(self.picking.move_line_ids.location_id, self.pending)
        self.assertEqual(self.release.state, "shipped")

    def _fail(self):
        """SAL-42 the failed test recalls at once."""
        inspection = self.inspection.with_user(self.people["qc"])
        for line in inspection.inspection_lines:
            good = line.name != "稳定性"
            line.qualitative_value = line.possible_ql_values.sudo().filtered(
                lambda value, good=good: value.ok == good
            )
        self.walk("sanbao_fl6_04_verdict_qc", RELEASES)
        self.assertEqual(self.release.state, "failed")
        self.recall = self.release.recall_id
        self.assertEqual(self.recall.line_ids.partner_id, self.partner)
        self.assertEqual(self.recall.contact_ids.means, "mail")
        self.assertTrue(self.lot.sanbao_held)
        self.assertFalse(self.lot.sanbao_emergency)
        self.assertKept("SAL-41", self.release)

    def _recover(self):
        """SAL-42 everything comes back, into the nonconforming zone."""
        self.walk("sanbao_fl6_05_return_qc", RECALLS)
        back = self.recall.line_ids.return_move_ids
        self.walk_on_phone(
            "sanbao_fl6_06_return_wh", f"{PICKINGS}/{back.picking_id.id}"
        )
        self.assertEqual(back.state, "done")
        self.assertEqual(back.move_line_ids.location_dest_id, self.nonconforming)
        self.assertEqual(self.recall.recovery_rate, 100)

    def _close(self):
        """SAL-42 balanced, disposed of, and closed by the deputy general manager."""
        self.walk("sanbao_fl6_07_closing_qc", RECALLS)
        self.assertEqual(self.recall.state, "submitted")
        self.walk("sanbao_fl6_08_closing_dgm", RECALLS)
        self.assertTrue(self.recall._is_approved())
        self.assertKept("SAL-42", self.recall)
