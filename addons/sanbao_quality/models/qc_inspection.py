from odoo import api, fields, models

from .sanbao_quality_staff import KINDS

PLAN = "plan"
DRAFT = "draft"
READY = "ready"
SUCCESS = "success"
FAILED = "failed"
CANCELED = "canceled"
OPEN = (PLAN, DRAFT, READY, "waiting")
DECIDED = (SUCCESS, FAILED)


class QcInspection(models.Model):
    """检验: goods of one product (and lot) that wait for a verdict.

    Goods come from a receipt, the production or a customer into the zone of pending
    inspections, and an inspection is opened for each product and lot. Its verdict is
    taken once, by a registered inspector; a part of the quantity may stay pending, in an
    inspection of its own. ``sanbao_quantity`` is always the sum of what was accepted, of
    what was rejected and of what is pending.
    """

    _name = "qc.inspection"
    _inherit = ["qc.inspection", "sanbao.form.mixin", "sanbao.obligation.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "sanbao_report_no", "product_id", "sanbao_lot_id"]

    date = fields.Datetime(string="Opened on")
    company_id = fields.Many2one(required=True, index=True)
    test = fields.Many2one(string="Acceptance Standard", index=True)
    user = fields.Many2one(string="Inspector", index=True)
    product_id = fields.Many2one(
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
    )
    sanbao_kind = fields.Selection(
        selection=KINDS,
        string="Kind",
        required=True,
        default="process",
        index=True,
        tracking=True,
    )
    sanbao_picking_id = fields.Many2one(
        "stock.picking",
        string="Receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    sanbao_move_id = fields.Many2one(
        "stock.move",
        string="Received by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    sanbao_lot_id = fields.Many2one(
        "stock.lot",
        string="Lot or Serial No.",
        index="btree_not_null",
        check_company=True,
        domain="[('product_id', '=', product_id)]",
    )
    sanbao_location_id = fields.Many2one(
        "stock.location",
        string="Lies in",
        check_company=True,
        domain="[('sanbao_effective_zone_id.kind', '=', 'pending')]",
        help="The zone of pending inspections where the goods wait; empty: a test"
        " without goods to be stored.",
    )
    sanbao_partner_id = fields.Many2one(
        "res.partner",
        string="Supplier or Customer",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    sanbao_origin = fields.Char(string="Origin", readonly=True, copy=False)
    sanbao_parent_id = fields.Many2one(
        "qc.inspection",
        string="Part of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The inspection whose verdict left this quantity pending.",
    )
    sanbao_uom_id = fields.Many2one(
        related="product_id.uom_id", string="Unit of Measure"
    )
    sanbao_quantity = fields.Float(
        string="Lot Size", digits="Product Unit", default=1.0, required=True
    )
    sanbao_accepted_qty = fields.Float(
        string="Accepted", digits="Product Unit", copy=False
    )
    sanbao_rejected_qty = fields.Float(
        string="Rejected", digits="Product Unit", copy=False
    )
    sanbao_pending_qty = fields.Float(
        string="Pending",
        digits="Product Unit",
        compute="_compute_sanbao_pending_qty",
        store=True,
    )
    sanbao_defect_note = fields.Text(string="Defects Found", copy=False)
    # Sampling (QLT-13)
    sanbao_plan_size = fields.Float(
        string="Sample Planned", digits="Product Unit", readonly=True, copy=False
    )
    sanbao_sample_size = fields.Float(
        string="Sample Taken", digits="Product Unit", copy=False
    )
    sanbao_defects = fields.Float(
        string="Bad in the Sample", digits="Product Unit", copy=False
    )
    sanbao_accept_number = fields.Integer(
        string="Accept (Ac)", readonly=True, copy=False
    )
    sanbao_reject_number = fields.Integer(
        string="Reject (Re)", readonly=True, copy=False
    )
    sanbao_tightened = fields.Boolean(
        string="Tightened",
        readonly=True,
        copy=False,
        help="More is drawn, because this supplier failed often lately.",
    )
    sanbao_sampled_at = fields.Datetime(string="Sampled on", copy=False)
    sanbao_sample_place = fields.Char(string="Place of Sampling", copy=False)
    sanbao_produced_on = fields.Date(string="Produced on", copy=False)
    # Who and when
    sanbao_due = fields.Datetime(string="Due", copy=False, readonly=True, index=True)
    sanbao_late = fields.Boolean(
        string="Late Inspection",
        compute="_compute_sanbao_late",
        search="_search_sanbao_late",
    )
    sanbao_decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, copy=False
    )

    _sanbao_quantity_positive = models.Constraint(
        "CHECK (sanbao_quantity > 0)", "The quantity of an inspection is above zero."
    )
    _sanbao_parts = models.Constraint(
        "CHECK (sanbao_accepted_qty >= 0 AND sanbao_rejected_qty >= 0)",
        "What is accepted or rejected is not negative.",
    )

    # === Computed fields ===

    @api.depends("object_id")
    def _compute_product_id(self):
        for inspection in self:
            target = inspection.object_id
            if target and target._name == "product.product":
                inspection.product_id = target
            else:
                inspection.product_id = inspection.product_id

    @api.depends("inspection_lines", "inspection_lines.success")
    def _compute_success(self):
        for inspection in self:
            lines = inspection.inspection_lines
            inspection.success = bool(lines) and all(lines.mapped("success"))

    @api.depends("sanbao_quantity", "sanbao_accepted_qty", "sanbao_rejected_qty")
    def _compute_sanbao_pending_qty(self):
        for inspection in self:
            inspection.sanbao_pending_qty = (
                inspection.sanbao_quantity
                - inspection.sanbao_accepted_qty
                - inspection.sanbao_rejected_qty
            )

    @api.depends("state", "sanbao_due")
    def _compute_sanbao_late(self):
        now = fields.Datetime.now()
        for inspection in self:
            inspection.sanbao_late = bool(
                inspection.state in OPEN
                and inspection.sanbao_due
                and inspection.sanbao_due < now
            )

    def _search_sanbao_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain("state", "in", OPEN) & fields.Domain(
            "sanbao_due", "<", fields.Datetime.now()
        )
        wanted = {bool(item) for item in value}
        return fields.Domain.OR((late if item else ~late) for item in wanted)

    @api.depends("name", "product_id", "sanbao_lot_id")
    def _compute_display_name(self):
        for inspection in self:
            # The name of a lot shows to whoever reads inspections.
            lot = inspection.sanbao_lot_id.sudo().name
            parts = (inspection.name, inspection.product_id.name, lot)
            inspection.display_name = " ".join(filter(None, parts))
