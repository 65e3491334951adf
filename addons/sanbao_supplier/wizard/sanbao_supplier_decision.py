from odoo import fields, models

from ..models.sanbao_supplier import DISQUALIFIED, QUALIFIED, SUSPENDED


class SanbaoSupplierDecision(models.TransientModel):
    """The purchase manager suspends a supplier, gives him up or takes him back."""

    _name = "sanbao.supplier.decision"
    _description = "Decision about a supplier"

    supplier_ids = fields.Many2many("sanbao.supplier", string="Suppliers")
    state = fields.Selection(
        selection=[
            (SUSPENDED, "Suspend"),
            (QUALIFIED, "Take back"),
            (DISQUALIFIED, "Disqualify"),
        ],
        string="Decision",
        required=True,
        default=SUSPENDED,
    )
    reason = fields.Text(required=True)

    def action_apply(self):
        """Carry the decision out; rights, state and reason are checked by the dossier."""
        self.ensure_one()
        self.supplier_ids._decide(self.state, self.reason)
        return {"type": "ir.actions.act_window_close"}
