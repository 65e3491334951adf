from odoo import models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    def _open_sanbao(self, xmlid):
        return self.env["ir.actions.act_window"]._for_xml_id(xmlid)

    def action_sanbao_rules(self):
        """From the settings to the list of rules."""
        return self._open_sanbao("sanbao_base.sanbao_rule_action")

    def action_sanbao_parameters(self):
        """From the settings to all thresholds and day counts."""
        return self._open_sanbao("sanbao_base.sanbao_parameter_action")

    def action_sanbao_roles(self):
        """From the settings to the roles and who holds them."""
        return self._open_sanbao("base_user_role.action_res_users_role_tree")
