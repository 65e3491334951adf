from odoo import models

COLUMNS = (
    "product_id",
    "categ_id",
    "uom_id",
    "quantity",
    "value",
    "age_days",
    "age",
    "needed",
    "turnover",
    "last_needed",
    "idle_days",
    "slow_value",
    "overstock_quantity",
    "overstock_value",
)
SUMS = ("value", "slow_value", "overstock_value", "needed_value", "average_value")


class SanbaoStockAnalysisXlsx(models.AbstractModel):
    """An analysis as a spreadsheet: by category, by age, product by product."""

    _name = "report.sanbao_count.stock_analysis"
    _inherit = "report.report_xlsx.abstract"
    _description = "Analysis of the stock as a spreadsheet"

    def get_workbook_options(self):
        """What people typed stays text: no formula, no link (CSV injection)."""
        plain = {"strings_to_formulas": False, "strings_to_urls": False}
        return {**super().get_workbook_options(), **plain}

    def generate_xlsx_report(self, workbook, data, objs):
        """Write three sheets for each analysis."""
        bold = workbook.add_format({"bold": True, "bottom": 1})
        titles = {
            "categ_id": self.env._("By category"),
            "age": self.env._("By age"),
        }
        for analysis in objs:
            for name, title in titles.items():
                rows = self._grouped(analysis, name)
                self._write(workbook, f"{analysis.name} {title}", rows, bold)
            title = self.env._("Products")
            self._write(
                workbook, f"{analysis.name} {title}", self._rows(analysis), bold
            )

    def _write(self, workbook, title, rows, bold):
        # Excel allows no such characters in the name of a sheet, and 31 of others.
        sheet = workbook.add_worksheet(title.replace("/", "-")[:31])
        sheet.set_column(0, 1, 30)
        sheet.set_column(2, len(COLUMNS), 14)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, None if number else bold)

    def _label(self, name):
        field = self.env["sanbao.stock.analysis.line"]._fields[name]
        return field._description_string(self.env)

    def _grouped(self, analysis, name):
        lines = self.env["sanbao.stock.analysis.line"]
        names = dict(lines._fields["age"]._description_selection(self.env))
        groups = lines._read_group(
            [("analysis_id", "=", analysis.id)],
            [name],
            [f"{total}:sum" for total in SUMS],
        )
        labels = [self._label(column) for column in (name, *SUMS)]
        rows = [[*labels, self._label("turnover")]]
        for key, *totals in groups:
            title = key.display_name if name == "categ_id" else names.get(key, "")
            needed, average = totals[-2:]
            rows.append([title, *totals, round(needed / average, 2) if average else 0])
        return rows

    def _rows(self, analysis):
        rows = [[self._label(column) for column in COLUMNS]]
        names = dict(
            self.env["sanbao.stock.analysis.line"]
            ._fields["age"]
            ._description_selection(self.env)
        )
        for line in analysis.line_ids:
            row = []
            for column in COLUMNS:
                value = line[column]
                if column == "age":
                    value = names.get(value, "")
                elif hasattr(value, "display_name"):
                    value = value.display_name or ""
                elif column == "last_needed":
                    value = str(value or "")
                row.append(value)
            rows.append(row)
        return rows
