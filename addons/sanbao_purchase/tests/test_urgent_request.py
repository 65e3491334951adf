from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes
from odoo.addons.sanbao_base.local_time import company_today
from odoo.addons.sanbao_parts.tests.common import PartsCommon

from .common import PlanCommon


class UrgentCommon(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_rules("PUR-17")
        cls.env["sanbao.rule"].search([("code", "=", "PRT-15")]).mode = "block"
        cls.sales_head = cls._person("pur_sm", "sm")
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )

    @classmethod
    def _put(cls, quantity, location=None):
        cls.env["stock.quant"]._update_available_quantity(
            cls.part, location or cls.warehouse.lot_stock_id, quantity
        )

    def _request(self, *quantities, user=None, **values):
        return (
            self.env["sanbao.urgent.request"]
            .with_user(user or self.staff)
            .create(
                {
                    "kind": "warranty",
                    "partner_id": self.supplier.id,
                    "reason": "车辆停驶",
                    "date_required": company_today(self.env.company),
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": self.part.id,
                                "quantity": quantity,
                                "price_unit": 100,
                                "partner_id": self.supplier.id,
                            }
                        )
                        for quantity in quantities or (10,)
                    ],
                    **values,
                }
            )
        )

    def _approved_request(self, *quantities, **values):
        request = self._request(*quantities, **values)
        request.action_submit()
        self._approve(request)
        self.assertEqual(request.state, "approved")
        return request


@tagged("post_install", "-at_install")
class TestUrgentRequest(UrgentCommon):
    """PRT-15."""

    def test_free_stock_boundary(self):
        """PRT-15: what is free in stock is not requested; equal is covered."""
        self._put(10)
        for quantity, covered in ((9.99, True), (10, True), (10.01, False)):
            with self.subTest(quantity=quantity):
                request = self._request(quantity)
                if covered:
                    message = self._blocked("PRT-15", request.action_submit)
                    self.assertIn(self.part.display_name, message)
                else:
                    request.action_submit()
                    self.assertEqual(request.line_ids.qty_free, 10)

    def test_lines_of_one_part_count_together(self):
        """PRT-15."""
        self._put(10)
        self._request(6, 6).action_submit()
        self._blocked("PRT-15", self._request(4, 6).action_submit)

    def test_reserved_goods_and_zones_outside_are_not_free(self):
        """PRT-15."""
        self._put(10)
        self._put(50, self.warehouse.sanbao_pending_location_id)
        quant = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.part.id),
                ("location_id", "=", self.warehouse.lot_stock_id.id),
            ]
        )
        quant._update_reserved_quantity(self.part, self.warehouse.lot_stock_id, 4)
        self._request(7).action_submit()
        self._blocked("PRT-15", self._request(6).action_submit)

    def test_stock_of_another_company_is_not_free(self):
        """PRT-15."""
        other = self.env["res.company"].create({"name": "外地分公司"})
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        self.env["stock.quant"]._update_available_quantity(
            self.part, place.lot_stock_id, 99
        )
        self._request(5).action_submit()

    def test_chain(self):
        """PRT-15: the head of sales, then the deputy general manager."""
        request = self._request()
        request.action_submit()
        with self.assertRaises(UserError):
            self._decide(request, self.dgm)
        self._decide(request, self.sales_head)
        self._decide(request, self.dgm)
        self.assertEqual(request.state, "approved")

    def test_an_order_without_a_plan(self):
        """PRT-15, PUR-17: one press; the request is the approval."""
        request = self._approved_request(10)
        request.with_user(self.buyer).action_make_orders()
        order = request.sudo().line_ids.order_line_ids.order_id
        self.assertEqual(len(order), 1)
        request.with_user(self.buyer).action_make_orders()
        self.assertEqual(len(request.sudo().line_ids.order_line_ids), 1)
        order.with_user(self.buyer).button_confirm()
        self.assertEqual(order.state, "purchase")
        self._blocked("PUR-17", order.order_line.write, {"product_qty": 11})
        self._blocked("PUR-17", order.order_line.write, {"price_unit": 101})
        with self.assertRaises(UserError):
            request.action_cancel()

    def test_not_approved_no_order(self):
        """PUR-17."""
        request = self._request()
        request.action_submit()
        with self.assertRaises(UserError):
            request.with_user(self.buyer).action_make_orders()
        order = self._order(10)
        order.order_line.sanbao_urgent_line_id = request.line_ids
        self._blocked("PUR-17", order.button_confirm)

    def test_a_line_on_which_an_order_draws_stays(self):
        """PUR-17: the request's line is not deleted under the order."""
        request = self._request()
        order = self._order(10)
        order.order_line.sanbao_urgent_line_id = request.line_ids
        with self.assertRaisesRegex(UserError, order.name):
            request.line_ids.unlink()
        order.order_line.sanbao_urgent_line_id = False
        request.line_ids.unlink()
        self.assertFalse(request.line_ids)

    def test_what_arrived_when(self):
        """PRT-15."""
        request = self._approved_request(10)
        request.with_user(self.buyer).action_make_orders()
        order = request.sudo().line_ids.order_line_ids.order_id
        order.button_confirm()
        picking = order.picking_ids
        picking.move_ids.quantity = 4
        picking.move_ids.picked = True
        picking._action_done()
        self.assertEqual(request.line_ids.qty_received, 4)
        self.assertEqual(request.state, "approved")
        rest = order.picking_ids - picking
        rest.move_ids.picked = True
        rest._action_done()
        self.assertEqual(request.state, "arrived")
        self.assertTrue(request.arrived_at)

    def test_incomplete_requests_are_not_submitted(self):
        for change in ({"reason": False}, {"date_required": False}):
            with self.subTest(change=change), self.assertRaises(UserError):
                self._request(**change).action_submit()
        request = self._request()
        request.line_ids.price_unit = 0
        with self.assertRaises(UserError):
            request.action_submit()

    def test_a_rejected_request_goes_to_the_plan(self):
        """PRT-15: what is not urgent goes the normal way, once."""
        request = self._request(10)
        request.action_submit()
        request.with_user(self.sales_head)._sanbao_decide("rejected", "不急")
        plan = self.env["sanbao.purchase.plan"].create({})
        line = plan._collect(["urgent"])
        self.assertEqual((line.quantity, line.origin), (10, request.line_ids))
        self.assertFalse(plan._collect(["urgent"]))

    def test_late_requests_are_found(self):
        late = self._request(
            date_required=fields.Date.subtract(company_today(self.env.company), days=2)
        )
        today = self._request()
        (late | today).action_submit()
        found = late.search([("late", "=", True), ("id", "in", (late | today).ids)])
        self.assertEqual(found, late)
        self.assertFalse(today.late)

    def test_purchasing_adds_its_opinion_after_approval(self):
        """PRT-15: the buyer's fields do not reopen the request."""
        request = self._approved_request()
        as_buyer = request.with_user(self.buyer)
        as_buyer.write(
            {
                "purchase_note": "厂家有现货",
                "date_promised": company_today(self.env.company),
            }
        )
        self.assertEqual(request.state, "approved")
        with self.assertRaises(AccessError):
            as_buyer.create({"reason": "x"})


@tagged("post_install", "-at_install")
class TestUrgentEscapes(ApprovalEscapes, UrgentCommon):
    """PRT-15: a request cannot be approved by a trick."""

    def _escape_document(self):
        return self._request()

    def _escape_header_change(self):
        return {"reason": "其他"}

    def _escape_line_change(self):
        return "line_ids", {"quantity": 900}

    def _escape_outsiders(self, document):
        return document.env.user | self.buyer | self.manager | self.head


@tagged("post_install", "-at_install")
class TestShortage(PartsCommon):
    """PRT-16, PRT-15: what a case lacks becomes a request or a plan line."""

    def _short_issue(self, wanted=15):
        self.env["sanbao.rule"].search(
            [("code", "in", ("SVC-10", "SVC-11"))]
        ).mode = "off"
        self.part.standard_price = 60
        issue = self._issue(self._case((self.part, wanted)))
        issue.action_submit()
        self.assertTrue(issue.is_short)
        return issue

    def test_one_press_requests_what_is_missing(self):
        """PRT-16: 15 wanted, 10 in stock, 5 requested; pressed again, the same one."""
        issue = self._short_issue()
        action = issue.action_urgent_request()
        request = self.env["sanbao.urgent.request"].browse(action["res_id"])
        self.assertEqual(request.line_ids.quantity, 5)
        self.assertEqual(request.application_id, issue.application_id)
        self.assertEqual(request.partner_id, issue.partner_id)
        self.assertEqual(request.state_id, issue.state_id)
        self.assertEqual(issue.action_urgent_request()["res_id"], request.id)
        request = request.with_user(self.staff)
        request.date_required = company_today(self.env.company)
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_enough_stock_requests_nothing(self):
        """PRT-15."""
        issue = self._issue()
        with self.assertRaises(UserError):
            issue.action_urgent_request()

    def test_plans_collect_what_cases_lack(self):
        """PRT-16."""
        issue = self._short_issue()
        plan = self.env["sanbao.purchase.plan"].create({})
        line = plan._collect(["shortage"])
        self.assertEqual((line.product_id, line.quantity), (self.part, 5))
        self.assertEqual(line.origin, issue.line_ids)
        self.assertFalse(plan._collect(["shortage"]))
