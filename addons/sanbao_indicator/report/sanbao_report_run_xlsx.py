from odoo import fields, models


class SanbaoReportRunXlsx(models.AbstractModel):
    """Reports as a spreadsheet: a head, and the sheets that each report offers."""

    _name = "report.sanbao_indicator.report_run"
    _inherit = "report.report_xlsx.abstract"
    _description = "Report as a spreadsheet"

    def get_workbook_options(self):
        """What people typed stays text: no formula, no link (CSV injection)."""
        plain = {"strings_to_formulas": False, "strings_to_urls": False}
        return {**super().get_workbook_options(), **plain}

    def generate_xlsx_report(self, workbook, data, objs):
        """Write the sheets of every report into one workbook."""
        bold = workbook.add_format({"bold": True, "bottom": 1})
        for run in objs:
            for title, heads, rows in run._xlsx_sheets():
                sheet = workbook.add_worksheet(f"{run.name} {title}"[:31])
                sheet.set_column(0, 0, 14)
                sheet.set_column(1, 1, 40)
                line = self._write_head(sheet, run, bold)
                sheet.write_row(line, 0, heads, bold)
                for number, row in enumerate(rows, line + 1):
                    sheet.write_row(number, 0, row)

    def _write_head(self, sheet, run, bold):
        moments = (run.prepared_at, run.reviewed_at, run.issued_at)
        days = [
            fields.Datetime.context_timestamp(run, moment).strftime("%Y-%m-%d")
            if moment
            else ""
            for moment in moments
        ]
        head = [
            (run.company_id.name, run.definition_id.display_name),
            (self.env._("Period"), f"{run.date_from} – {run.date_to}"),
            (self.env._("Due"), str(run.due_date)),
            (self.env._("Prepared"), f"{run.preparer_id.name or ''} {days[0]}"),
            (self.env._("Reviewed"), f"{run.reviewer_id.name or ''} {days[1]}"),
            (self.env._("Issued"), days[2]),
            (self.env._("Remarks"), run.note or ""),
        ]
        for number, (label, text) in enumerate(head):
            sheet.write(number, 0, label, bold)
            sheet.write(number, 1, text)
        return len(head) + 1
