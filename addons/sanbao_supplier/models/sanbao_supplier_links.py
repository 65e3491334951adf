from odoo import api, fields, models


class SanbaoSupplier(models.Model):
    """Smart buttons of the dossier."""

    _inherit = "sanbao.supplier"

    paper_count = fields.Integer(compute="_compute_counts")
    qualification_count = fields.Integer(compute="_compute_counts")
    evaluation_count = fields.Integer(compute="_compute_counts")
    order_count = fields.Integer(compute="_compute_order_count", compute_sudo=True)

    @api.depends("paper_ids", "qualification_ids", "evaluation_ids")
    def _compute_counts(self):
        for supplier in self:
            supplier.paper_count = len(supplier.paper_ids)
            supplier.qualification_count = len(supplier.qualification_ids)
            supplier.evaluation_count = len(supplier.evaluation_ids)

    def _compute_order_count(self):
        for supplier in self:
            supplier.order_count = self.env["purchase.order"].search_count(
                supplier._order_domain()
            )

    def _order_domain(self):
        self.ensure_one()
        return [
            ("partner_id", "child_of", self.partner_id.ids),
            ("company_id", "=", self.company_id.id),
        ]

    def _open_list(self, xmlid, domain, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return dict(action, domain=domain, context=context)

    def action_view_papers(self):
        """The papers of the supplier."""
        return self._open_list(
            "sanbao_supplier.res_partner_id_number_action",
            [("sanbao_supplier_id", "in", self.ids)],
            default_sanbao_supplier_id=self[:1].id,
            default_partner_id=self[:1].partner_id.id,
        )

    def action_view_qualifications(self):
        """The assessments of the supplier."""
        return self._open_list(
            "sanbao_supplier.sanbao_supplier_qualification_action",
            [("supplier_id", "in", self.ids)],
        )

    def action_view_evaluations(self):
        """The evaluations of the supplier, with their trend."""
        return self._open_list(
            "sanbao_supplier.sanbao_supplier_evaluation_action",
            [("supplier_id", "in", self.ids)],
        )

    def action_view_orders(self):
        """The purchase orders to the supplier."""
        self.ensure_one()
        return self._open_list("purchase.purchase_rfq", self._order_domain())
