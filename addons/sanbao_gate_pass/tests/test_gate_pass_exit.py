from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import GatePassCommon


@tagged("post_install", "-at_install")
class TestGatePassExit(GatePassCommon):
    """SAL-44: the guard records the exit; SAL-46 holds at the gate, too."""

    def _ready(self, *goods):
        picking = self._picking(*goods)
        gate_pass = self._approved(picking)
        self._validate(picking)
        return gate_pass.with_user(self.guard)

    def test_guard_records_the_exit_once(self):
        """SAL-44"""
        gate_pass = self._ready((self.filter, 2), (self.pump, 1))
        self.assertTrue(gate_pass.is_ready)
        gate_pass.action_record_exit()
        self.assertEqual(gate_pass.state, "used")
        self.assertEqual(gate_pass.exit_by_id, self.guard)
        self.assertTrue(gate_pass.exit_at)
        self.assertEqual(gate_pass.line_ids.mapped("exit_quantity"), [2, 1])
        left = gate_pass.exit_at
        for user in (self.guard, self.guard2):
            text = self._assert_blocked(
                "SAL-44",
                gate_pass.with_user(user).action_record_exit,
                words=["used already", self.guard.name],
            )
            self.assertIn(gate_pass.name, text)
        self.assertEqual(gate_pass.exit_at, left)

    def test_used_pass_stays_used_where_the_rule_only_warns(self):
        gate_pass = self._ready()
        gate_pass.action_record_exit()
        rule = self.env["sanbao.rule"].search([("code", "=", "SAL-44")])
        rule.with_company(self.company).mode = "warn"
        with self.assertRaisesRegex(UserError, "used already"):
            gate_pass.action_record_exit()

    def test_only_guards_record_an_exit(self):
        """SAL-44"""
        gate_pass = self._ready()
        both = self.env["res.users"]
        for user in (self.keeper, self.dgm, self.gm, self.finance, self.seller, both):
            for button in ("action_record_exit", "action_check_exit"):
                with self.subTest(user=user.login, button=button):
                    user = user or self.env.ref("base.user_admin")
                    with self.assertRaises(AccessError):
                        getattr(gate_pass.with_user(user), button)()

    def test_guards_write_no_passes(self):
        """SAL-44, segregation: not even a guard who also keeps the warehouse"""
        picking = self._picking()
        gate_pass = self._pass(picking)
        mixed = self._person("gate_mix", "gate", "wh", groups="stock.group_stock_user")
        for user in (self.guard, mixed):
            with self.subTest(user=user.login):
                as_user = gate_pass.with_user(user)
                with self.assertRaises(AccessError):
                    as_user.create({"partner_id": self.partner.id})
                with self.assertRaises(AccessError):
                    as_user.write({"carrier": "me"})
                with self.assertRaises(AccessError):
                    as_user.line_ids.write({"quantity": 1})
                with self.assertRaises(AccessError):
                    as_user.action_submit()

    def test_requester_does_not_open_the_gate(self):
        """SAL-44, segregation: a keeper who became a guard since"""
        gate_pass = self._ready()
        self.keeper.group_ids += self.env.ref("sanbao_base.group_gate")
        with self.assertRaisesRegex(UserError, "yourself"):
            gate_pass.with_user(self.keeper).action_record_exit()

    def test_goods_that_are_not_booked_out_stay(self):
        """SAL-44"""
        picking = self._picking()
        gate_pass = self._approved(picking).with_user(self.guard)
        self.assertFalse(gate_pass.is_ready)
        self._assert_blocked(
            "SAL-44", gate_pass.action_record_exit, words=[picking.name, "booked out"]
        )

    def test_pass_that_is_not_valid_opens_no_gate(self):
        gate_pass = self._pass(self._picking())
        at_gate = gate_pass.with_user(self.guard)
        self._assert_blocked("SAL-44", at_gate.action_record_exit, words=["Submit"])
        gate_pass.action_submit()
        self._assert_blocked("SAL-44", at_gate.action_record_exit, words=["waits for"])
        gate_pass.action_withdraw()
        gate_pass.action_cancel()
        self._assert_blocked("SAL-44", at_gate.action_record_exit, words=["cancelled"])

    def test_counted_quantities_must_agree(self):
        """SAL-44: one less, equal, one more, nothing"""
        gate_pass = self._ready((self.filter, 5))
        line = gate_pass.line_ids
        for counted in ({line.id: 4}, {line.id: 6}, {}):
            with self.subTest(counted=counted):
                self._assert_blocked(
                    "SAL-44",
                    gate_pass.action_record_exit,
                    counted,
                    words=["Filter", "gate pass 5", "stay here"],
                )
        gate_pass.action_record_exit({str(line.id): 5})
        self.assertEqual(gate_pass.state, "used")

    def test_page_of_the_guard(self):
        gate_pass = self._ready((self.filter, 2), (self.pump, 1))
        wizard = self.env["sanbao.gate.pass.exit"].with_user(self.guard)
        wizard = wizard.browse(gate_pass.action_check_exit()["res_id"])
        self.assertEqual(wizard.line_ids.mapped("quantity"), [2, 1])
        wizard.line_ids[0].checked = True
        self._assert_blocked(
            "SAL-44", wizard.action_confirm, words=["Pump", "counted 0"]
        )
        wizard.line_ids.checked = True
        wizard.action_confirm()
        self.assertEqual(gate_pass.state, "used")

    def test_two_passes_for_one_transfer_leave_once(self):
        """SAL-44: the first ran out, both are there; the goods leave once"""
        gate_pass = self._ready()
        picking = gate_pass.sudo().picking_ids
        gate_pass.action_record_exit()
        second = gate_pass.with_user(self.keeper).create(
            {"partner_id": self.partner.id, "picking_ids": picking.ids}
        )
        with self.assertRaisesRegex(UserError, gate_pass.name), self.env.cr.savepoint():
            second.action_submit()

    def test_done_transfer_gets_a_new_pass_when_the_first_ran_out(self):
        """SAL-44"""
        picking = self._picking()
        gate_pass = self._approved(picking)
        self._validate(picking)
        gate_pass.action_cancel()
        picking.invalidate_recordset()
        self.assertTrue(picking.sanbao_gate_pass_missing)
        second = self._approved(picking)
        self.assertNotEqual(second, gate_pass)
        second.with_user(self.guard).action_record_exit()
        self.assertEqual(picking.sanbao_exit_pass_id, second)
        self.assertEqual(gate_pass.state, "cancelled")

    def test_exit_on_the_transfer_is_not_typed(self):
        gate_pass = self._ready()
        picking = gate_pass.sudo().picking_ids.with_user(self.keeper)
        with self.assertRaises(AccessError):
            picking.write({"sanbao_exit_pass_id": gate_pass.id})

    def test_lookup_says_what_is_wrong(self):
        """SAL-44: unknown, used, not approved; number, lower case, address"""
        gate_pass = self._ready()
        address = gate_pass._form_qr_url()
        self.assertIn(f"/sanbao.gate.pass/{gate_pass.id}", address)
        for code in (gate_pass.name, f" {gate_pass.name.lower()} ", address):
            with self.subTest(code=code):
                self.assertEqual(self._look_up(code)["res_id"], gate_pass.id)
        for code in ("CM1999/00001", "%", "/odoo/sanbao.gate.pass/99999999"):
            with self.subTest(code=code), self.assertRaisesRegex(UserError, "no gate"):
                self._look_up(code)
        gate_pass.action_record_exit()
        self._assert_blocked(
            "SAL-44", self._look_up, gate_pass.name, words=["used already"]
        )
        draft = self._pass(self._picking())
        self._assert_blocked("SAL-44", self._look_up, draft.name, words=["Submit"])

    def _look_up(self, code):
        scan = self.env["sanbao.gate.pass.scan"].with_user(self.guard)
        return scan.create({"code": code}).action_open()

    def test_goods_that_come_back(self):
        """F15: returnable, expected and real return"""
        picking = self._picking()
        gate_pass = self._pass(picking)
        gate_pass.write({"returnable": True, "return_date": "2099-01-01"})
        self._approve(gate_pass)
        with self.assertRaises(UserError):
            gate_pass.action_record_return()
        self._validate(picking)
        gate_pass.with_user(self.guard).action_record_exit()
        with self.assertRaises(AccessError):
            gate_pass.with_user(self.dgm).action_record_return()
        gate_pass.with_user(self.guard).action_record_return()
        self.assertEqual(gate_pass.returned_by_id, self.guard)
        with self.assertRaises(UserError):
            gate_pass.action_record_return()
