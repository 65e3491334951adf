from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.sanbao_base.claim import hold
from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .purchase_order import CONFIRMED


class PurchaseOrder(models.Model):
    """PUR-05: who supplies us has signed a quality guarantee agreement."""

    _inherit = "purchase.order"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sanbao_refuse_other_day(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._sanbao_refuse_other_day(vals)
        return super().write(vals)

    @api.model
    def _sanbao_refuse_other_day(self, vals):
        """Papers are judged on the day of the order: nobody dates it back."""
        day = fields.Datetime.to_datetime(vals.get("date_approve"))
        if not day or self.env.su:
            return
        zone = company_timezone(self.env.company)
        if local_day(day, zone) != local_day(fields.Datetime.now(), zone):
            raise AccessError(
                self.env._("The day of confirmation is written by the confirmation.")
            )

    def _sanbao_gate_confirm(self):
        result = super()._sanbao_gate_confirm()
        offenders = self.browse()
        for company, orders in self.grouped("company_id").items():
            if self.env["sanbao.rule"]._is_on("PUR-05", company):
                offenders |= orders._sanbao_without_agreement(company)
        self.env["sanbao.rule"]._gate(
            "PUR-05",
            offenders,
            lambda order: order.env._(
                "%(order)s: no quality guarantee agreement with %(supplier)s is signed"
                " and in force on %(day)s. Make one under Purchase › Orders › Quality"
                " Agreements, or record its signatures.",
                order=order.name,
                supplier=order.partner_id.commercial_partner_id.name,
                day=fields.Date.to_string(order._sanbao_order_day()),
            ),
        )
        return result

    def _sanbao_order_day(self):
        """The company's day on which the order is (or would be) given."""
        self.ensure_one()
        moment = self.date_approve or fields.Datetime.now()
        return local_day(moment, company_timezone(self.company_id))

    def _sanbao_without_agreement(self, company):
        """The orders whose supplier has no agreement in force, though he needs one."""
        get = self.env["sanbao.parameter"]._get
        if not get("quality_agreement_required", company):
            return self.browse()
        partners = self.partner_id.commercial_partner_id
        # Buyers confirm by whatever agreement their company has.
        agreements = self.env["agreement"].sudo()._sanbao_signed(partners, company)
        # Who terminates one at this very moment waits, or the order is judged once more.
        hold(agreements)
        lacking = self.filtered(
            lambda order: (
                not any(
                    agreement._sanbao_covers(order._sanbao_order_day())
                    for agreement in agreements
                    if agreement.commercial_partner_id
                    == order.partner_id.commercial_partner_id
                )
            )
        )
        if lacking and get("quality_agreement_orders", company) == "first":
            lacking = lacking._sanbao_first_ones(company)
        return lacking

    def _sanbao_first_ones(self, company):
        """Those before which their supplier has got no other confirmed order."""
        partners = self.partner_id.commercial_partner_id
        # Orders of colleagues count, also those that the buyer may not read.
        groups = self.sudo()._read_group(
            [
                ("state", "=", CONFIRMED),
                ("company_id", "=", company.id),
                ("partner_id", "child_of", partners.ids),
            ],
            ["partner_id"],
            ["id:array_agg"],
        )
        earlier = defaultdict(set)
        for partner, ids in groups:
            earlier[partner.commercial_partner_id] |= set(ids) - set(self.ids)
        return self.filtered(
            lambda order: not earlier[order.partner_id.commercial_partner_id]
        )
