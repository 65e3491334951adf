from odoo import api, models


class StockRule(models.Model):
    """Minimum stocks lead to plan lines, not to orders that nobody may confirm (PUR-17)."""

    _inherit = "stock.rule"

    @api.model
    def _run_buy(self, procurements):
        rules = self.env["sanbao.rule"]
        planned, others = [], []
        for procurement, rule in procurements:
            point = procurement.values.get("orderpoint_id")
            company = rule.company_id or procurement.company_id
            # Goods that a move waits for keep Odoo's own way: the order carries the link.
            direct = procurement.values.get("move_dest_ids")
            if point and not direct and rules._is_on("PUR-17", company):
                planned.append(procurement)
            else:
                others.append((procurement, rule))
        if planned:
            self.env["sanbao.purchase.plan"]._plan_procurements(planned)
        return super()._run_buy(others) if others else None
