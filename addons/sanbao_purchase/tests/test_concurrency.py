import threading

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.sanbao_parts.tests.at_once import AtOnce
from odoo.addons.sanbao_purchase.models.sanbao_purchase_plan_approval import (
    TICKS_KEY,
    Ticks,
)

PEOPLE = ("as", "asm", "dgm", "pb", "pm")


@tagged("post_install", "-at_install")
class TestPlanConcurrency(AtOnce):
    """PUR-16, PUR-17: two people at the same moment, real connections.

    Everything is committed, and removed again: all rows that are newer than the test,
    and the modes of the rules.
    """

    def _make(self, env):
        self._only_rules(env, "PUR-16", "PUR-17")
        self.users = {}
        for role in PEOPLE:
            groups = env.ref(f"sanbao_base.group_{role}")
            groups |= env.ref("purchase.group_purchase_user")
            user = env["res.users"].create(
                {
                    "name": f"plan at once {role}",
                    "login": f"plan_at_once_{role}",
                    "group_ids": [Command.set(groups.ids)],
                }
            )
            self.users[role] = user.id
        employee = env["hr.employee"].create(
            {"name": "Head", "user_id": self.users["asm"]}
        )
        department = env["hr.department"].create(
            {"name": "At once", "manager_id": employee.id}
        )
        part = env["product.product"].create(
            {"name": "At once pump", "type": "consu", "is_storable": True}
        )
        supplier = env["res.partner"].create({"name": "At once supplier"})
        env["sanbao.purchase.budget"].create(
            {"amount": 1500, "department_id": department.id}
        )
        self.department, self.part, self.supplier = department.id, part.id, supplier.id

    def _plan(self, env):
        line = {
            "product_id": self.part,
            "partner_id": self.supplier,
            "quantity": 10,
            "price_unit": 100,
            "date_needed": fields.Date.today(),
        }
        plan = env["sanbao.purchase.plan"].create(
            {"department_id": self.department, "line_ids": [Command.create(line)]}
        )
        plan.action_submit()
        self._as(plan, "asm")._sanbao_decide("approved")
        return plan

    def _orders(self, env):
        plan = self._plan(env)
        ticks = {TICKS_KEY: Ticks(True, True, True)}
        self._as(plan, "dgm").with_context(**ticks)._sanbao_decide("approved")
        line = {
            "product_id": self.part,
            "product_qty": 6,
            "price_unit": 100,
            "sanbao_plan_line_id": plan.line_ids.id,
        }
        values = {"partner_id": self.supplier, "order_line": [Command.create(line)]}
        return env["purchase.order"].create([values, values])

    def _at_once(self, role, targets, method):
        """Each target in a thread of its own; what became of them."""
        barrier, results = threading.Barrier(2), []
        threads = [
            threading.Thread(
                daemon=True,
                target=self._call,
                args=(role, target, method, barrier, results),
            )
            for target in targets
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return sorted(results, key=lambda result: result != "done")

    @mute_logger("odoo.sql_db")
    def test_two_orders_on_one_plan_line(self):
        """PUR-17: 6 and 6 of 10: one is confirmed, the other refused."""
        name, ids = self._committed(lambda env: _Several(self._orders(env)))
        results = self._at_once("pb", [(name, i) for i in ids], "button_confirm")
        self.assertEqual(results[0], "done")
        self.assertTrue(results[1].startswith("PUR-17"), results)

    @mute_logger("odoo.sql_db")
    def test_two_plans_of_one_budget(self):
        """PUR-16: 1,000 and 1,000 of 1,500: one is approved, the other refused."""
        name, ids = self._committed(
            lambda env: _Several(self._plan(env) | self._plan(env))
        )
        approve = "_sanbao_approve_for_test"

        def decide(plan):
            ticks = {TICKS_KEY: Ticks(True, True, True)}
            return plan.with_context(**ticks)._sanbao_decide("approved")

        model = self.registry[name]
        setattr(model, approve, decide)
        self.addCleanup(delattr, model, approve)
        results = self._at_once("dgm", [(name, i) for i in ids], approve)
        self.assertEqual(results[0], "done")
        self.assertTrue(results[1].startswith("PUR-16"), results)


class _Several:
    """Several records where one is expected: their ids travel instead of one."""

    def __init__(self, records):
        self._name, self.id = records._name, records.ids
