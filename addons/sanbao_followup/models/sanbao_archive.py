from odoo import fields, models


class SanbaoArchive(models.Model):
    """From a unit to what its customer said."""

    _inherit = "sanbao.archive"

    sanbao_followup_count = fields.Integer(
        string="Follow-ups",
        compute="_compute_sanbao_followup_count",
        groups="sanbao_followup.group_followup_reader",
    )

    def _compute_sanbao_followup_count(self):
        counts = dict(
            self.env["sanbao.followup"]._read_group(
                [("archive_id", "in", self.ids)], ["archive_id"], ["__count"]
            )
        )
        for archive in self:
            archive.sanbao_followup_count = counts.get(archive._origin, 0)

    def action_sanbao_followups(self):
        """The follow-ups of this unit."""
        self.ensure_one()
        return (
            self.env["sanbao.followup"]
            .search([("archive_id", "=", self.id)])
            ._open_records()
        )
