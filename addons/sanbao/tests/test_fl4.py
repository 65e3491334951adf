from odoo import Command, fields
from odoo.tests import tagged

from .common import FlowCase

APPLICATIONS = "/odoo/service-applications"
ISSUES = "/odoo/parts-issues"
TO_ISSUE = "/odoo/parts-to-issue"
PASSES = "/odoo/gate-passes"
RETURNS = "/odoo/parts-returns"


@tagged("post_install", "-at_install", "sanbao_tour")
class TestWarrantyPart(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.env["product.product"].create(
            {
                "name": "扫盘油泵",
                "default_code": "YB-800",
                "type": "consu",
                "is_storable": True,
                "tracking": "serial",
                "list_price": 800,
                "taxes_id": [Command.clear()],
            }
        )
        cls.warehouse = cls.env["stock.warehouse"]._sanbao_of_company(cls.company)
        cls.new, cls.old = cls.env["stock.lot"].create(
            [{"name": name, "product_id": cls.pump.id} for name in ("YB-1", "YB-0")]
        )
        cls.env["stock.quant"]._update_available_quantity(
            cls.pump, cls.warehouse.lot_stock_id, 1, lot_id=cls.new
        )
        cls.ticket = (
            cls.env["helpdesk.ticket"]
            .with_user(cls.people["cs"])
            .create(
                {
                    "name": "扫盘油泵异响",
                    "description": "<p>扫盘油泵有异响，压力不足</p>",
                    "team_id": cls.team.id,
                    "user_id": cls.people["as"].id,
                    "partner_id": cls.partner.id,
                    "sanbao_archive_id": cls.archive.id,
                    "channel_id": cls.env.ref(
                        "helpdesk_mgmt.helpdesk_ticket_channel_phone"
                    ).id,
                }
            )
        )
        cls.ticket = cls.ticket.with_user(cls.env.user)
        cls.ticket.with_user(cls.people["as"])._sanbao_record_first_contact("已联系")

    def test_from_the_wanted_part_to_the_posted_old_part(self):
        """FL-4: PRT-01 to PRT-14, SAL-44 to SAL-47, STK-02, SVC-16, ARC-10."""
        self._want()
        self._ask_for_the_part()
        self._release()
        self._issue()
        self._leave()
        self._fit()
        self._bring_back()
        self._close()

    def _on_hand(self, lot, location):
        quants = self.env["stock.quant"].search(
            [("lot_id", "=", lot.id), ("location_id", "=", location.id)]
        )
        return sum(quants.mapped("quantity"))

    def _want(self):
        """PRT-01 wished on Form 3, PRT-02 product quality, PRT-03 leaders sign."""
        self.walk("sanbao_fl4_01_application_as", "/odoo/service-requests")
        self.application = self.ticket.sanbao_application_id
        self.assertEqual(self.application.part_line_ids.product_id, self.pump)
        self.assertEqual(self.application.amount_total, 800)
        self.assertFalse(self.application.budget_needed)
        self.walk("sanbao_fl4_02_application_asm", APPLICATIONS)
        self.assertFalse(self.application._is_approved())
        self.walk("sanbao_fl4_02_application_sm", APPLICATIONS)
        self.assertTrue(self.application._is_approved())

    def _ask_for_the_part(self):
        """PRT-05 DGM then GM, PRT-06 freight, PRT-08 requisition, PRT-09 category."""
        self.walk("sanbao_fl4_03_issue_as", APPLICATIONS)
        self.issue = self.application.issue_ids
        self.assertEqual(self.issue.state, "submitted")
        self.assertTrue(self.issue.requisition_number)
        self.assertEqual(
            (self.issue.category, self.issue.freight_payer), ("warranty", "company")
        )
        self.walk("sanbao_fl4_04_issue_dgm", ISSUES)
        self.assertFalse(self.issue._is_approved())
        self.walk("sanbao_fl4_04_issue_gm", ISSUES)
        self.assertTrue(self.issue._is_approved())

    def _release(self):
        """PRT-04 released for picking; SAL-45 above 500 the GM, SAL-46 finance."""
        self.walk("sanbao_fl4_05_release_wh", TO_ISSUE)
        self.picking = self.issue.picking_ids
        self.assertEqual(self.picking.state, "assigned")
        self.gate_pass = self.picking._sanbao_gate_passes()
        self.assertEqual(self.gate_pass.amount_total, 800)
        self.walk("sanbao_fl4_06_pass_gm", PASSES)
        self.assertFalse(self.gate_pass._is_approved())
        self.walk("sanbao_fl4_06_pass_fin", PASSES)
        self.assertTrue(self.gate_pass._is_approved())

    def _issue(self):
        """SAL-44 goods leave with their pass, PRT-07 into the stock on service."""
        self.walk("sanbao_fl4_07_picking_wh", TO_ISSUE)
        self.assertEqual(self.picking.state, "done")
        self.assertEqual(self.issue.state, "issued")
        on_service = self.warehouse.sanbao_service_location_id
        self.assertEqual(self._on_hand(self.new, on_service), 1)

    def _leave(self):
        """SAL-47 the guard counts and records the exit."""
        self.walk_on_phone("sanbao_fl4_08_exit_gate", "/odoo/gate")
        self.assertEqual(self.gate_pass.state, "used")
        self.assertEqual(self.gate_pass.exit_by_id, self.people["gate"])

    def _fit(self):
        """SVC-16 the fitted part is booked with its number; PRT-10 old part expected."""
        self._travel()
        self.walk_on_phone("sanbao_fl4_09_fitting_eng", "/odoo/my-visits")
        repair = self.application.repair_ids
        self.assertEqual(repair.state, "done")
        self.assertEqual(repair.move_ids.lot_ids, self.new)
        on_service = self.warehouse.sanbao_service_location_id
        self.assertEqual(self._on_hand(self.new, on_service), 0)
        self.old_part = self.application.old_part_ids
        self.assertEqual(self.old_part.state, "expected")

    def _travel(self):
        """The approved journey that carries the visit; FL-1 walks it on screen."""
        dispatch = (
            self.env["sanbao.dispatch"]
            .with_user(self.people["as"])
            .create(
                {
                    "application_id": self.application.id,
                    "service_type": "repair",
                    "engineer_ids": [Command.set(self.people["eng"].ids)],
                    "departure_at": fields.Datetime.now(),
                }
            )
        )
        dispatch.action_submit()
        dispatch.with_user(self.people["asm"])._sanbao_decide("approved", "同意")

    def _bring_back(self):
        """PRT-11 to PRT-14, STK-02: pending zone, inspection, old-parts zone."""
        self.walk("sanbao_fl4_10_return_wh", APPLICATIONS)
        note = self.application.return_ids
        self.assertEqual(note.state, "received")
        pending = self.warehouse.sanbao_pending_old_location_id
        self.assertEqual(self._on_hand(self.old, pending), 1)
        self.walk("sanbao_fl4_11_inspection_qc", RETURNS)
        self.assertEqual(note.state, "inspected")
        self.assertEqual(note.inspected_by_id, self.people["qc"])
        self.walk("sanbao_fl4_12_posting_wh", RETURNS)
        self.assertEqual(note.state, "posted")
        zone = self.warehouse.sanbao_old_location_id
        self.assertEqual(self._on_hand(self.old, zone), 1)
        self.assertEqual(self.old_part.state, "returned")
        self.assertKept("PRT-11", self.old_part)

    def _close(self):
        """ARC-10: both numbers stand in the archive of the vehicle."""
        staff = self.people["as"]
        self.application.with_user(staff).action_record_notice()
        self.application.with_user(staff)._accept(
            {"accepted_by": "李队长", "solved": "yes", "satisfaction": "5"}
        )
        self.application.with_user(staff).action_close()
        change = self.archive.change_ids.filtered("new_serial")
        self.assertEqual((change.old_serial, change.new_serial), ("YB-0", "YB-1"))
