from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from odoo.addons.sanbao_approval.computed import refuse_computed
from odoo.addons.sanbao_base.claim import claim

# The order's own values in a contract; a change is a change of the contract.
FEEDING = {
    "company_id",
    "currency_id",
    "dest_address_id",
    "incoterm_id",
    "partner_id",
    "payment_term_id",
    "picking_type_id",
}
# The limit of the review is compared with these: nobody writes them.
TOTALS = {
    "amount_tax",
    "amount_total",
    "amount_total_cc",
    "amount_untaxed",
    "currency_rate",
}
DAY = "%Y-%m-%d"


class PurchaseOrder(models.Model):
    """PUR-20: an order is confirmed with a contract that the lawyer has passed."""

    _inherit = "purchase.order"

    sanbao_contract_ids = fields.One2many(
        "sanbao.contract", "purchase_order_id", string="Contracts"
    )
    sanbao_contract_state = fields.Selection(
        selection=lambda self: (
            self.env["sanbao.contract"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        string="Contract",
        compute="_compute_sanbao_contract_state",
    )
    sanbao_contract_missing = fields.Boolean(compute="_compute_sanbao_contract_state")

    def _compute_sanbao_contract_state(self):
        # Who may read the order may know whether it has a contract.
        contracts = (
            self.env["sanbao.contract"]
            .sudo()
            .search_fetch(
                [("purchase_order_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["purchase_order_id", "state"],
            )
        )
        states = {c.purchase_order_id.id: c.state for c in contracts}
        for order in self:
            state = states.get(order._origin.id)
            order.sanbao_contract_state = state
            order.sanbao_contract_missing = (
                not state
                and order.state in ("draft", "sent", "to approve")
                and order._sanbao_needs_review()
            )

    # === Changes ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_computed(self, TOTALS & vals.keys())
        return super().create(vals_list)

    def write(self, vals):
        refuse_computed(self, TOTALS & vals.keys())
        result = super().write(vals)
        if FEEDING & vals.keys():
            self._sanbao_contracts_changed()
        return result

    def _sanbao_contracts_changed(self):
        """What the order says has changed: contracts that say otherwise start again."""
        # Whoever changes the order changes its contract, which he may not read.
        contracts = self.env["sanbao.contract"].sudo()
        contracts = contracts.search(
            [("purchase_order_id", "in", self.ids), ("state", "!=", "cancelled")]
        )
        if contracts:
            contracts._forget_facts()
            contracts._sanbao_watched()._sanbao_recheck()
            contracts._refresh_review()

    # === Gate ===

    def _sanbao_needs_review(self):
        """Whether the total, in the company's currency, reaches the limit of PUR-20."""
        self.ensure_one()
        company = self.company_id
        if not company or not self.env["sanbao.rule"]._is_on("PUR-20", company):
            return False
        limit = self.env["sanbao.parameter"]._get("legal_review_po_from", company)
        return company.currency_id.compare_amounts(self.amount_total_cc, limit) >= 0

    def _sanbao_gate_confirm(self):
        result = super()._sanbao_gate_confirm()
        needing = self.filtered(lambda order: order._sanbao_needs_review())
        faults = needing._sanbao_contract_faults() if needing else {}
        self.env["sanbao.rule"]._gate(
            "PUR-20",
            self.filtered(lambda order: order.id in faults),
            lambda order: order.env._(
                "%(order)s: %(fault)s.", order=order.name, fault=faults[order.id]
            ),
        )
        return result

    def _sanbao_contract_faults(self):
        """``{order id: why its contract does not let it be confirmed}``."""
        # Who confirms need not be one of those who read contracts.
        contracts = self.env["sanbao.contract"].sudo()
        contracts = contracts.search(
            [("purchase_order_id", "in", self.ids), ("state", "!=", "cancelled")]
        )
        # Who changes the contract at this very moment waits, and finds the order confirmed.
        claim(contracts)
        by_order = {contract.purchase_order_id.id: contract for contract in contracts}
        faults = {}
        for order in self:
            contract = by_order.get(order.id)
            if not contract:
                faults[order.id] = order.env._(
                    "it has no contract. Press “Create Contract”, and have the contract"
                    " reviewed and approved"
                )
                continue
            wanted = order.env["sanbao.parameter"]._get(
                "po_confirm_contract_state", order.company_id
            )
            fault = contract._review_fault()
            if not fault and wanted == "signed" and contract.state != "signed":
                fault = order.env._(
                    "contract %s is not signed; attach its signed copy", contract.name
                )
            if fault:
                faults[order.id] = fault
        return faults

    # === What the order says in its contract ===

    def _sanbao_contract_category(self):
        """The category of the goods that cost most: its template is taken."""
        self.ensure_one()
        lines = self.order_line._sanbao_goods().sorted("price_subtotal", reverse=True)
        return lines[:1].product_id.categ_id

    def _sanbao_contract_facts(self, texts=True):
        """``raw`` (for fingerprints) and ``text`` by source, ``words`` by placeholder.

        Without ``texts``, which fingerprints do not need, it takes half the time.
        """
        if not self:
            return {"raw": {}, "text": {}, "words": defaultdict(str)}
        lines = self.order_line._sanbao_goods()
        words = self._sanbao_contract_words(lines)
        return {
            "words": words,
            "raw": {
                "parties": [self.partner_id.id, self.company_id.id],
                "spec": sorted([line.product_id.id, line.name or ""] for line in lines),
                "quantity": sorted(line._sanbao_raw("quantity") for line in lines),
                "price": [
                    self.currency_id.id,
                    f"{self.amount_total:.2f}",
                    sorted(line._sanbao_raw("price") for line in lines),
                ],
                "delivery_time": sorted(line._sanbao_raw("date") for line in lines),
                "delivery_place": [
                    self.dest_address_id.id or self.picking_type_id.id,
                    words["delivery_place"],
                ],
                "payment": [self.payment_term_id.id, self.incoterm_id.id],
            },
            "text": self._sanbao_contract_texts(lines, words) if texts else {},
        }

    def _sanbao_contract_texts(self, lines, words):
        payment = [self.payment_term_id.name, self.incoterm_id.name]
        return {
            "parties": self._sanbao_parties(),
            "spec": self._sanbao_numbered(lines, lambda line: line.name),
            "quantity": self._sanbao_quantities(lines),
            "price": self._sanbao_prices(lines, words["amount"]),
            "delivery_time": self._sanbao_delivery_time(lines),
            "delivery_place": words["delivery_place"],
            "payment": "; ".join(filter(None, payment)),
        }

    def _sanbao_contract_words(self, lines):
        mixin = self.env["sanbao.form.mixin"]
        dates = [line.sanbao_agreed_date for line in lines if line.sanbao_agreed_date]
        return {
            "supplier": self.partner_id.commercial_partner_id.name or "",
            "company": self.company_id.name or "",
            "order": self.name or "",
            "amount": format_amount(self.env, self.amount_total, self.currency_id),
            "amount_words": mixin._form_amount_words(
                self.amount_total, self.currency_id
            ),
            "delivery_date": min(dates).strftime(DAY) if dates else "",
            "delivery_place": self._sanbao_delivery_place(),
            "payment_terms": self.payment_term_id.name or "",
        }

    def _sanbao_parties(self):
        if not self.partner_id:
            return ""
        return self.env._(
            "Supplier: %(supplier)s; buyer: %(buyer)s",
            supplier=self.partner_id.commercial_partner_id.name,
            buyer=self.company_id.name,
        )

    @api.model
    def _sanbao_numbered(self, lines, say):
        return "\n".join(
            f"{number}. {say(line)}" for number, line in enumerate(lines, 1)
        )

    def _sanbao_quantities(self, lines):
        if not all(lines.mapped("product_qty")):
            return ""
        return self._sanbao_numbered(lines, lambda line: line._sanbao_quantity())

    def _sanbao_prices(self, lines, amount):
        if not lines or not all(lines.mapped("price_unit")):
            return ""
        prices = self._sanbao_numbered(lines, lambda line: line._sanbao_price())
        return prices + "\n" + self.env._("Total, taxes included: %s", amount)

    def _sanbao_delivery_time(self, lines):
        dates = set(lines.mapped("sanbao_agreed_date"))
        if not dates or not all(dates):
            return ""
        if len(dates) == 1:
            return dates.pop().strftime(DAY)
        return self._sanbao_numbered(
            lines, lambda line: line.sanbao_agreed_date.strftime(DAY)
        )

    def _sanbao_delivery_place(self):
        place = (
            self.dest_address_id
            or self.picking_type_id.warehouse_id.partner_id
            or self.company_id.partner_id
        )
        if not (place.street or place.city):
            return ""
        address = place._display_address(without_company=True)
        parts = [part.strip() for part in address.splitlines() if part.strip()]
        return " ".join([place.name, *parts])

    # === Contract of the order ===

    def action_sanbao_create_contract(self):
        """Open the order's contract; make it from the templates if there is none."""
        self.ensure_one()
        self.check_access("write")
        claim(self)
        contracts = self.env["sanbao.contract"]
        contract = contracts.search(
            [("purchase_order_id", "=", self.id), ("state", "!=", "cancelled")], limit=1
        )
        if not contract:
            if self.state == "cancel" or not self.order_line._sanbao_goods():
                raise UserError(
                    self.env._(
                        "%s orders nothing: enter what is bought, then make the"
                        " contract.",
                        self.name,
                    )
                )
            contract = contracts.create(
                {
                    "purchase_order_id": self.id,
                    "company_id": self.company_id.id,
                    "user_id": self.user_id.id or self.env.uid,
                }
            )
            contract._fill_clauses()
        return contract._open_form()

    def action_sanbao_view_contract(self):
        """Open the contract of this order."""
        return self.action_sanbao_create_contract()
