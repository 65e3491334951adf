from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.claim import claim

from ..engine import as_engine
from ..warranty import warranty_last_day


class SanbaoArchiveCorrection(models.Model):
    """A leader agrees that a date is corrected from which a warranty counts (WAR-07)."""

    _name = "sanbao.archive.correction"
    _description = "Correction of a warranty date"
    _inherit = ["sanbao.numbered.mixin", "sanbao.approval.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _approval_fields = ("archive_id", "date_field", "old_date", "new_date", "reason")

    name = fields.Char(string="Correction no.")
    archive_id = fields.Many2one(
        "sanbao.archive",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="archive_id.company_id",
        store=True,
        index=True,
        precompute=True,
        default=None,
    )
    date_field = fields.Selection(
        selection=[
            ("acceptance_date", "Acceptance date"),
            ("ex_factory_date", "Ex-factory date"),
            ("delivery_date", "Delivery date"),
        ],
        string="Which date",
        required=True,
        default="acceptance_date",
    )
    old_date = fields.Date(
        string="In the archive", compute="_compute_old_date", store=True
    )
    new_date = fields.Date(string="Correct date", required=True)
    reason = fields.Text()
    warranty_end_before = fields.Date(
        string="Warranty ends now", compute="_compute_warranty_end"
    )
    warranty_end_after = fields.Date(
        string="Warranty would end", compute="_compute_warranty_end"
    )

    # Not the archive's dates: what was there when the correction was written stays visible.
    @api.depends("archive_id", "date_field")
    def _compute_old_date(self):
        for correction in self:
            date_field = correction.date_field
            correction.old_date = date_field and correction.archive_id[date_field]

    @api.depends("archive_id.warranty_end", "date_field", "new_date")
    def _compute_warranty_end(self):
        for correction in self:
            archive = correction.archive_id
            correction.warranty_end_before = archive.warranty_end
            first_day = archive._warranty_start_with(
                {correction.date_field: correction.new_date}
            )
            correction.warranty_end_after = warranty_last_day(
                first_day, archive.warranty_months
            )

    def _check_before_submit(self):
        super()._check_before_submit()
        if not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "%s: write how it is known that the date is wrong.", self.name
                )
            )
        self._require_same_archive()
        self.archive_id._require_possible_dates({self.date_field: self.new_date})

    def _require_same_archive(self):
        if self.archive_id[self.date_field] != self.old_date:
            raise UserError(
                self.env._(
                    "%(correction)s: the date in %(archive)s was changed since. Make a"
                    " new correction.",
                    correction=self.name,
                    archive=self.archive_id.display_name,
                )
            )

    def _on_approved(self):
        super()._on_approved()
        # The leader decides; the archive is not his to write.
        archive = self.sudo().archive_id
        claim(archive)
        self._require_same_archive()
        as_engine(archive).write({self.date_field: self.new_date})

    def _on_reopened(self):
        super()._on_reopened()
        self._take_back()

    def action_cancel(self):
        """As for all approvals; without its approval the date is what it was."""
        approved = self.filtered(lambda correction: correction.state == "approved")
        result = super().action_cancel()
        approved._take_back()
        return result

    def _take_back(self):
        for correction in self.sudo():  # as above
            archive = correction.archive_id
            if archive[correction.date_field] == correction.new_date:
                as_engine(archive).write({correction.date_field: correction.old_date})
