from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestRepairOrder(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stock = cls.env.ref("stock.group_stock_user")
        (cls.staff | cls.engineer).group_ids |= stock
        # The unit stands at the customer.
        cls.env["stock.quant"]._update_available_quantity(
            cls.vehicle,
            cls.partner.property_stock_customer,
            1,
            lot_id=cls.archive.lot_id,
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.env["stock.quant"]._update_available_quantity(
            cls.part, cls.warehouse.lot_stock_id, 10
        )

    def _repair(self, application=None):
        application = application or self._approved(100, solution_type="repair")
        application.with_user(self.staff).action_sanbao_repair()
        return application.repair_ids.with_user(self.staff)

    def _line(self, order, quantity=1):
        return self.env["stock.move"].create(
            {
                "repair_id": order.id,
                "repair_line_type": "add",
                "product_id": self.part.id,
                "product_uom_qty": quantity,
            }
        )

    def test_the_order_knows_the_case(self):
        order = self._repair()
        place = self.partner.property_stock_customer
        self.assertEqual(order.lot_id, self.archive.lot_id)
        self.assertEqual(order.product_id, self.vehicle)
        self.assertEqual(order.partner_id, self.partner)
        self.assertEqual(order.product_location_src_id, place)
        self.assertEqual(order.product_location_dest_id, place)
        application = order.sanbao_application_id
        self.assertEqual(application.repair_count, 1)
        self.assertEqual(application.ticket_id.sanbao_repair_count, 1)
        again = application.with_user(self.staff).action_sanbao_repair()
        self.assertEqual(again["res_id"], order.id)

    def test_no_order_before_the_case_is_released(self):
        """SVC-02."""
        with self.assertRule("SVC-02"):
            self._repair(self._application())
        with self.assertRaises(AccessError):
            self._approved().with_user(self.asm).action_sanbao_repair()

    def test_no_way_starts_a_repair_of_an_unreleased_case(self):
        """SVC-02: confirm, start, plain write, create, linking afterwards."""
        application = self._approved(100, solution_type="repair")
        order = self._repair(application)
        plain = order.create({"product_id": self.vehicle.id})
        plain.with_user(self.env.user).write({"state": "under_repair"})
        application.analysis = "另一个原因"
        self.assertFalse(application._is_approved())
        for attempt in (
            order.action_validate,
            order._action_repair_confirm,
            order.action_repair_start,
            lambda: order.write({"state": "confirmed"}),
            lambda: order.write({"state": "under_repair"}),
            lambda: order.write({"state": "done"}),
            lambda: order.create(
                {
                    "product_id": self.vehicle.id,
                    "sanbao_application_id": application.id,
                    "state": "under_repair",
                }
            ),
            lambda: plain.write({"sanbao_application_id": application.id}),
        ):
            with self.assertRule("SVC-02"), self.env.cr.savepoint():
                attempt()

    def test_a_released_case_is_repaired(self):
        order = self._repair()
        order.action_validate()
        order.action_repair_start()
        order.action_repair_end()
        self.assertEqual(order.state, "done")

    def test_the_case_of_an_order_stays(self):
        """SVC-02: taking the case away would take its rules away."""
        order = self._repair()
        with self.assertRaises(UserError):
            order.sanbao_application_id = False

    def test_a_warranty_repair_is_free(self):
        """WAR-03: every line of its sale order costs nothing."""
        application = self._approved(100, solution_type="repair")
        self.assertEqual(application.charge_type, "warranty")
        order = self._repair(application)
        self.assertTrue(order.under_warranty)
        with self.assertRule("WAR-03"):
            order.under_warranty = False
        self._line(order)
        order.action_validate()
        order.sudo().action_create_sale_order()
        lines = order.sudo().sale_order_id.order_line
        self.assertTrue(lines)
        self.assertEqual(set(lines.mapped("price_unit")), {0.0})

    def test_a_chargeable_repair_is_charged(self):
        """WAR-03: also if somebody ticks the box."""
        application = self._application(
            100,
            cause_class="misuse",
            consent_by="李队长",
            consent_at="2026-01-01 00:00:00",
            consent_means="phone",
        )
        self._approve(application, self.asm, self.dgm)
        order = self._repair(application)
        self.assertFalse(order.under_warranty)
        with self.assertRule("WAR-03"):
            order.under_warranty = True
        self._line(order)
        order.action_validate()
        order.sudo().action_create_sale_order()
        self.assertEqual(order.sudo().sale_order_id.order_line.price_unit, 100)

    def test_unissued_lines_are_not_silently_dropped(self):
        order = self._repair()
        move = self._line(order, quantity=20)
        order.action_validate()
        order.action_repair_start()
        move._do_unreserve()
        for attempt in (order.action_repair_end, order.action_repair_done):
            with self.assertRaisesRegex(UserError, "GB-200"), self.env.cr.savepoint():
                attempt()
        move.quantity = 2
        order.action_repair_end()
        self.assertEqual(order.state, "done")
        self.assertEqual(move.quantity, 2)

    def test_plain_repairs_are_untouched(self):
        order = self.env["repair.order"].create(
            {"product_id": self.part.id, "under_warranty": False}
        )
        order.under_warranty = True
        move = self._line(order)
        order._action_repair_confirm()
        order.action_repair_start()
        move._do_unreserve()
        order.action_repair_end()
        self.assertEqual(order.state, "done")
        self.assertEqual(move.state, "cancel")

    def test_plain_repairs_cost_no_extra_query(self):
        order = self.env["repair.order"].create({"product_id": self.part.id})
        order.read(["state"])
        with self.assertQueryCount(0):
            order._sanbao_gate_release()
            order._sanbao_gate_charge(True)
            order._sanbao_check_case_stays(1)

    def test_repairs_in_the_factory_use_the_workshop(self):
        """SVC-09: the notice says where the repair takes place."""
        application = self._approved(
            100,
            solution_type="repair",
            can_solve_alone=False,
            help_department="production",
        )
        notice = (
            self.env["sanbao.repair.notice"]
            .with_user(self.staff)
            .create(
                {
                    "application_id": application.id,
                    "work_required": "返厂",
                    "due_date": "2030-01-01",
                    "place": "factory",
                }
            )
        )
        self._approve(notice, self.dgm)
        order = self._repair(application)
        self.assertNotEqual(
            order.product_location_src_id, self.partner.property_stock_customer
        )
