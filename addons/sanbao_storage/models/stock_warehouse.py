from odoo import fields, models

from odoo.addons.sanbao_base.counting import Counted, fill_counts

from ..kinds import ENVIRONMENT, FIRE, KINDS, PEST

# By kind: the warehouse's own interval, and the company's parameter.
INTERVALS = {
    FIRE: "sanbao_fire_months",
    PEST: "sanbao_pest_months",
    ENVIRONMENT: "sanbao_reading_days",
}


class StockWarehouse(models.Model):
    """Who looks after a warehouse, how often, and what is wrong there."""

    _inherit = "stock.warehouse"

    sanbao_safety_user_id = fields.Many2one(
        "res.users",
        string="Goes on Rounds",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Owes the rounds of this warehouse and is told what is wrong.",
    )
    sanbao_fire_months = fields.Integer(
        "Safety Checked Every (Months)", help="0: as the rule STK-24 says."
    )
    sanbao_pest_months = fields.Integer(
        "Pests Checked Every (Months)", help="0: as the rule STK-27 says."
    )
    sanbao_reading_days = fields.Integer(
        "Readings Every (Days)", help="0: as the rule STK-28 says."
    )
    sanbao_equipment_count = fields.Integer(
        "Pieces of Safety Equipment", compute="_compute_sanbao_safety_counts"
    )
    sanbao_expired_count = fields.Integer(
        "Expired Equipment", compute="_compute_sanbao_safety_counts"
    )
    sanbao_open_action_count = fields.Integer(
        "Open Faults", compute="_compute_sanbao_safety_counts"
    )
    sanbao_late_round_count = fields.Integer(
        "Overdue Rounds", compute="_compute_sanbao_safety_counts"
    )
    sanbao_visitor_count = fields.Integer(
        "Visitors Inside", compute="_compute_sanbao_safety_counts"
    )

    _sanbao_intervals_not_negative = models.Constraint(
        "CHECK (COALESCE(sanbao_fire_months, 0) >= 0"
        " AND COALESCE(sanbao_pest_months, 0) >= 0"
        " AND COALESCE(sanbao_reading_days, 0) >= 0)",
        "Intervals are not negative.",
    )

    def _compute_sanbao_safety_counts(self):
        equipment = self.env["maintenance.equipment"]
        link, safety = "sanbao_warehouse_id", [("sanbao_safety", "!=", False)]
        expired = [*safety, ("sanbao_expired", "=", True)]
        actions = self.env["sanbao.storage.action"]
        rounds = self.env["sanbao.storage.round"]
        inside = [("state", "=", "inside")]
        fill_counts(
            self,
            [
                Counted("sanbao_equipment_count", equipment, link, domain=safety),
                Counted("sanbao_expired_count", equipment, link, domain=expired),
                Counted(
                    "sanbao_open_action_count",
                    actions,
                    "warehouse_id",
                    domain=[("state", "=", "open")],
                ),
                Counted(
                    "sanbao_late_round_count",
                    rounds,
                    "warehouse_id",
                    domain=[("overdue", "=", True)],
                ),
                Counted(
                    "sanbao_visitor_count",
                    self.env["sanbao.visitor"],
                    "warehouse_id",
                    domain=inside,
                ),
            ],
        )

    def _sanbao_interval(self, kind):
        """Months (readings: days) from one round of a kind to the next; 0: never."""
        self.ensure_one()
        own = self[INTERVALS[kind]]
        if own:
            return own
        parameters = self.env["sanbao.parameter"]
        if kind == FIRE:
            return parameters._get("fire_check_interval", self.company_id)
        if kind == PEST:
            return parameters._get("pest_check_interval", self.company_id)
        return parameters._get("env_reading_interval", self.company_id)

    def _sanbao_plan_rounds(self):
        """Make the rounds that begin; may be called any number of times."""
        rounds = self.env["sanbao.storage.round"]
        for kind, _label in KINDS:
            rounds._plan(kind, self)

    # === Buttons ===

    def _sanbao_view(self, action, link="warehouse_id", **context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"sanbao_storage.{action}"
        )
        domain = [(link, "=", self.id)]
        return dict(
            action, domain=domain, context={f"default_{link}": self.id} | context
        )

    def action_sanbao_view_equipment(self):
        """Open the register of safety equipment of this warehouse."""
        action = self._sanbao_view(
            "maintenance_equipment_action_safety", "sanbao_warehouse_id"
        )
        domain = [*action["domain"], ("sanbao_safety", "!=", False)]
        context = action["context"] | {"default_sanbao_safety": "fire"}
        return dict(action, domain=domain, context=context)

    def action_sanbao_view_rounds(self):
        """Open the rounds of this warehouse."""
        return self._sanbao_view("sanbao_storage_round_action", search_default_open=1)

    def action_sanbao_view_actions(self):
        """Open what is to be put right in this warehouse."""
        return self._sanbao_view("sanbao_storage_action_action", search_default_open=1)

    def action_sanbao_view_visitors(self):
        """Open the visitors of this warehouse."""
        return self._sanbao_view("sanbao_visitor_action", search_default_inside=1)
