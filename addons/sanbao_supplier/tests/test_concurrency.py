import base64
import threading
from contextlib import contextmanager

from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.exceptions import RuleViolation
from odoo.addons.sanbao_parts.tests.at_once import AtOnce

AT_ONCE = 3


@tagged("post_install", "-at_install")
class TestOrderConcurrency(AtOnce):
    """What orders stand on ends at the moment at which they are confirmed.

    Real connections; everything is committed, and removed again.
    """

    def _make(self, env):
        self._only_rules(env, "PUR-05", "PUR-08")
        self.users = {role: self._person(env, role) for role in ("pb", "pm", "leg")}
        supplier = env["res.partner"].create({"name": "At once supplier"})
        self.agreement = self._signed(env, supplier).id
        self.dossier = env["sanbao.supplier"].create({"partner_id": supplier.id}).id
        self.orders = [self._order(env, supplier, name).id for name in ("One", "Two")]

    def _person(self, env, role):
        group = env.ref(f"sanbao_base.group_{role}")
        buyer = env.ref("purchase.group_purchase_user")
        values = {
            "name": f"order at once {role}",
            "login": f"order_at_once_{role}",
            "group_ids": [Command.set((group | buyer).ids)],
        }
        return env["res.users"].create(values).id

    def _signed(self, env, supplier):
        quality = env.ref("sanbao_contract.agreement_type_quality")
        today = fields.Date.today()
        texts = (
            *("name", "sanbao_product_scope", "sanbao_quality_standard"),
            *("sanbao_acceptance", "sanbao_rejects", "sanbao_repair_scope"),
            *("sanbao_supplier_signatory", "sanbao_signatory"),
        )
        agreement = self._as(env["agreement"], "pb").create(
            {
                **dict.fromkeys(texts, "At once"),
                "partner_id": supplier.id,
                "agreement_type_id": quality.id,
                "sanbao_repair_months": 12,
                "sanbao_repair_hours": 48,
                "sanbao_repair_cost": "supplier",
                "sanbao_warranty_months": 12,
                "start_date": fields.Date.subtract(today, days=9),
                "end_date": fields.Date.add(today, days=300),
                "signature_date": fields.Date.subtract(today, days=9),
                "sanbao_scan": base64.b64encode(b"%PDF-"),
                "sanbao_termination_reason": "At once",
            }
        )
        agreement.action_submit()
        self._as(agreement, "pm").validate_tier()
        self._as(agreement, "leg").validate_tier()
        agreement.action_sign()
        return agreement

    def _order(self, env, supplier, name):
        part = env["product.product"].create(
            {
                "name": f"At once {name}",
                "default_code": name,
                "type": "consu",
                "is_storable": True,
            }
        )
        line = {"product_id": part.id, "product_qty": 6, "price_unit": 10}
        return self._as(env["purchase.order"], "pb").create(
            {"partner_id": supplier.id, "order_line": [Command.create(line)]}
        )

    @contextmanager
    def _request(self, role, patience="5s"):
        """A request that sees the database as it is now."""
        with self.registry.cursor() as cr:
            cr.execute("SET LOCAL lock_timeout = %s", [patience])
            cr.execute("SELECT 1")
            yield api.Environment(cr, self.users[role], {})

    def _terminate(self, patience="5s"):
        with self._request("pb", patience) as env:
            env["agreement"].browse(self.agreement).action_terminate()

    def _refused_when_repeated(self, env, order_id, code):
        """PostgreSQL refuses the request; what Odoo repeats, the rule refuses."""
        order = env["purchase.order"].browse(order_id)
        with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
            order.button_confirm()
        env.cr.rollback()
        with self.assertRaises(RuleViolation) as caught:
            order.button_confirm()
        self.assertEqual(caught.exception.rule_code, code)
        env.cr.rollback()

    def _states(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            orders = env["purchase.order"].browse(self.orders)
            return [
                *orders.mapped("state"),
                env["agreement"].browse(self.agreement).state,
            ]

    def test_agreement_is_terminated_first(self):
        """PUR-05: two orders that were being confirmed are judged once more."""
        with self._request("pb") as one, self._request("pb") as two:
            self._terminate()
            for env, order_id in zip((one, two), self.orders, strict=True):
                self._refused_when_repeated(env, order_id, "PUR-05")
        self.assertEqual(self._states(), ["draft", "draft", "terminated"])

    def test_two_orders_are_confirmed_first(self):
        """PUR-05: the termination waits for both, they do not wait for each other."""
        with self._request("pb") as one, self._request("pb") as two:
            for env, order_id in zip((one, two), self.orders, strict=True):
                env["purchase.order"].browse(order_id).button_confirm()
                env.flush_all()
            with self.assertRaises(LockNotAvailable), mute_logger("odoo.sql_db"):
                self._terminate("200ms")
        self.assertEqual(self._states(), ["purchase", "purchase", "signed"])
        self._terminate()
        self.assertEqual(self._states(), ["purchase", "purchase", "terminated"])

    @mute_logger("odoo.sql_db")
    def test_all_at_once(self):
        """PUR-05: whoever is first, everybody is answered."""
        calls = [(("purchase.order", i), "button_confirm") for i in self.orders]
        calls.append((("agreement", self.agreement), "action_terminate"))
        barrier, answers = threading.Barrier(AT_ONCE), [[] for _call in calls]
        threads = [
            threading.Thread(
                daemon=True,
                target=self._call,
                args=("pb", target, method, barrier, answer),
            )
            for (target, method), answer in zip(calls, answers, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        *orders, ended = (answer[0] for answer in answers)
        self.assertEqual(ended, "done")
        for answer in orders:
            self.assertTrue(answer == "done" or answer.startswith("PUR-05"), answer)
        states = ["purchase" if answer == "done" else "draft" for answer in orders]
        self.assertEqual(self._states(), [*states, "terminated"])

    def test_supplier_is_found_poor_first(self):
        """PUR-08: the evaluation that is closed in that moment counts."""
        with self._request("pb") as buyer:
            with self._request("pm") as manager:
                dossier = manager["sanbao.supplier"].browse(self.dossier)
                as_engine(dossier).write({"standing": "poor"})
            self._refused_when_repeated(buyer, self.orders[0], "PUR-08")
        self.assertEqual(self._states(), ["draft", "draft", "signed"])
