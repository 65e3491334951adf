"""Documents of design and of production."""

from odoo.addons.sanbao_production.tests.common import ProductionCommon


class Designing(ProductionCommon):
    """Designs at two stages with what their release asks for, and document reviews."""

    attacked = (
        *("sanbao.product.design", "sanbao.design.check", "sanbao.design.risk"),
        *("sanbao.design.test", "sanbao.document.review", "document.page"),
        "document.page.history",
    )
    created = ("sanbao.product.design", "sanbao.document.review")

    def _documents(self):
        draft = self._design()
        released = self._released(product_tmpl_id=self._product("清雪车").id)
        review = self.env["sanbao.document.review"].with_user(self.designer)
        review = review.create(
            {"page_id": self.procedure.id, "result": "valid", "note": "与标准一致"}
        )
        return [
            *(draft, draft.check_ids[:1], draft.risk_ids, draft.test_ids),
            *(released, released.check_ids[:1], released.risk_ids, released.test_ids),
            *(review, self.procedure, self.procedure.sudo().sanbao_version_ids),
            *(self._page("procedure"), draft.document_ids),
        ]


class Producing(ProductionCommon):
    """Plans, records of work and problems, at every stage."""

    attacked = (
        *("sanbao.production.plan", "sanbao.production.plan.line"),
        *("sanbao.production.output", "sanbao.process.problem", "sanbao.work.step"),
        *("maintenance.equipment", "maintenance.request"),
    )
    created = (
        *("sanbao.production.plan", "sanbao.production.output"),
        *("sanbao.process.problem", "maintenance.equipment"),
    )

    def _documents(self):
        draft, plan, closed = self._plan(confirmed=False), self._plan(), self._plan()
        output = self._output()
        confirmed = self._output(5, plan_line_id=plan.line_ids.id, confirmed=True)
        self._output(10, plan_line_id=closed.line_ids.id, confirmed=True)
        closed.action_close()
        broken = self._problem(kind="equipment", equipment_id=self.machine.id)
        broken.action_request_repair()
        solved = self._problem(True)
        solved.action_close()
        requests = self.env["maintenance.request"]
        return [
            *(draft, draft.line_ids, plan, plan.line_ids, closed, closed.line_ids),
            *(output, confirmed, self._problem(), broken, solved, self.step),
            *(self.machine, self._machine()),
            requests.search([("equipment_id", "=", self.machine.id)]),
        ]
