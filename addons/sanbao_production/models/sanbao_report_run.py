from odoo import fields, models

from .sanbao_production_document import READERS


class SanbaoReportRun(models.Model):
    """The monthly statistics of production and quality (QLT-18)."""

    _inherit = "sanbao.report.run"

    production_ids = fields.One2many(
        "sanbao.production.statistic",
        "run_id",
        readonly=True,
        groups=READERS,
    )

    def _prepare_figures(self):
        super()._prepare_figures()
        if self.definition_id.code == "QLT-18":
            self.env["sanbao.production.statistic"]._take(self)

    def _xlsx_sheets(self):
        sheets = super()._xlsx_sheets()
        # Whoever may read the report reads its table.
        rows = self.sudo().production_ids
        if rows:
            names = (
                *("product_id", "uom_id", "planned", "good", "plan_rate"),
                *("defective", "pass_rate", "problems", "nonconforming"),
            )
            heads = [rows._fields[name]._description_string(self.env) for name in names]
            lines = [
                [
                    row[name].display_name if name.endswith("_id") else row[name]
                    for name in names
                ]
                for row in rows
            ]
            sheets.append((self.env._("Production"), heads, lines))
        return sheets
