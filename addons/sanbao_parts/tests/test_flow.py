from types import SimpleNamespace

from lxml import etree

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.sanbao_service.tests.test_visit import VisitCommon

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestFlow(PartsCommon):
    """FL-4 from the wanted part to the posted old part: stock and value at each step."""

    def _assert_stock(self, **quantities):
        for name, quantity in quantities.items():
            location = getattr(self, name)
            self.assertEqual(self._on_hand(self.part, location), quantity, name)

    def test_parts_flow_from_stock_to_the_old_parts_zone(self):
        """PRT-04, PRT-05, PRT-08, PRT-10, PRT-11, PRT-12, SVC-16."""
        start = self._value(self.part)
        self.assertEqual(start, 600)
        application = self._case()
        issue = self._issue(application)
        self.assertEqual(issue.line_ids.quantity, 2)
        self.assertEqual(issue.amount_total, 200)
        self._approve(issue, self.dgm, self.gm)
        issue.action_fill_requisition()
        issue.with_user(self.keeper).action_release()
        picking = self._picking(issue)
        self.assertEqual(picking.state, "assigned")
        self.assertEqual(picking.picking_type_id, self.warehouse.sanbao_issue_type_id)
        self._assert_stock(stock=10, service=0)

        gate_pass = self._gate_pass(picking)
        self.assertEqual(gate_pass.amount_total, 200)
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(issue.state, "issued")
        self._assert_stock(stock=8, service=2)
        self.assertEqual(self._value(self.part), 600)
        self.part.invalidate_recordset()
        self.assertEqual(self.part.free_qty, 8)
        gate_pass.with_user(self.guard).action_record_exit()

        self.assertEqual(application.old_part_ids.mapped("state"), ["expected"] * 2)
        self.assertEqual(self._cost(application), 200)
        self._use_one_and_return_the_rest(application)

    def _use_one_and_return_the_rest(self, application):
        parts = application.old_part_ids
        order = self._repair(application, (self.part, 1))
        self.assertEqual(order.location_id, self.service)
        self._end(order)
        self._assert_stock(stock=8, service=1)
        self.assertEqual(self._value(self.part), 540)

        unused = self._note(application, "unused")
        self.assertEqual(unused.line_ids.quantity, 1)
        self._post(unused)
        self._assert_stock(stock=9, service=0, pending=0)
        self.assertEqual(self._value(self.part), 540)
        self.assertEqual(self._cost(application), 100)
        self.assertEqual(sorted(parts.mapped("state")), ["cancelled", "expected"])
        # Where nothing was replaced nobody owes an old part any more (PRT-11).
        rows = parts.sudo().obligation_ids.sorted("state")
        self.assertEqual(rows.mapped("state"), ["cancelled", "open"])

        note = self._note(application)
        self.assertEqual(len(note.line_ids), 1)
        note.with_user(self.keeper).action_receive()
        self._assert_stock(stock=9, pending_old=1)
        self.assertEqual(self._value(self.part), 540)
        self._findings(note)
        note.with_user(self.qc).action_inspect()
        note.with_user(self.keeper).action_post()
        self._assert_stock(stock=9, pending_old=0, old_zone=1)
        self.assertEqual(self._value(self.part), 540)
        self.part.invalidate_recordset()
        self.assertEqual(self.part.qty_available, 9)
        self.assertEqual(sorted(parts.mapped("state")), ["cancelled", "returned"])
        self.assertFalse(+application._parts_left())

    def test_the_case_closes_when_all_parts_are_accounted_for(self):
        """SVC-16, PRT-11, ARC-10."""
        application = self._case(solution_type="replace")
        self._issued(application)
        order = self._repair(application, (self.part, 2))
        self._accepted(application)
        self._blocked("SVC-16", application.action_close)
        self._end(order)
        self._blocked("PRT-11", application.action_close)
        parts = application.old_part_ids
        parts[0].serial, parts[1].serial = "OLD-1", "OLD-2"
        self._post(self._note(application))
        application.action_close()
        self.assertEqual(application.state, "done")
        change = self.archive.change_ids.filtered(
            lambda line: line.source_model == "repair.order"
        )
        self.assertEqual(change.old_serial, "OLD-1, OLD-2")
        self.assertEqual(change.basis, order.name)

    def test_no_case_closes_over_an_issue_that_is_under_way(self):
        """SVC-16."""
        application = self._case(solution_type="adjust")
        issue = self._approved_issue(application)
        self._accepted(application)
        self.assertIn(issue.name, self._blocked("SVC-16", application.action_close))
        self.assertEqual(application.state, "approved")

    def test_serial_numbers_of_new_and_old_part_reach_the_archive(self):
        """ARC-10, SVC-16: the serials are real."""
        pump = self._product("变量泵", 800, tracking="serial")
        lots = self.env["stock.lot"].create(
            [{"name": f"NEW-{n}", "product_id": pump.id} for n in (1, 2)]
        )
        for lot in lots:
            self._put(pump, 1, lot)
        old = self.env["stock.lot"].create({"name": "OLD-9", "product_id": pump.id})
        application = self._case((pump, 1), solution_type="replace")
        issue = self._issued(application)
        issued = self._picking(issue).move_ids.lot_ids
        order = self._repair(application, (pump, 1))
        self._line(order, pump, 1, "remove")
        order._action_repair_confirm()
        order.action_repair_start()
        added, removed = order.move_ids
        other = lots - issued
        added.move_line_ids.unlink()
        added.lot_ids = other
        removed.lot_ids = old
        (added | removed).picked = True
        self._blocked("SVC-16", order.action_repair_end)
        added.move_line_ids.unlink()
        added.lot_ids = issued
        added.picked = True
        order.action_repair_end()
        self.assertEqual(
            order.move_ids.filtered(
                lambda move: move.repair_line_type == "remove"
            ).location_dest_id,
            self.customers,
        )
        application.old_part_ids.serial = "OLD-9"
        self._post(self._note(application))
        self.assertEqual(self._on_hand(pump, self.old_zone), 1)
        self._accepted(application)
        application.action_close()
        change = self.archive.change_ids.filtered(
            lambda line: line.source_model == "repair.order"
        )
        self.assertEqual(change.mapped("new_serial"), issued.mapped("name"))
        self.assertEqual(change.mapped("old_serial"), ["OLD-9"])


@tagged("post_install", "-at_install")
class TestFittedOnSite(PartsCommon, VisitCommon):
    def _visit_of(self, application, quantity, **values):
        line = {"product_id": self.part.id, "quantity": quantity, **values}
        return self._signed(self._visit(application), part_ids=[Command.create(line)])

    def test_parts_on_a_field_record_are_booked_by_the_repair_order(self):
        """SVC-16: what the engineer wrote down leaves the stock on service."""
        application = self._case()
        self._issued(application)
        visit = self._visit_of(application, 2)
        visit.action_done()
        order = application.sudo().repair_ids
        self.assertEqual(order.state, "done")
        self.assertEqual(self._on_hand(self.part, self.service), 0)
        self.assertFalse(application._parts_unbooked())
        self.assertFalse(application._parts_open())

    def test_no_case_closes_while_fitted_parts_are_not_booked(self):
        """SVC-16: the record says fitted, the stock says brought back unused."""
        rule = self.env["sanbao.rule"].search([("code", "=", "SVC-16")])
        application = self._case()
        self._issued(application)
        rule.mode = "off"
        self._visit_of(application, 2).action_done()
        rule.mode = "block"
        self.assertTrue(application._parts_unbooked())
        self._post(self._note(application, "unused"))
        self.assertFalse(application._parts_open())
        self._accepted(application)
        text = self._blocked("SVC-16", application.action_close)
        self.assertIn("not booked", text)

    def test_the_number_of_the_old_part_is_typed_once(self):
        """PRT-10: from the field record to the old part and on to Form 12."""
        application = self._case()
        self._issued(application)
        parts = application.old_part_ids
        typed = parts[0]
        typed.serial = "已登记"
        prepared = self._note(application)
        visit = self._visit_of(application, 1, old_serial="OLD-77")
        visit.action_done()
        found = parts - typed
        day = fields.Datetime.context_timestamp(
            visit.with_context(tz="Asia/Shanghai"), visit.arrived_at
        ).date()
        self.assertEqual(found.serial, "OLD-77")
        self.assertEqual(found.replaced_on, day)
        self.assertEqual(typed.serial, "已登记")
        line = prepared.line_ids.filtered(lambda line: line.old_part_id == found)
        self.assertEqual(line.serial, "OLD-77")
        self.assertEqual(line.replaced_on, day)
        line.with_user(self.staff).serial = "OLD-78"
        self.env.invalidate_all()
        self.assertEqual(line.serial, "OLD-78")

    def test_the_engineer_chooses_among_the_issued_parts(self):
        """SVC-16: what was not issued is offered only where the rule does not refuse it."""
        other = self._product("其他零件", 10)
        application = self._case()
        visit = self._visit(application)
        self.assertFalse(visit.issued_product_ids)
        self._issued(application)
        self.env.invalidate_all()
        self.assertEqual(visit.issued_product_ids, self.part)
        rule = self.env["sanbao.rule"].search([("code", "=", "SVC-16")])
        for mode, only in (("block", True), ("warn", False), ("off", False)):
            rule.mode = mode
            visit.invalidate_recordset()
            with self.subTest(mode):
                self.assertIs(visit.issued_parts_only, only)
        arch = etree.fromstring(visit.get_view(view_type="form")["arch"])
        pickers = arch.xpath("//field[@name='part_ids']//field[@name='product_id']")
        domains = {picker.get("domain") for picker in pickers} - {None}
        self.assertEqual(len(domains), 1)
        for found_on_site, offered in ((False, self.part), (True, self.part | other)):
            parent = SimpleNamespace(issued_product_ids=visit.issued_product_ids.ids)
            domain = eval(  # pylint: disable=eval-used
                domains.copy().pop(),
                {"parent": parent, "found_on_site": found_on_site},
            )
            self.assertEqual(
                (self.part | other).filtered_domain(domain), offered, found_on_site
            )

    def test_parts_fitted_without_an_issue_stop_the_field_record(self):
        """SVC-16."""
        application = self._case()
        self._issued(application)
        visit = self._visit_of(application, 3)
        self._blocked("SVC-16", visit.action_done)
        self.assertEqual(visit.state, "on_site")
