from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)
from odoo.addons.sanbao_base.counting import Counted, fill_counts

from ..balance import recovery_rate

CLOSED = "approved"
ENDED = (CLOSED, "cancelled")


class SanbaoRecall(models.Model):
    """追回 (F47): a lot is fetched back from everybody who got it (SAL-42).

    It holds the lot and lists its deliveries as soon as it is opened. The approval is the
    one of its closing: only when every quantity is back, used up or explained.
    """

    _name = "sanbao.recall"
    _description = "Recall of a lot"
    _inherit = [
        "sanbao.numbered.mixin",
        "sanbao.approval.mixin",
        "sanbao.form.mixin",
        "sanbao.obligation.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "lot_id", "product_id"]
    _check_company_auto = True

    _approval_fields = (
        "lot_id",
        "reason",
        "disposition",
        "disposition_note",
        "cost",
        "line_ids.quantity",
        "line_ids.recovered_qty",
        "line_ids.used_qty",
        "line_ids.explained_qty",
        "line_ids.explanation",
    )
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "inspection_id",
        "held_lot_ids",
        "searched_at",
        "nonconformity_id",
        "action_id",
    )

    name = fields.Char(string="Recall No.")
    state = fields.Selection(
        selection_add=[
            ("draft", "Under Way"),
            ("submitted", "Closing Requested"),
            ("approved", "Closed"),
            ("rejected", "Closing Rejected"),
        ]
    )
    lot_id = fields.Many2one(
        "stock.lot",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    product_id = fields.Many2one(related="lot_id.product_id", store=True, index=True)
    product_uom_id = fields.Many2one(related="lot_id.product_id.uom_id", string="Unit")
    reason = fields.Text(required=True, tracking=True)
    report_number = fields.Char(
        "Inspection Report", help="Number of the report that found the lot bad."
    )
    inspection_id = fields.Many2one(
        "qc.inspection",
        string="Failed Inspection",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    release_ids = fields.One2many(
        "sanbao.emergency.release", "recall_id", string="Emergency Releases"
    )
    release_count = fields.Integer(
        "Number of Releases", compute="_compute_release_count"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    searched_at = fields.Datetime("Deliveries Listed On", readonly=True, copy=False)
    held_lot_ids = fields.Many2many(
        "stock.lot",
        string="Held Lots",
        readonly=True,
        copy=False,
        help="The lot, and every lot of ours in which it went.",
    )
    nonconformity_id = fields.Many2one(
        "sanbao.nonconformity",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    action_id = fields.Many2one(
        "mgmtsystem.action",
        string="Corrective Action",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    line_ids = fields.One2many("sanbao.recall.line", "recall_id", string="Deliveries")
    contact_ids = fields.One2many(
        "sanbao.recall.contact", "recall_id", string="Notices and Contacts"
    )
    disposition = fields.Selection(
        selection=[
            ("rework", "Rework"),
            ("scrap", "Scrap"),
            ("exchange", "Exchange"),
        ],
        tracking=True,
        help="What is done with the goods that come back.",
    )
    disposition_note = fields.Text("Disposition in Detail")
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary(
        tracking=True, help="Freight, replacement, rework and whatever else it took."
    )
    cancel_reason = fields.Char("Why It Was No Recall", copy=False)

    delivered_qty = fields.Float(
        "Delivered", compute="_compute_quantities", digits="Product Unit"
    )
    recovered_qty = fields.Float(
        "Recovered", compute="_compute_quantities", digits="Product Unit"
    )
    open_qty = fields.Float(
        "Still Open", compute="_compute_quantities", digits="Product Unit"
    )
    recovery_rate = fields.Float(
        "Recovery Rate (%)", compute="_compute_quantities", digits=(16, 1)
    )
    customer_count = fields.Integer("Customers", compute="_compute_quantities")
    told_count = fields.Integer("Customers Told", compute="_compute_quantities")
    on_hand_qty = fields.Float(
        "Still With Us", compute="_compute_on_hand_qty", digits="Product Unit"
    )

    _cost_not_negative = models.Constraint(
        "CHECK (cost >= 0)", "Costs are not negative."
    )

    # === Computed fields ===

    @api.depends("name", "lot_id.name")
    def _compute_display_name(self):
        for recall in self:
            recall.display_name = f"{recall.name} {recall.lot_id.name or ''}".strip()

    @api.depends(
        "line_ids.quantity",
        "line_ids.recovered_qty",
        "line_ids.open_qty",
        "line_ids.partner_id",
        "contact_ids.partner_id",
    )
    def _compute_quantities(self):
        for recall in self:
            lines = recall.line_ids
            recall.delivered_qty = sum(lines.mapped("quantity"))
            recall.recovered_qty = sum(lines.mapped("recovered_qty"))
            recall.open_qty = sum(lines.mapped("open_qty"))
            recall.recovery_rate = recovery_rate(
                recall.delivered_qty, recall.recovered_qty
            )
            recall.customer_count = len(lines.partner_id)
            told = lines.partner_id & recall.contact_ids.partner_id
            recall.told_count = len(told)

    @api.depends("lot_id")
    def _compute_on_hand_qty(self):
        # How much is left is no secret to those who recall it.
        quants = self.env["stock.quant"].sudo()
        groups = quants._read_group(
            [
                ("lot_id", "in", self.lot_id.ids),
                ("location_id.usage", "in", ("internal", "transit")),
            ],
            ["lot_id", "company_id"],
            ["quantity:sum"],
        )
        found = {(lot, company): quantity for lot, company, quantity in groups}
        for recall in self:
            recall.on_hand_qty = found.get((recall.lot_id, recall.company_id), 0)

    def _compute_release_count(self):
        releases = self.env["sanbao.emergency.release"]
        fill_counts(self, [Counted("release_count", releases, "recall_id")])

    # === Opening ===

    @api.model_create_multi
    def create(self, vals_list):
        """Opening a recall lists the deliveries, holds the lot and tells the customers."""
        recalls = super().create(vals_list)
        recalls._start()
        return recalls

    def write(self, vals):
        if "lot_id" in vals and any(recall.searched_at for recall in self):
            # Deliveries, holds and notices are those of the lot.
            raise UserError(
                self.env._("A recall stays with its lot. Open another for another lot.")
            )
        result = super().write(vals)
        if {"state", "held_lot_ids"} & vals.keys():
            # Which lots are recalled is asked for every movement.
            self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if any(recall.searched_at for recall in self):
            raise UserError(
                self.env._("A recall is never deleted. Close it, or cancel it.")
            )

    def _is_under_way(self):
        self.ensure_one()
        return self.state not in ENDED

    def _is_due_to_a_test(self):
        self.ensure_one()
        # Whether a test failed does not depend on who may read inspections.
        return bool(self.sudo().inspection_id)
