import threading
from functools import partial
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from .common import parameter_values, rule_values


@tagged("post_install", "-at_install")
class TestTwoAtOnce(BaseCase):
    """Two requests open the same: real transactions, hence committed and cleaned."""

    def setUp(self):
        super().setUp()
        self.database = db_connect(get_db_name())
        with self._environment() as env:
            rule = env["sanbao.rule"].create(rule_values())
            hours = env["sanbao.parameter"].create(parameter_values(rule, "hours", 4))
            kind = env["sanbao.obligation.kind"].create(
                {
                    "code": "TST-90-once",
                    "name": "Once",
                    "parameter_id": hours.id,
                    "model_id": env["ir.model"]._get_id("res.partner"),
                }
            )
            partner = env["res.partner"].create({"name": "Wanted by two"})
            self.rows = {
                "sanbao_obligation_kind": kind.id,
                "sanbao_rule": rule.id,
                "res_partner": partner.id,
            }
            env.registry.clear_cache()
        self.addCleanup(self._clean)

    def _environment(self):
        return _Committed(self.database)

    def _clean(self):
        with self._environment() as env:
            kind = self.rows["sanbao_obligation_kind"]
            env.cr.execute("DELETE FROM sanbao_obligation WHERE kind_id = %s", [kind])
            env["sanbao.obligation.kind"].browse(kind).unlink()
            env.cr.execute("DELETE FROM sanbao_rule WHERE code = 'TST-90'")
            env["res.partner"].browse(self.rows["res_partner"]).unlink()
            env.registry.clear_cache()

    def test_two_cursors_at_once_open_one(self):
        """Both look before either writes; the later one is repeated and finds it."""
        both_looked = threading.Barrier(2, timeout=30)
        results, errors = [], []

        def request():
            try:
                with self._environment() as env:
                    retrying(partial(open_, env), env)
            except Exception as error:  # noqa: BLE001 reported by the main thread
                errors.append(error)

        tries = []

        def open_(env):
            tries.append(threading.get_ident())
            partner = env["res.partner"].browse(self.rows["res_partner"])
            opened = env["sanbao.obligation"]._open("TST-90-once", partner)
            results.append(opened.id)

        with self._environment() as env:
            model = type(env["sanbao.obligation"])
        looked = model._open_ones

        def look(obligations, kind, records):
            found = looked(obligations, kind, records)
            if tries.count(threading.get_ident()) == 1:
                both_looked.wait()
            return found

        # The test runner holds the registry's lock, for which the threads would wait.
        lock = patch.object(Registry, "_lock", DummyRLock())
        no_wait = patch("odoo.service.model.time.sleep")
        silent = mute_logger("odoo.sql_db")
        with lock, no_wait, silent, patch.object(model, "_open_ones", look):
            threads = [threading.Thread(target=request) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        self.assertFalse(errors)
        self.assertEqual(len(tries), 3, "the later request was not repeated once")
        with self._environment() as env:
            domain = [("kind_id", "=", self.rows["sanbao_obligation_kind"])]
            opened = env["sanbao.obligation"].search(domain)
            self.assertEqual(len(opened), 1)
            self.assertEqual(results[-1], opened.id)


class _Committed:
    """An environment of its own cursor, committed at the end."""

    def __init__(self, database):
        self.database = database

    def __enter__(self):
        self.cr = self.database.cursor()
        return api.Environment(self.cr, SUPERUSER_ID, {})

    def __exit__(self, kind, *_details):
        if kind:
            self.cr.rollback()
        else:
            self.cr.commit()  # pylint: disable=invalid-commit
        self.cr.close()
