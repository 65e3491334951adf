from odoo import api, fields, models

# The records that are counted for each kind of figure.
MODELS = {
    "received": "stock.move",
    "late": "stock.move",
    "returned": "stock.move",
    "complaint": "helpdesk.ticket",
    "warranty": "sanbao.parts.issue.line",
    "old_supplier": "sanbao.parts.return.line",
    "old_other": "sanbao.parts.return.line",
}


class SanbaoSupplierEvaluationFact(models.Model):
    """A figure of a supplier in a period, and the records that were counted (PUR-08)."""

    _name = "sanbao.supplier.evaluation.fact"
    _description = "Figure of a supplier evaluation"
    _order = "evaluation_id, id"
    _check_company_auto = True

    evaluation_id = fields.Many2one(
        "sanbao.supplier.evaluation", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="evaluation_id.company_id", store=True, precompute=True
    )
    kind = fields.Selection(
        selection=[
            ("received", "Received"),
            ("late", "Received late"),
            ("returned", "Returned to the supplier"),
            ("complaint", "Complaints of customers"),
            ("warranty", "Replaced under warranty"),
            ("old_supplier", "Returned old parts: the supplier is responsible"),
            ("old_other", "Returned old parts: somebody else is responsible"),
        ],
        required=True,
    )
    quantity = fields.Float(digits="Product Unit")
    record_count = fields.Integer(string="Records", compute="_compute_record_count")
    record_ids = fields.Json(string="Counted records")

    @api.model
    def _models(self):
        """``{kind: model of its records}``; extended by addons that bring a source."""
        return MODELS

    @api.depends("record_ids")
    def _compute_record_count(self):
        for fact in self:
            fact.record_count = len(fact.record_ids or [])

    def action_view_records(self):
        """The counted records, in one list where they are of one kind."""
        names = {self._models()[fact.kind] for fact in self}
        if len(names) > 1:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Figures"),
                "res_model": self._name,
                "views": [(False, "list")],
                "domain": [("id", "in", self.ids)],
            }
        ids = {record for fact in self for record in fact.record_ids or []}
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": ", ".join(labels[fact.kind] for fact in self),
            "res_model": names.pop(),
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", sorted(ids))],
            "context": {"active_test": False},
        }
