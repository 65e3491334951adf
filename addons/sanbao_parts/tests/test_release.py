from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestRelease(PartsCommon):
    """What must be there before parts leave the stock, by whatever way."""

    def test_no_release_before_both_approvals(self):
        """PRT-05."""
        issue = self._issue()
        issue.action_fill_requisition()
        release = issue.with_user(self.keeper).action_release
        self._blocked("PRT-05", release)
        self._approve(issue, self.dgm)
        self._blocked("PRT-05", release)
        self._approve(issue, self.gm)
        release()
        self.assertEqual(issue.state, "released")

    def test_no_release_without_requisition(self):
        """PRT-08."""
        issue = self._approved_issue()
        self._blocked("PRT-08", issue.with_user(self.keeper).action_release)
        issue.action_fill_requisition()
        number = issue.requisition_number
        self.assertEqual(issue.requisition_by_id, self.staff)
        issue.action_fill_requisition()
        self.assertEqual(issue.requisition_number, number)
        issue.with_user(self.keeper).action_release()

    def test_no_release_when_the_case_does_not_hold_any_more(self):
        """SVC-02, PRT-01."""
        issue = self._approved_issue()
        issue.action_fill_requisition()
        issue.application_id.part_line_ids.quantity = 1
        self._blocked("SVC-02", issue.with_user(self.keeper).action_release)
        self._approve(issue.application_id, self.asm, self.sm)
        self._blocked("PRT-01", issue.with_user(self.keeper).action_release)

    def test_pressed_twice_there_is_one_transfer(self):
        """PRT-04."""
        issue = self._released()
        first = issue.sudo().picking_ids
        issue.with_user(self.keeper).action_release()
        self.assertEqual(issue.sudo().picking_ids, first)
        self.assertEqual(len(first), 1)

    def test_a_cancelled_transfer_is_made_again(self):
        """PRT-04."""
        issue = self._released()
        first = issue.sudo().picking_ids
        first.action_cancel()
        issue.with_user(self.keeper).action_release()
        second = issue.sudo().picking_ids - first
        self.assertEqual(second.state, "assigned")
        self.assertEqual(second.move_ids.product_uom_qty, 2)

    def test_a_released_issue_is_given_up_while_the_goods_are_here(self):
        """PRT-04."""
        issue = self._released()
        picking = issue.sudo().picking_ids
        issue.action_cancel()
        self.assertEqual((issue.state, picking.state), ("cancelled", "cancel"))
        issued = self._issued()
        with self.assertRaises(UserError):
            issued.action_cancel()

    def test_goods_do_not_leave_without_a_gate_pass(self):
        """SAL-44."""
        picking = self._picking(self._released())
        self.assertTrue(picking.sanbao_leaves_factory)
        picking.move_ids.picked = True
        self._blocked("SAL-44", picking._action_done)

    def test_what_was_released_does_not_change(self):
        """PRT-05: lines, head and the case's own lines."""
        issue = self._released()
        for attempt in (
            lambda: issue.line_ids.write({"quantity": 1}),
            lambda: issue.write({"freight_amount": 900}),
            lambda: issue.line_ids.unlink(),
            lambda: issue.write(
                {"line_ids": [Command.create({"product_id": self.part.id})]}
            ),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
                self.env.flush_all()

    def test_not_more_leaves_than_was_approved(self):
        """PRT-04: 1 and 2 of 2 pass, 3 do not."""
        for quantity, passes in ((1, True), (2, True), (3, False)):
            with self.subTest(quantity=quantity):
                picking = self._picking(self._released())
                picking.move_ids.write({"quantity": quantity, "picked": True})
                self._gate_pass(picking)
                if passes:
                    picking._action_done()
                    self.assertEqual(picking.state, "done")
                else:
                    self._blocked("PRT-04", picking._action_done)

    def test_the_rest_leaves_by_a_backorder(self):
        """PRT-04, PRT-16."""
        issue = self._released()
        picking = self._picking(issue)
        picking.move_ids.write({"quantity": 1, "picked": True})
        self._gate_pass(picking)
        picking._action_done()
        self.assertEqual(issue.state, "released")
        self.assertEqual(issue.line_ids.qty_issued, 1)
        self.assertEqual(len(issue.old_part_ids), 1)
        rest = issue.sudo().picking_ids - picking.sudo()
        self.assertEqual(rest.sanbao_issue_id, issue)
        rest = rest.with_user(self.keeper)
        self._gate_pass(rest)
        rest.move_ids.picked = True
        rest._action_done()
        self.assertEqual(issue.state, "issued")
        self.assertEqual(len(issue.old_part_ids), 2)

    def _transfer(self, source, target, picking_type, **move):
        picking = (
            self.env["stock.picking"]
            .with_user(self.keeper)
            .create(
                {
                    "picking_type_id": picking_type.id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": self.part.id,
                                "product_uom_qty": 1,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                                **move,
                            }
                        )
                    ],
                }
            )
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": 1, "picked": True})
        return picking

    def test_no_other_transfer_takes_parts_out_for_service(self):
        """PRT-04: typed transfers, of either type, also with the line of an issue."""
        issue = self._approved_issue()
        internal, issues = (
            self.warehouse.int_type_id,
            self.warehouse.sanbao_issue_type_id,
        )
        self.env["sanbao.rule"].search([("code", "=", "SAL-44")]).mode = "off"
        line = {"sanbao_issue_line_id": issue.line_ids.id}
        for values, code in (
            ((self.stock, self.service, internal), "PRT-04"),
            ((self.stock, self.service, issues), "PRT-04"),
            ((self.stock, self.customers, issues), "PRT-04"),
        ):
            with self.subTest(values=values):
                self._blocked(code, self._transfer(*values)._action_done)
                if values[2] == issues and values[1] == self.service:
                    picking = self._transfer(*values, **line)
                    self._blocked("PRT-08", picking._action_done)

    def test_a_duplicate_of_a_done_transfer_takes_nothing_out(self):
        """PRT-04."""
        issue = self._issued()
        copied = issue.sudo().picking_ids.copy().with_user(self.keeper)
        copied.action_confirm()
        copied.move_ids.write({"quantity": 2, "picked": True})
        self._gate_pass(copied)
        self._blocked("PRT-04", copied._action_done)

    def test_parts_on_service_leave_for_the_repair_of_their_case_only(self):
        """PRT-12, SVC-16."""
        application = self._case()
        self._issued(application)
        internal = self.warehouse.int_type_id
        for target in (self.stock, self.customers, self.pending, self.old_zone):
            with self.subTest(target=target.name):
                picking = self._transfer(self.service, target, internal)
                self._blocked("PRT-12", picking._action_done)
        other = self._repair(self._case())
        self._line(other, self.part, 1)
        self._blocked("SVC-16", other._action_repair_confirm)
        plain = (
            self.env["repair.order"]
            .with_user(self.engineer)
            .create({"product_id": self.vehicle.id, "location_id": self.service.id})
        )
        self._line(plain, self.part, 1)
        plain._action_repair_confirm()
        plain.action_repair_start()
        plain.move_ids.write({"quantity": 1, "picked": True})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            plain.move_ids._action_done()
        self._blocked("PRT-12", plain.move_ids.with_user(self.keeper)._action_done)

    def test_a_mark_makes_no_count_of_a_transfer(self):
        """PRT-04, PRT-12: by RPC those who count may set the mark of an adjustment."""
        self._issued()
        self.env["sanbao.rule"].search([("code", "=", "SAL-44")]).mode = "off"
        counter = new_test_user(
            self.env, "prt_count", "sanbao_base.group_wh,stock.group_stock_manager"
        )
        internal = self.warehouse.int_type_id
        for places, code in (
            ((self.stock, self.service), "PRT-04"),
            ((self.service, self.stock), "PRT-12"),
        ):
            moves = self._transfer(*places, internal).move_ids.with_user(counter)
            moves.is_inventory = True
            with self.subTest(code):
                self._blocked(code, moves._action_done)

    def test_parts_on_service_are_not_counted_away_by_a_keeper(self):
        """PRT-12: Odoo applies a count that is entered at once as superuser."""
        self._issued()
        counted = {
            "product_id": self.part.id,
            "location_id": self.service.id,
            "inventory_quantity_auto_apply": 0,
        }
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        self._blocked("PRT-12", quants.with_user(self.keeper).create, counted)

    def test_a_repair_uses_what_was_issued_and_not_more(self):
        """SVC-16: 1 and 2 of 2 issued pass, 3 do not; added later as well."""
        for quantity, passes in ((1, True), (2, True), (3, False)):
            with self.subTest(quantity=quantity):
                application = self._case()
                self._issued(application)
                order = self._repair(application, (self.part, quantity))
                if passes:
                    self._end(order)
                else:
                    self._blocked("SVC-16", order._action_repair_confirm)
        application = self._case()
        self._issued(application)
        order = self._repair(application, (self.part, 2))
        order._action_repair_confirm()
        order.action_repair_start()
        self._line(order, self.part, 1)
        order.move_ids.picked = True
        for move in order.move_ids:
            move.quantity = move.product_uom_qty
        self._blocked("SVC-16", order.action_repair_end)

    def test_a_repair_takes_parts_from_nowhere_else(self):
        """SVC-16, PRT-12: not from the stock, and old parts are not recycled."""
        application = self._case()
        self._issued(application)
        order = self._repair(application, (self.part, 1))
        order.location_id = self.stock
        order._action_repair_confirm()
        order.action_repair_start()
        order.move_ids.write({"quantity": 1, "picked": True})
        self._blocked("SVC-16", order.action_repair_end)
        order.location_id = self.service
        self._line(order, self.part, 1, "recycle")
        order.move_ids.write({"quantity": 1, "picked": True})
        self._blocked("PRT-12", order.action_repair_end)

    def test_the_time_from_requisition_to_issue_is_measured(self):
        """PRT-16."""
        issue = self._approved_issue()
        self.assertFalse(issue.obligation_ids.filtered(self._of_issue))
        issue.action_fill_requisition()
        obligation = issue.sudo().obligation_ids.filtered(self._of_issue)
        self.assertEqual(obligation.kind_id.code, "PRT-16")
        hours = (obligation.due - obligation.start).total_seconds() / 3600
        self.assertEqual(hours, 24)
        self.assertEqual(obligation.user_id, issue._people("wh"))
        issue.with_user(self.keeper).action_release()
        picking = self._picking(issue)
        self._gate_pass(picking)
        picking.button_validate()
        self.assertEqual(obligation.state, "done")
        self.assertTrue(obligation.kept)

    def test_a_clock_stops_with_its_issue(self):
        """PRT-16: given up, or changed after the approval, nobody is late with it."""
        for end in (
            lambda issue: issue.with_user(self.staff).action_cancel(),
            lambda issue: issue.line_ids.write({"quantity": 3}),
        ):
            issue = self._approved_issue()
            issue.action_fill_requisition()
            obligation = issue.sudo().obligation_ids.filtered(self._of_issue)
            self.assertEqual(obligation.state, "open")
            end(issue)
            self.assertEqual(obligation.state, "cancelled")

    def _of_issue(self, obligation):
        return obligation.res_model == "sanbao.parts.issue"

    def test_who_may_do_what(self):
        """PRT-05, PRT-08: each step belongs to its people."""
        issue = self._approved_issue()
        with self.assertRaises(AccessError):
            issue.with_user(self.finance).action_fill_requisition()
        issue.with_user(self.engineer).action_fill_requisition()
        for user in (self.finance, self.engineer, self.gm):
            with self.assertRaises(AccessError):
                issue.with_user(user).action_release()
        with self.assertRaises(AccessError):
            issue.write({"requisition_at": fields.Datetime.now()})

    def test_places_are_made_once_for_each_warehouse(self):
        """PRT-04: and for new warehouses and companies at once."""
        fields_ = [
            name
            for name, field in self.warehouse._fields.items()
            if name.startswith("sanbao_")
            and field.comodel_name in ("stock.location", "stock.picking.type")
        ]
        before = {name: self.warehouse[name].id for name in fields_}
        self.assertTrue(all(before.values()))
        self.warehouse._sanbao_ensure_parts()
        self.assertEqual({name: self.warehouse[name].id for name in fields_}, before)
        company = self.env["res.company"].create({"name": "Branch"})
        branch = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        for name in fields_:
            self.assertTrue(branch[name], name)
            self.assertEqual(branch[name].company_id, company)
        view = self.warehouse.view_location_id
        self.assertFalse(self.service._sanbao_inside(view.ids))
        self.assertTrue(self.warehouse.sanbao_issue_type_id.sanbao_leaves_factory)
