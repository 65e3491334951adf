from odoo import fields, models


class SanbaoArchive(models.Model):
    """From a unit to the parts that were issued for it and to its old parts."""

    _inherit = "sanbao.archive"

    sanbao_issue_count = fields.Integer(
        string="Parts issues", compute="_compute_sanbao_parts_counts"
    )
    sanbao_old_part_count = fields.Integer(
        string="Old parts", compute="_compute_sanbao_parts_counts"
    )

    def _compute_sanbao_parts_counts(self):
        for name, model in (
            ("sanbao_issue_count", "sanbao.parts.issue"),
            ("sanbao_old_part_count", "sanbao.old.part"),
        ):
            counts = dict(
                self.env[model]._read_group(
                    [("archive_id", "in", self.ids)], ["archive_id"], ["__count"]
                )
            )
            for archive in self:
                archive[name] = counts.get(archive._origin, 0)

    def _view_sanbao_parts(self, xmlid):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return dict(action, domain=[("archive_id", "=", self.id)], context={})

    def action_sanbao_issues(self):
        """The parts issues of this unit."""
        self.ensure_one()
        return self._view_sanbao_parts("sanbao_parts.sanbao_parts_issue_action")

    def action_sanbao_old_parts(self):
        """The old parts of this unit."""
        self.ensure_one()
        return self._view_sanbao_parts("sanbao_parts.sanbao_old_part_action")
