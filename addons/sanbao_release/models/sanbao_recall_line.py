from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sanbao_approval.computed import refuse_protected

from ..balance import open_quantity
from .sanbao_recall_contact import MEANS

# What people enter themselves; everything else is what the search found.
ENTERED = {"used_qty", "explained_qty", "explanation", "customer_measure"}


class SanbaoRecallLine(models.Model):
    """What one customer got of a recalled lot with one delivery, and where it is now."""

    _name = "sanbao.recall.line"
    _description = "Delivery of a recalled lot"
    _inherit = ["sanbao.approval.line.mixin"]
    _order = "delivered_at desc, id desc"
    _rec_name = "reference"
    _check_company_auto = True
    _approval_document = "recall_id"

    recall_id = fields.Many2one(
        "sanbao.recall", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="recall_id.company_id", store=True)
    recall_state = fields.Selection(related="recall_id.state", string="Recall State")
    kind = fields.Selection(
        selection=[
            ("delivered", "Delivered"),
            ("component", "Inside of another lot"),
            ("fitted", "Fitted by a repair"),
            ("untraced", "Used, no lot leads on"),
        ],
        required=True,
        readonly=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null"
    )
    move_id = fields.Many2one(
        "stock.move", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    picking_id = fields.Many2one(
        "stock.picking", string="Delivery Note", readonly=True, index="btree_not_null"
    )
    reference = fields.Char("Document", readonly=True)
    delivered_at = fields.Datetime("Delivered On", readonly=True)
    lot_id = fields.Many2one(
        "stock.lot", string="Lot Delivered", readonly=True, index="btree_not_null"
    )
    product_id = fields.Many2one(
        related="lot_id.product_id", string="Product Delivered", store=True
    )
    delivered_qty = fields.Float(
        "Units Delivered", readonly=True, digits="Product Unit"
    )
    product_uom_id = fields.Many2one(related="recall_id.product_uom_id")
    quantity = fields.Float(
        "Of This Lot",
        readonly=True,
        digits="Product Unit",
        help="How much of the recalled lot it is: what is inside, where it is a part.",
    )
    recovered_qty = fields.Float(
        "Recovered",
        readonly=True,
        digits="Product Unit",
        help="Booked into the nonconforming zone by the transfers of this line.",
    )
    used_qty = fields.Float("Used Up", digits="Product Unit")
    explained_qty = fields.Float("Not Recovered", digits="Product Unit")
    explanation = fields.Char("Why Not")
    customer_measure = fields.Char("What the Customer Did")
    open_qty = fields.Float(
        "Open",
        compute="_compute_open_qty",
        digits="Product Unit",
        help="Neither back, nor used up, nor explained.",
    )
    return_move_ids = fields.One2many("stock.move", "sanbao_recall_line_id")
    return_waiting = fields.Boolean(
        "Return Under Way", compute="_compute_return_waiting"
    )
    notified_at = fields.Datetime("Told On", compute="_compute_notice")
    notice_means = fields.Selection(
        selection=MEANS, string="Told By", compute="_compute_notice"
    )
    notice_user_id = fields.Many2one(
        "res.users", string="Who Told", compute="_compute_notice"
    )

    _not_negative = models.Constraint(
        "CHECK (used_qty >= 0 AND explained_qty >= 0)", "Quantities are not negative."
    )

    # === Computed fields ===

    @api.depends("quantity", "recovered_qty", "used_qty", "explained_qty")
    def _compute_open_qty(self):
        for line in self:
            quantity = open_quantity(
                line.quantity, line.recovered_qty, line.used_qty, line.explained_qty
            )
            uom = line.product_uom_id
            line.open_qty = uom.round(quantity) if uom else quantity

    @api.depends("return_move_ids.state")
    def _compute_return_waiting(self):
        for line in self:
            # Whether a keeper still has to book it shows to all who recall.
            line.return_waiting = bool(line.sudo()._waiting_returns())

    def _waiting_returns(self):
        return self.return_move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )

    @api.depends("recall_id.contact_ids", "partner_id")
    def _compute_notice(self):
        first = {}
        for contact in self.recall_id.contact_ids.sorted("contacted_at"):
            first.setdefault((contact.recall_id, contact.partner_id), contact)
        nothing = self.env["sanbao.recall.contact"]
        for line in self:
            contact = first.get((line.recall_id, line.partner_id), nothing)
            line.notified_at = contact.contacted_at
            line.notice_means = contact.means
            line.notice_user_id = contact.user_id

    # === Changes ===

    def write(self, vals):
        if not self.env.su:
            refuse_protected(self, vals.keys() - ENTERED)
        return super().write(vals)

    @api.constrains("used_qty", "explained_qty", "recovered_qty", "quantity")
    def _check_balance(self):
        for line in self:
            if line.product_uom_id.compare(line.open_qty, 0) < 0 and (
                line.used_qty or line.explained_qty
            ):
                raise ValidationError(
                    self.env._(
                        "%(document)s: %(quantity)s were delivered. More cannot be back,"
                        " used up and explained together.",
                        document=line.reference,
                        quantity=line.quantity,
                    )
                )

    def _is_balanced(self):
        self.ensure_one()
        return self.product_uom_id.is_zero(self.open_qty)
