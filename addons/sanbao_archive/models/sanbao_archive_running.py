from odoo import fields, models


class SanbaoArchiveRunning(models.Model):
    """Section B: running, quality and service state of a unit (ARC-07)."""

    _name = "sanbao.archive.running"
    _inherit = ["sanbao.archive.entry"]
    _description = "Running and service record"
    _check_company_auto = True

    mileage = fields.Integer(string="Mileage (km)")
    hours = fields.Float(string="Working hours")
    running_state = fields.Char()
    quality_state = fields.Char()
    fault = fields.Text()
    handling = fields.Text(string="Handling result")
    case_no = fields.Char(string="Case no.")
    staff = fields.Char(string="Service staff")
    rating = fields.Char(string="Customer rating")

    _source_unique = models.UniqueIndex(
        "(archive_id, source_model, source_id) WHERE source_id IS NOT NULL",
        "This service work is already in the archive.",
    )


class SanbaoArchive(models.Model):
    _inherit = "sanbao.archive"

    def _log_running(self, vals):
        """Add section B lines from closed service work (ARC-07), once for each source.

        :param vals: dict or list of dicts with fields of ``sanbao.archive.running``;
            ``source_model`` and ``source_id`` name the closed document
        :return: the lines, those that were there already included; none where the rule
            is off
        """
        self.ensure_one()
        lines = self.env["sanbao.archive.running"]
        if not self.env["sanbao.rule"]._is_on("ARC-07", self.company_id):
            return lines
        # Evidence is compared with lines that the person at work may not read.
        known = {
            (line.source_model, line.source_id): line
            for line in self.sudo().running_ids
            if line.source_id
        }
        new = []
        for line in [vals] if isinstance(vals, dict) else vals:
            old = known.get((line.get("source_model"), line.get("source_id")))
            if old:
                lines |= lines.browse(old.id)
            else:
                new.append(line)
        return lines | lines._log_lines(self, new)
