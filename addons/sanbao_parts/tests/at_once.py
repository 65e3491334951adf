import threading

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.orm.environments import Transaction
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import SQL, mute_logger

ATTEMPTS = 8
ROUNDS = 12


class AtOnce(BaseCase):
    """Requests at the same moment, on connections of their own.

    Everything is committed, and removed again: all rows that are newer than the test.
    """

    def _make(self, env):
        """Hook: the people (``self.users``: ids by role) and goods of the test."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.patch(
            self.registry["sanbao.rule"], "_log_beyond_rollback", lambda *args: None
        )
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT c.table_name FROM information_schema.columns c"
                " JOIN information_schema.tables t USING (table_schema, table_name)"
                " WHERE c.table_schema = 'public' AND c.column_name = 'id'"
                " AND t.table_type = 'BASE TABLE' AND c.data_type = 'integer'"
            )
            self.newest = {}
            for (table,) in cr.fetchall():
                query = "SELECT COALESCE(MAX(id), 0) FROM %s"
                cr.execute(SQL(query, SQL.identifier(table)))
                self.newest[table] = cr.fetchone()[0]
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            self._make(api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True}))

    def _remove(self):
        """Newer rows go, those that others refer to in a later round."""
        waiting = dict(self.newest)
        with self.registry.cursor() as cr:
            for _round in range(ROUNDS):
                for table, newest in list(waiting.items()):
                    try:
                        with mute_logger("odoo.sql_db"), cr.savepoint():
                            query = "DELETE FROM %s WHERE id > %s"
                            cr.execute(SQL(query, SQL.identifier(table), newest))
                        del waiting[table]
                    except psycopg2.Error:  # noqa: PERF203
                        continue
                if not waiting:
                    break
        self.assertFalse(waiting)
        self.registry.clear_all_caches()

    def _only_rules(self, env, *codes):
        """Of the rules of purchasing only these hold, until the test ends."""
        env.cr.execute("SELECT id, mode::text FROM sanbao_rule")
        self.addCleanup(self._restore_modes, env.cr.fetchall())
        rules = env["sanbao.rule"].search([("area", "=", "PUR")])
        rules.mode = "off"
        rules.filtered(lambda rule: rule.code in codes).mode = "block"

    def _restore_modes(self, modes):
        with self.registry.cursor() as cr:
            for rule_id, mode in modes:
                cr.execute(
                    "UPDATE sanbao_rule SET mode = %s::jsonb WHERE id = %s",
                    [mode, rule_id],
                )
        self.registry.clear_all_caches()

    def _as(self, record, role):
        return record.with_user(self.users[role])

    def _committed(self, make):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.users["as"], {"tracking_disable": True})
            record = make(env)
            return record._name, record.id

    def _call(self, role, target, method, barrier, results):
        """One request: repeated when the database refuses it, like Odoo's own."""
        name, record_id = target
        for attempt in range(ATTEMPTS):
            try:
                with self.registry.cursor() as cr:
                    # The test runner holds the lock behind ``Registry(dbname)``.
                    cr.transaction = Transaction(self.registry)
                    env = api.Environment(cr, self.users[role], {})
                    record = env[name].browse(record_id)
                    record.mapped("state")  # the snapshot of the transaction
                    if not attempt:
                        barrier.wait(10)
                    getattr(record, method)()
                results.append("done")
                return
            except psycopg2.errors.SerializationFailure:  # noqa: PERF203
                continue
            except UserError as error:
                results.append(str(error))
                return

    def _twice(self, role, target, method):
        barrier, results = threading.Barrier(2), []
        threads = [
            threading.Thread(
                daemon=True,
                target=self._call,
                args=(role, target, method, barrier, results),
            )
            for _press in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertEqual(results, ["done", "done"])

    def _look(self, target, look):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return look(env[target[0]].browse(target[1]))
