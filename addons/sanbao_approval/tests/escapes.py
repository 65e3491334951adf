"""Attempts to get round an approval, to be run against every kind of document."""

from odoo import Command

from .escapes_company import REFUSED, CompanyEscapes


class ApprovalEscapes(CompanyEscapes):
    """Mix into a ``TransactionCase`` whose documents need an approval.

    Tell how a document is made; each attempt then runs as a test of its own::

        class TestBudgetEscapes(ApprovalEscapes, TransactionCase):
            def _escape_document(self):
                return a draft, in the environment of its requester

            def _escape_header_change(self):
                return {"amount": 90000}           # None: no header value is declared

            def _escape_line_change(self):
                return "line_ids", {"price_unit": 90000}    # None: it has no lines

    ``_escape_outsiders`` may return more users who must not get through.
    """

    # The attempts run for each class that mixes this in.
    allow_inherited_tests_method = True

    # --- to be told by the document's test ---

    def _escape_document(self):
        raise NotImplementedError

    def _escape_header_change(self):
        return {}

    def _escape_line_change(self):
        return None

    def _escape_outsiders(self, document):
        return document.env.user | self.env.ref("base.user_admin")

    # --- helpers ---

    def _escape_submitted(self):
        document = self._escape_document()
        document.action_submit()
        self.assertEqual(document.state, "submitted")
        return document

    def _escape_approve(self, document):
        """Every step, each by the first person who is asked for it."""
        for _step in document.sudo().review_ids:
            pending = document.sudo().review_ids.filtered(
                lambda review: review.status == "pending"
            )
            if pending:
                signed = document.sudo().review_ids.done_by
                user = (pending[:1].reviewer_ids - signed)[:1]
                document.with_user(user)._sanbao_decide("approved", "ok")
        document.invalidate_recordset()
        return document

    def _escape_approved(self):
        document = self._escape_approve(self._escape_submitted())
        self.assertEqual(document.state, "approved")
        self.assertTrue(document._is_approved())
        return document

    def _refused(self, attempt, *args, **kwargs):
        """The attempt is refused; nothing of it stays."""
        try:
            with self.env.cr.savepoint():
                attempt(*args, **kwargs)
                self.env.flush_all()
        except REFUSED:
            return
        self.fail(f"{attempt} was not refused: {args} {kwargs}")

    def _assert_not_through(self, document):
        document.invalidate_recordset()
        self.assertNotEqual(document.sudo().state, "approved")
        self.assertFalse(document.sudo()._is_approved())

    # --- the state and its companions ---

    def test_escape_write_state(self):
        document = self._escape_submitted()
        states = ["approved", *document._approval_final_states]
        for user in self._escape_outsiders(document):
            for state in states:
                with self.subTest(user=user.login, state=state):
                    self._refused(document.with_user(user).write, {"state": state})
        self._assert_not_through(document)

    def test_escape_write_state_as_superuser_without_the_engine(self):
        document = self._escape_submitted()
        self._refused(document.sudo().write, {"state": "approved"})
        self._assert_not_through(document)

    def test_escape_write_who_and_when(self):
        document = self._escape_submitted()
        other = self.env.ref("base.user_admin")
        for vals in (
            {"requested_by_id": other.id},
            {"requested_at": "2020-01-01 00:00:00"},
            {"approved_at": "2020-01-01 00:00:00"},
            {"validation_status": "validated"},
            {"sanbao_approval_snapshot": {"content": {}}},
            {"approval_changes": "<p/>"},
        ):
            with self.subTest(vals=vals):
                self._refused(document.write, vals)

    def test_escape_create_in_state(self):
        draft = self._escape_document()
        vals = draft.copy_data()[0]
        model = draft.browse()
        for name, value in (
            ("state", "approved"),
            ("state", "submitted"),
            ("requested_by_id", self.env.ref("base.user_admin").id),
            ("approved_at", "2020-01-01 00:00:00"),
            ("validation_status", "validated"),
        ):
            with self.subTest(name=name, value=value):
                self._refused(model.create, {**vals, name: value})

    def test_escape_create_in_state_by_default(self):
        draft = self._escape_document()
        made = draft.with_context(
            default_state="approved",
            default_validation_status="validated",
            default_approved_at="2020-01-01 00:00:00",
            default_requested_by_id=self.env.ref("base.user_admin").id,
        ).create(draft.copy_data()[0])
        self.assertEqual(made.state, "draft")
        self.assertFalse(made.approved_at or made.requested_by_id)
        self.assertEqual(made.validation_status, "no")

    def test_escape_import_state(self):
        document = self._escape_submitted()
        external_id = document.sudo().export_data(["id"])["datas"][0][0]
        result = document.load(["id", "state"], [[external_id, "approved"]])
        self.assertTrue(result["messages"])
        self.env.invalidate_all()
        self._assert_not_through(document)

    def test_escape_copy(self):
        document = self._escape_approved()
        copied = document.copy()
        self.assertEqual(copied.state, "draft")
        self.assertFalse(copied.review_ids or copied.approved_at)
        self.assertFalse(copied._is_approved())
        self._refused(document.copy, {"state": "approved"})

    def test_escape_set_state_needs_the_approval(self):
        document = self._escape_submitted()
        for state in ("approved", *document._approval_final_states):
            with self.subTest(state=state):
                self._refused(document._set_state, state)

    # --- the reviews ---

    def test_escape_write_reviews(self):
        document = self._escape_submitted()
        users = self._escape_outsiders(document)
        users |= document.sudo().review_ids.reviewer_ids
        for user in users:
            reviews = document.review_ids.with_user(user)
            with self.subTest(user=user.login):
                self._refused(reviews.write, {"status": "approved"})
                self._refused(reviews.write, {"reviewer_ids": [Command.link(user.id)]})
                self._refused(reviews.unlink)
                vals = {
                    "model": document._name,
                    "res_id": document.id,
                    "definition_id": reviews[:1].definition_id.id,
                    "status": "approved",
                    "done_by": user.id,
                }
                self._refused(reviews.create, vals)
        self._assert_not_through(document)

    def test_escape_write_reviews_through_the_document(self):
        document = self._escape_submitted()
        review = document.review_ids[:1]
        for command in (
            Command.update(review.id, {"status": "approved"}),
            Command.delete(review.id),
            Command.clear(),
            Command.create({"status": "approved"}),
        ):
            with self.subTest(command=command):
                self._refused(document.write, {"review_ids": [command]})
        self._assert_not_through(document)

    def test_escape_requester_decides(self):
        document = self._escape_submitted()
        self._refused(document.validate_tier)
        self._refused(document._validate_tier, document.review_ids)
        self._refused(document._sanbao_decide, "approved")
        self._assert_not_through(document)

    def test_escape_requester_joins_the_group(self):
        document = self._escape_document()
        user = document.env.user
        document.action_submit()
        groups = document.sudo().review_ids.definition_id.reviewer_group_id
        user.sudo().group_ids |= groups
        for context in ({}, {"mail_create_nosubscribe": True}):
            with self.subTest(context=context):
                self._refused(document.with_context(**context).validate_tier)
        self._assert_not_through(document)

    def test_escape_requester_forges_the_dialogue(self):
        document = self._escape_submitted()
        wizard = document.env["comment.wizard"].create(
            {
                "res_model": document._name,
                "res_id": document.id,
                "review_ids": [Command.set(document.review_ids.ids)],
                "validate_reject": "validate",
                "comment": "ok",
            }
        )
        self._refused(wizard.add_comment)
        self._assert_not_through(document)

    def test_escape_approver_approves_all_at_once(self):
        document = self._escape_submitted()
        reviews = document.sudo().review_ids
        if len(reviews) < 2:
            return  # a single step is decided as a whole
        user = reviews.filtered(lambda r: r.status == "pending")[:1].reviewer_ids[:1]
        as_user = document.with_user(user)
        as_user._validate_tier(as_user.review_ids)
        as_user._validate_tier(as_user.review_ids)
        self._assert_not_through(document)

    def test_escape_approver_left_the_group(self):
        document = self._escape_submitted()
        pending = document.sudo().review_ids.filtered(lambda r: r.status == "pending")
        user = pending[:1].reviewer_ids[:1]
        # Roles would give the groups back at once.
        user.sudo().role_line_ids.unlink()
        user.sudo().write(
            {
                "group_ids": [Command.unlink(g) for g in user.group_ids.ids]
                + [Command.link(self.env.ref("base.group_user").id)]
            }
        )
        self._refused(document.with_user(user)._sanbao_decide, "approved", "ok")
        self._assert_not_through(document)

    def test_escape_group_emptied(self):
        document = self._escape_submitted()
        reviews = document.sudo().review_ids
        reviews.definition_id.reviewer_group_id.all_implied_by_ids.user_ids = [
            Command.clear()
        ]
        self.assertFalse(reviews.filtered("reviewer_ids"))
        self._refused(document.validate_tier)
        self._assert_not_through(document)
        document.action_withdraw()
        self._refused(document.action_submit)

    def test_escape_chain_archived(self):
        document = self._escape_document()
        steps = document.sudo()._sanbao_matching_steps()
        self._refused(steps.with_user(document.env.user).write, {"active": False})
        document.action_submit()
        steps.sudo().active = False
        self._refused(document.validate_tier)
        self._assert_not_through(document)
        if not document._approval_optional:
            document.action_withdraw()
            self._refused(document.action_submit)

    # --- the content ---

    def test_escape_change_header_after_approval(self):
        change = self._escape_header_change()
        if not change:
            return  # no header value is declared
        document = self._escape_approved()
        document.sudo().write(change)
        self._assert_not_through(document)
        self.assertEqual(document.state, "draft")
        self.assertFalse(document.review_ids)

    def test_escape_change_header_with_context_keys(self):
        change = self._escape_header_change()
        if not change:
            return  # no header value is declared
        for key, value in (
            ("skip_validation_check", True),
            ("skip_check_state_condition", True),
            ("sanbao_engine", True),
            ("sanbao_hold", True),
            ("sanbao_hold", {"keys": "all"}),
            ("tracking_disable", True),
        ):
            with self.subTest(key=key), self.env.cr.savepoint() as savepoint:
                document = self._escape_approved()
                document.sudo().with_context(**{key: value}).write(change)
                self._assert_not_through(document)
                savepoint.rollback()

    def test_escape_forged_token(self):
        document = self._escape_submitted()
        for forged in (True, "ENGINE", {}, object()):
            with self.subTest(forged=forged):
                reviews = document.review_ids.with_context(sanbao_engine=forged)
                self._refused(reviews.write, {"status": "approved"})
                self._refused(reviews.sudo().write, {"status": "approved"})
                as_forger = document.with_context(sanbao_engine=forged)
                self._refused(as_forger.write, {"state": "approved"})
        self._assert_not_through(document)

    def _escape_lines(self, document):
        name, vals = self._escape_line_change()
        return document.sudo()[name], vals

    def test_escape_change_line_after_approval(self):
        if not self._escape_line_change():
            return  # no lines are declared
        document = self._escape_approved()
        lines, vals = self._escape_lines(document)
        lines[:1].write(vals)
        self._assert_not_through(document)
        self.assertEqual(document.state, "draft")

    def test_escape_change_line_while_submitted(self):
        if not self._escape_line_change():
            return  # no lines are declared
        document = self._escape_submitted()
        lines, vals = self._escape_lines(document)
        lines[:1].write(vals)
        self._assert_not_through(document)
        self.assertEqual(document.state, "draft")

    def test_escape_add_line_after_approval(self):
        if not self._escape_line_change():
            return  # no lines are declared
        document = self._escape_approved()
        lines, vals = self._escape_lines(document)
        lines[:1].copy(vals)
        self._assert_not_through(document)

    def test_escape_delete_line_after_approval(self):
        if not self._escape_line_change():
            return  # no lines are declared
        document = self._escape_approved()
        lines, _vals = self._escape_lines(document)
        lines[:1].unlink()
        self._assert_not_through(document)

    def test_escape_move_line_to_an_approved_document(self):
        if not self._escape_line_change():
            return  # no lines are declared
        document, other = self._escape_approved(), self._escape_approved()
        lines, _vals = self._escape_lines(document)
        lines[:1].write({lines._approval_document: other.id})
        self._assert_not_through(document)
        self._assert_not_through(other)

    # --- other buttons ---

    def test_escape_other_buttons_of_the_engine(self):
        document = self._escape_approved()
        for name in ("restart_validation", "action_withdraw", "action_reset"):
            with self.subTest(name=name):
                self._refused(getattr(document, name))
        document.action_cancel()
        self.assertFalse(document._is_approved())
        document.action_reset()
        self._assert_not_through(document)
        self.assertFalse(document.review_ids)

    def test_escape_delete(self):
        for make in (self._escape_submitted, self._escape_approved):
            document = make()
            with self.subTest(state=document.state):
                self._refused(document.unlink)
                self._refused(document.sudo().unlink)
