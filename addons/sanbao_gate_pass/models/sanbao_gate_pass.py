from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)
from odoo.addons.sanbao_base.local_time import (
    company_today,
)

# Printed, but known late, e.g. who drives; fixed when the goods have left.
UNTIL_THE_EXIT = {"carrier", "vehicle_plate", "note"}
USED = "used"
EXPIRED = "expired"


class SanbaoGatePass(models.Model):
    """出门证 (form F15): what may leave the factory, approved before it does.

    It covers one or several transfers with exactly their quantities, and is used once.
    """

    _name = "sanbao.gate.pass"
    _description = "Gate pass"
    _inherit = ["sanbao.approval.mixin", "sanbao.form.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "vehicle_plate", "partner_id", "picking_names"]

    _approval_final_states = (USED,)
    _approval_fields = (
        "date",
        "user_id",
        "partner_id",
        "purpose",
        "reference",
        "valid_until",
        "returnable",
        "return_date",
        "currency_id",
        "amount_total",
        "picking_ids",
        "line_ids.picking_id",
        "line_ids.product_id",
        "line_ids.name",
        "line_ids.lot_id",
        "line_ids.quantity",
        "line_ids.price_unit",
    )
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "name",
        "amount_total",
        "exit_at",
        "exit_by_id",
        "returned_at",
        "returned_by_id",
    )

    name = fields.Char("Gate Pass No.", readonly=True, copy=False, index="trigram")
    state = fields.Selection(
        selection_add=[(USED, "Left"), (EXPIRED, "Expired")],
        ondelete={USED: "cascade", EXPIRED: "cascade"},
    )
    date = fields.Date(
        required=True, default=lambda self: company_today(self.env.company)
    )
    valid_until = fields.Date(
        required=True,
        index="btree_not_null",
        tracking=True,
        default=lambda self: self._default_valid_until(),
        help="The last day on which the goods may leave (SAL-44).",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Handled By",
        required=True,
        default=lambda self: self.env.user,
    )
    carrier = fields.Char(
        "Carried By", help="Person or forwarder who takes the goods along."
    )
    vehicle_plate = fields.Char("Licence Plate")
    partner_id = fields.Many2one(
        "res.partner", string="Destination", check_company=True, tracking=True
    )
    purpose = fields.Selection(
        selection=[
            ("warranty", "Warranty parts"),
            ("sale", "Sale"),
            ("repair", "Return for repair"),
            ("sample", "Sample"),
            ("other", "Other"),
        ],
        required=True,
        default="warranty",
    )
    reference = fields.Char(
        "Source Document", help="Number of the issue, requisition or delivery note."
    )
    note = fields.Text("Remarks")
    picking_ids = fields.Many2many(
        "stock.picking",
        "sanbao_gate_pass_picking_rel",
        "pass_id",
        "picking_id",
        string="Transfers",
        copy=False,
        check_company=True,
        help="The lines follow the quantities of these transfers.",
    )
    picking_names = fields.Char(
        "Transfer Numbers", compute="_compute_picking_names", store=True
    )
    line_ids = fields.One2many("sanbao.gate.pass.line", "pass_id", string="Goods")
    currency_id = fields.Many2one(
        "res.currency", related="company_id.currency_id", store=True
    )
    amount_total = fields.Monetary(
        "Total", compute="_compute_amount_total", store=True, tracking=True
    )
    finance_required = fields.Boolean(
        "Finance Confirms", compute="_compute_finance_required"
    )
    returnable = fields.Boolean("Comes Back", tracking=True)
    return_date = fields.Date("Expected Return", tracking=True)
    returned_at = fields.Datetime("Returned On", readonly=True, copy=False)
    returned_by_id = fields.Many2one(
        "res.users", string="Return Recorded By", readonly=True, copy=False
    )
    exit_at = fields.Datetime("Left On", readonly=True, copy=False, tracking=True)
    exit_by_id = fields.Many2one(
        "res.users", string="Guard", readonly=True, copy=False, tracking=True
    )
    is_ready = fields.Boolean(compute="_compute_is_ready")

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "There is already a gate pass with this number."
    )

    # === Defaults and computed fields ===

    @api.model
    def _default_valid_until(self):
        days = self.env["sanbao.parameter"]._get("gate_pass_valid_days")
        return company_today(self.env.company) + timedelta(days=days)

    @api.depends("picking_ids")
    def _compute_picking_names(self):
        for gate_pass in self:
            # Guards and approvers read the numbers, not the transfers.
            names = gate_pass.sudo().picking_ids.mapped("name")
            gate_pass.picking_names = ", ".join(name for name in names if name)

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for gate_pass in self:
            gate_pass.amount_total = sum(gate_pass.line_ids.mapped("amount"))

    @api.depends("amount_total", "company_id")
    def _compute_finance_required(self):
        for gate_pass in self:
            gate_pass.finance_required = gate_pass._needs_finance()

    def _needs_finance(self):
        """SAL-46, by the setting that is in force now."""
        self.ensure_one()
        company = self.company_id or self.env.company
        get = self.env["sanbao.parameter"]._get
        scope = get("gate_pass_finance", company)
        if scope == "off" or not self.env["sanbao.rule"]._is_on("SAL-46", company):
            return False
        above = get("gate_pass_gm_above", company)
        return (
            scope == "all"
            or company.currency_id.compare_amounts(self.amount_total, above) > 0
        )

    @api.depends("state", "valid_until", "picking_ids.state")
    def _compute_is_ready(self):
        for gate_pass in self:
            # The guard sees whether he may open the gate, not the transfers.
            pickings = gate_pass.sudo().picking_ids
            gate_pass.is_ready = (
                gate_pass.state == "approved"
                and not gate_pass._is_expired()
                and all(picking.state == "done" for picking in pickings)
            )

    def _is_expired(self):
        self.ensure_one()
        return self.state == EXPIRED or (
            self.state != USED
            and bool(self.valid_until)
            and self.valid_until < company_today(self.company_id)
        )

    # === Creation and changes ===

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_guards()
        passes = super().create(vals_list)
        for gate_pass, vals in zip(passes, vals_list, strict=True):
            gate_pass._assign_number()
            if vals.get("picking_ids") and not vals.get("line_ids"):
                gate_pass._take_quantities()
        return passes

    def write(self, vals):
        self._refuse_guards()
        if UNTIL_THE_EXIT & vals.keys():
            for gate_pass in self:
                gate_pass._approval_require_state(
                    "draft", "submitted", "rejected", "approved"
                )
        result = super().write(vals)
        if "picking_ids" in vals and "line_ids" not in vals:
            for gate_pass in self:
                gate_pass._take_quantities()
        return result

    def _refuse_guards(self):
        if not self.env.su and self.env.user.has_group("sanbao_base.group_gate"):
            raise AccessError(
                self.env._(
                    "Guards check gate passes; others write them. Ask the warehouse or"
                    " after-sales staff."
                )
            )

    def _assign_number(self):
        sequence = self.env["ir.sequence"].with_company(self.company_id)
        # Numbers are drawn for everybody, in one row for the company.
        number = sequence.sudo().next_by_code("sanbao.gate.pass")
        self._as_engine().name = number

    def _take_quantities(self):
        """Make the lines anew from the quantities of the transfers."""
        self.ensure_one()
        commands = [fields.Command.clear()]
        # The pass lists what leaves; its writer need not have access to the stock app.
        for picking in self.sudo().picking_ids:
            for (product, lot), quantity in picking._sanbao_goods().items():
                vals = {
                    "picking_id": picking.id,
                    "product_id": product.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                }
                commands.append(fields.Command.create(vals))
        self.line_ids = commands

    def action_take_quantities(self):
        """Make the lines of a draft anew from the quantities of its transfers."""
        self.check_access("write")
        for gate_pass in self:
            gate_pass._approval_require_state("draft", "rejected")
            gate_pass._take_quantities()
        return True

    # === Screen ===

    def action_view_pickings(self):
        """Open the transfers of this gate pass."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        if len(self.picking_ids) == 1:
            action.update(views=[(False, "form")], res_id=self.picking_ids.id)
        return dict(action, domain=[("id", "in", self.picking_ids.ids)], context={})

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "name": self.env._("Gate Pass"),
        }
