from odoo import models
from odoo.exceptions import UserError

VISIT = "sanbao.visit"


class IrAttachment(models.Model):
    """Files are records of their own: who may write the visit could change them there."""

    _inherit = "ir.attachment"

    def write(self, vals):
        self._sanbao_keep_evidence()
        return super().write(vals)

    def unlink(self):
        self._sanbao_keep_evidence()
        return super().unlink()

    def _sanbao_keep_evidence(self):
        """What a customer signed, and what was shown then, is evidence (SVC-14)."""
        if self.env.su:
            return  # the visit itself, which has checked who writes what when
        files = self.sudo().filtered(lambda file: file.res_model == VISIT)
        if not files:
            return
        # Evidence is kept of records that the user may not read, too.
        visits = self.env[VISIT].sudo().browse(files.mapped("res_id")).exists()
        for visit in visits.filtered(lambda visit: visit._is_closed()):
            evidence = visit.photo_ids | visit.scan_ids
            if files.filtered(
                lambda file, visit=visit, evidence=evidence: (
                    file.res_id == visit.id and (file.res_field or file in evidence)
                )
            ):
                raise UserError(
                    self.env._(
                        "%(visit)s is finished and stays as it is.",
                        visit=visit.display_name,
                    )
                )
        if files.filtered("res_field"):
            raise UserError(
                self.env._(
                    "%s: set by the buttons of the field record only.",
                    ", ".join(files.filtered("res_field").mapped("name")),
                )
            )
