from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_supplier import QUALIFIED
from .sanbao_supplier_evaluation import OBLIGATION
from .sanbao_supplier_evaluation_sources import Period
from .scoring import period_of

BATCH = 200


class SanbaoSupplierEvaluation(models.Model):
    """One evaluation for each active supplier and period (PUR-07)."""

    _inherit = "sanbao.supplier.evaluation"

    @api.model
    def _cron_open(self):
        """Open the evaluations of the last full period. Daily; may be broken off and
        run again: what is there stays, what is missing is opened."""
        cron = self.env["ir.cron"]
        for company in self._companies():
            if not self.env["sanbao.rule"]._is_on(OBLIGATION, company):
                continue
            evaluations = self.with_company(company)
            period = evaluations._last_period(company)
            missing = evaluations._suppliers_to_evaluate(company, period)
            cron._commit_progress(remaining=len(missing))
            for start in range(0, len(missing), BATCH):
                batch = missing[start : start + BATCH]
                evaluations._open_for(batch, period)
                if not cron._commit_progress(len(batch)):
                    return

    @api.model
    def _companies(self):
        known = self.env["sanbao.supplier"]._read_group([], ["company_id"])
        ordered = self.env["purchase.order"]._read_group([], ["company_id"])
        return self.env["res.company"].union(*(c for (c,) in known + ordered))

    @api.model
    def _last_period(self, company):
        months = self.env["sanbao.parameter"]._get("supplier_eval_interval", company)
        today = company_today(company)
        return period_of(max(months, 1), today)

    @api.model
    def _suppliers_to_evaluate(self, company, period):
        """Dossiers of those who delivered in the period or are qualified, and have no
        evaluation of it. Who delivered without a dossier gets one."""
        dossiers = self.env["sanbao.supplier"]
        delivered = dossiers._ensure(self._delivered(company, period), company)
        qualified = dossiers.search(
            [("company_id", "=", company.id), ("state", "=", QUALIFIED)]
        )
        done = self.search(
            [
                ("company_id", "=", company.id),
                ("date_from", "=", period[0]),
                ("date_to", "=", period[1]),
            ]
        )
        return ((delivered | qualified) - done.supplier_id).sorted("id")

    @api.model
    def _delivered(self, company, period):
        """The commercial partners whose goods came in the period."""
        days = Period(company, *period, self.env["res.partner"])
        groups = self.env["stock.move"]._read_group(
            [
                *days.within("date"),
                ("state", "=", "done"),
                ("purchase_line_id", "!=", False),
                ("location_id.usage", "=", "supplier"),
            ],
            ["purchase_line_id.partner_id"],
        )
        partners = self.env["res.partner"].union(*(p for (p,) in groups if p))
        return partners.commercial_partner_id

    @api.model
    def _open_for(self, suppliers, period):
        """Open one evaluation for each of these suppliers of one company, with figures
        and scores; as many queries for one as for many."""
        claim(suppliers)
        company = suppliers.company_id
        days = self.env["sanbao.parameter"]._get("supplier_eval_due_days", company)
        today = company_today(company)
        quiet = as_engine(self).with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        evaluations = quiet.create(
            [
                {
                    "supplier_id": supplier.id,
                    "user_id": supplier.user_id.id,
                    "date_from": period[0],
                    "date_to": period[1],
                    "due_date": fields.Date.add(today, days=days),
                }
                for supplier in suppliers
            ]
        )
        criteria = self.env["sanbao.supplier.criterion"].search(
            [("use", "=", "evaluation")]
        )
        as_engine(self.env["sanbao.supplier.evaluation.line"]).create(
            [
                {
                    "evaluation_id": evaluation.id,
                    "criterion_id": criterion.id,
                    "sequence": criterion.sequence,
                    "weight": criterion.weight,
                }
                for evaluation in evaluations
                for criterion in criteria
            ]
        )
        evaluations._refresh()
        self.env["sanbao.obligation"]._open(
            OBLIGATION, evaluations, user=lambda e: e.user_id, none_open=True
        )
        return self.browse(evaluations.ids)


class SanbaoSupplier(models.Model):
    _inherit = "sanbao.supplier"

    def action_evaluate(self):
        """Open the evaluation of the last full period, whether the schedule has opened
        it already or not. Purchasing only."""
        self.ensure_one()
        self.check_access("write")
        groups = ("sanbao_base.group_pb", "sanbao_base.group_pm")
        if not any(map(self.env.user.has_group, groups)):
            raise AccessError(self.env._("Suppliers are evaluated by purchasing."))
        evaluations = self.env["sanbao.supplier.evaluation"]
        period = evaluations._last_period(self.company_id)
        claim(self)
        evaluation = evaluations.search(
            [
                ("supplier_id", "=", self.id),
                ("date_from", "=", period[0]),
                ("date_to", "=", period[1]),
            ]
        ) or evaluations.with_company(self.company_id)._open_for(self, period)
        return {
            "type": "ir.actions.act_window",
            "res_model": evaluation._name,
            "res_id": evaluation.id,
            "views": [(False, "form")],
        }
