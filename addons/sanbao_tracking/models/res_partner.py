from collections import defaultdict

from odoo import api, fields, models

# A breach that is proposed only, or was dropped, is none.
COUNTED = ("submitted", "approved", "closed")


class ResPartner(models.Model):
    _inherit = "res.partner"

    sanbao_breach_count = fields.Integer(
        "Breaches", compute="_compute_sanbao_breach_count"
    )

    @api.depends_context("company")
    def _compute_sanbao_breach_count(self):
        breaches = self.env["sanbao.breach"]
        counts = {}
        if breaches.has_access("read"):
            partners = self.commercial_partner_id
            domain = [
                ("commercial_partner_id", "in", partners.ids),
                ("state", "!=", "cancelled"),
            ]
            groups = breaches._read_group(
                domain, ["commercial_partner_id"], ["__count"]
            )
            counts = dict(groups)
        for partner in self:
            partner.sanbao_breach_count = counts.get(partner.commercial_partner_id, 0)

    def _sanbao_breach_counts(self, date_from, date_to, company):
        """For the evaluation of suppliers: ``{supplier: {kind: number}}`` of the breaches
        of a period (both days included); suppliers without one are missing."""
        # The evaluation counts; who evaluates need not read the breaches.
        groups = (
            self.env["sanbao.breach"]
            .sudo()
            ._read_group(
                [
                    ("commercial_partner_id", "in", self.commercial_partner_id.ids),
                    ("company_id", "=", company.id),
                    ("date", ">=", date_from),
                    ("date", "<=", date_to),
                    ("state", "in", COUNTED),
                ],
                ["commercial_partner_id", "kind"],
                ["__count"],
            )
        )
        counts = defaultdict(dict)
        for partner, kind, count in groups:
            counts[partner.sudo(self.env.su)][kind] = count
        return dict(counts)

    def action_sanbao_view_breaches(self):
        """Open the breaches of this supplier."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_tracking.sanbao_breach_action"
        )
        partner = self.commercial_partner_id
        domain = [("commercial_partner_id", "=", partner.id)]
        return dict(action, domain=domain, context={})
