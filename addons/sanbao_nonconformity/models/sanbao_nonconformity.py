from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)
from odoo.addons.sanbao_base.local_time import (
    company_today,
)

DONE = "done"
CLOSED = "closed"
INCOMING = "incoming"
PROCESS = "process"
SOURCES = [
    (INCOMING, "Incoming goods"),
    (PROCESS, "Process"),
    ("finished", "Finished product"),
    ("stock", "Stock"),
    ("returned", "Returned goods"),
    ("recall", "Recall"),
]
# Of these the whole lot is suspect, not only the pieces that were found.
WHOLE_LOT = (PROCESS, "finished", "recall")
REPAIR, SCRAP, RETURN, CONCESSION = "repair", "scrap", "return", "concession"
DISPOSITIONS = [
    (REPAIR, "Repair and re-inspect"),
    (SCRAP, "Scrap"),
    (RETURN, "Return to the supplier"),
    (CONCESSION, "Accept under concession"),
]
PASSED, FAILED = "passed", "failed"


class SanbaoNonconformity(models.Model):
    """不合格品处理单 (form F48): what does not conform, and what becomes of it.

    Opened by an inspection, a count, a recall or by hand. The goods lie in the
    nonconforming zone; the disposition is approved, carried out by a transfer of exactly
    this quantity, and closed with its result (QLT-15, QLT-16).
    """

    _name = "sanbao.nonconformity"
    _description = "Nonconformity"
    _inherit = [
        "sanbao.numbered.mixin",
        "sanbao.approval.mixin",
        "sanbao.form.mixin",
        "sanbao.obligation.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "product_id", "lot_id", "origin"]
    _check_company_auto = True

    _approval_final_states = (DONE, CLOSED)
    _approval_fields = (
        "source",
        "product_id",
        "lot_id",
        "quantity",
        "uom_id",
        "location_id",
        "partner_id",
        "description",
        "severity",
        "cause",
        "disposition",
        "concession_terms",
        "price_cut",
        "loss_amount",
        "unit_cost",
    )
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "unit_cost",
        "carried_out_at",
        "carried_out_by_id",
        "recheck_result",
        "recheck_at",
        "recheck_by_id",
        "closed_at",
        "closed_by_id",
        "previous_id",
        "receipt_move_id",
    )

    name = fields.Char(string="Sheet No.")
    state = fields.Selection(
        selection_add=[(DONE, "Carried out"), (CLOSED, "Closed")],
        ondelete={DONE: "cascade", CLOSED: "cascade"},
    )
    date = fields.Date(
        "Found On", required=True, default=lambda self: company_today(self.env.company)
    )
    source = fields.Selection(SOURCES, required=True, index=True, tracking=True)
    origin = fields.Char("Source Document", help="Number of what found it.")
    product_id = fields.Many2one(
        "product.product", required=True, index=True, check_company=True
    )
    default_code = fields.Char(related="product_id.default_code", string="Model")
    tracking = fields.Selection(related="product_id.tracking")
    lot_id = fields.Many2one(
        "stock.lot",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('product_id', '=', product_id)]",
    )
    hold_lot = fields.Boolean(
        "Hold the Whole Lot",
        compute="_compute_hold_lot",
        store=True,
        readonly=False,
        precompute=True,
        help="Nothing of the lot leaves the stock until the disposition is carried out,"
        " wherever it lies (QLT-12).",
    )
    quantity = fields.Float(required=True, default=1.0, digits="Product Unit")
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        required=True,
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Supplier", index="btree_not_null", check_company=True
    )
    description = fields.Text("What Does Not Conform", required=True)
    location_id = fields.Many2one(
        "stock.location",
        string="Kept At",
        check_company=True,
        domain="[('usage', '=', 'internal')]",
        help="Where the goods lie, apart from the others. Empty: they are not in stock.",
    )
    marking = fields.Char(help="The label on the goods.")
    severity = fields.Selection(
        [("minor", "Minor"), ("major", "Major"), ("critical", "Critical")],
        tracking=True,
    )
    cause = fields.Text()
    disposition = fields.Selection(DISPOSITIONS, index=True, tracking=True)
    concession_terms = fields.Text(
        "Terms of the Concession",
        help="Why the goods may be used all the same, and for what.",
    )
    price_cut = fields.Monetary(
        tracking=True, help="What the supplier takes off, company currency."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    due_date = fields.Date(
        required=True,
        default=lambda self: self._default_due_date(self.env.company),
        tracking=True,
        help="Until when the sheet is closed with its result (QLT-16).",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_cost = fields.Monetary(
        readonly=True, copy=False, help="Cost of one unit of the product."
    )
    value = fields.Monetary("Value at Cost", compute="_compute_value", store=True)
    loss_amount = fields.Monetary(
        "Loss", tracking=True, help="What it costs the company, as far as known."
    )
    scrap_amount = fields.Monetary(
        "Value Scrapped",
        compute="_compute_value",
        store=True,
        help="The higher one of value and loss; decides who approves (QLT-15).",
    )

    # === Trace of the cause (QLT-11) ===
    trace_material = fields.Char("Material and Its Lot")
    trace_step = fields.Char("Work Step")
    trace_person = fields.Char("Person at Work")
    corrective_measure = fields.Text(copy=False)

    # === What followed ===
    carried_out_at = fields.Datetime("Carried Out On", readonly=True, copy=False)
    carried_out_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    recheck_result = fields.Selection(
        [(PASSED, "Passed"), (FAILED, "Failed")],
        string="Re-inspection",
        readonly=True,
        copy=False,
        tracking=True,
    )
    recheck_at = fields.Datetime("Re-inspected On", readonly=True, copy=False)
    recheck_by_id = fields.Many2one(
        "res.users", string="Re-inspected By", readonly=True, copy=False
    )
    supplier_outcome = fields.Selection(
        [
            ("return", "Returned"),
            ("replace", "Replaced"),
            ("reduction", "Price reduced"),
            ("concession", "Accepted under concession"),
        ],
        string="Outcome with the Supplier",
        copy=False,
        tracking=True,
        help="What was agreed with the supplier (STK-11).",
    )
    supplier_note = fields.Text("Agreement with the Supplier", copy=False)
    result = fields.Text(copy=False, help="What became of it, and where it shows.")
    closed_at = fields.Datetime("Closed On", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    cancel_reason = fields.Text("Reason of Cancelling", copy=False)
    previous_id = fields.Many2one(
        "sanbao.nonconformity",
        string="Follows",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    receipt_move_id = fields.Many2one(
        "stock.move",
        string="Receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    move_ids = fields.One2many(
        "stock.move", "sanbao_nonconformity_id", string="Moves", copy=False
    )
    action_ids = fields.One2many(
        "mgmtsystem.action", "sanbao_nonconformity_id", string="Corrective Actions"
    )
    picking_count = fields.Integer("Transfers", compute="_compute_counts")
    action_count = fields.Integer(
        "Number of Corrective Actions", compute="_compute_counts"
    )
    is_stocked = fields.Boolean(compute="_compute_is_stocked", compute_sudo=True)
    may_recheck = fields.Boolean(compute="_compute_may_recheck", compute_sudo=True)
    to_isolate = fields.Boolean(compute="_compute_is_stocked", compute_sudo=True)

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a nonconformity is above zero."
    )
    _amounts_positive = models.Constraint(
        "CHECK (loss_amount >= 0 AND price_cut >= 0)", "Amounts are not negative."
    )
    _due_index = models.Index(
        "(due_date, id) WHERE state NOT IN ('closed', 'cancelled')"
    )

    # === Defaults and computed fields ===

    @api.model
    def _default_due_date(self, company):
        days = self.env["sanbao.parameter"]._get("nc_due_days", company)
        return company_today(company) + timedelta(days=days)

    @api.depends("source", "lot_id")
    def _compute_hold_lot(self):
        for sheet in self:
            wanted = bool(sheet.lot_id) and sheet.source in WHOLE_LOT
            sheet.hold_lot = sheet.hold_lot or wanted

    @api.depends("product_id")
    def _compute_uom_id(self):
        for sheet in self:
            if not sheet.uom_id or sheet.uom_id not in sheet._allowed_uoms():
                sheet.uom_id = sheet.product_id.uom_id

    def _allowed_uoms(self):
        return self.product_id.uom_id | self.product_id.uom_ids

    @api.depends(
        "unit_cost", "quantity", "uom_id", "product_id", "loss_amount", "disposition"
    )
    def _compute_value(self):
        for sheet in self:
            sheet.value = sheet.unit_cost * sheet._product_quantity()
            scrapped = sheet.disposition == SCRAP
            sheet.scrap_amount = max(sheet.value, sheet.loss_amount) if scrapped else 0

    def _product_quantity(self):
        """The quantity in the unit of the product."""
        self.ensure_one()
        product = self.product_id
        if not product or not self.uom_id:
            return self.quantity
        return self.uom_id._compute_quantity(
            self.quantity, product.uom_id, rounding_method="HALF-UP"
        )

    @api.depends("location_id", "product_id", "state")
    def _compute_is_stocked(self):
        for sheet in self:
            sheet.is_stocked = sheet._is_stocked()
            sheet.to_isolate = (
                sheet.is_stocked
                and sheet.state in ("draft", "rejected")
                and not sheet._is_isolated()
            )

    @api.constrains("product_id", "lot_id", "uom_id")
    def _check_product(self):
        for sheet in self:
            if sheet.lot_id and sheet.lot_id.product_id != sheet.product_id:
                raise ValidationError(
                    self.env._(
                        "%(sheet)s: the lot %(lot)s is one of another product.",
                        sheet=sheet.name,
                        lot=sheet.lot_id.name,
                    )
                )
            if not sheet.uom_id._has_common_reference(sheet.product_id.uom_id):
                raise ValidationError(
                    self.env._(
                        "%(sheet)s: %(product)s is not measured in %(unit)s.",
                        sheet=sheet.name,
                        product=sheet.product_id.display_name,
                        unit=sheet.uom_id.name,
                    )
                )
