from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.models.tier_validation_decision import APPROVED


class SanbaoGatePass(models.Model):
    """Whoever approved Form 11 approves its gate passes together (PRT-05, SAL-45).

    Form 11 and gate pass are two approvals, independent of each other. The parts leave the
    stock only after Form 11 is through, so what waits then are gate passes: one press
    decides all of them whose goods the same person has approved on Form 11.
    """

    _inherit = "sanbao.gate.pass"

    can_approve_together = fields.Boolean(compute="_compute_can_approve_together")
    together_with = fields.Char(
        string="Same Lines as",
        compute="_compute_can_approve_together",
        help="Parts issues (Form 11) that you approved with the same lines.",
    )

    @api.depends_context("uid")
    @api.depends("can_review", "line_ids.amount", "picking_ids")
    def _compute_can_approve_together(self):
        for gate_pass in self:
            possible = gate_pass.can_review and not gate_pass._why_not_together()
            gate_pass.can_approve_together = possible
            issues = gate_pass._issues_of_goods() if possible else self.browse()
            gate_pass.together_with = ", ".join(issues.mapped("name"))

    def _issues_of_goods(self):
        # Approvers need no rights in the stock application.
        return self.sudo().picking_ids.sanbao_issue_id

    def _why_not_together(self):
        """Why this pass has to be looked at by itself; nothing where it need not."""
        self.ensure_one()
        issues = self._issues_of_goods()
        if not self.env["sanbao.parameter"]._get("approve_together", self.company_id):
            return self.env._("approving together is switched off")
        if not issues:
            return self.env._("it belongs to no parts issue (Form 11)")
        for issue in issues:
            signed = issue.review_ids.filtered(lambda r: r.status == APPROVED).done_by
            if self.env.user not in signed or not issue._is_approved():
                return self.env._(
                    "you have not approved %(issue)s (Form 11)", issue=issue.name
                )
        if self._goods_approved(issues) != self._goods_leaving():
            return self.env._(
                "its lines differ from %(issues)s (Form 11)",
                issues=", ".join(issues.mapped("name")),
            )
        return ""

    def _goods_leaving(self):
        """``{(product, price): quantity}`` on this pass."""
        # Lots are compared for everybody alike.
        return self._summed(
            (line.product_id, line.price_unit, line.quantity)
            for line in self.sudo().line_ids
        )

    def _goods_approved(self, issues):
        return self._summed(
            (line.product_id, line.price_unit, line.quantity)
            for line in issues.line_ids
        )

    def _summed(self, lines):
        goods = defaultdict(float)
        currency = self.company_id.currency_id
        for product, price, quantity in lines:
            goods[product.id, currency.round(price)] += quantity
        # Compared at the precision that quantities are kept with.
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return {key: round(quantity, digits) for key, quantity in goods.items()}

    def action_approve_together(self):
        """Approve these passes, each by the step that waits for the user.

        :raise UserError: a pass among them differs from what the user approved on Form
            11, or does not wait for him; then none of them is approved
        """
        for gate_pass in self:
            gate_pass.check_access("read")
            gate_pass._sanbao_lock()
            problem = gate_pass._why_not_together()
            if problem:
                raise UserError(
                    self.env._(
                        "%(pass_number)s is not approved together: %(problem)s. Open it"
                        " and decide it by itself.",
                        pass_number=gate_pass.name,
                        problem=problem,
                    )
                )
            issues = gate_pass._issues_of_goods()
            gate_pass._sanbao_decide(
                APPROVED,
                self.env._("Same lines as %s", ", ".join(issues.mapped("name"))),
            )
        return True
