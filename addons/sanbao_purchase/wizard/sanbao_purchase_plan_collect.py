from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class SanbaoPurchasePlanCollect(models.TransientModel):
    """Choose the sources from which lines of a plan are collected."""

    _name = "sanbao.purchase.plan.collect"
    _description = "Collect plan lines"

    plan_id = fields.Many2one("sanbao.purchase.plan", required=True, readonly=True)
    line_ids = fields.One2many("sanbao.purchase.plan.collect.line", "collect_id")

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            plan = wizard.plan_id
            plan.check_access("write")
            wizard.line_ids = [
                Command.create(
                    {
                        "code": code,
                        "name": name,
                        "need_count": (count := len(plan._source_needs(code))),
                        "selected": bool(count),
                    }
                )
                for code, name in plan._plan_sources().items()
            ]
        return wizards

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Collect plan lines"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_collect(self):
        """Add the lines of the chosen sources to the plan."""
        self.ensure_one()
        codes = self.line_ids.filtered("selected").mapped("code")
        lines = self.plan_id._collect(codes)
        if not lines:
            raise UserError(
                self.env._("The chosen sources ask for nothing that is not planned.")
            )
        return {"type": "ir.actions.act_window_close"}
