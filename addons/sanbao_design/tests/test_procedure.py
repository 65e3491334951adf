from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import DesignCommon


@tagged("post_install", "-at_install")
class TestProcedure(DesignCommon):
    """QLT-05, QLT-09: documents with an owner, a version, an approval and a review."""

    def _review(self, page, result="valid", user=None, **values):
        return (
            self.env["sanbao.document.review"]
            .with_user(user or self.designer)
            .create(
                {
                    "page_id": page.id,
                    "result": result,
                    "note": "与现行标准一致",
                    **values,
                }
            )
        )

    def test_a_procedure_needs_owner_and_scope(self):
        """QLT-05."""
        for name in ("sanbao_owner_id", "sanbao_scope"):
            page = self._page("procedure")
            page.sudo()[name] = False
            with self.subTest(missing=name), self.assertRule("QLT-05"):
                self._approve_page(page)

    def test_a_design_document_needs_owner_and_products(self):
        """QLT-09."""
        for name in ("sanbao_owner_id", "sanbao_product_ids"):
            page = self._page("design")
            page.sudo()[name] = False
            with self.subTest(missing=name), self.assertRule("QLT-09"):
                self._approve_page(page)

    def test_somebody_else_approves(self):
        """QLT-05: the author does not, approver or not."""
        page = self._page("procedure", user=self.manager)
        with self.assertRaises(UserError):
            self._approve_page(page)

    def test_only_controlled_documents_are_registered(self):
        """QLT-05."""
        with self.assertRaises(ValidationError):
            self._page("procedure", sanbao_controlled=False)

    def test_the_review_is_owed_by_the_owner(self):
        """QLT-05, QLT-09: twelve months after the version, by their parameters."""
        for register, code, name in (
            ("procedure", "QLT-05", "procedure_review_months"),
            ("design", "QLT-09", "design_review_months"),
        ):
            with self.subTest(register=register):
                page = self._page(register)
                self.assertFalse(self._owed(page, code))
                self._approve_page(page)
                due = self.today + relativedelta(months=12)
                self.assertEqual(page.sanbao_review_date, due)
                row = self._owed(page, code)
                self.assertEqual((row.state, row.user_id), ("open", self.designer))
                self.assertEqual(
                    fields.Datetime.context_timestamp(
                        row.with_context(tz="Asia/Shanghai"), row.due
                    ).date(),
                    due,
                )
                self._value(name, 6)
                later = self._page_in_force(register)
                self.assertEqual(
                    later.sanbao_review_date, self.today + relativedelta(months=6)
                )

    def test_other_documents_owe_nothing(self):
        """QLT-05."""
        page = self._page_in_force("procedure", sanbao_register=False)
        self.assertFalse(page.sanbao_review_date)
        self.assertFalse(self._owed(page, "QLT-05"))

    def test_a_review_that_finds_it_valid_ends_what_is_owed(self):
        """QLT-05: and owes the next one."""
        page = self._page_in_force("procedure")
        with freeze_time(fields.Datetime.now() + relativedelta(months=11)):
            review = self._review(page)
            self.assertEqual(review.user_id, self.designer)
            self.assertEqual(review.version_id, page.sanbao_current_id)
            done, following = self._owed(page, "QLT-05")
            self.assertEqual((done.state, done.kept), ("done", True))
            self.assertEqual(following.state, "open")
            self.assertEqual(
                page.sanbao_review_date, review.date + relativedelta(months=12)
            )

    def test_a_document_to_be_revised_owes_its_review_still(self):
        """QLT-09: until the new version is approved."""
        page = self._page_in_force("design")
        self._review(page, "revise")
        self.assertEqual(self._owed(page, "QLT-09").mapped("state"), ["open"])
        page.with_user(self.designer).write({"content": "<p>第二版</p>"})
        self._approve_page(page)
        self.assertEqual(self._owed(page, "QLT-09").mapped("state"), ["done", "open"])

    def test_late_on_the_day_after(self):
        """QLT-05: the due day itself is in time."""
        page = self._page_in_force("procedure")
        due = page.sanbao_review_date
        late = [("id", "=", page.id), ("sanbao_review_late", "=", True)]
        for days, expected in ((-1, False), (0, False), (1, True)):
            moment = fields.Datetime.to_datetime(due) + relativedelta(
                days=days, hours=3
            )
            with self.subTest(days=days), freeze_time(moment):
                page.invalidate_recordset()
                self.assertEqual(page.sanbao_review_late, expected)
                self.assertEqual(bool(page.search(late)), expected)

    def test_an_archived_document_owes_nothing(self):
        """QLT-05, QLT-09."""
        for register, code in (("procedure", "QLT-05"), ("design", "QLT-09")):
            page = self._page_in_force(register).with_user(self.manager)
            with self.subTest(register=register):
                page.active = False
                self.assertEqual(self._owed(page, code).state, "cancelled")
                page.active = True
                self.assertEqual(
                    self._owed(page, code).mapped("state"), ["cancelled", "open"]
                )

    def test_a_new_owner_owes_it(self):
        """QLT-05: the approver changes the owner of an approved procedure."""
        page = self._page_in_force("procedure")
        with self.assertRaises(AccessError):
            page.with_user(self.designer).sanbao_owner_id = self.inspector
        page.with_user(self.manager).sanbao_owner_id = self.inspector
        row = self._owed(page, "QLT-05")
        self.assertEqual((row.state, row.user_id), ("open", self.inspector))

    def test_who_reviews(self):
        """QLT-05: the owner or an approver, in his own name."""
        page = self._page_in_force("procedure")
        with self.assertRaises(AccessError):
            self._review(page, user=self.inspector)
        review = self._review(page, user=self.manager, user_id=self.designer.id)
        self.assertEqual(review.user_id, self.manager)
        self.assertEqual(review.date, self.today)
        with self.assertRaises(AccessError):
            review.with_user(self.manager).result = "withdraw"
        with self.assertRaises(UserError):
            self._review(page, note=" ")
        with self.assertRaises(UserError):
            self._review(self._page("procedure"))

    def test_the_due_date_is_not_written(self):
        """QLT-05."""
        page = self._page_in_force("procedure")
        with self.assertRaises(AccessError):
            page.with_user(self.manager).sanbao_review_date = "2099-01-01"

    def test_the_rules_can_be_switched_off(self):
        for code in ("QLT-05", "QLT-09"):
            self._mode(code, "off")
        page = self._page_in_force("procedure", sanbao_scope=False)
        self.assertFalse(self._owed(page, "QLT-05"))
        page = self._page_in_force("design", sanbao_product_ids=False)
        self.assertFalse(self._owed(page, "QLT-09"))
