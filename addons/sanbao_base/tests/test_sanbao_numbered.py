from odoo import models
from odoo.exceptions import AccessError
from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged

from .common import SanbaoCommon


class Numbered(models.Model):
    _name = "sanbao.numbered.tester"
    _description = "Numbered tester"
    _inherit = "sanbao.numbered.mixin"
    _module = None  # else whoever loads the addons with their tests has this model


@tagged("post_install", "-at_install")
class TestSanbaoNumbered(SanbaoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_to_registry(cls.registry, Numbered)
        cls.registry._setup_models__(cls.env.cr, [Numbered._name])
        cls.registry.init_models(cls.env.cr, [Numbered._name], {})
        cls.addClassCleanup(cls.registry.__delitem__, Numbered._name)
        cls.env["ir.sequence"].create(
            {"name": "T", "code": Numbered._name, "prefix": "T-", "padding": 3}
        )
        cls.env["ir.model.access"].create(
            {
                "name": "t",
                "model_id": cls.env["ir.model"]._get(Numbered._name).id,
                "group_id": cls.env.ref("base.group_user").id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
            }
        )
        cls.staff = cls._person("numbered")
        cls.documents = cls.env[Numbered._name].with_user(cls.staff)

    def test_each_document_gets_the_next_number(self):
        made = self.documents.create([{}, {}])
        first, second = (int(name.removeprefix("T-")) for name in made.mapped("name"))
        self.assertEqual(second, first + 1)
        self.assertEqual(made[0]._open_form()["res_id"], made[0].id)
        self.assertEqual(made[0]._form_document_number(), made[0].name)

    def test_nobody_chooses_or_changes_a_number(self):
        made = self.documents.create({"name": "T-999"})
        self.assertNotEqual(made.name, "T-999")
        with self.assertRaises(AccessError):
            made.write({"name": "T-999"})
