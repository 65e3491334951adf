from odoo import fields, models


class SanbaoArchive(models.Model):
    """From a unit to the field records of all its services."""

    _inherit = "sanbao.archive"

    sanbao_visit_count = fields.Integer(
        string="Field records", compute="_compute_sanbao_visit_count"
    )

    def _compute_sanbao_visit_count(self):
        counts = dict(
            self.env["sanbao.visit"]._read_group(
                [("archive_id", "in", self.ids)], ["archive_id"], ["__count"]
            )
        )
        for archive in self:
            archive.sanbao_visit_count = counts.get(archive._origin, 0)

    def action_sanbao_visits(self):
        """The field records of this unit."""
        self.ensure_one()
        return (
            self.env["sanbao.visit"]
            .search([("archive_id", "=", self.id)])
            ._open_records()
        )
