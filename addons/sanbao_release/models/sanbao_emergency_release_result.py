from odoo import models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_emergency_release import PASSED

TEMPLATE = "sanbao_release.mail_template_passed"


class SanbaoEmergencyRelease(models.Model):
    """The customer gets the report and the certificate of what he received untested."""

    _inherit = "sanbao.emergency.release"

    def action_send_result(self):
        """Send report and certificate, once; refused where there is nothing to send."""
        self.check_access("write")
        claim(self)
        for release in self:
            if release.result_sent_at:
                continue  # the second of two presses
            problem = release._why_not_sent()
            if problem:
                raise UserError(problem)
            release._send_result()
        return True

    def _why_not_sent(self):
        if self.state != PASSED or not self.shipped_qty:
            return self.env._(
                "%s: there is a result to send when the goods have left and the test was"
                " passed.",
                self.display_name,
            )
        # Reports belong to quality control; the customer's belongs to sales as well.
        if not self.sudo().inspection_id.sanbao_report_approver_id:
            return self.env._(
                "%s: the inspection report is not approved yet.", self.display_name
            )
        if not self.partner_id._sanbao_mail_contact():
            return self.env._(
                "%s has no mail address. Hand over the report and write it below.",
                self.partner_id.display_name,
            )
        return ""

    def _send_result(self):
        """Send it where it can be sent; called when a report or certificate is signed."""
        for release in as_engine(self):
            if release.result_sent_at or release._why_not_sent():
                continue
            # Queued, so that a mail server that is down refuses nothing.
            self.env.ref(TEMPLATE).sudo().send_mail(
                release.id,
                force_send=False,
                email_values={"attachment_ids": release._result_papers().ids},
            )
            release.result_sent_at = self.env.cr.now().replace(microsecond=0)

    def _result_papers(self):
        """The report and, where there is one, the certificate, as files."""
        inspection = self.inspection_id
        certificates = inspection.sanbao_certificate_ids.filtered(
            lambda certificate: certificate.state == "issued"
        )
        papers = [("sanbao_quality.action_report_f22", inspection)]
        papers += [("sanbao_quality.action_report_f23", certificates[:1])]
        files = self.env["ir.attachment"]
        for report, record in papers:
            if record:
                files |= self._paper(report, record)
        return files

    def _paper(self, report, record):
        reports = self.env["ir.actions.report"].with_context(
            lang=self.partner_id.lang or self.env.lang
        )
        content, kind = reports._render(report, record.ids)
        return self.env["ir.attachment"].create(
            {
                "name": f"{record._form_document_number().replace('/', '-')}.{kind}",
                "raw": content,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
