import threading

import psycopg2

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.orm.environments import Transaction
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import mute_logger

from .common import load_test_models

ATTEMPTS = 5


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Two people, or one with two clicks, at the same moment: real connections.

    Everything here is committed and removed again, model tables included.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.ids = {}
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            self.names = load_test_models(self.registry, cr)
            self._make(api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True}))

    def _make(self, env):
        env["ir.model.access"].create(
            [
                {
                    "name": "concurrency",
                    "model_id": env["ir.model"]._get(name).id,
                    "group_id": env.ref("base.group_user").id,
                    **dict.fromkeys(
                        ("perm_read", "perm_write", "perm_create", "perm_unlink"), True
                    ),
                }
                for name in self.names
            ]
        )
        groups = {}
        for role in ("dgm", "gm"):
            groups[role] = env["res.groups"].create({"name": f"concurrency {role}"})
        people = {"eng": [], "dgm": ["dgm"], "dgm2": ["dgm"], "both": ["dgm", "gm"]}
        for login, roles in {**people, "gm": ["gm"]}.items():
            user = env["res.users"].create(
                {
                    "name": login,
                    "login": f"concurrency_{login}",
                    "group_ids": [
                        Command.set(
                            env.ref("base.group_user").ids
                            + [groups[role].id for role in roles]
                        )
                    ],
                }
            )
            self.ids[login] = user.id
        for sequence, role in ((20, "dgm"), (10, "gm")):
            env["tier.definition"].create(
                {
                    "name": f"concurrency {role}",
                    "model_id": env["ir.model"]._get("sanbao.approval.tester").id,
                    "reviewer_group_id": groups[role].id,
                    "sequence": sequence,
                    "company_id": False,
                }
            )

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT id FROM ir_model WHERE model IN %s", [tuple(self.names)])
            model_ids = tuple(row[0] for row in cr.fetchall())
            users = tuple(self.ids.values())
            statements = [
                ("DELETE FROM mail_activity WHERE res_model IN %s", tuple(self.names)),
                ("DELETE FROM mail_message WHERE model IN %s", tuple(self.names)),
                ("DELETE FROM tier_review WHERE model IN %s", tuple(self.names)),
                ("DELETE FROM tier_definition WHERE model_id IN %s", model_ids),
                (
                    "DELETE FROM ir_model_data WHERE model = 'ir.model' AND res_id IN %s",
                    model_ids,
                ),
                ("DELETE FROM ir_model WHERE id IN %s", model_ids),
            ]
            for name in self.names:
                cr.execute(f'DROP TABLE IF EXISTS "{name.replace(".", "_")}" CASCADE')
            for query, value in statements:
                cr.execute(query, [value])
            cr.execute(
                "DELETE FROM ir_model_data WHERE name LIKE '%%sanbao_approval_tester%%'"
            )
            env = api.Environment(cr, SUPERUSER_ID, {})
            partners = env["res.users"].browse(users).partner_id
            cr.execute("DELETE FROM res_users WHERE id IN %s", [users])
            cr.execute("DELETE FROM res_partner WHERE id IN %s", [tuple(partners.ids)])
            cr.execute(
                "DELETE FROM res_groups WHERE name->>'en_US' LIKE 'concurrency %%'"
            )
        for name in self.names:
            if name in self.registry:
                del self.registry[name]
        self.registry.clear_all_caches()

    def _document(self, *steps):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids["eng"], {})
            document = env["sanbao.approval.tester"].create(
                {"line_ids": [Command.create({"price_unit": 10})]}
            )
            for login, button in steps:
                getattr(document.with_user(self.ids[login]), button)()
            return document.id

    def _call(self, document_id, login, function, barrier, results):
        """One request: repeated when the database refuses it, like Odoo's own."""
        for attempt in range(ATTEMPTS):
            try:
                with self.registry.cursor() as cr:
                    # The test runner holds the lock behind ``Registry(dbname)``.
                    cr.transaction = Transaction(self.registry)
                    env = api.Environment(cr, self.ids[login], {})
                    document = env["sanbao.approval.tester"].browse(document_id)
                    document.mapped("state")  # the snapshot of the transaction
                    if not attempt:
                        barrier.wait(5)
                    result = function(document)
                results.append(result)
                return
            except psycopg2.errors.SerializationFailure:  # noqa: PERF203
                continue
            except UserError as error:
                results.append(error)
                return
        results.append("gave up")

    def _at_once(self, document_id, *calls):
        barrier, results = threading.Barrier(len(calls)), []
        threads = [
            threading.Thread(
                daemon=True,
                target=self._call,
                args=(document_id, login, function, barrier, results),
            )
            for login, function in calls
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(15)
        self.assertEqual(len(results), len(calls))
        self.assertNotIn("gave up", results)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            document = env["sanbao.approval.tester"].browse(document_id)
            reviews = document.review_ids.sorted("sequence")
            return results, document.state, reviews.mapped("status"), document.ids

    @mute_logger("odoo.sql_db")
    def test_everything_at_once(self):
        """Cases in one test: the tables are made once."""
        for case in (
            self._submit_twice,
            self._approve_twice,
            self._two_approvers,
            self._one_person_with_both_roles,
            self._approve_against_reject,
            self._last_step_twice,
            self._approve_against_edit,
            self._use_twice,
        ):
            with self.subTest(case=case.__name__):
                case()

    def _submit_twice(self):
        def submit(document):
            return document.action_submit()

        result = self._at_once(self._document(), ("eng", submit), ("eng", submit))
        self.assertEqual(result[1:3], ("submitted", ["pending", "waiting"]))

    def _approve_twice(self):
        def approve(document):
            return document.validate_tier()

        number = self._document(("eng", "action_submit"))
        result = self._at_once(number, ("dgm", approve), ("dgm", approve))
        self.assertEqual(result[1:3], ("submitted", ["approved", "pending"]))

    def _two_approvers(self):
        def approve(document):
            return document.validate_tier()

        number = self._document(("eng", "action_submit"))
        result = self._at_once(number, ("dgm", approve), ("dgm2", approve))
        self.assertEqual(result[1:3], ("submitted", ["approved", "pending"]))
        errors = [r for r in result[0] if isinstance(r, UserError)]
        self.assertEqual(len(errors), 1)

    def _one_person_with_both_roles(self):
        def approve(document):
            return document.validate_tier()

        number = self._document(("eng", "action_submit"))
        result = self._at_once(number, ("both", approve), ("both", approve))
        self.assertEqual(result[1:3], ("submitted", ["approved", "pending"]))

    def _approve_against_reject(self):
        number = self._document(("eng", "action_submit"))
        result = self._at_once(
            number,
            ("dgm", lambda document: document._sanbao_decide("approved")),
            ("dgm2", lambda document: document._sanbao_decide("rejected", "no")),
        )
        self.assertIn(
            result[1:3],
            (
                ("submitted", ["approved", "pending"]),
                ("rejected", ["rejected", "cancel"]),
            ),
        )

    def _last_step_twice(self):
        def approve(document):
            return document.validate_tier()

        steps = (("eng", "action_submit"), ("dgm", "validate_tier"))
        result = self._at_once(self._document(*steps), ("gm", approve), ("gm", approve))
        self.assertEqual(result[1:3], ("approved", ["approved", "approved"]))

    def _approve_against_edit(self):
        """Whoever is first: nothing is approved that nobody saw."""
        steps = (("eng", "action_submit"), ("dgm", "validate_tier"))
        number = self._document(*steps)
        result = self._at_once(
            number,
            ("gm", lambda document: document.validate_tier()),
            ("eng", lambda document: document.line_ids.write({"price_unit": 9999})),
        )
        self.assertEqual(result[1:3], ("draft", []))

    def _use_twice(self):
        """A gate pass is used once."""

        def use(document):
            document._sanbao_lock()
            if document.state != "approved":
                raise UserError("Used already.")
            return document.action_use()

        steps = (
            ("eng", "action_submit"),
            ("dgm", "validate_tier"),
            ("gm", "validate_tier"),
        )
        number = self._document(*steps)
        result = self._at_once(number, ("eng", use), ("dgm", use))
        self.assertEqual(result[1], "used")
        self.assertEqual(len([r for r in result[0] if isinstance(r, UserError)]), 1)
