"""Documents of inspections, nonconformities, emergency releases and recalls."""

from odoo import Command

from odoo.addons.sanbao_nonconformity.tests.test_action import ActionCommon
from odoo.addons.sanbao_quality.tests.common import QualityCommon
from odoo.addons.sanbao_release.tests.release_common import ReleaseCommon


class Inspecting(QualityCommon):
    """Standards, inspections with every verdict, reports and certificates."""

    attacked = (
        *("qc.test", "qc.test.question", "qc.inspection", "qc.inspection.line"),
        *("sanbao.quality.certificate", "sanbao.quality.staff", "sanbao.test.report"),
        *("sanbao.sampling.plan", "sanbao.sampling.plan.line"),
        *("stock.picking", "stock.move", "stock.move.line"),
    )
    created = ("qc.test", "sanbao.test.report", "sanbao.sampling.plan")

    def _documents(self):
        waiting = self._inspection()
        rejected = self._decide(self._inspection(), rejected=3, defects=1, good=False)
        passed = self._passed(self._produced())
        passed.with_user(self.second).action_sanbao_certify()
        certificates = self.env["sanbao.quality.certificate"]
        arriving = self._picking((self.inspected, 10))
        arrived = self._received((self.inspected, 10))
        plans = self.env["sanbao.sampling.plan"].with_user(self.manager)
        plan = plans.create(
            {
                "name": "抽样",
                "kind": "table",
                "line_ids": [Command.create({"lot_from": 2, "sample_size": 5})],
            }
        )
        report = (
            self.env["sanbao.test.report"]
            .with_user(self.manager)
            .create(
                {
                    "name": "TR-1",
                    "institute": "某检测中心",
                    "product_tmpl_id": self.inspected.product_tmpl_id.id,
                    "date": "2026-01-10",
                    "valid_until": "2036-01-10",
                }
            )
        )
        return [
            *(self._standard(), self.standard, self.standard.test_lines[:2]),
            *(waiting, waiting.inspection_lines[:2], rejected, passed),
            *(rejected.inspection_lines[:1], rejected.sudo().sanbao_stock_move_ids),
            certificates.search([("inspection_id", "=", passed.id)]),
            *(self.staff, plan, plan.line_ids, report),
            *(arriving, arriving.move_line_ids, arrived, arrived.move_ids),
        ]


class Nonconforming(ActionCommon):
    """Nonconformities and corrective actions at every stage, and a held lot."""

    attacked = (
        *("sanbao.nonconformity", "mgmtsystem.action", "sanbao.lot.hold"),
        *("stock.lot", "stock.move"),
    )
    created = ("sanbao.nonconformity", "mgmtsystem.action")

    @classmethod
    def setUpClass(cls):
        # As in each of its tests: the sheet takes the verdict itself.
        super().setUpClass()
        cls.classPatch(
            type(cls.sheets), "_recheck_inspection", lambda sheet: sheet.browse()
        )

    def _documents(self):
        self._put(self.stock, 5, self.tracked, self.lot)
        held = self.sheets.create(
            {
                "source": "finished",
                "product_id": self.tracked.id,
                "lot_id": self.lot.id,
                "quantity": 1,
                "description": "出气不均",
            }
        )
        decided = self._decided("repair")
        closed = self._decided(
            "scrap", result="已报废", supplier_outcome="reduction", supplier_note="扣款"
        )
        closed.action_close()
        done = self._done()
        done.with_user(self.verifier).write(
            {"sanbao_conclusion": "effective", "sanbao_conclusion_note": "有效"}
        )
        verified = self._done()
        verified.with_user(self.verifier).write(
            {"sanbao_conclusion": "effective", "sanbao_conclusion_note": "有效"}
        )
        verified.with_user(self.verifier).action_sanbao_verify()
        return [
            *(self._sheet(), self._submitted("return"), decided, closed, held),
            *(self.lot, self.env["sanbao.lot.hold"].search([])),
            *(self._action(), self._started(), done, verified),
            (decided | closed).sudo().move_ids,
        ]


class Releasing(ReleaseCommon):
    """Emergency releases with every result of the test, and the recall that follows."""

    attacked = (
        *("sanbao.emergency.release", "sanbao.recall", "sanbao.recall.line"),
        *("sanbao.recall.contact", "qc.inspection", "stock.picking", "stock.move"),
        "stock.lot",
    )
    created = ("sanbao.emergency.release", "sanbao.recall", "sanbao.recall.contact")

    def _documents(self):
        draft = self._release()
        draft.action_submit()
        shipped = self._shipped()
        self._delivery(self.lot, 10)
        open_one = self._recall()
        open_one.action_notify()
        line = open_one.line_ids
        line.action_receive()
        contact = self.env["sanbao.recall.contact"].with_user(self.inspector)
        contact = contact.create(
            {
                "recall_id": open_one.id,
                "partner_id": self.partner.id,
                "means": "phone",
                "person": "李队长",
                "note": "已停用",
            }
        )
        self._fail()
        failed = self.env["sanbao.recall"].search([("lot_id", "=", self.batch.id)])
        return [
            *(draft, shipped, shipped.sudo().picking_id, self.inspection),
            *(open_one, line, open_one.contact_ids, contact, failed, failed.line_ids),
            *(line.sudo()._waiting_returns(), self.batch, self.lot),
        ]
