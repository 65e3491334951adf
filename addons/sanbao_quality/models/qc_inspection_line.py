from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import formatLang

from odoo.addons.sanbao_approval.computed import refuse_computed, refuse_protected
from odoo.addons.sanbao_approval.engine import is_engine

from .qc_test_question import ASPECTS

# What an inspector enters; everything else comes from the standard.
FINDINGS = {
    "quantitative_value",
    "qualitative_value",
    "uom_id",
    "notes",
    "sanbao_measured",
    "sanbao_photo",
    "sanbao_photo_name",
}


class QcInspectionLine(models.Model):
    """One point of an inspection: what the standard asks, and what was found."""

    _inherit = "qc.inspection.line"

    inspection_id = fields.Many2one(index=True, required=True)
    sanbao_aspect = fields.Selection(selection=ASPECTS, string="Aspect", readonly=True)
    sanbao_method = fields.Char(string="Method", readonly=True)
    sanbao_measured = fields.Boolean(
        string="Measured",
        compute="_compute_sanbao_measured",
        store=True,
        readonly=False,
        help="Ticked when a value is entered; tick it for a measured zero.",
    )
    sanbao_needs_photo = fields.Boolean(string="Photo Needed", readonly=True)
    sanbao_photo = fields.Image(string="Photo", max_width=1920, max_height=1920)
    sanbao_photo_name = fields.Char(string="Photo File")

    @api.depends("quantitative_value")
    def _compute_sanbao_measured(self):
        for line in self:
            line.sanbao_measured = line.sanbao_measured or bool(line.quantitative_value)

    # OCA calls the conversion on no unit at all: values in another unit are wrong.
    @api.depends(
        "question_type",
        "uom_id",
        "test_uom_id",
        "max_value",
        "min_value",
        "quantitative_value",
        "qualitative_value",
        "possible_ql_values",
        "sanbao_measured",
    )
    def _compute_quality_test_check(self):
        for line in self:
            if line.question_type == "qualitative":
                line.success = line.qualitative_value.ok
                continue
            low, high = line.min_value, line.max_value
            line.success = line.sanbao_measured and low <= line._in_test_uom() <= high

    def _in_test_uom(self):
        """The measured value in the unit in which the limits are given."""
        value, unit, wanted = self.quantitative_value, self.uom_id, self.test_uom_id
        if not unit or not wanted or unit == wanted:
            return value
        value = unit._compute_quantity(value, wanted, round=False)
        # Conversion leaves binary dust behind; a limit itself counts.
        return round(value, 6)

    # OCA leaves it empty for whoever has the group of units by another one.
    @api.depends(
        "possible_ql_values", "min_value", "max_value", "test_uom_id", "question_type"
    )
    def _compute_valid_values(self):
        for line in self:
            if line.question_type == "qualitative":
                good = line.possible_ql_values.filtered("ok")
                line.valid_values = ", ".join(good.mapped("name"))
            else:
                low = formatLang(self.env, line.min_value)
                high = formatLang(self.env, line.max_value)
                unit = line.test_uom_id.name or ""
                line.valid_values = f"{low} ~ {high} {unit}".strip()

    def _is_unanswered(self):
        self.ensure_one()
        if self.sanbao_needs_photo and not self.sanbao_photo:
            return True
        if self.question_type == "qualitative":
            return not self.qualitative_value
        return not self.sanbao_measured

    def _found(self):
        """What was found, as printed."""
        if self.question_type == "qualitative":
            return self.qualitative_value.name or ""
        if not self.sanbao_measured:
            return ""
        value = formatLang(self.env, self.quantitative_value)
        return f"{value} {self.uom_id.name or ''}".strip()

    # === Who may write what ===

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            raise AccessError(
                self.env._("The points of an inspection come from its standard.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not is_engine(self.env):
            refuse_computed(self, vals)
            refuse_protected(self, vals.keys() - FINDINGS)
            self.inspection_id._sanbao_require_open()
            self._check_answer(vals.get("qualitative_value"))
        return super().write(vals)

    def _check_answer(self, value_id):
        """An answer is one of those that the standard gives for this point."""
        if not value_id:
            return
        for line in self:
            if value_id not in line.possible_ql_values.ids:
                raise AccessError(
                    self.env._("%s: choose one of its own answers.", line.name)
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not is_engine(self.env):
            raise AccessError(
                self.env._("The points of an inspection come from its standard.")
            )


class QcInspection(models.Model):
    _inherit = "qc.inspection"

    def _prepare_inspection_line(self, test, line, fill=None):
        """No answer is filled in beforehand: an inspection is what was found."""
        data = super()._prepare_inspection_line(test, line, fill=False)
        return {
            **data,
            "possible_ql_values": [fields.Command.set(line.ql_values.ids)],
            "sanbao_aspect": line.sanbao_aspect,
            "sanbao_method": line.sanbao_method,
            "sanbao_needs_photo": line.sanbao_photo,
        }
