"""Documents of purchasing: plans, suppliers, contracts, quotations, deliveries, forecasts."""

from odoo.addons.sanbao_contract.tests.agreement_common import AgreementCommon
from odoo.addons.sanbao_contract.tests.contract_common import ContractCommon
from odoo.addons.sanbao_forecast.tests.common import ForecastCommon
from odoo.addons.sanbao_purchase.tests.test_urgent_request import UrgentCommon
from odoo.addons.sanbao_quotation.tests.common import QuotationCommon
from odoo.addons.sanbao_supplier.tests.common import SupplierCommon
from odoo.addons.sanbao_tracking.tests.common import TrackingCommon


class Planning(UrgentCommon):
    """Purchase plans and urgent requests, with orders by them, and the budget."""

    attacked = (
        *("sanbao.purchase.plan", "sanbao.purchase.plan.line", "purchase.order"),
        *("sanbao.urgent.request", "sanbao.urgent.request.line"),
        *("sanbao.purchase.budget", "purchase.order.line"),
    )
    created = (*("sanbao.purchase.plan", "sanbao.urgent.request", "purchase.order"),)

    def _documents(self):
        # A budget of next year, entered by finance.
        budgets = self.env["sanbao.purchase.budget"].with_user(self.finance)
        budget = budgets.create({"amount": 7, "department_id": self.department.id})
        draft, submitted, approved = self._plan(), self._submitted(), self._approved()
        order = self._on_plan(approved, 4)
        closed = self._approved()
        closed.action_close()
        asked, granted = self._request(), self._request()
        granted.action_submit()
        self._approve(granted)
        granted.with_user(self.buyer).action_make_orders()
        return [
            *(draft, draft.line_ids, submitted, submitted.line_ids, approved),
            *(approved.line_ids, order, order.order_line, closed, closed.line_ids),
            *(asked, asked.line_ids, granted, granted.line_ids, budget, self.budget),
        ]


class Contracting(ContractCommon, AgreementCommon):
    """Contracts and quality agreements at every stage of review and signature."""

    attacked = (
        *("sanbao.contract", "sanbao.contract.clause", "sanbao.contract.clause.kind"),
        *("sanbao.contract.template", "sanbao.contract.template.line", "agreement"),
        "purchase.order",
    )
    created = ("agreement",)
    readers = ("hr",)

    def _documents(self):
        draft, signed = self._contract(), self._signed_contract()
        contract = self._contract()
        contract.action_submit()
        submitted = self._agreement()
        submitted.action_submit()
        templates = self.env["sanbao.contract.template"].search([], limit=1)
        return [
            *(draft, draft.clause_ids[:2], contract, contract.clause_ids[:2]),
            *(signed, signed.clause_ids[:2], signed.purchase_order_id),
            *(draft.clause_ids[:1].kind_id, templates, templates.line_ids[:1]),
            *(self._agreement(), submitted, self._signed_agreement()),
        ]


class Supplying(SupplierCommon):
    """Dossiers with papers, assessments and evaluations."""

    attacked = (
        *("sanbao.supplier", "sanbao.supplier.qualification"),
        *("sanbao.supplier.qualification.line", "sanbao.supplier.evaluation"),
        *("sanbao.supplier.evaluation.line", "res.partner.id_number"),
    )
    created = (*("sanbao.supplier.qualification", "res.partner.id_number"),)

    def _documents(self):
        qualified = self._qualified()
        draft = self._assessment()
        candidate = self._dossier(self.supplier.copy())
        paper = self._paper(self.permit, candidate, verified=False)
        evaluations = self.env["sanbao.supplier.evaluation"]
        action = qualified.with_user(self.buyer).action_evaluate()
        evaluation = evaluations.browse(action["res_id"])
        return [
            *(candidate, paper, qualified, qualified.qualification_id),
            *(qualified.qualification_id.line_ids, draft, draft.line_ids),
            *(evaluation, evaluation.line_ids, self._paper(self.permit)),
        ]


class Comparing(QuotationCommon):
    """Comparisons of quotations before and after their approval."""

    attacked = (
        *("sanbao.quotation.comparison", "sanbao.quotation", "sanbao.quotation.need"),
        *("sanbao.quotation.price", "purchase.order"),
    )
    created = ("sanbao.quotation.comparison",)
    scores = {}

    def _documents(self):
        draft, approved = self._comparison(500, 510, 520), self._approved()
        submitted = self._comparison(500, 510, 520)
        submitted.action_submit()
        return [
            record
            for comparison in (draft, submitted, approved)
            for record in (
                comparison,
                comparison.line_ids,
                comparison.quote_ids[:1],
                comparison.quote_ids[:1].price_ids,
            )
        ] + [self._order_by(approved, 10)]


class Tracking(TrackingCommon):
    """Contacts with suppliers about late orders, and breaches."""

    attacked = (
        *("sanbao.breach", "sanbao.breach.line", "sanbao.supplier.contact"),
        *("purchase.order", "purchase.order.line"),
    )
    created = ("sanbao.breach", "sanbao.breach.line", "sanbao.supplier.contact")

    def _documents(self):
        order = self._confirmed(10, due_in=-2)
        contact = (
            self.env["sanbao.supplier.contact"]
            .with_user(self.buyer)
            .create(
                {
                    "order_id": order.id,
                    "content": "催货",
                    "promised_date": self.today,
                }
            )
        )
        draft, pursued, closed = (self._breach() for _number in range(3))
        (pursued | closed).action_submit()
        closed.write({"result": "delivered", "result_note": "已补齐"})
        closed.action_close()
        return [
            *(order, order.order_line, contact, draft, draft.line_ids),
            *(pursued, pursued.line_ids, closed, closed.line_ids),
        ]


class Forecasting(ForecastCommon):
    """Forecasts, proposals for stock levels and critical parts."""

    attacked = (
        *("sanbao.forecast", "sanbao.forecast.line", "sanbao.critical.part"),
        *("sanbao.stock.proposal", "sanbao.stock.proposal.line"),
    )
    created = ()

    def _documents(self):
        self._needed(self.part, self._months(12, 5))
        submitted = self._submitted(figures={self.part: 10, self.filter: 5})
        draft = self._forecast("after_sales")
        critical = (
            self.env["sanbao.critical.part"]
            .with_user(self.pb)
            .create(
                {
                    "product_id": self.part.id,
                    "critical_min_qty": 5,
                    "company_id": self.company.id,
                }
            )
        )
        proposals = self.env["sanbao.stock.proposal"]
        proposal = proposals._propose_from(self.part | self.filter, "盘点")
        return [
            *(submitted, submitted.line_ids, draft, draft.line_ids, critical),
            *(proposal, proposal.line_ids),
        ]
