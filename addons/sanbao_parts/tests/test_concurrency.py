import threading

import psycopg2

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.orm.environments import Transaction
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import SQL, mute_logger

ATTEMPTS = 8
ROUNDS = 12
ROLES = ("as", "asm", "sm", "dgm", "gm", "wh", "qc", "fin")


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Two presses at the same moment, real connections (PRT-04, PRT-12).

    Everything is committed, and removed again: all rows that are newer than the test.
    """

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

    def _make(self, env):
        helpdesk = env.ref("helpdesk_mgmt.group_helpdesk_user")
        stock = env.ref("stock.group_stock_user")
        self.users = {}
        for role in ROLES:
            groups = helpdesk | stock | env.ref(f"sanbao_base.group_{role}")
            user = env["res.users"].create(
                {
                    "name": f"at once {role}",
                    "login": f"at_once_{role}",
                    "group_ids": [Command.set(groups.ids)],
                }
            )
            self.users[role] = user.id
        goods = {"type": "consu", "is_storable": True, "taxes_id": [Command.clear()]}
        vehicle, part = env["product.product"].create(
            [
                {"name": "Sweeper", "tracking": "serial", **goods},
                {"name": "Pump", "list_price": 100, **goods},
            ]
        )
        env["sanbao.warranty.policy"].create(
            {
                "name": "One year",
                "warranty_months": 12,
                "warranty_scope": "All",
                "product_tmpl_id": vehicle.product_tmpl_id.id,
            }
        )
        partner = env["res.partner"].create(
            {"name": "At once", "state_id": env.ref("base.state_cn_BJ").id}
        )
        lot = env["stock.lot"].create({"name": "AT-ONCE-1", "product_id": vehicle.id})
        today = fields.Date.today()
        archive = env["sanbao.archive"].create(
            {
                "lot_id": lot.id,
                "partner_id": partner.id,
                "ex_factory_date": today,
                "acceptance_date": today,
            }
        )
        warehouse = env["stock.warehouse"]._sanbao_of_company(env.company)
        env["stock.quant"]._update_available_quantity(part, warehouse.lot_stock_id, 10)
        self.part, self.partner, self.archive = part.id, partner.id, archive.id

    def _as(self, record, role):
        return record.with_user(self.users[role])

    def _approve(self, document, *roles):
        document.action_submit()
        for role in roles:
            self._as(document, role)._validate_tier()
        document.invalidate_recordset()
        self.assertEqual(document.state, "approved")

    def _issue(self, env):
        ticket = env["helpdesk.ticket"].create(
            {
                "name": "No water",
                "description": "<p>No water</p>",
                "partner_id": self.partner,
                "sanbao_archive_id": self.archive,
                "user_id": self.users["as"],
                "channel_id": env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone").id,
            }
        )
        application = env["sanbao.service.application"].create(
            {
                "ticket_id": ticket.id,
                "analysis": "Seal",
                "cause_class": "quality",
                "solution_type": "replace",
                "part_line_ids": [Command.create({"product_id": self.part})],
            }
        )
        self._approve(application, "asm", "sm")
        issue = env["sanbao.parts.issue"].browse(
            application.action_sanbao_parts_issue()["res_id"]
        )
        self._approve(issue, "dgm", "gm")
        issue.action_fill_requisition()
        return issue

    def _note(self, env):
        """The note of an old part whose new one has left; the gate is not the matter."""
        issue = self._issue(env)
        self._as(issue, "wh").action_release()
        rule = env["sanbao.rule"].sudo().search([("code", "=", "SAL-44")])
        mode, rule.mode = rule.mode, "off"
        picking = issue.sudo().picking_ids
        picking.move_ids.picked = True
        picking._action_done()
        rule.mode = mode
        action = issue.application_id.action_sanbao_return_old()
        return env["sanbao.parts.return"].browse(action["res_id"])

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

    @mute_logger("odoo.sql_db")
    def test_two_presses_release_once(self):
        """PRT-04: one transfer."""
        issue = self._committed(self._issue)
        self._twice("wh", issue, "action_release")
        self.assertEqual(self._look(issue, lambda doc: len(doc.picking_ids)), 1)

    @mute_logger("odoo.sql_db")
    def test_two_presses_receive_and_post_once(self):
        """PRT-12: one transfer into the pending zone and one out of it."""
        note = self._committed(self._note)
        self._twice("wh", note, "action_receive")
        self.assertEqual(self._look(note, lambda doc: len(doc.picking_ids)), 1)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.users["qc"], {})
            document = env[note[0]].browse(note[1])
            document.line_ids.write(
                {
                    "conclusion": "quality",
                    "failure_mode": "cracked",
                    "cause": "aged",
                    "responsible_side": "supplier",
                    "disposition": "scrap",
                }
            )
        self._twice("qc", note, "action_inspect")
        self._twice("wh", note, "action_post")
        self.assertEqual(self._look(note, lambda doc: len(doc.picking_ids)), 2)
        state = self._look(note, lambda doc: doc.line_ids.old_part_id.state)
        self.assertEqual(state, "returned")
