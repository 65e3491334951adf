"""Buttons of nonconformities and of corrective and improvement actions."""

from unittest.mock import patch

from press_base import Apart, Press, button, of, reviews

from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_nonconformity.tests.test_improvement import TestImprovement


class Nonconforming(Apart, TestImprovement):
    """The people and goods of nonconformities; the rules of the others stay as they are."""

    @classmethod
    def _silence_others(cls):
        """They are wanted by the other presses."""

    @classmethod
    def of(cls, m):
        """Who decides, in the database of the maker; its people are made once."""
        if "inspector" not in vars(cls):
            nothing = classmethod(lambda cls: None)
            with patch.object(TransactionCase, "setUpClass", nothing):
                cls.env = m.env
                cls.setUpClass()
        return cls()


def goods(sheet, **more):
    """Rows: so many moves of the sheet in these states."""
    return [
        (
            "stock.move",
            [("sanbao_nonconformity_id", "=", sheet.id), ("state", "=", state)],
            number,
        )
        for state, number in more.items()
    ]


@button
def nonconformity_isolate(m):
    q = Nonconforming.of(m)
    sheet = q._sheet(location_id=q.stock.id)
    return Press(sheet, q.inspector, "action_isolate", *goods(sheet, done=1))


@button
def nonconformity_from_scrap_order(m):
    q = Nonconforming.of(m)
    q._put(q.stock, 2)
    values = {"product_id": q.part.id, "scrap_qty": 2, "location_id": q.stock.id}
    order = q.env["stock.scrap"].create(values | {"origin": "scrapped once"})
    opened = ("sanbao.nonconformity", [("origin", "=", "scrapped once")], 1)
    return Press(order, q.keeper, "action_sanbao_open_nonconformity", opened)


@button
def nonconformity_submit(m):
    q = Nonconforming.of(m)
    sheet = q._sheet(disposition="repair")
    rows = ("tier.review", reviews(sheet), 2)
    return Press(sheet, q.inspector, "action_submit", rows, state="submitted")


@button
def nonconformity_approve_scrap(m):
    q = Nonconforming.of(m)
    sheet = q._approve(q._submitted("scrap"), q.technician)
    rows = goods(sheet, done=1)
    return Press(sheet, q.manager, "validate_tier", *rows, state="done")


@button
def nonconformity_approve_repair(m):
    q = Nonconforming.of(m)
    sheet = q._approve(q._submitted("repair"), q.technician)
    rows = goods(sheet, assigned=1, done=0)
    return Press(sheet, q.manager, "validate_tier", *rows, state="approved")


@button
def nonconformity_prepare_transfer(m):
    q = Nonconforming.of(m)
    sheet = q._decided("repair")
    q._transfer_of(sheet).action_cancel()
    rows = goods(sheet, assigned=1, cancel=1)
    return Press(sheet, q.keeper, "action_prepare_transfer", *rows)


@button
def nonconformity_transfer(m):
    q = Nonconforming.of(m)
    sheet = q._decided("concession")
    picking = q._transfer_of(sheet)
    picking.move_ids.picked = True
    return Press(picking, q.keeper, "button_validate", *goods(sheet, done=1))


def repaired(q):
    """A sheet that takes the verdict on its repaired goods itself."""
    model = q.env.registry["sanbao.nonconformity"]
    model._recheck_inspection = lambda sheet: sheet.browse()
    sheet = q._decided("repair")
    q._move(sheet)
    return sheet


@button
def nonconformity_recheck_passed(m):
    q = Nonconforming.of(m)
    sheet = repaired(q)
    rows = goods(sheet, done=1, assigned=1)
    return Press(
        sheet, q.inspector, "action_recheck_passed", *rows, recheck_result="passed"
    )


@button
def nonconformity_recheck_failed(m):
    q = Nonconforming.of(m)
    sheet = repaired(q)
    rows = [*goods(sheet, done=2), (sheet._name, of(sheet, "previous_id"), 1)]
    return Press(sheet, q.inspector, "action_recheck_failed", *rows, state="done")


@button
def nonconformity_close(m):
    q = Nonconforming.of(m)
    sheet = q._decided(
        "scrap",
        result="已报废",
        supplier_outcome="reduction",
        supplier_note="扣款",
    )
    owed = [("res_id", "=", sheet.id), ("kind_id.code", "=", "QLT-16")]
    rows = ("sanbao.obligation", [*owed, ("state", "=", "done")], 1)
    return Press(sheet, q.inspector, "action_close", rows, state="closed")


@button
def nonconformity_cancel(m):
    q = Nonconforming.of(m)
    sheet = q._sheet().with_user(q.manager)
    sheet.cancel_reason = "重复登记"
    return Press(sheet, q.manager, "action_cancel", state="cancelled")


@button
def nonconformity_corrective_action(m):
    q = Nonconforming.of(m)
    sheet = q._sheet()
    rows = ("mgmtsystem.action", of(sheet, "sanbao_nonconformity_id"), 1)
    return Press(sheet, q.inspector, "action_corrective_action", rows)


@button
def corrective_action_start(m):
    q = Nonconforming.of(m)
    action = q._action()
    owed = [("res_id", "=", action.id), ("kind_id.code", "=", "QLT-20")]
    rows = ("sanbao.obligation", owed, 1)
    return Press(action, q.inspector, "action_sanbao_start", rows, sanbao_state="open")


@button
def corrective_action_done(m):
    q = Nonconforming.of(m)
    action = q._started().with_user(q.producer)
    action.write({"sanbao_cause": "a", "sanbao_measure": "b", "sanbao_result": "c"})
    return Press(action, q.producer, "action_sanbao_done", sanbao_state="verify")


@button
def corrective_action_verify(m):
    q = Nonconforming.of(m)
    action = q._done().with_user(q.verifier)
    action.write({"sanbao_conclusion": "effective", "sanbao_conclusion_note": "有效"})
    return Press(action, q.verifier, "action_sanbao_verify", sanbao_state="closed")


@button
def corrective_action_cancel(m):
    q = Nonconforming.of(m)
    action = q._started()
    action.sanbao_cancel_reason = "合并"
    return Press(action, q.inspector, "action_sanbao_cancel", sanbao_state="cancelled")


@button
def improvement_request(m):
    q = Nonconforming.of(m)
    ticket = q.ticket.copy()
    rows = ("mgmtsystem.action", of(ticket, "sanbao_ticket_id"), 1)
    return Press(ticket, q.server, "action_sanbao_improvement", rows)


@button
def improvement_reply(m):
    q = Nonconforming.of(m)
    action = q._sent().with_user(q.developer)
    action.sanbao_reply = "改用氟橡胶"
    owed = [("res_id", "=", action.id), ("kind_id.code", "=", "QLT-19")]
    rows = ("sanbao.obligation", [*owed, ("state", "=", "done")], 1)
    return Press(action, q.developer, "action_sanbao_reply", rows)
