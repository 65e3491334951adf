from datetime import timedelta

from odoo import fields, models
from odoo.orm.model_classes import add_to_registry
from odoo.tests import freeze_time, tagged

from .common import NOW, ObligationCase

DOCUMENT = "sanbao.test.owed.document"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestMixin(ObligationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()

        class Document(models.Model):
            _name = DOCUMENT
            _inherit = ["sanbao.obligation.mixin"]
            _description = "Document with obligations (test)"
            _module = None

            name = fields.Char()

        add_to_registry(cls.registry, Document)
        cls.registry._setup_models__(cls.env.cr, [DOCUMENT])
        cls.registry.init_models(cls.env.cr, [DOCUMENT], {"models_to_check": True})
        cls.addClassCleanup(cls.registry.__delitem__, DOCUMENT)
        cls._make_kind("TST-90-document", cls.hours, model=DOCUMENT)
        cls.documents = cls.env[DOCUMENT].create([{"name": "A"}, {"name": "B"}])

    def test_document_shows_what_is_owed(self):
        first, second = self.documents
        opened = self.obligations._open("TST-90-document", first)
        self.assertEqual(first.obligation_ids, opened)
        self.assertEqual((first.obligation_count, second.obligation_count), (1, 0))
        action = first.action_view_obligations()
        self.assertEqual(self.obligations.search(action["domain"]), opened)
        self.obligations._close("TST-90-document", first)
        self.assertEqual(first.obligation_count, 0)

    def test_late_documents_are_found(self):
        first, second = self.documents
        self.obligations._open("TST-90-document", self.documents)
        self.obligations._close("TST-90-document", second)
        for seconds, late in ((0, False), (1, True)):
            with freeze_time(NOW + timedelta(hours=4, seconds=seconds)):
                self.documents.invalidate_recordset(["obligation_late"])
                self.assertEqual(first.obligation_late, late)
                self.assertFalse(second.obligation_late)
                found = self.env[DOCUMENT].search([("obligation_late", "=", True)])
                self.assertEqual(found, first if late else first.browse())
                rest = self.env[DOCUMENT].search([("obligation_late", "=", False)])
                self.assertEqual(rest, self.documents - found)

    def test_deleted_document_owes_nothing(self):
        opened = self.obligations._open("TST-90-document", self.documents)
        self.documents[0].unlink()
        self.assertEqual(sorted(opened.mapped("state")), ["cancelled", "open"])
