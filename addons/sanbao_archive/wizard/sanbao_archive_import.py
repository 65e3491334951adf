from odoo import fields, models
from odoo.exceptions import AccessError

from .sanbao_archive_import_row import COLUMNS, REQUIRED, RowReader


class SanbaoArchiveImport(models.TransientModel):
    """Import of archives of earlier years, with every bad row named in one go."""

    _name = "sanbao.archive.import"
    _description = "Import of product archives"
    _inherit = "sanbao.import.mixin"

    _import_template = "/sanbao_archive/static/xlsx/archive_import.xlsx"
    _import_names = COLUMNS
    _import_required = REQUIRED

    created_count = fields.Integer(string="Archives created")
    line_ids = fields.One2many(
        "sanbao.archive.import.line", "import_id", string="What is wrong"
    )

    def _import_check_rights(self):
        keepers = ("sanbao_base.group_as", "sanbao_base.group_asm")
        if not any(map(self.env.user.has_group, keepers)):
            raise AccessError(
                self.env._("Product archives are imported by after-sales service.")
            )

    def _import_labels(self, lang):
        archive = self.env["sanbao.archive"].with_context(lang=lang)
        described = archive.fields_get(COLUMNS, ["string"])
        return {name: described[name]["string"] for name in COLUMNS}

    def _import_reader(self, columns, rows):
        labels = self._import_labels(self.env.lang or "en_US")
        return RowReader(self.env, columns, rows, labels)

    def _import_key(self, vals):
        return vals["serial"]

    def _import_create(self, vals_list):
        # Terms of earlier years may be given: the importer keeps the archives.
        self.env["sanbao.archive"]._create_by_engine(vals_list)
