from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_computed,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import is_engine

from .sanbao_parts_return import DRAFT, INSPECTED, OLD, POSTED, RECEIVED

FINDINGS = (
    "conclusion",
    "failure_mode",
    "cause",
    "responsible_side",
    "disposition",
)
TO_STOCK = "stock"


class SanbaoPartsReturnLine(models.Model):
    """A part that comes back, and what the inspector finds (PRT-12, PRT-14)."""

    _name = "sanbao.parts.return.line"
    _description = "Line of a return-to-stock note"
    _order = "return_id, sequence, id"
    _check_company_auto = True

    return_id = fields.Many2one(
        "sanbao.parts.return", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(related="return_id.kind")
    state = fields.Selection(related="return_id.state")
    application_id = fields.Many2one(related="return_id.application_id", store=True)
    company_id = fields.Many2one(related="return_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    issue_line_id = fields.Many2one(
        "sanbao.parts.issue.line",
        string="Issued as",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('issue_id.application_id', '=', application_id)]",
    )
    old_part_id = fields.Many2one(
        "sanbao.old.part",
        string="Old part",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('application_id', '=', application_id), ('state', '=', 'expected')]",
    )
    product_id = fields.Many2one(
        related="issue_line_id.product_id", string="Part", store=True, index=True
    )
    default_code = fields.Char(related="product_id.default_code", string="Drawing no.")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    price_unit = fields.Monetary(related="issue_line_id.price_unit", store=True)
    amount = fields.Monetary(compute="_compute_amount", store=True)
    serial = fields.Char(
        string="Part no.",
        compute="_compute_from_old_part",
        store=True,
        readonly=False,
        precompute=True,
    )
    replaced_on = fields.Date(
        compute="_compute_from_old_part", store=True, readonly=False, precompute=True
    )
    supplier_id = fields.Many2one("res.partner", compute="_compute_supplier_id")
    symptom = fields.Char(string="Symptom of the fault")

    # === Findings of the inspector ===
    conclusion = fields.Selection(
        selection=[
            ("quality", "Quality problem"),
            ("use", "Damaged in use"),
            ("no_fault", "No fault"),
            ("repairable", "Repairable"),
        ],
        help="What the inspection found (PRT-12).",
    )
    failure_mode = fields.Char(help="How the part failed (PRT-14).")
    cause = fields.Char(string="Cause of the failure", help="Why it failed (PRT-14).")
    responsible_side = fields.Selection(
        selection=[
            ("supplier", "Supplier"),
            ("production", "Production"),
            ("design", "Design"),
            ("use", "Use"),
            ("none", "Nobody"),
        ],
        help="Who answers for it (PRT-14); claims on suppliers start from here.",
    )
    disposition = fields.Selection(
        selection=[
            ("scrap", "Scrap"),
            ("supplier", "Back to the supplier"),
            ("repair", "Repair"),
            ("sample", "Kept as sample"),
            (TO_STOCK, "Back into stock"),
        ],
    )
    location_id = fields.Many2one(
        "stock.location", string="Put into", compute="_compute_location_id"
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a returned part must be above zero."
    )

    # === Computed fields ===

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.price_unit

    @api.depends("old_part_id.serial", "old_part_id.replaced_on")
    def _compute_from_old_part(self):
        """What the field record says about the old part; corrections here are kept."""
        for line in self:
            line.serial = line.serial or line.old_part_id.serial
            line.replaced_on = line.replaced_on or line.old_part_id.replaced_on

    @api.depends("product_id")
    def _compute_supplier_id(self):
        for line in self:
            # Prices of suppliers are not for everybody, their name is.
            line.supplier_id = line.product_id.sudo().seller_ids[:1].partner_id

    @api.depends("disposition", "return_id.warehouse_id", "return_id.kind")
    def _compute_location_id(self):
        for line in self:
            line.location_id = line._target() if line.disposition else False

    def _target(self):
        """Where the part goes after its inspection: never as good stock if replaced."""
        # The zones are set up by others and true for everybody.
        warehouse = self.return_id.warehouse_id.sudo()
        if self._is_unused() and self.disposition == TO_STOCK:
            return warehouse.lot_stock_id
        return warehouse.sanbao_old_location_id

    def _is_unused(self):
        self.ensure_one()
        return self.return_id.kind != OLD

    def _has_arrived(self):
        return self.return_id.state in (RECEIVED, INSPECTED, POSTED)

    def _covers(self, move):
        """Whether a booked move is a step of this line's note (PRT-12)."""
        if not self or move.product_id != self.product_id:
            return False
        note = self.return_id
        # Lines may name other places than their move; what they name is booked.
        places = move.location_dest_id | move.move_line_ids.location_dest_id
        return move.picking_id.sanbao_return_id == note and (
            note.state == RECEIVED
            if _all_inside(places, self._pending())
            else note.state in (INSPECTED, POSTED)
            and _all_inside(places, self._target())
        )

    def _pending(self):
        # Inspectors need not be allowed to read the warehouse's set-up.
        warehouse = self.return_id.warehouse_id.sudo()
        if self._is_unused():
            return warehouse.sanbao_pending_location_id
        return warehouse.sanbao_pending_old_location_id

    # === Who may write what ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_computed(self, vals)
        clean = without_computed_defaults(self)
        lines = super(SanbaoPartsReturnLine, clean).create(vals_list)
        lines = lines.with_env(self.env)
        for line in lines:
            names = {name for name in FINDINGS if line[name]}
            line._check_editable(names | {"return_id"})
        return lines

    def write(self, vals):
        refuse_computed(self, vals)
        self._check_editable(vals.keys())
        result = super().write(vals)
        if "return_id" in vals:
            self._check_editable(vals.keys())
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        self._check_editable({"return_id"})

    def _check_editable(self, names):
        """Findings belong to the inspector, everything else to the draft."""
        if is_engine(self.env):
            return
        names = set(names)
        for note in self.return_id:
            if names & set(FINDINGS):
                note._require_inspector()
            if names - set(FINDINGS):
                note._require_state(DRAFT)

    @api.constrains("issue_line_id", "old_part_id", "return_id")
    def _check_case(self):
        for line in self:
            note = line.return_id
            part = line.old_part_id
            if line.issue_line_id.issue_id.application_id != note.application_id or (
                part and part.issue_line_id != line.issue_line_id
            ):
                raise UserError(
                    self.env._(
                        "%(part)s was not issued for %(application)s.",
                        part=line.product_id.display_name,
                        application=note.application_id.display_name,
                    )
                )
            if bool(part) == line._is_unused():
                raise UserError(
                    self.env._(
                        "%s: name the old part that comes back; unused parts have none.",
                        line.product_id.display_name,
                    )
                )

    # === Inspection ===

    def _lacks_findings(self):
        self.ensure_one()
        if self._is_unused():
            return not (self.conclusion and self.disposition)
        return self.disposition == TO_STOCK or not all(
            (self[name] or "").strip() for name in FINDINGS
        )

    def _move_serial(self):
        """The lot or serial record that is booked; made where it is not known yet."""
        product = self.product_id
        if product.tracking == "none":
            return self.env["stock.lot"]
        name = (self.serial or "").strip()
        if not name:
            raise UserError(
                self.env._(
                    "%(note)s: enter the number of %(part)s; it is kept by number.",
                    note=self.return_id.name,
                    part=product.display_name,
                )
            )
        # The keeper who receives a part may meet a number that is new to the system.
        lots = self.env["stock.lot"].sudo()
        company = self.company_id
        return lots.search(
            [
                ("product_id", "=", product.id),
                ("name", "=", name),
                ("company_id", "in", (False, company.id)),
            ],
            limit=1,
        ) or lots.create(
            {"product_id": product.id, "name": name, "company_id": company.id}
        )

    def _form_place(self):
        """The name of the place where the part is put, for the form."""
        # A place is named on the form for those who may not open it.
        return self.sudo().location_id.name or ""

    def action_view_return(self):
        """The note (Form 12) on which the part stands."""
        self.ensure_one()
        return self.return_id._open_form()


def _all_inside(places, target):
    return all(place._sanbao_inside(target.ids) for place in places)
