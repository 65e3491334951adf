"""Buttons of warehouse safety: rounds, faults, visitors."""

import functools
from unittest.mock import patch

from press_base import Apart, Press, button, of

from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_storage.tests.common import StorageCommon


class Keeping(Apart, StorageCommon):
    """The people and places of a warehouse, as their own tests make them."""

    number = 0

    @classmethod
    def _patch_commits(cls):
        """These presses are committed."""

    @classmethod
    def _only_our_rules(cls):
        """Other presses stand on the other rules."""

    def line(self):
        """A point of its own warehouse: rounds of one warehouse are one at a time."""
        cls = type(self)
        cls.number += 1
        house = self.env["stock.warehouse"].create(
            {"name": f"库房 {cls.number}", "code": f"S{cls.number}"}
        )
        self._equipment(f"PRESS-{cls.number}", sanbao_warehouse_id=house.id)
        house._sanbao_plan_rounds()
        rounds = self.rounds.search([("warehouse_id", "=", house.id)])
        return rounds.line_ids.filtered("equipment_id").with_user(self.keeper)


@functools.cache
def _keeping(env):
    nothing = classmethod(lambda cls: None)
    with patch.object(TransactionCase, "setUpClass", nothing):
        Keeping.env = env
        Keeping.setUpClass()
    return Keeping()


def keeping(m):
    return _keeping(m.env)


@button
def round_point_ok(m):
    line = keeping(m).line()
    return Press(line, line.env.user, "action_ok", result="ok")


@button
def round_point_not_ok(m):
    k = keeping(m)
    line = k.line()
    wizard = k.env["sanbao.storage.defect"].with_user(k.keeper)
    wizard = wizard.create({"line_id": line.id, "problem": "压力不足"})
    equipment = of(line.equipment_id, "equipment_id")
    rows = [
        ("sanbao.storage.action", equipment, 1),
        ("maintenance.request", equipment, 1),
    ]
    return Press(wizard, k.keeper, "action_confirm", *rows)


@button
def round_finish(m):
    line = keeping(m).line()
    document = line.round_id
    for point in document.line_ids:
        point.action_ok()
    owed = [("res_id", "=", document.id), ("kind_id.code", "=", "STK-24")]
    rows = ("sanbao.obligation", [*owed, ("state", "=", "done")], 1)
    return Press(document, line.env.user, "action_finish", rows, state="done")


@button
def storage_action_done(m):
    k = keeping(m)
    line = k.line().round_id.line_ids.filtered("point_id")[:1]
    action = line._fail("通道堵塞").with_user(k.keeper)
    action.measure = "已清理"
    return Press(action, k.keeper, "action_done", state="done")


@button
def visitor_left(m):
    k = keeping(m)
    visitor = k.env["sanbao.visitor"].with_user(k.guard)
    visitor = visitor.create(
        {
            "name": "刘师傅",
            "warehouse_id": k.warehouse.id,
            "reason": "送货",
            "escort_id": k.keeper.id,
        }
    )
    return Press(visitor, k.guard, "action_left", state="left")
