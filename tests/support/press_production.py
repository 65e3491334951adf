"""Buttons of production: plans, records, problems and what they lead to."""

import functools
from unittest.mock import patch

from press_base import Apart, Press, button

from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_production.tests.common import ProductionCommon


class Producing(Apart, ProductionCommon):
    """The people and documents of the workshop, as their own tests make them."""


@functools.cache
def _producing(env):
    nothing = classmethod(lambda cls: None)
    with patch.object(TransactionCase, "setUpClass", nothing):
        Producing.env = env
        Producing.setUpClass()
    return Producing()


@button
def plan_of_production_confirm(m):
    p = _producing(m.env)
    plan = p._plan(confirmed=False)
    return Press(plan, p.foreman, "action_confirm", state="confirmed")


@button
def production_record(m):
    p = _producing(m.env)
    return Press(p._output(), p.foreman, "action_confirm", state="confirmed")


@button
def process_problem_close(m):
    p = _producing(m.env)
    problem = p._problem(True)
    rows = (
        "sanbao.obligation",
        [("res_model", "=", problem._name), ("res_id", "=", problem.id)],
        1,
    )
    return Press(problem, p.foreman, "action_close", rows, state="closed")


@button
def process_problem_sheet(m):
    p = _producing(m.env)
    problem = p._problem(True, quantity=2)
    rows = ("sanbao.nonconformity", [("origin", "=", problem.name)], 1)
    return Press(problem, p.foreman, "action_open_nonconformity", rows)


@button
def process_problem_repair(m):
    p = _producing(m.env)
    problem = p._problem(kind="equipment", equipment_id=p.machine.id)
    domain = [
        ("equipment_id", "=", p.machine.id),
        ("maintenance_type", "=", "corrective"),
    ]
    return Press(
        problem, p.foreman, "action_request_repair", ("maintenance.request", domain, 1)
    )
