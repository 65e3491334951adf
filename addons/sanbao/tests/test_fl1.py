from odoo.tests import tagged

from .common import FlowCase

APPLICATIONS = "/odoo/service-applications"
BUDGETS = "/odoo/service-budgets"


@tagged("post_install", "-at_install", "sanbao_tour")
class TestInWarrantyRepair(FlowCase):
    def test_from_the_call_to_the_follow_up(self):
        """FL-1: SVC-01 to SVC-22, WAR-03, WAR-07, ARC-07, FUP-04, each on its screen."""
        self._report()
        self._apply()
        self._get_the_money()
        self._dispatch()
        self._visit()
        self._close()
        self._follow_up()

    def _report(self):
        """SVC-03 registered, SVC-04 any channel, SVC-05 the clocks run."""
        self.walk("sanbao_fl1_01_reception_cs", "/odoo/service-requests")
        self.ticket = self.env["helpdesk.ticket"].search(
            [("sanbao_archive_id", "=", self.archive.id)]
        )
        self.assertEqual(len(self.ticket), 1)
        self.assertEqual(self.ticket.create_uid, self.people["cs"])
        self.assertEqual(self.ticket.partner_id, self.partner)
        self.assertEqual(self.ticket.sanbao_contact_phone, "0000-8800001")
        self.assertFalse(self.ticket._sanbao_missing_registration())
        self.assertEqual(self.ticket.obligation_count, 2)

    def _apply(self):
        """SVC-07 contact, SVC-08 diagnosis, SVC-01 and WAR-07 covered, SVC-47 approved."""
        self.walk("sanbao_fl1_02_application_as", "/odoo/service-requests")
        self.assertEqual(self.ticket.user_id, self.people["as"])
        self.assertTrue(self.ticket.sanbao_first_contact_at)
        self.assertKept("SVC-05-response", self.ticket)
        self.application = self.ticket.sanbao_application_id
        self.assertEqual(self.application.state, "submitted")
        self.assertTrue(self.application.in_warranty)
        self.assertEqual(self.application.fault_description, "启动后水泵无压力")
        self.assertEqual(self.application.amount_total, 1500)

        self.walk("sanbao_fl1_03_application_asm", APPLICATIONS)
        self.assertEqual(self.application.state, "approved")
        self.assertTrue(self.application._is_approved())

    def _get_the_money(self):
        """SVC-10 above 1,000, SVC-11 four approvals, nothing before the last one."""
        self.assertTrue(self.application.budget_needed)
        self.walk("sanbao_fl1_04_budget_as", APPLICATIONS)
        budget = self.application.budget_ids
        self.assertEqual((budget.state, budget.amount_total), ("submitted", 1500))
        for number, role in enumerate(("asm", "sm", "dgm", "gm"), start=5):
            self.assertFalse(budget._is_approved(), role)
            self.walk(f"sanbao_fl1_{number:02}_budget_{role}", BUDGETS)
        self.assertTrue(budget._is_approved())
        self.assertEqual(
            budget.review_ids.sorted("sequence").done_by.mapped("login"),
            ["walker_asm", "walker_sm", "walker_dgm", "walker_gm"],
        )

    def _dispatch(self):
        """SVC-06 engineer proposed, SVC-35 order approved."""
        self.walk("sanbao_fl1_09_dispatch_as", APPLICATIONS)
        dispatch = self.application.dispatch_ids
        self.assertEqual(dispatch.engineer_ids, self.people["eng"])
        self.assertEqual(dispatch.state, "submitted")
        self.assertFalse(dispatch.visit_ids)
        self.walk("sanbao_fl1_10_dispatch_asm", "/odoo/dispatch-orders")
        self.assertTrue(dispatch._is_approved())
        self.visit = dispatch.visit_ids

    def _visit(self):
        """SVC-13 record, SVC-14 signature, SVC-15 cause, method and time."""
        self.walk_on_phone("sanbao_fl1_11_visit_eng", "/odoo/my-visits")
        self.assertEqual(self.visit.state, "done")
        self.assertEqual(self.visit.done_by_id, self.people["eng"])
        self.assertTrue(self.visit.signature)
        self.assertEqual(self.visit.signed_by, "李队长")
        self.assertLessEqual(self.visit.arrived_at, self.visit.left_at)
        self.assertTrue(self.application.completed_at)

    def _close(self):
        """SVC-17 told, SVC-20 accepted, SVC-12 in budget, SVC-21 record, ARC-07 archive."""
        self.walk("sanbao_fl1_12_closing_as", APPLICATIONS)
        self.assertKept("SVC-17", self.application)
        self.assertKept("SVC-05-completion", self.ticket)
        self.assertEqual(self.application.state, "done")
        self.assertEqual(self.application.satisfaction, "5")
        self.assertEqual(self.application.amount_actual, 800)
        self.assertTrue(self.ticket.closed)
        line = self.env["sanbao.archive.running"].search(
            [("archive_id", "=", self.archive.id)]
        )
        self.assertEqual(line.case_no, self.ticket.number)
        self.assertEqual(line.handling, "更换密封件，试车正常")

    def _follow_up(self):
        """FUP-04: seven days after a larger repair."""
        followup = self.env["sanbao.followup"].search(
            [("application_id", "=", self.application.id)]
        )
        self.assertEqual((followup.kind, followup.state), ("repair_major", "open"))
        self.walk("sanbao_fl1_13_followup_as", "/odoo/followups")
        self.assertEqual((followup.state, followup.overall), ("done", "5"))
        self.assertKept("FUP-04", followup)
