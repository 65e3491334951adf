from odoo.tests import tagged
from odoo.tests.common import TransactionCase, new_test_user

from ..counting import Counted, fill_counts


@tagged("post_install", "-at_install")
class TestCounting(TransactionCase):
    """Numbers on the buttons of a form; here of contacts and their addresses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.two, cls.none = partners.create([{"name": "two"}, {"name": "none"}])
        cls.children = partners.create(
            [{"name": "a", "parent_id": cls.two.id, "color": n} for n in range(2)]
        )
        cls.both = cls.two + cls.none

    def _counts(self, *wanted, documents=None):
        documents = self.both if documents is None else documents
        fill_counts(documents, list(wanted))
        return documents.mapped("color")

    def _children(self, **values):
        model = self.env["res.partner"]
        return Counted("color", model, "parent_id", **values)

    def test_each_document_gets_its_number(self):
        self.assertEqual(self._counts(self._children()), [2, 0])

    def test_a_domain_says_what_counts(self):
        self.assertEqual(
            self._counts(self._children(domain=[("color", "=", 1)])), [1, 0]
        )

    def test_the_same_field_is_added_up(self):
        self.assertEqual(self._counts(self._children(), self._children()), [4, 0])

    def test_what_the_document_points_to_is_counted(self):
        children = self.children
        self.assertEqual(
            self._counts(self._children(by="parent_id"), documents=children), [2, 2]
        )

    def test_several_models_take_one_statement(self):
        users = Counted("color", self.env["res.users"], "partner_id")
        wanted = [self._children(), users, self._children()]
        self._counts(*wanted)
        self.env.flush_all()
        with self.assertQueryCount(1):
            fill_counts(self.both, wanted)

    def test_what_the_user_may_not_read_is_not_counted(self):
        user = new_test_user(self.env, "counting", "base.group_user")
        parameters = self.env["ir.config_parameter"].with_user(user)
        hidden = Counted("color", parameters, "create_uid")
        self.assertEqual(self._counts(hidden, self._children()), [2, 0])

    def test_new_documents_count_nothing(self):
        new = self.env["res.partner"].new({"name": "new"})
        self.assertEqual(self._counts(self._children(), documents=new), [0])
