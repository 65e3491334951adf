"""Buttons of emergency releases and recalls (FL-6)."""

import functools
from unittest.mock import patch

from press_base import Apart, Press, button, of

from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_release.tests.release_common import ReleaseCommon


class Releasing(Apart, ReleaseCommon):
    """A lot that waits for its test, made by the addon's own tests."""

    def fresh(self):
        """A new lot: what an earlier press did to the first one must not count."""
        number = self.env["stock.lot"].search_count(
            [("product_id", "=", self.tested.id)]
        )
        self.batch = self._lot(f"P-{number}", self.tested, 20, self.pending)
        self.inspection = self._inspection(self.batch, 20)
        return self


@functools.cache
def _releasing(env):
    nothing = classmethod(lambda cls: None)
    with patch.object(TransactionCase, "setUpClass", nothing):
        Releasing.env = env
        Releasing.setUpClass()
    return Releasing()


def releasing(m):
    return _releasing(m.env).fresh()


def recalled(r):
    """A recall with one delivery, nobody told yet."""
    r._value("recall_notify", "hand")
    lot = r._lot(f"R-{r.batch.name}")
    r._delivery(lot, 5)
    return r._recall(lot)


@button
def release_submit(m):
    r = releasing(m)
    return Press(r._release(), r.sales, "action_submit", state="submitted")


@button
def release_approve(m):
    r = releasing(m)
    release = r._release()
    release.action_submit()
    rows = ("stock.move.line", [("lot_id", "=", r.batch.id)], 1)
    return Press(release, r.dgm, "validate_tier", rows, state="approved")


@button
def release_ship(m):
    r = releasing(m)
    release = r._released()
    picking = release.sudo().picking_id
    picking.move_ids.picked = True
    done = [("lot_id", "=", r.batch.id), ("state", "=", "done")]
    rows = ("stock.move.line", done, 1)
    return Press(picking, r.keeper, "button_validate", rows, state="done")


@button
def release_test_passed(m):
    r = releasing(m)
    release = r._shipped()
    passed = [("id", "=", release.id), ("state", "=", "passed")]
    rows = ("sanbao.emergency.release", passed, 1)
    return Press(r.inspection, r.inspector, "action_sanbao_accept_all", rows)


@button
def release_test_failed(m):
    r = releasing(m)
    r._shipped()
    r.inspection.with_user(r.inspector).sanbao_defect_note = "分层"
    rows = ("sanbao.recall", of(r.batch, "lot_id"), 1)
    return Press(r.inspection, r.inspector, "action_sanbao_reject_all", rows)


@button
def release_send_result(m):
    r = releasing(m)
    release = r._shipped()
    r._pass()
    inspection = r.inspection.with_user(r.manager)
    inspection.action_sanbao_approve_report()
    mails = [("model", "=", release._name), ("res_id", "=", release.id)]
    return Press(
        release, r.sales, "action_send_result", ("mail.mail", mails, 1), refused=0
    )


@button
def recall_notify(m):
    r = releasing(m)
    recall = recalled(r)
    rows = ("sanbao.recall.contact", of(recall, "recall_id"), 1)
    return Press(recall, r.inspector, "action_notify", rows)


@button
def recall_refresh(m):
    r = releasing(m)
    recall = recalled(r)
    rows = ("sanbao.recall.line", of(recall, "recall_id"), 1)
    return Press(recall, r.inspector, "action_refresh", rows)


@button
def recall_receive(m):
    r = releasing(m)
    line = recalled(r).line_ids
    rows = ("stock.move", of(line, "sanbao_recall_line_id"), 1)
    return Press(line, r.inspector, "action_receive", rows)


@button
def recall_close(m):
    r = releasing(m)
    recall = recalled(r)
    recall.action_notify()
    recall.line_ids.used_qty = 5
    recall.disposition = "scrap"
    recall.action_submit()
    return Press(recall, r.dgm, "validate_tier", state="approved")
