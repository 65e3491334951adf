from odoo import fields, models

from odoo.addons.sanbao_base.local_time import company_timezone, local_day

LINKS = ("sanbao_plan_line_id", "sanbao_urgent_line_id")


class PurchaseOrderLine(models.Model):
    """A line draws on what was approved (PUR-17)."""

    _inherit = "purchase.order.line"

    sanbao_plan_line_id = fields.Many2one(
        "sanbao.purchase.plan.line",
        string="Plan line",
        index="btree_not_null",
        copy=False,
        check_company=True,
        ondelete="restrict",
    )
    sanbao_urgent_line_id = fields.Many2one(
        "sanbao.urgent.request.line",
        string="Urgent request",
        index="btree_not_null",
        copy=False,
        check_company=True,
        ondelete="restrict",
    )

    _one_approval = models.Constraint(
        "CHECK (sanbao_plan_line_id IS NULL OR sanbao_urgent_line_id IS NULL)",
        "An order line draws on a plan or on an urgent request, not on both.",
    )

    def write(self, vals):
        result = super().write(vals)
        if any(name in vals for name in LINKS):
            self.order_id._sanbao_check_confirmed()
        return result

    def _sanbao_demand(self):
        """The approved line on which this one draws, or nothing."""
        self.ensure_one()
        return self.sanbao_plan_line_id or self.sanbao_urgent_line_id

    def _sanbao_document(self):
        """The plan or request on which the line draws, or nothing."""
        demand = self._sanbao_demand()
        return demand and demand[demand._approval_document]

    def _sanbao_department(self):
        """The department for which the line buys, if any is known."""
        return self.sanbao_plan_line_id.department_id

    # What counts is what the line says, not stored totals: those accept a value by RPC.

    def _sanbao_drawn_quantity(self):
        """The ordered quantity in the product's unit; returns do not count back."""
        self.ensure_one()
        quantity = self.product_uom_id._compute_quantity(
            self.product_qty, self.product_id.uom_id, round=False
        )
        return max(0.0, quantity)

    def _sanbao_received_quantity(self):
        self.ensure_one()
        return self.product_uom_id._compute_quantity(
            self.qty_received, self.product_id.uom_id, round=False
        )

    def _sanbao_drawn_amount(self):
        """The price without recoverable tax in the company's currency, unrounded."""
        self.ensure_one()
        order, company = self.order_id, self.company_id
        price = self.price_unit * (1 - self.discount / 100)
        amount = price * self.product_qty
        if any(self.tax_ids.mapped("price_include")):
            amount = self.tax_ids.compute_all(
                price, currency=order.currency_id, quantity=self.product_qty
            )["total_excluded"]
        if order.currency_id != company.currency_id:
            moment = order.date_approve or fields.Datetime.now()
            amount = order.currency_id._convert(
                amount,
                company.currency_id,
                company,
                local_day(moment, company_timezone(company)),
                round=False,
            )
        return max(0.0, amount)

    # === How a line finds what was approved for it ===

    def _sanbao_demand_problem(self, demand, approved):
        """Why the line may not draw on ``demand``; empty if it may.

        :param approved: set of the documents that are approved
        """
        self.ensure_one()
        product = self.product_id.display_name
        if not demand:
            return self.env._(
                "%s: in no approved plan. Link a plan line, or ask for an exception.",
                product,
            )
        document = self._sanbao_document()
        if demand.product_id != self.product_id:
            return self.env._(
                "%(product)s: %(document)s approves another product here.",
                product=product,
                document=document.name,
            )
        if demand.company_id != self.company_id or document not in approved:
            return self.env._(
                "%(product)s: %(document)s is not approved.",
                product=product,
                document=document.name,
            )
        return ""

    def _sanbao_match_plan(self):
        """Link to the oldest open plan line that has room; whether there is one."""
        self.ensure_one()
        candidates = self.env["sanbao.purchase.plan.line"].search(
            [
                ("product_id", "=", self.product_id.id),
                ("company_id", "=", self.company_id.id),
                ("plan_state", "=", "approved"),
            ],
            order="date_needed, id",
        )
        wanted = self._sanbao_drawn_quantity()
        for candidate in candidates:
            room = candidate._qty_to_order()
            if candidate.uom_id.compare(room, wanted) >= 0:
                self.sanbao_plan_line_id = candidate
                return True
        return False

    def _sanbao_prepare_plan_line(self, plan):
        """Values of a plan line that would cover this order line."""
        self.ensure_one()
        quantity = self._sanbao_drawn_quantity()
        return {
            "plan_id": plan.id,
            "product_id": self.product_id.id,
            "quantity": quantity,
            "price_unit": self._sanbao_drawn_amount() / quantity,
            "partner_id": self.order_id.partner_id.id,
            "date_needed": self.date_planned,
            "purpose": self.order_id.name,
        }
