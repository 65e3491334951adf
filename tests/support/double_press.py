"""Press every button of the flows twice at once; read by ``odoo shell``.

Two threads with connections of their own take their snapshot of the database, wait for
each other and then press; each is repeated as Odoo repeats a request that the database
refused. Everything is committed, so this runs in a copy of the database that is thrown
away. One line a button: "pass NAME" or "fail NAME: why".

Environment: PYTHONPATH=tests/support; PRESS_ONLY=part of the names to be pressed
"""

import os
import sys
import threading
import traceback
from contextlib import closing
from unittest.mock import patch

import press_contract
import press_count
import press_design
import press_forecast
import press_nonconformity
import press_parts
import press_production
import press_purchase
import press_quality
import press_quotation
import press_release
import press_service
import press_stock
import press_storage
import press_supplier
from press_base import BUTTONS, Maker

from odoo import api
from odoo.exceptions import UserError
from odoo.service import model as service_model
from odoo.tests import new_test_user
from odoo.tests.common import TransactionCase

PRESSES = 2
PATIENCE = 20  # seconds
QUIET = {"tracking_disable": True, "mail_notify_force_send": False}
# They fill BUTTONS.
assert press_contract and press_count and press_design and press_forecast
assert press_parts and press_production and press_purchase and press_quality
assert press_quotation and press_release and press_service and press_storage
assert press_supplier
assert press_nonconformity and press_stock


def press(registry, case, results, barrier):
    """One request in a thread: snapshot, wait for the other, press, repeat if refused."""
    with closing(registry.cursor()) as cr:
        env = api.Environment(cr, case.user.id, QUIET)
        records = env[case.records._name].browse(case.records.ids)
        tries = []

        def request():
            cr.execute("SELECT 1")  # the snapshot of the transaction
            if not tries:
                barrier.wait(PATIENCE)
            tries.append(1)
            target = records
            if case.button.startswith("_"):
                target = records.sudo()
            return getattr(target, case.button)()

        try:
            service_model.retrying(request, env)
            results.append("done")
        except UserError as error:
            results.append(error)
        except Exception:  # noqa: BLE001  whatever happened is the verdict
            results.append(traceback.format_exc(limit=-4))


def verdict(env, case, results):
    """Why the two presses did not give one result; nothing if they did."""
    if len(results) < PRESSES:
        return "a press did not end"
    broken = [
        result for result in results if isinstance(result, str) and result != "done"
    ]
    if broken:
        return " / ".join(broken[0].split("\n"))
    refused = [result for result in results if isinstance(result, UserError)]
    if len(refused) == PRESSES:
        return f"both were refused: {refused[0]}"
    if case.refused is not None and len(refused) != case.refused:
        return f"{len(refused)} of the presses were refused, not {case.refused}"
    records = env[case.records._name].browse(case.records.ids)
    for name, wanted in case.values.items():
        if records[name] != wanted:
            return f"{name} is {records[name]!r}, not {wanted!r}"
    for model, domain, wanted in case.rows:
        found = env[model].with_context(active_test=False).search_count(domain)
        if found != wanted:
            return f"{found} × {model}, not {wanted}"
    return ""


def run(maker, make):
    case = make(maker)
    maker.commit()
    barrier, results = threading.Barrier(PRESSES), []
    threads = [
        threading.Thread(
            daemon=True,
            target=press,
            args=(maker.env.registry, case, results, barrier),
        )
        for _press in range(PRESSES)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    maker.commit()
    return verdict(maker.env, case, results)


def prepare(env):
    """The maker, in a database that is thrown away: everything is committed."""
    nothing = classmethod(lambda cls: None)
    with patch.object(TransactionCase, "setUpClass", nothing):
        Maker.env = env
        Maker.setUpClass()
    Maker.prod = Maker._person("press_prod", "prod")
    Maker._put(Maker.part, 1000)
    editor = "sanbao_base.group_user,document_page.group_document_editor"
    Maker.author = new_test_user(env, "press_author", editor)
    approver = "document_page_approval.group_document_approver_user"
    Maker.approver = new_test_user(
        env, "press_approver", f"sanbao_base.group_dgm,{approver}"
    )
    maker = Maker()
    maker.commit()
    return maker


def main(env):
    # The pauses between Odoo's attempts are for servers with many users.
    waits = patch.object(service_model.random, "uniform", lambda low, high: 0.02)
    only = os.environ.get("PRESS_ONLY", "")
    with waits:
        maker = prepare(env)
        rules = env["sanbao.rule"].search([])
        modes, module = rules.grouped("mode"), None
        for name, make in BUTTONS.items():
            if only not in name:
                continue
            if make.__module__ != module:
                # The fixtures of each addon switch others' rules off.
                module = make.__module__
                for mode, some in modes.items():
                    some.mode = mode
            try:
                why = run(maker, make)
            except Exception:  # noqa: BLE001  the other buttons are pressed all the same
                why = " / ".join(traceback.format_exc(limit=-3).split("\n"))
                env.cr.rollback()
                env.invalidate_all()
            sys.stdout.write(f"fail {name}: {why}\n" if why else f"pass {name}\n")
            sys.stdout.flush()


main(env)  # noqa: F821  the shell's
