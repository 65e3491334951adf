from datetime import timedelta

from odoo import api, fields, models, tools

from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)
from odoo.addons.sanbao_base.local_time import (
    company_today,
)

from ..risk import LEVELS, risk_level

APPROVED = "approved"
SHIPPED = "shipped"
PASSED = "passed"
FAILED = "failed"
# Released and not tested to the end: the lot carries the mark.
TESTING = (APPROVED, SHIPPED)
LEVEL_NAMES = list(zip(LEVELS, ("Low", "Medium", "High"), strict=True))


class SanbaoEmergencyRelease(models.Model):
    """紧急放行 (F46): untested goods leave for one customer, by the deputy general manager.

    It stands for one lot and one delivery. Testing goes on with a retained sample; what
    becomes of it ends the document: passed, or failed and recalled (SAL-39 to SAL-42).
    """

    _name = "sanbao.emergency.release"
    _description = "Emergency release"
    _inherit = [
        "sanbao.numbered.mixin",
        "sanbao.approval.mixin",
        "sanbao.form.mixin",
        "sanbao.obligation.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "lot_id", "partner_id", "picking_id"]
    _check_company_auto = True

    _approval_final_states = (SHIPPED, PASSED, FAILED)
    _approval_fields = (
        "picking_id",
        "partner_id",
        "lot_id",
        "quantity",
        "inspector_id",
        "required_date",
        "unfinished_tests",
        "reason_kind",
        "reason",
        "results_so_far",
        "risk",
        "likelihood",
        "severity",
        "measures",
        "recall_plan",
        "consent_person",
        "consent_at",
        "consent_means",
        "consent_evidence",
        "consent_attachment_ids",
        "sample_quantity",
        "sample_place",
        "test_due",
    )
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "inspection_id",
        "shipped_qty",
        "tested_at",
        "result_sent_at",
        "recall_id",
    )

    name = fields.Char(string="Release No.")
    state = fields.Selection(
        selection_add=[
            (APPROVED, "Released, Testing"),
            (SHIPPED, "Shipped, Testing"),
            (PASSED, "Test Passed"),
            (FAILED, "Test Failed"),
        ],
        ondelete={SHIPPED: "cascade", PASSED: "cascade", FAILED: "cascade"},
    )
    user_id = fields.Many2one(
        "res.users",
        string="Prepared By",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    inspector_id = fields.Many2one(
        "res.users",
        string="Assessed By",
        default=lambda self: self._default_inspector(),
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("sanbao_base.group_qc").ids)
        ],
        help="The inspector who knows what is tested and what is not.",
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Delivery",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('picking_type_code', '=', 'outgoing'),"
        " ('state', 'not in', ('done', 'cancel'))]",
    )
    partner_id = fields.Many2one(
        related="picking_id.partner_id", string="Customer", store=True, index=True
    )
    origin = fields.Char(related="picking_id.origin", string="Contract or Order")
    product_id = fields.Many2one(related="lot_id.product_id", store=True, index=True)
    picking_product_ids = fields.Many2many(
        "product.product", compute="_compute_picking_product_ids"
    )
    lot_id = fields.Many2one(
        "stock.lot",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('product_id', 'in', picking_product_ids)]",
    )
    quantity = fields.Float(
        compute="_compute_quantity",
        store=True,
        readonly=False,
        precompute=True,
        digits="Product Unit",
        tracking=True,
    )
    product_uom_id = fields.Many2one(related="lot_id.product_id.uom_id", string="Unit")
    required_date = fields.Date("Wanted By the Customer", tracking=True)
    unfinished_tests = fields.Text()
    reason_kind = fields.Selection(
        selection=[("time", "Time that the test takes"), ("other", "Other")],
        string="Why Not Finished",
        default="time",
    )
    reason = fields.Text("Reason in Detail")
    results_so_far = fields.Text()
    risk = fields.Text()
    likelihood = fields.Selection(selection=LEVEL_NAMES)
    severity = fields.Selection(selection=LEVEL_NAMES)
    risk_level = fields.Selection(
        selection=LEVEL_NAMES, compute="_compute_risk_level", store=True
    )
    measures = fields.Text("Measures of Control")
    recall_plan = fields.Text("Plan of a Recall")
    consent_person = fields.Char("Consent Given By")
    consent_at = fields.Datetime("Consent Given On")
    consent_means = fields.Selection(
        selection=[
            ("letter", "Letter"),
            ("mail", "Mail"),
            ("message", "Message"),
            ("phone", "Phone"),
            ("visit", "In person"),
        ]
    )
    consent_evidence = fields.Char(help="Where it is kept: number, file, recording.")
    consent_attachment_ids = fields.Many2many(
        "ir.attachment", string="Evidence of the Consent"
    )
    sample_number = fields.Char(
        compute="_compute_sample_number",
        help="Stands on the label of the retained sample.",
    )
    sample_quantity = fields.Float("Retained Quantity", digits="Product Unit")
    sample_place = fields.Char("Place of the Sample")
    test_due = fields.Date(
        "End of Testing",
        default=lambda self: self._latest_test_due(self.env.company),
        tracking=True,
        help="When the unfinished tests are expected to be finished.",
    )
    inspection_id = fields.Many2one(
        "qc.inspection",
        string="Open Inspection",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Goes on after the release. It cannot be cancelled.",
    )
    shipped_qty = fields.Float(
        "Shipped", readonly=True, copy=False, digits="Product Unit"
    )
    tested_at = fields.Datetime(
        "Mark Removed On",
        readonly=True,
        copy=False,
        help="When the test passed and the mark came off the lot.",
    )
    result_sent_at = fields.Datetime(
        "Result Sent On",
        readonly=True,
        copy=False,
        help="When the customer got the report and the certificate.",
    )
    is_testing = fields.Boolean(compute="_compute_is_testing")
    recall_id = fields.Many2one(
        "sanbao.recall", readonly=True, copy=False, index="btree_not_null"
    )

    _quantities_not_negative = models.Constraint(
        "CHECK (quantity >= 0 AND sample_quantity >= 0)", "Quantities are not negative."
    )

    # === Defaults and computed fields ===

    @api.model
    def _default_inspector(self):
        user = self.env.user
        return user if user.has_group("sanbao_base.group_qc") else user.browse()

    @api.model
    def _latest_test_due(self, company):
        """The last day on which testing may end, if it is released today (SAL-41)."""
        days = self.env["sanbao.parameter"]._get("emergency_test_days", company)
        return company_today(company) + timedelta(days=days)

    @api.depends("likelihood", "severity")
    def _compute_risk_level(self):
        for release in self:
            release.risk_level = risk_level(release.likelihood, release.severity)

    @api.depends("picking_id.move_ids.product_id")
    def _compute_picking_product_ids(self):
        for release in self:
            release.picking_product_ids = release.picking_id.move_ids.product_id

    @api.depends("picking_id", "lot_id")
    def _compute_quantity(self):
        """What the delivery wants, until somebody says how much of it."""
        for release in self:
            release.quantity = release.quantity or release._wanted_qty()

    def _wanted_qty(self):
        """How much of the product the delivery wants, in the product's unit."""
        moves = self.picking_id.move_ids.filtered(
            lambda move: (
                move.product_id == self.lot_id.product_id and move.state != "cancel"
            )
        )
        return sum(moves.mapped("product_qty"))

    @api.depends("state")
    def _compute_is_testing(self):
        for release in self:
            release.is_testing = release.state in TESTING

    @api.depends("name")
    def _compute_sample_number(self):
        for release in self:
            release.sample_number = f"{release.name}-LY" if release.name else ""

    # === What the stock asks for each movement: from memory ===

    def write(self, vals):
        result = super().write(vals)
        if {"state", "lot_id"} & vals.keys():
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _testing_by_lot(self):
        """``{lot id: release ids}`` of the lots that are released and not tested yet."""
        # Everybody sees the mark, whoever may read the release.
        found = self.sudo()._read_group(
            [("state", "in", TESTING)], ["lot_id"], ["id:array_agg"]
        )
        return {lot.id: tuple(ids) for lot, ids in found}
