import threading

import psycopg2

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.orm.environments import Transaction
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import mute_logger

ATTEMPTS = 5


@tagged("post_install", "-at_install")
class TestGatePassConcurrency(BaseCase):
    """SAL-44: one pass, two guards or two clicks at the same moment, real connections.

    Everything is committed and removed again.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        self.users, self.passes = [], []
        # A refusal is logged through a connection that needs the same lock.
        self.patch(
            self.registry["sanbao.rule"], "_log_beyond_rollback", lambda *args: None
        )
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            self._make(env)

    def _make(self, env):
        product = env["product.product"].create({"name": "Concurrent part"})
        partner = env["res.partner"].create({"name": "Concurrent customer"})
        self.product_id, self.partner_id = product.id, partner.id
        for role in ("gate", "gate2", "wh", "dgm", "fin"):
            group = env.ref(f"sanbao_base.group_{role.rstrip('2')}")
            user = env["res.users"].create(
                {
                    "name": f"concurrent {role}",
                    "login": f"concurrent_{role}",
                    "group_ids": [Command.set(group.ids)],
                }
            )
            self.users.append(user.id)

    def _approved(self):
        """A committed pass of goods without transfer."""
        _gate, _gate2, keeper, dgm, finance = self.users
        with self.registry.cursor() as cr:
            env = api.Environment(cr, keeper, {})
            gate_pass = env["sanbao.gate.pass"].create(
                {
                    "partner_id": self.partner_id,
                    "line_ids": [Command.create({"product_id": self.product_id})],
                }
            )
            gate_pass.action_submit()
            for user in (dgm, finance):
                gate_pass.with_user(user).validate_tier()
            self.assertEqual(gate_pass.state, "approved")
            self.passes.append(gate_pass.id)
            return gate_pass.id

    def _remove(self):
        with self.registry.cursor() as cr:
            passes, users = tuple(self.passes) or (0,), tuple(self.users) or (0,)
            name = "sanbao.gate.pass"
            for query, values in (
                (
                    "DELETE FROM mail_activity WHERE res_model = %s AND res_id IN %s",
                    [name, passes],
                ),
                (
                    "DELETE FROM mail_message WHERE model = %s AND res_id IN %s",
                    [name, passes],
                ),
                (
                    "DELETE FROM mail_followers WHERE res_model = %s AND res_id IN %s",
                    [name, passes],
                ),
                (
                    "DELETE FROM tier_review WHERE model = %s AND res_id IN %s",
                    [name, passes],
                ),
                ("DELETE FROM sanbao_rule_event WHERE user_id IN %s", [users]),
                ("DELETE FROM sanbao_gate_pass WHERE id IN %s", [passes]),
            ):
                cr.execute(query, values)
            env = api.Environment(cr, SUPERUSER_ID, {})
            partners = env["res.users"].browse(self.users).partner_id.ids
            env["product.product"].browse(self.product_id).unlink()
            cr.execute("DELETE FROM res_users WHERE id IN %s", [users])
            partners = tuple(partners) + (self.partner_id,)
            cr.execute("DELETE FROM res_partner WHERE id IN %s", [partners])
        self.registry.clear_all_caches()

    def _call(self, user_id, pass_id, method, barrier, results):
        """One request: repeated when the database refuses it, like Odoo's own."""
        for attempt in range(ATTEMPTS):
            try:
                with self.registry.cursor() as cr:
                    # The test runner holds the lock behind ``Registry(dbname)``.
                    cr.transaction = Transaction(self.registry)
                    env = api.Environment(cr, user_id, {})
                    gate_pass = env["sanbao.gate.pass"].browse(pass_id)
                    gate_pass.mapped("state")  # the snapshot of the transaction
                    if not attempt:
                        barrier.wait(10)
                    getattr(gate_pass, method)()
                results.append("done")
                return
            except psycopg2.errors.SerializationFailure:  # noqa: PERF203
                continue
            except UserError as error:
                results.append(str(error))
                return

    def _at_once(self, pass_id, *calls):
        barrier, results = threading.Barrier(len(calls)), []
        threads = [
            threading.Thread(
                daemon=True,
                target=self._call,
                args=(user_id, pass_id, method, barrier, results),
            )
            for user_id, method in calls
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(15)
        self.assertEqual(len(results), len(calls), results)
        return results

    def _state(self, pass_id):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            gate_pass = env["sanbao.gate.pass"].browse(pass_id)
            return gate_pass.state, len(gate_pass.exit_by_id)

    @mute_logger("odoo.sql_db")
    def test_two_presses_record_one_exit(self):
        """SAL-44: the same guard twice, two guards"""
        gate, gate2, *_others = self.users
        for users in ((gate, gate), (gate, gate2)):
            with self.subTest(users=users):
                pass_id = self._approved()
                calls = [(user, "action_record_exit") for user in users]
                results = self._at_once(pass_id, *calls)
                self.assertEqual(results.count("done"), 1, results)
                refusal = next(text for text in results if text != "done")
                self.assertIn("SAL-44", refusal)
                self.assertEqual(self._state(pass_id), ("used", 1))

    @mute_logger("odoo.sql_db")
    def test_exit_and_cancellation_at_once(self):
        """SAL-44: either the goods left, or the pass is cancelled"""
        gate, _gate2, keeper, *_others = self.users
        pass_id = self._approved()
        results = self._at_once(
            pass_id, (gate, "action_record_exit"), (keeper, "action_cancel")
        )
        self.assertEqual(results.count("done"), 1, results)
        state, guards = self._state(pass_id)
        self.assertIn((state, guards), (("used", 1), ("cancelled", 0)))
