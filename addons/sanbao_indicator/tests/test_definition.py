from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import IndicatorCase


@tagged("post_install", "-at_install")
class TestDefinition(IndicatorCase):
    @mute_logger("odoo.domains")
    def test_bad_definitions_are_refused_when_saved(self):
        table = [
            {"population_domain": "[('no_such_field', '=', 1)]"},
            {"population_domain": "[('name', '=', user.name)]"},
            {"population_domain": "__import__('os').listdir('.')"},
            {"success_domain": "[('name', 'no operator', 1)]"},
            {"success_domain": "[('name'"},
            {"success_domain": "5"},
            {"date_field": "name"},
            {"date_field": "no_such_field"},
            {"measure": "average", "target_parameter_id": False},
            {"measure": "average", "value_field": "name", "target_parameter_id": False},
            {"measure": "count"},
        ]
        for values in table:
            with self.subTest(values), self.assertRaises(ValidationError):
                self.indicator.write(values)

    def test_administrator_edits_only_what_he_may_read(self):
        """The count runs with all rights, hence the domain must not."""
        admin = self._make_user("indicator_admin", "sanbao_base.group_admin")
        indicator = self.indicator.with_user(admin)
        indicator.success_domain = "[('name', '=', 'x')]"
        secret = self.env["ir.model"]._get_id("ir.config_parameter")
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            indicator.write(
                {
                    "model_id": secret,
                    "date_field": False,
                    "population_domain": "[('key', '=', 'database.secret')]",
                    "success_domain": "[('value', '=like', 'a%')]",
                }
            )

    def test_others_do_not_edit(self):
        for user in (self.manager, self.clerk):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.indicator.with_user(user).success_domain = "[]"
