from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.sanbao_base.local_time import company_today

from .common import GatePassCommon


@tagged("post_install", "-at_install")
class TestGatePassApproval(GatePassCommon):
    def _groups(self, gate_pass):
        """Short names of the roles that are asked, first step first."""
        reviews = gate_pass.sudo().review_ids.sorted("sequence")
        groups = reviews.definition_id.mapped("reviewer_group_id")
        names = groups.get_external_id()
        return [names[group.id].rpartition("_")[2] for group in groups]

    def _submitted_for(self, amount):
        part = self._product("Part", amount)
        self._put(part, 5)
        gate_pass = self._pass(self._picking((part, 1)))
        gate_pass.action_submit()
        self.assertEqual(gate_pass.amount_total, amount)
        return gate_pass

    def test_limit_belongs_to_the_deputy(self):
        """SAL-45: 499.99, 500.00 and 500.01"""
        for amount, role in ((499.99, "dgm"), (500.00, "dgm"), (500.01, "gm")):
            with self.subTest(amount=amount):
                gate_pass = self._submitted_for(amount)
                self.assertEqual(self._groups(gate_pass), [role, "fin"])

    def test_limit_is_a_parameter(self):
        """SAL-45"""
        self._set("gate_pass_gm_above", "1000")
        for amount, role in ((999.99, "dgm"), (1000, "dgm"), (1000.01, "gm")):
            with self.subTest(amount=amount):
                self.assertEqual(
                    self._groups(self._submitted_for(amount)), [role, "fin"]
                )

    def test_how_long_a_pass_is_valid_is_a_parameter(self):
        """SAL-44."""
        part = self._product("Part", 1)
        self._put(part, 5)
        for days in (1, 9):
            self._set("gate_pass_valid_days", str(days))
            gate_pass = self._pass(self._picking((part, 1)))
            today = company_today(self.env.company)
            self.assertEqual((gate_pass.valid_until - today).days, days)

    def test_finance_confirms_by_the_setting(self):
        """SAL-46: all, above the limit only, off; each at the limit"""
        for scope, at_limit, above in (
            ("all", ["dgm", "fin"], ["gm", "fin"]),
            ("above", ["dgm"], ["gm", "fin"]),
            ("off", ["dgm"], ["gm"]),
        ):
            with self.subTest(scope=scope):
                self._set("gate_pass_finance", scope)
                self.assertEqual(self._groups(self._submitted_for(500)), at_limit)
                self.assertEqual(self._groups(self._submitted_for(500.01)), above)

    def test_finance_comes_after_the_manager(self):
        """SAL-46"""
        gate_pass = self._submitted_for(10)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            gate_pass.with_user(self.finance).validate_tier()
        self.env.invalidate_all()
        gate_pass.with_user(self.dgm).validate_tier()
        self.assertEqual(gate_pass.state, "submitted")
        gate_pass.with_user(self.finance).validate_tier()
        self.assertEqual(gate_pass.state, "approved")

    def test_pass_without_finance_lets_nothing_out(self):
        """SAL-46: also if finance was not asked when the pass was approved"""
        self._set("gate_pass_finance", "off")
        picking = self._picking()
        gate_pass = self._approved(picking)
        self._set("gate_pass_finance", "all")
        self._assert_blocked(
            "SAL-46", self._validate, picking, words=[gate_pass.name, "finance"]
        )
        self._set("gate_pass_finance", "off")
        self._validate(picking)
        self._set("gate_pass_finance", "all")
        at_gate = gate_pass.with_user(self.guard)
        self._assert_blocked("SAL-46", at_gate.action_record_exit)

    def test_wrong_manager_cannot_approve(self):
        """SAL-45: the deputy does not sign above the limit"""
        gate_pass = self._submitted_for(500.01)
        with self.assertRaises(UserError):
            gate_pass.with_user(self.dgm).validate_tier()

    def test_warehouse_service_and_sales_write_passes(self):
        for user in (self.keeper, self.service, self.seller):
            with self.subTest(user=user.login):
                gate_pass = self._pass(self._picking(), user=user)
                gate_pass.action_submit()
                self.assertEqual(gate_pass.state, "submitted")
                self.assertEqual(gate_pass.requested_by_id, user)

    def test_incomplete_pass_is_not_submitted(self):
        picking = self._picking()
        for name, vals, words in (
            ("partner", {"partner_id": False}, "destination"),
            ("lines", {"line_ids": [Command.clear()]}, "goods"),
            ("expired", {"valid_until": "2020-01-01"}, "last day"),
            ("return", {"returnable": True}, "come back"),
        ):
            with self.subTest(name):
                gate_pass = self._pass(picking)
                gate_pass.write(vals)
                with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                    gate_pass.action_submit()
                gate_pass.action_cancel()

    def test_serial_number_is_needed(self):
        picking = self._picking((self.pump, 1))
        picking.do_unreserve()
        gate_pass = self._pass(picking)
        self.assertEqual(gate_pass.line_ids.quantity, 1)
        with self.assertRaisesRegex(UserError, "Pump"), self.env.cr.savepoint():
            gate_pass.action_submit()
        picking.action_assign()
        gate_pass.action_take_quantities()
        gate_pass.action_submit()
        self.assertEqual(gate_pass.state, "submitted")

    def test_changed_transfer_is_noticed_when_submitted(self):
        """SAL-44"""
        picking = self._picking((self.filter, 5))
        gate_pass = self._pass(picking)
        picking.move_ids.quantity = 4
        self._assert_blocked(
            "SAL-44", gate_pass.action_submit, words=["transfer 4", "gate pass 5"]
        )
        gate_pass.action_take_quantities()
        self.assertEqual(gate_pass.line_ids.quantity, 4)

    def test_change_after_approval_reopens(self):
        picking = self._picking()
        for vals in (
            {"valid_until": "2099-01-01"},
            {"purpose": "sample"},
            {"returnable": True},
        ):
            with self.subTest(vals=vals):
                gate_pass = self._approved(picking)
                gate_pass.write(vals)
                self.assertEqual(gate_pass.state, "draft")
                gate_pass.action_cancel()

    def test_driver_and_plate_may_come_late(self):
        gate_pass = self._approved(self._picking())
        gate_pass.write({"carrier": "Li", "vehicle_plate": "A12345"})
        self.assertTrue(gate_pass._is_approved())

    def test_nothing_changes_after_the_exit(self):
        gate_pass = self._used(self._picking())
        for vals in (
            {"carrier": "Li"},
            {"note": "x"},
            {"user_id": self.service.id},
            {"date": "2020-01-01"},
            {"partner_id": False},
            {"line_ids": [Command.clear()]},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                gate_pass.write(vals)

    def test_expired_passes_are_marked(self):
        """SAL-44"""
        gate_pass = self._approved(self._picking())
        last = gate_pass.valid_until
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 60)
        with self._on(last):
            gate_pass.sudo()._cron_expire()
        self.assertEqual(gate_pass.state, "approved")
        with self._on(last + timedelta(days=1)):
            gate_pass.sudo()._cron_expire()
            gate_pass.sudo()._cron_expire()
        self.assertEqual(gate_pass.state, "expired")
        self.assertFalse(gate_pass._is_approved())
