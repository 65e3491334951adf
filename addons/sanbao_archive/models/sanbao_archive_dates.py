from odoo import api, fields, models

from ..warranty import warranty_first_day

# The dates that a warranty may count from.
WARRANTY_DATES = ("acceptance_date", "ex_factory_date", "delivery_date")


class SanbaoArchive(models.Model):
    """Dates that a warranty counts from do not move by a stroke of the pen (WAR-07)."""

    _inherit = "sanbao.archive"

    correction_ids = fields.One2many(
        "sanbao.archive.correction", "archive_id", string="Corrections"
    )
    correction_count = fields.Integer(compute="_compute_correction_count")

    @api.depends("correction_ids")
    def _compute_correction_count(self):
        counts = dict(
            self.env["sanbao.archive.correction"]._read_group(
                [("archive_id", "in", self.ids)], ["archive_id"], ["__count"]
            )
        )
        for archive in self:
            archive.correction_count = counts.get(archive, 0)

    def _warranty_start_with(self, dates):
        """The first day of the warranty, were these dates in the archive."""
        days = {name: dates.get(name, self[name]) for name in WARRANTY_DATES}
        return warranty_first_day(
            self.warranty_basis,
            days["acceptance_date"],
            days["ex_factory_date"],
            days["delivery_date"],
        )

    def _gate_warranty_dates(self, vals):
        """A date that a running warranty counts from is corrected by approval (WAR-07).

        The first entry of a date is free: acceptance follows weeks after the departure.
        """
        dates = {
            name: fields.Date.to_date(vals[name]) or False
            for name in WARRANTY_DATES
            if name in vals
        }
        if not dates:
            return
        self.env["sanbao.rule"]._gate(
            "WAR-07",
            self.filtered(lambda archive: archive._moves_warranty(dates)),
            lambda archive: self.env._(
                "%(archive)s: the warranty runs from %(start)s to %(end)s. A date that"
                " moves it is corrected by approval: after-sales presses “Correct a"
                " Date”.",
                archive=archive.display_name,
                start=archive.warranty_start,
                end=archive.warranty_end,
            ),
        )

    def _moves_warranty(self, dates):
        if not self.warranty_start:
            return False
        corrected = {name: day for name, day in dates.items() if self[name]}
        start = self._warranty_start_with(corrected)
        return (start or False) != self.warranty_start

    def action_correct_date(self):
        """Write down that a date is wrong, for approval."""
        self.ensure_one()
        self.check_access("read")
        self.env["sanbao.archive.correction"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct a Date"),
            "res_model": "sanbao.archive.correction",
            "views": [(False, "form")],
            "context": {"default_archive_id": self.id},
        }

    def action_view_corrections(self):
        """The corrections of this archive's dates."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_archive.sanbao_archive_correction_action"
        )
        return dict(action, domain=[("archive_id", "=", self.id)], context={})
