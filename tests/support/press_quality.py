"""Buttons of arrival checks, acceptance standards, inspections and certificates."""

from unittest.mock import patch

from press_base import Apart, Press, button, of

from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_quality.tests.common import QualityCommon

CHECK = [("res_model", "=", "stock.picking"), ("kind_id.code", "=", "STK-05")]


class Quality(Apart, QualityCommon):
    """The people, goods and standard of the tests of quality."""

    ready = False

    @classmethod
    def _only_ours(cls):
        """The other cases need their rules; the arrival check is on here."""
        cls.env["sanbao.rule"].search([("code", "=", "STK-05")]).mode = "block"


def quality(m):
    """The fixture, ready for use in the maker's environment."""
    if not Quality.ready:
        with patch.object(TransactionCase, "setUpClass", classmethod(lambda cls: None)):
            Quality.env = m.env
            Quality.setUpClass()
        Quality.ready = True
    return Quality()


def standards(record):
    return [("sanbao_previous_id", "in", record.ids)]


@button
def arrival_noted(m):
    q = quality(m)
    picking = q._picking((q.part, 10))
    rows = ("sanbao.obligation", [("res_id", "=", picking.id), *CHECK], 1)
    return Press(picking, q.keeper, "action_sanbao_arrive", rows)


@button
def arrival_checked(m):
    q = quality(m)
    picking = q._picking((q.part, 10))
    picking.move_line_ids.write(
        {"sanbao_look_check": "bad", "sanbao_bad_qty": 3, "sanbao_check_note": "x"}
    )
    rows = ("stock.move.line", of(picking, "picking_id"), 2)
    return Press(picking, q.keeper, "action_sanbao_check_all_ok", rows)


@button
def standard_put_in_force(m):
    q = quality(m)
    standard = q._standard(products=q.part)
    open_one = [("res_model", "=", "qc.test"), ("res_id", "=", standard.id)]
    rows = ("sanbao.obligation", open_one, 1)
    method = "action_sanbao_put_in_force"
    return Press(standard, q.technician, method, rows, sanbao_state="in_force")


@button
def standard_new_version(m):
    q = quality(m)
    standard = q._in_force(q._standard(products=q.part))
    rows = ("qc.test", standards(standard), 1)
    return Press(standard, q.inspector, "action_sanbao_new_version", rows)


@button
def standard_reviewed(m):
    q = quality(m)
    standard = q._in_force(q._standard(products=q.part))
    reviews = [("res_model", "=", "qc.test"), ("res_id", "=", standard.id)]
    rows = ("sanbao.obligation", reviews, 2)
    return Press(standard, q.second, "action_sanbao_confirm_review", rows)


@button
def verdict(m):
    q = quality(m)
    inspection = q._answer(q._inspection())
    inspection.write(
        {
            "sanbao_accepted_qty": 5,
            "sanbao_rejected_qty": 3,
            "sanbao_defect_note": "x",
        }
    )
    rows = [
        ("sanbao.nonconformity", [("origin", "ilike", inspection.name)], 1),
        ("stock.move", of(inspection, "sanbao_inspection_id"), 2),
        ("qc.inspection", of(inspection, "sanbao_parent_id"), 1),
    ]
    method = "action_sanbao_decide"
    return Press(inspection, q.inspector, method, *rows, state="failed")


@button
def verdict_all_accepted(m):
    q = quality(m)
    inspection = q._answer(q._inspection())
    rows = ("stock.move", of(inspection, "sanbao_inspection_id"), 1)
    method = "action_sanbao_accept_all"
    return Press(inspection, q.inspector, method, rows, state="success")


@button
def verdict_all_rejected(m):
    q = quality(m)
    inspection = q._answer(q._inspection(), good=False)
    inspection.sanbao_defect_note = "x"
    rows = ("sanbao.nonconformity", [("origin", "ilike", inspection.name)], 1)
    method = "action_sanbao_reject_all"
    return Press(inspection, q.inspector, method, rows, state="failed")


@button
def report_approve(m):
    q = quality(m)
    inspection = q._decide(q._produced())
    return Press(inspection, q.second, "action_sanbao_approve_report", state="success")


@button
def certificate_issue(m):
    q = quality(m)
    inspection = q._passed(q._produced())
    rows = ("sanbao.quality.certificate", of(inspection, "inspection_id"), 1)
    return Press(inspection, q.second, "action_sanbao_certify", rows)


@button
def put_away_validate(m):
    q = quality(m)
    picking = q._put_away(q._decide(q._inspection()))
    picking.move_ids.picked = True
    return Press(picking, q.keeper, "button_validate", state="done")
