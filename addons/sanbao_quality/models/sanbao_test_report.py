from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sanbao_base.local_time import (
    company_today,
)


class SanbaoTestReport(models.Model):
    """A test report of a third party about an important product (QLT-14)."""

    _name = "sanbao.test.report"
    _description = "Third-party test report"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "valid_until desc, id desc"
    _rec_names_search = ["name", "institute", "product_tmpl_id"]
    _check_company_auto = True

    name = fields.Char(string="Report No.", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Product",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    institute = fields.Char(string="Testing Institute", required=True, tracking=True)
    basis = fields.Char(string="Tested to", help="The standard of the test.")
    result = fields.Selection(
        selection=[("pass", "Passed"), ("fail", "Failed")],
        required=True,
        default="pass",
        tracking=True,
    )
    date = fields.Date(
        string="Issued On", required=True, default=fields.Date.today, tracking=True
    )
    valid_until = fields.Date(
        compute="_compute_valid_until",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="The last day counts.",
    )
    scan = fields.Binary(attachment=True, prefetch=False)
    scan_name = fields.Char(string="File Name")
    validity = fields.Selection(
        selection=[
            ("valid", "In force"),
            ("expired", "Expired"),
            ("failed", "Failed"),
        ],
        compute="_compute_validity",
        search="_search_validity",
    )
    active = fields.Boolean(default=True, tracking=True)

    @api.depends("date")
    def _compute_valid_until(self):
        for report in self:
            company = report.company_id or self.env.company
            months = self.env["sanbao.parameter"]._get(
                "third_party_valid_months", company
            )
            day = report.date or company_today(company)
            report.valid_until = day + relativedelta(months=months)

    @api.constrains("date", "valid_until")
    def _check_dates(self):
        for report in self:
            if report.valid_until < report.date:
                raise ValidationError(
                    self.env._("%s: the report ends before it begins.", report.name)
                )

    @api.depends("valid_until", "result")
    def _compute_validity(self):
        for report in self:
            today = company_today(report.company_id or self.env.company)
            if report.result == "fail":
                report.validity = "failed"
            else:
                ended = not report.valid_until or report.valid_until < today
                report.validity = "expired" if ended else "valid"

    def _search_validity(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = company_today(self.env.company)
        passed = fields.Domain("result", "=", "pass")
        domains = {
            "failed": fields.Domain("result", "=", "fail"),
            "expired": passed & fields.Domain("valid_until", "<", today),
            "valid": passed & fields.Domain("valid_until", ">=", today),
        }
        return fields.Domain.OR(domains[item] for item in value if item in domains)

    @api.model
    def _sanbao_unverified(self, products, company):
        """Those of the products that are important and have no valid report (QLT-14).

        No statement where none of them is important.
        """
        important = self.env["product.template"]._sanbao_important_ids()
        asked = products.filtered(lambda p: p.product_tmpl_id.id in important)
        if not asked:
            return asked
        today = company_today(company)
        # The salesman need not have access to test reports.
        reports = self.sudo().search_fetch(
            [
                ("company_id", "=", company.id),
                ("product_tmpl_id", "in", asked.product_tmpl_id.ids),
                ("date", "<=", today),
            ],
            ["product_tmpl_id", "result", "valid_until"],
            order="date, id",
        )
        # The latest one counts: a product that failed since is not verified.
        latest = {report.product_tmpl_id: report for report in reports}
        return asked.filtered(
            lambda p: not latest.get(p.product_tmpl_id, self)._is_in_force(today)
        )

    def _is_in_force(self, day):
        return bool(self) and self.result == "pass" and self.valid_until >= day
