from collections import Counter

from odoo import models

from odoo.addons.sanbao_base.claim import claim

from .sanbao_parts_issue import WARRANTY


class SanbaoPartsIssue(models.Model):
    """What an issue must say before it is submitted (PRT-01, PRT-02, PRT-06, PRT-09)."""

    _inherit = "sanbao.parts.issue"

    def _check_before_submit(self):
        super()._check_before_submit()
        self._gate_lines()
        self._gate_head()
        self.application_id._gate_release()
        # Two issues submitted at the same moment must not share one wanted part: the
        # later one waits here, is refused by the database and repeated by Odoo.
        claim(self.application_id)

    def _gate_lines(self):
        """Only parts that the application lists, and no more of them (PRT-01)."""
        self.env["sanbao.rule"]._gate(
            "PRT-01",
            self.filtered(lambda issue: issue._unwanted()),
            lambda issue: self.env._(
                "%(issue)s: %(parts)s. The service application (Form 3) lists what is "
                "wanted; correct the quantities, or have the application changed and "
                "approved.",
                issue=issue.name,
                parts="; ".join(issue._unwanted()),
            ),
        )

    def _unwanted(self):
        """What this issue asks for above the wishes of its application, in words."""
        self.ensure_one()
        if not self.line_ids:
            return [self.env._("no parts are listed")]
        asked = Counter()
        for line in self.line_ids:
            asked[line.product_id] += line.quantity
        left = self.application_id._sanbao_wanted_left(without=self)
        return [
            self.env._(
                "%(part)s: %(asked)g asked for, %(left)g open",
                part=product.display_name,
                asked=quantity,
                left=left[product],
            )
            for product, quantity in asked.items()
            if product.uom_id.compare(quantity, left[product]) > 0
        ]

    def _gate_head(self):
        """Quality confirmed, region, category and who pays (PRT-02, PRT-06, PRT-09)."""
        gate = self.env["sanbao.rule"]._gate
        free = self.filtered(lambda issue: issue.category == WARRANTY)
        gate(
            "PRT-09",
            self.filtered(lambda issue: issue._lacks_category()),
            lambda issue: self.env._(
                "%(issue)s: enter the region, and the category that follows from the "
                "application (%(charge)s).",
                issue=issue.name,
                charge=issue.application_id._chosen("charge_type"),
            ),
        )
        gate(
            "PRT-02",
            free.filtered(lambda issue: issue.application_id.cause_class != "quality"),
            lambda issue: self.env._(
                "%(issue)s: parts under warranty need the diagnosis “product quality” "
                "on %(application)s.",
                issue=issue.name,
                application=issue.application_id.display_name,
            ),
        )
        gate(
            "PRT-06",
            free.filtered(
                lambda issue: (
                    issue.freight_payer
                    != self.env["sanbao.parameter"]._get(
                        "warranty_freight_payer", issue.company_id
                    )
                )
            ),
            lambda issue: self.env._(
                "%(issue)s: the freight of warranty parts is paid by the company.",
                issue=issue.name,
            ),
        )

    def _lacks_category(self):
        self.ensure_one()
        charge = self.application_id.charge_type
        return not (self.state_id and self.category) or (
            self.category == WARRANTY and charge != "warranty"
        )
