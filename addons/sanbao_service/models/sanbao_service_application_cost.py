from odoo import api, fields, models


class SanbaoServiceApplication(models.Model):
    """What a case is expected to cost, what it has cost, and what was approved."""

    _inherit = "sanbao.service.application"

    amount_parts = fields.Monetary(
        string="Parts", compute="_compute_amount_parts", store=True
    )
    amount_labour = fields.Monetary(string="Labour")
    amount_travel = fields.Monetary(string="Travel")
    amount_freight = fields.Monetary(string="Freight")
    amount_total = fields.Monetary(
        string="Estimated cost", compute="_compute_amount_total", store=True
    )
    budget_ids = fields.One2many("sanbao.service.budget", "application_id")
    budget_count = fields.Integer(compute="_compute_budget_count")
    budget_needed = fields.Boolean(compute="_compute_budget_needed")
    amount_actual = fields.Monetary(
        string="Actual cost", compute="_compute_amount_actual"
    )
    amount_approved = fields.Monetary(
        string="Approved budget", compute="_compute_amount_approved"
    )

    _amounts_not_negative = models.Constraint(
        "CHECK (amount_labour >= 0 AND amount_travel >= 0 AND amount_freight >= 0)",
        "Estimated costs cannot be negative.",
    )

    @api.depends("part_line_ids.amount")
    def _compute_amount_parts(self):
        for application in self:
            application.amount_parts = sum(application.part_line_ids.mapped("amount"))

    @api.depends("amount_parts", "amount_labour", "amount_travel", "amount_freight")
    def _compute_amount_total(self):
        for application in self:
            application.amount_total = (
                application.amount_parts
                + application.amount_labour
                + application.amount_travel
                + application.amount_freight
            )

    @api.depends("budget_ids")
    def _compute_budget_count(self):
        for application in self:
            application.budget_count = len(application.budget_ids)

    @api.depends("budget_ids.state", "budget_ids.amount_total")
    def _compute_amount_approved(self):
        for application in self:
            approved = application.budget_ids.filtered(
                lambda budget: budget._is_approved()
            )
            application.amount_approved = sum(approved.mapped("amount_total"))

    def _compute_amount_actual(self):
        for application in self:
            application.amount_actual = sum(
                amount for _kind, amount in application._actual_costs()
            )

    def _actual_costs(self):
        """What the case has cost so far: ``[(kind, amount)]`` in company currency.

        Addons add theirs: visits their labour and travel, parts what was used.
        """
        self.ensure_one()
        return []

    @api.depends("amount_total", "charge_type", "budget_ids.state")
    def _compute_budget_needed(self):
        for application in self:
            application.budget_needed = (
                application._exceeds_limit(application._cost_of_case())
                and not application.amount_approved
            )

    # === The limit (SVC-10, SVC-11, SVC-12) ===

    def _cost_of_case(self):
        """Estimate or actual cost of the whole case, whichever is higher."""
        self.ensure_one()
        return max(self.amount_total, self.amount_actual)

    def _exceeds_limit(self, amount):
        """Strictly more than the limit; only the company's own cost counts (SVC-10)."""
        self.ensure_one()
        limit = self.env["sanbao.parameter"]._get(
            "sanbao_budget_above", self.company_id
        )
        return (
            self.charge_type == "warranty"
            and self.currency_id.compare_amounts(amount, limit) > 0
        )

    def _gate_budget(self):
        """Above the limit nothing is released before the last approval of Form 5."""
        over = self.filtered(lambda app: app._exceeds_limit(app._cost_of_case()))
        waiting = over.filtered(
            lambda app: (
                not app.amount_approved
                and "submitted" in app.budget_ids.mapped("state")
            )
        )
        self.env["sanbao.rule"]._gate(
            "SVC-11",
            waiting,
            lambda app: self.env._(
                "%(application)s: the budget approval is still under way. Service and "
                "parts are released after its last approval.",
                application=app.display_name,
            ),
        )
        self.env["sanbao.rule"]._gate(
            "SVC-10",
            (over - waiting).filtered(lambda app: app._lacks_budget()),
            self._budget_message,
        )

    def _lacks_budget(self):
        self.ensure_one()
        return (
            self.currency_id.compare_amounts(self.amount_total, self.amount_approved)
            > 0
            or not self.amount_approved
        )

    def _budget_message(self, application):
        return self.env._(
            "%(application)s: the case is estimated at %(cost)s, approved: %(approved)s. "
            "Fill in a budget approval (Form 5) and let it be approved.",
            application=application.display_name,
            cost=application.currency_id.format(application._cost_of_case()),
            approved=application.currency_id.format(application.amount_approved),
        )

    def _gate_overrun(self):
        """Actual cost above the limit or the approved budget needs another approval."""
        self.env["sanbao.rule"]._gate(
            "SVC-12",
            self.filtered(lambda application: application._overruns()),
            lambda application: self.env._(
                "%(application)s has cost %(actual)s, approved: %(approved)s. Get a "
                "supplementary budget approval before closing.",
                application=application.display_name,
                actual=application.currency_id.format(application.amount_actual),
                approved=application.currency_id.format(application.amount_approved),
            ),
        )

    def _overruns(self):
        self.ensure_one()
        if not self._exceeds_limit(self.amount_actual):
            return False
        margin = self.env["sanbao.parameter"]._get("budget_overrun", self.company_id)
        allowed = self.amount_approved * (1 + margin / 100)
        return self.currency_id.compare_amounts(self.amount_actual, allowed) > 0

    def action_sanbao_budget(self):
        """Open the budget approval of this case; prepare one if it is needed (Form 5)."""
        self.ensure_one()
        self.check_access("write")
        budgets = self.budget_ids.filtered(lambda budget: budget.state != "cancelled")
        open_budget = budgets.filtered(
            lambda budget: budget.state in ("draft", "submitted", "rejected")
        )[:1]
        if not open_budget and self._needs_another_budget():
            open_budget = self.env["sanbao.service.budget"].create(
                self._prepare_budget_vals(bool(budgets))
            )
        budget = open_budget or budgets[:1]
        return budget._open_form() if budget else self._no_budget_needed()

    def _needs_another_budget(self):
        return self._exceeds_limit(self._cost_of_case()) and (
            self._lacks_budget() or self._overruns()
        )

    def _no_budget_needed(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "The case stays within the limit: no budget approval is needed."
                ),
            },
        }

    def _prepare_budget_vals(self, supplementary):
        return {
            "application_id": self.id,
            "kind": "supplementary" if supplementary else "original",
            "line_ids": [
                fields.Command.create(vals)
                for vals in self._prepare_budget_lines(supplementary)
            ],
        }

    def _prepare_budget_lines(self, supplementary):
        if supplementary:
            more = self._cost_of_case() - self.amount_approved
            return [{"item": "other", "quantity": 1, "price_unit": more}]
        estimate = {
            "parts": self.amount_parts,
            "labour": self.amount_labour,
            "transport": self.amount_travel,
            "freight": self.amount_freight,
        }
        return [
            {"item": item, "quantity": 1, "price_unit": amount}
            for item, amount in estimate.items()
            if amount
        ]
