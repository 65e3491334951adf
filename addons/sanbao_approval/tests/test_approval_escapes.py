from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ApprovalCommon, ApprovalEscapes


@tagged("post_install", "-at_install")
class TestApprovalEscapes(ApprovalEscapes, ApprovalCommon):
    def _escape_document(self):
        return self._document()

    def _escape_header_change(self):
        return {"partner_id": self.company.partner_id.id}

    def _escape_line_change(self):
        return "line_ids", {"price_unit": 90000}

    def test_computed_amounts_are_not_written(self):
        document = self._document()
        self._refused(document.write, {"amount_total": 1})
        self._refused(document.create, {"amount_total": 1})
        made = document.with_context(default_amount_total=1).create({})
        self.assertEqual(made.amount_total, 0)
        self.assertEqual(document.amount_total, 2000)

    def test_customers_and_public_see_no_reviews(self):
        document = self._submitted()
        portal = self._person("portal_t")
        portal.group_ids = self.env.ref("base.group_portal")
        for user in (portal, self.env.ref("base.public_user")):
            reviews = document.review_ids.with_user(user)
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(user=user.login, operation=operation):
                    self.assertFalse(reviews.browse().has_access(operation))
            with self.assertRaises(AccessError):
                reviews.search([])
            self._refused(document.with_user(user)._sanbao_decide, "approved")

    def test_staff_only_read_reviews_and_chains(self):
        for user in (self.engineer, self.gm):
            for model in ("tier.review", "tier.definition"):
                records = self.env[model].with_user(user)
                for operation in ("write", "create", "unlink"):
                    with self.subTest(user=user.login, model=model, op=operation):
                        self.assertFalse(records.has_access(operation))

    def test_administrators_edit_chains_but_no_reviews(self):
        self.step_gm.with_user(self.admin).write({"name": "General manager"})
        reviews = self.env["tier.review"].with_user(self.admin)
        self.assertFalse(reviews.has_access("write"))

    def test_a_step_that_decided_is_not_deleted(self):
        self._submitted()
        with self.assertRaises(UserError):
            self.step_gm.with_user(self.admin).unlink()

    def test_engine_does_not_leak_to_the_caller(self):
        """What buttons return works with the rights of the user again."""
        document = self._submitted()
        document.action_withdraw()
        reviews = document.request_validation()
        for records in (document, reviews):
            self.assertNotIn("sanbao_engine", records.env.context)
            self.assertFalse(records.env.su)
