from odoo import api, fields, models

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.counting import Counted, fill_counts

CANCELED = "canceled"
# Kinds whose report is followed by a certificate.
CERTIFIED = ("finished", "recheck", "returned")
OPEN_STATES = ("plan", "draft", "ready", "waiting")
# What an inspection is about; another lot would be another inspection.
SUBJECT = {"sanbao_lot_id", "product_id", "object_id", "company_id"}


class QcInspection(models.Model):
    """The inspection of a released lot goes on, and its verdict ends the release."""

    _inherit = "qc.inspection"

    sanbao_release_ids = fields.One2many(
        "sanbao.emergency.release", "inspection_id", string="Emergency Releases"
    )
    sanbao_release_count = fields.Integer(
        "Number of Releases", compute="_compute_sanbao_release_counts"
    )
    sanbao_recall_count = fields.Integer(
        "Number of Recalls", compute="_compute_sanbao_release_counts"
    )

    def _compute_sanbao_release_counts(self):
        releases, recalls = (
            self.env["sanbao.emergency.release"],
            self.env["sanbao.recall"],
        )
        fill_counts(
            self,
            [
                Counted("sanbao_release_count", releases, "inspection_id"),
                Counted("sanbao_recall_count", recalls, "inspection_id"),
            ],
        )

    # === It goes on (SAL-41) ===

    @api.model
    def _sanbao_for_release(self, release):
        """The open inspection of the lot of a release; a new one where there is none."""
        found = self.search(
            [
                ("sanbao_lot_id", "=", release.lot_id.id),
                ("company_id", "=", release.company_id.id),
                ("state", "in", OPEN_STATES),
            ],
            order="id desc",
            limit=1,
        )
        return found or self._sanbao_open([self._sanbao_prepare_for_release(release)])

    @api.model
    def _sanbao_prepare_for_release(self, release):
        return {
            "company_id": release.company_id.id,
            "product_id": release.product_id.id,
            "sanbao_kind": "recheck",
            "sanbao_lot_id": release.lot_id.id,
            "sanbao_quantity": release.quantity,
            "sanbao_origin": release.name,
        }

    def _sanbao_set_due(self, day):
        """Due at the end of the day that the release promises (engine)."""
        kind = self.env["sanbao.obligation.kind"]._for_code("SAL-41")
        for inspection in as_engine(self):
            inspection.sanbao_due = kind._as_moment(
                day, inspection.company_id, end=True
            )

    def _sanbao_gate_going_on(self):
        """While goods are out untested, nobody gives their inspection up."""
        # Releases concern whoever inspects, readable or not.
        engine = self.sudo()
        tied = engine.filtered(
            lambda inspection: any(
                release.state in ("submitted", "approved", "shipped")
                for release in inspection.sanbao_release_ids
            )
        )
        self.env["sanbao.rule"]._gate(
            "SAL-41",
            tied.with_env(self.env),
            lambda inspection: self.env._(
                "%s: goods of this lot were released before their test was finished. The"
                " inspection goes on to its verdict.",
                inspection.display_name,
            ),
        )

    def write(self, vals):
        if vals.get("state") == CANCELED or SUBJECT & vals.keys():
            self._sanbao_gate_going_on()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_released(self):
        self._sanbao_gate_going_on()

    # === It ends ===

    def _sanbao_on_verdict(self):
        super()._sanbao_on_verdict()
        for inspection in self:
            passed = inspection.state == "success"
            # Whoever decides the test need not be able to read releases.
            releases = inspection.sudo().sanbao_release_ids
            if not passed and inspection.sanbao_lot_id:
                # Whatever finds the lot bad: it is out there.
                releases |= releases.search(
                    [("lot_id", "=", inspection.sanbao_lot_id.id)]
                )
            if not releases:
                continue
            rest = inspection._sanbao_rest() if passed else inspection.browse()
            if rest:
                # A part of the quantity is decided; the test of the rest goes on.
                as_engine(releases).filtered("is_testing").inspection_id = rest
            else:
                releases._on_tested(passed)

    def _sanbao_rest(self):
        """The open inspection of what this verdict left pending."""
        return self.search(
            [("sanbao_parent_id", "=", self.id), ("state", "in", OPEN_STATES)], limit=1
        )

    # === Paper, screen and customer ===

    def action_sanbao_view_releases(self):
        """Open the emergency releases that wait for this verdict, or have got it."""
        return self._sanbao_action_of("sanbao_emergency_release_action")

    def action_sanbao_view_recalls(self):
        """Open the recall that follows from this verdict."""
        return self._sanbao_action_of("sanbao_recall_action")

    def _sanbao_action_of(self, xml_id):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"sanbao_release.{xml_id}"
        )
        return dict(action, domain=[("inspection_id", "=", self.id)], context={})

    def _form_retained_sample(self):
        # The number of the sample stands on the report, whoever prints it.
        releases = self.sudo().sanbao_release_ids
        numbers = releases.filtered("sample_quantity").mapped("sample_number")
        return ", ".join(numbers) or super()._form_retained_sample()

    def action_sanbao_approve_report(self):
        """The report of what had been released goes to the customer, where no certificate
        follows it."""
        result = super().action_sanbao_approve_report()
        self.filtered(
            lambda inspection: inspection.sanbao_kind not in CERTIFIED
        )._sanbao_send_results()
        return result

    def _sanbao_send_results(self):
        # The customers of releases, whoever signs the report.
        self.sudo().sanbao_release_ids._send_result()


class SanbaoQualityCertificate(models.Model):
    _inherit = "sanbao.quality.certificate"

    @api.model
    def _issue(self, inspection):
        """The customer of an emergency release gets the certificate later (SAL-40)."""
        certificate = super()._issue(inspection)
        inspection._sanbao_send_results()
        return certificate
