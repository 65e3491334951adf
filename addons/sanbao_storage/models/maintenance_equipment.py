from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sanbao_base.local_time import (
    company_timezone,
    company_today,
    local_day,
)

# What the register asks for (STK-23).
REGISTER = (
    "serial_no",
    "sanbao_warehouse_id",
    "sanbao_place",
    "sanbao_quantity",
    "sanbao_keeper_id",
)


class MaintenanceEquipment(models.Model):
    """Fire-fighting and anti-theft equipment of a warehouse (STK-23, STK-24)."""

    _inherit = "maintenance.equipment"

    sanbao_safety = fields.Selection(
        selection=[("fire", "Fire-fighting"), ("theft", "Anti-theft")],
        string="Safety Equipment",
        index="btree_not_null",
        help="It stands in the register of its warehouse and is checked on its rounds.",
    )
    sanbao_warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Warehouse",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    sanbao_place = fields.Char("Place", help="Where somebody finds it in an emergency.")
    sanbao_quantity = fields.Integer("Quantity", default=1)
    # Odoo's owner follows from the employee where HR is installed.
    sanbao_keeper_id = fields.Many2one(
        "res.users",
        string="Keeper",
        tracking=True,
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    sanbao_valid_until = fields.Date(
        "Valid Until", tracking=True, help="The last day. Empty: it does not expire."
    )
    sanbao_expired = fields.Boolean(
        "Expired", compute="_compute_sanbao_expired", search="_search_sanbao_expired"
    )
    sanbao_line_ids = fields.One2many(
        "sanbao.storage.round.line", "equipment_id", string="Checks"
    )
    sanbao_checked_on = fields.Date("Last Check", compute="_compute_sanbao_checks")
    sanbao_action_ids = fields.One2many(
        "sanbao.storage.action", "equipment_id", string="Actions"
    )
    sanbao_defective = fields.Boolean(
        "Defective",
        compute="_compute_sanbao_checks",
        search="_search_sanbao_defective",
        help="A check found a fault that is not mended yet.",
    )

    def _sanbao_today(self):
        return company_today(self.company_id or self.env.company)

    @api.depends("sanbao_valid_until")
    def _compute_sanbao_expired(self):
        for item in self:
            until = item.sanbao_valid_until
            item.sanbao_expired = bool(until) and until < item._sanbao_today()

    def _search_sanbao_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        expired = Domain("sanbao_valid_until", "<", self.browse()._sanbao_today())
        wanted = {bool(item) for item in value}
        return Domain.OR(expired if item else ~expired for item in wanted)

    @api.depends("sanbao_line_ids.checked_at", "sanbao_action_ids.state")
    def _compute_sanbao_checks(self):
        # Whoever sees the equipment sees when it was looked at.
        lines, actions = (
            self.env[name].sudo()
            for name in ("sanbao.storage.round.line", "sanbao.storage.action")
        )
        checked = dict(
            lines._read_group(
                [("equipment_id", "in", self.ids), ("checked_at", "!=", False)],
                ["equipment_id"],
                ["checked_at:max"],
            )
        )
        domain = [("equipment_id", "in", self.ids), ("state", "=", "open")]
        broken = dict(actions._read_group(domain, ["equipment_id"], ["__count"]))
        for item in self:
            moment = checked.get(item._origin)
            zone = company_timezone(item.company_id or self.env.company)
            item.sanbao_checked_on = moment and local_day(moment, zone)
            item.sanbao_defective = item._origin in broken

    def _search_sanbao_defective(self, operator, value):
        if operator != "in":
            return NotImplemented
        # As in the compute.
        actions = self.env["sanbao.storage.action"].sudo()
        open_ = [("state", "=", "open"), ("equipment_id", "!=", False)]
        broken = Domain("id", "in", actions._search(open_).subselect("equipment_id"))
        wanted = {bool(item) for item in value}
        return Domain.OR(broken if item else ~broken for item in wanted)

    # === The register is complete (STK-23) ===

    @api.model_create_multi
    def create(self, vals_list):
        equipment = super().create(vals_list)
        equipment._sanbao_gate_register()
        return equipment

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint({"sanbao_safety", *REGISTER}):
            self._sanbao_gate_register()
        return result

    def _sanbao_missing(self):
        """The names of what the register asks for and nobody entered."""
        self.ensure_one()
        return [
            self._fields[name]._description_string(self.env)
            for name in REGISTER
            if not self[name]
        ]

    def _sanbao_gate_register(self):
        safety = self.filtered("sanbao_safety")
        if safety:
            self.env["sanbao.rule"]._gate(
                "STK-23",
                safety.filtered(lambda item: item._sanbao_missing()),
                lambda item: self.env._(
                    "%(equipment)s: enter %(fields)s.",
                    equipment=item.display_name,
                    fields=", ".join(item._sanbao_missing()),
                ),
            )

    # === Buttons ===

    def action_sanbao_view_checks(self):
        """Open the checks of this equipment."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_storage.sanbao_storage_round_line_action"
        )
        return dict(action, domain=[("equipment_id", "=", self.id)], context={})
