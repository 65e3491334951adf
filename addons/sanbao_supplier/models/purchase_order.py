from odoo import api, fields, models

from odoo.addons.sanbao_base.claim import hold
from odoo.addons.sanbao_base.local_time import company_today


class PurchaseOrder(models.Model):
    """Orders go to qualified suppliers with valid papers, the better ones first."""

    _inherit = "purchase.order"

    sanbao_lower_rank_reason = fields.Text(
        string="Reason for a lower-ranked supplier",
        copy=False,
        tracking=True,
        help="Why the order does not go to the better supplier of its products (PUR-04).",
    )
    sanbao_better_suppliers = fields.Char(
        string="Better-ranked suppliers", compute="_compute_sanbao_better_suppliers"
    )

    @api.depends("partner_id", "order_line.product_id", "company_id", "state")
    def _compute_sanbao_better_suppliers(self):
        for order in self:
            asked = order.state in ("draft", "sent", "to approve") and (
                order._sanbao_asks_rank(order.company_id)
            )
            better = order._sanbao_better_sellers() if asked else ()
            order.sanbao_better_suppliers = ", ".join(s.display_name for s in better)

    def _sanbao_gate_confirm(self):
        super()._sanbao_gate_confirm()
        for company, orders in self.grouped("company_id").items():
            orders = orders.with_company(company)
            dossiers = self.env["sanbao.supplier"]._for_partners(
                orders.partner_id, company
            )
            # Who suspends a supplier at this very moment waits, or comes first.
            hold(self.env["sanbao.supplier"].union(*dossiers.values()))
            orders._sanbao_gate_approval(dossiers)
            orders._sanbao_gate_papers(dossiers)
            orders._sanbao_gate_standing(dossiers)
            orders._sanbao_gate_rank()

    def _sanbao_dossier(self, dossiers):
        none = self.env["sanbao.supplier"]
        return dossiers.get(self.partner_id.commercial_partner_id, none)

    def _sanbao_gate_approval(self, dossiers):
        """PUR-01: the supplier is approved on the day of the order.

        That is the day on which the order is confirmed or changed: the dates on the
        order may be written by whoever makes it.
        """
        rule = self.env["sanbao.rule"]
        if not rule._is_on("PUR-01"):
            return
        today = company_today(self.env.company)
        rule._gate(
            "PUR-01",
            self.filtered(
                lambda order: (
                    not (
                        (dossier := order._sanbao_dossier(dossiers))
                        and dossier._is_qualified_on(today)
                    )
                )
            ),
            lambda order: self.env._(
                "%(order)s: %(supplier)s is not an approved supplier (%(state)s). Have "
                "an assessment approved in the supplier's dossier first.",
                order=order.name,
                supplier=order.partner_id.display_name,
                state=order._sanbao_approval_name(),
            ),
        )

    def _sanbao_approval_name(self):
        partner = self.partner_id
        names = partner._fields["sanbao_supplier_state"]._description_selection(
            self.env
        )
        return dict(names)[partner.sanbao_supplier_state]

    def _sanbao_gate_papers(self, dossiers):
        """PUR-01, PUR-02: the papers that are missing, and those that do not count."""
        rule = self.env["sanbao.rule"]
        codes = [code for code in ("PUR-01", "PUR-02") if rule._is_on(code)]
        if not codes:
            return
        today = company_today(self.env.company)
        faults = {}
        for dossier in dossiers.values():
            missing, bad = dossier._paper_faults(today)
            faults[dossier] = {"PUR-01": missing, "PUR-02": bad}
        for code in codes:
            wrong = {
                order: texts
                for order in self
                if (texts := faults.get(order._sanbao_dossier(dossiers), {}).get(code))
            }
            rule._gate(
                code,
                self.filtered(wrong.get),
                lambda order, wrong=wrong: self.env._(
                    "%(order)s: papers of %(supplier)s: %(papers)s. Renew or verify "
                    "them in the supplier's dossier.",
                    order=order.name,
                    supplier=order.partner_id.display_name,
                    papers="; ".join(wrong[order]),
                ),
            )

    def _sanbao_gate_standing(self, dossiers):
        """PUR-08: a poor quality of the last evaluation warns, or blocks."""
        rule = self.env["sanbao.rule"]
        if not rule._is_on("PUR-08"):
            return
        held = self.env["sanbao.parameter"]._get("supplier_held_standings").split("_")
        rule._gate(
            "PUR-08",
            self.filtered(lambda o: o._sanbao_dossier(dossiers).standing in held),
            lambda order: self.env._(
                "%(order)s: the last evaluation of %(supplier)s scored %(score).2f. "
                "Choose another supplier, or have the quality improved first.",
                order=order.name,
                supplier=order.partner_id.display_name,
                score=order._sanbao_dossier(dossiers).quality_score,
            ),
        )

    # === Rank (PUR-04) ===

    def _sanbao_gate_rank(self):
        if not self._sanbao_asks_rank(self.env.company):
            return
        silent = self.filtered(
            lambda order: not (order.sanbao_lower_rank_reason or "").strip()
        )
        better = {order: order._sanbao_better_sellers() for order in silent}
        self.env["sanbao.rule"]._gate(
            "PUR-04",
            silent.filtered(better.get),
            lambda order: self.env._(
                "%(order)s: %(better)s rank above %(supplier)s for these products. "
                "Give the reason for the choice on the order.",
                order=order.name,
                better=", ".join(better[order].mapped("display_name")),
                supplier=order.partner_id.display_name,
            ),
        )

    @api.model
    def _sanbao_asks_rank(self, company):
        asked = self.env["sanbao.parameter"]._get("ask_reason_lower_rank", company)
        return bool(asked) and self.env["sanbao.rule"]._is_on("PUR-04", company)

    def _sanbao_better_sellers(self):
        """Qualified sellers of the order's products who rank above its supplier."""
        self.ensure_one()
        company = self.company_id
        supplier = self.partner_id.commercial_partner_id.with_company(company)
        # Prices of sellers are not for everybody, who is better is.
        sellers = self.order_line.product_id.sudo().with_company(company).seller_ids
        companies = (False, company.id)
        others = sellers.filtered(
            lambda seller: seller.company_id.id in companies
        ).partner_id.commercial_partner_id
        others -= supplier
        if not others:
            return others.sudo(False)
        others.fetch(["sanbao_supplier_rank", "sanbao_supplier_state"])
        return others.filtered(
            lambda other: (
                other.sanbao_supplier_rank > supplier.sanbao_supplier_rank
                and other.sanbao_supplier_state == "qualified"
            )
        ).sudo(False)
