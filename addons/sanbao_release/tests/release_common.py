from datetime import timedelta

from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .common import RecallCommon


class ReleaseCommon(RecallCommon):
    """A lot that waits for its test, and a customer who does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tested = cls._product(
            "除锈剂", default_code="CX-1", sanbao_inspection="yes"
        )
        cls.batch = cls._lot("B-1", cls.tested, 20, cls.pending)
        cls.inspection = cls._inspection(cls.batch, 20)
        cls.today = local_day(cls.env.cr.now(), company_timezone(cls.company))

    @classmethod
    def _inspection(cls, lot, quantity, **values):
        return cls.env["qc.inspection"]._sanbao_open(
            [
                {
                    "company_id": cls.company.id,
                    "product_id": lot.product_id.id,
                    "sanbao_kind": "finished",
                    "sanbao_quantity": quantity,
                    "sanbao_lot_id": lot.id,
                    "sanbao_location_id": cls.pending.id,
                    "user": cls.inspector.id,
                    **values,
                }
            ]
        )

    def _wanted(self, quantity=5, partner=None, lot=None):
        """A delivery of the tested product that waits for goods."""
        lot = lot or self.batch
        return self._delivery(lot, quantity, partner, done=False)

    def _release(self, picking=None, user=None, **values):
        """A complete draft."""
        picking = picking or self._wanted()
        return (
            self.env["sanbao.emergency.release"]
            .with_user(user or self.sales)
            .create(
                {
                    "picking_id": picking.id,
                    "lot_id": self.batch.id,
                    "inspector_id": self.inspector.id,
                    "required_date": self.today,
                    "unfinished_tests": "七天稳定性试验",
                    "risk": "存放后可能分层",
                    "likelihood": "low",
                    "severity": "medium",
                    "measures": "随货告知，先用后存",
                    "recall_plan": "电话通知，次日派车收回",
                    "consent_person": "李队长",
                    "consent_at": self.env.cr.now() - timedelta(hours=1),
                    "consent_means": "letter",
                    "consent_evidence": "同意函 2026-11",
                    "sample_quantity": 1,
                    "sample_place": "留样柜 3-2",
                    **values,
                }
            )
        )

    def _released(self, picking=None, **values):
        release = self._approve(self._release(picking, **values), self.dgm)
        self.assertEqual(release.state, "approved")
        return release

    def _ship(self, picking, user=None):
        picking = picking.with_user(user or self.keeper)
        picking.move_ids.picked = True
        picking._action_done()
        self.env.invalidate_all()
        return picking

    def _shipped(self, **values):
        release = self._released(**values)
        self._ship(release.sudo().picking_id)
        self.assertEqual(release.state, "shipped")
        return release

    def _pass(self, inspection=None):
        inspection = (inspection or self.inspection).with_user(self.inspector)
        inspection.action_sanbao_accept_all()
        self.assertEqual(inspection.state, "success")
        self.env.invalidate_all()

    def _fail(self, inspection=None):
        inspection = (inspection or self.inspection).with_user(self.inspector)
        inspection.sanbao_defect_note = "分层"
        inspection.action_sanbao_reject_all()
        self.assertEqual(inspection.state, "failed")
        self.env.invalidate_all()
