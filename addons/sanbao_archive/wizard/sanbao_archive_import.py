import base64

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.sanbao_base.sheet import (
    UnreadableFile,
    cell_text,
    read_rows,
    write_csv,
)

from .sanbao_archive_import_row import COLUMNS, REQUIRED, RowReader

MOST_ROWS = 20000
BATCH = 1000
TEMPLATE = "/sanbao_archive/static/xlsx/archive_import.xlsx"


class SanbaoArchiveImport(models.TransientModel):
    """Import of archives of earlier years, with every bad row named in one go."""

    _name = "sanbao.archive.import"
    _description = "Import of product archives"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char()
    mode = fields.Selection(
        selection=[
            ("all", "Import only if every row is right"),
            ("good", "Import the right rows, list the others"),
        ],
        required=True,
        default="all",
        string="When a row is wrong",
    )
    done = fields.Boolean(readonly=True)
    row_count = fields.Integer(string="Rows read", readonly=True)
    created_count = fields.Integer(string="Archives created", readonly=True)
    bad_row_count = fields.Integer(string="Rows refused", readonly=True)
    line_ids = fields.One2many(
        "sanbao.archive.import.line", "import_id", string="What is wrong"
    )

    # === Actions ===

    def action_import(self):
        """Read the file, check every row, create archives as chosen; show the result.

        Nothing is written of a refused row, and in mode *all* nothing of any row when
        one is refused.
        """
        self.ensure_one()
        self._check_may_import()
        header, rows = self._read_file()
        reader = RowReader(
            self.with_company(self.company_id).env, self._columns(header), rows
        )
        good = reader.good_rows()
        created = 0
        if not (reader.errors and self.mode == "all"):
            created = self._create_archives(good, reader)
        self._show_result(len(rows), created, reader.errors)
        return self._reopen()

    def action_template(self):
        """Download the workbook with the columns and one example."""
        return {"type": "ir.actions.act_url", "url": TEMPLATE, "target": "download"}

    def action_error_list(self):
        """Download what is wrong as a CSV file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/error_file"
            "?download=true&filename=errors.csv",
            "target": "download",
        }

    error_file = fields.Binary(compute="_compute_error_file")

    @api.depends("line_ids")
    def _compute_error_file(self):
        for wizard in self:
            head = [
                self.env._("Row"),
                self.env._("Column"),
                self.env._("Value"),
                self.env._("Reason"),
            ]
            rows = [
                [line.row, line.column or "", line.value or "", line.message or ""]
                for line in wizard.line_ids
            ]
            wizard.error_file = base64.b64encode(write_csv([head, *rows]))

    # === Steps ===

    def _check_may_import(self):
        keepers = ("sanbao_base.group_as", "sanbao_base.group_asm")
        if not self.env.su and not any(map(self.env.user.has_group, keepers)):
            raise AccessError(
                self.env._("Product archives are imported by after-sales service.")
            )
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("Choose one of your companies."))

    def _read_file(self):
        """The header and the rows that are not empty, with their numbers in the file."""
        try:
            rows = read_rows(base64.b64decode(self.file), MOST_ROWS + 2)
        except UnreadableFile:
            raise UserError(
                self.env._(
                    "“%(file)s” cannot be read. Save it as an Excel workbook (.xlsx) or"
                    " as CSV.",
                    file=self.filename or "",
                )
            ) from None
        numbered = [
            (number, row)
            for number, row in enumerate(rows, start=1)
            if any(cell_text(cell) for cell in row)
        ]
        if len(numbered) < 2:
            raise UserError(
                self.env._("The file has no rows. Fill in the template first.")
            )
        if len(numbered) > MOST_ROWS + 1:
            raise UserError(
                self.env._(
                    "The file has more than %(most)s rows. Split it.", most=MOST_ROWS
                )
            )
        return numbered[0][1], numbered[1:]

    def _columns(self, header):
        """``{field: position}`` from column titles: Chinese, English or technical."""
        archive = self.env["sanbao.archive"]
        titles = {name: name for name in COLUMNS}
        for lang in ("en_US", self.env.lang or "en_US", "zh_CN"):
            described = archive.with_context(lang=lang).fields_get(COLUMNS, ["string"])
            titles |= {described[name]["string"]: name for name in COLUMNS}
        columns = {}
        for position, cell in enumerate(header):
            name = titles.get(cell_text(cell).rstrip("* "))
            if name:
                columns.setdefault(name, position)
        missing = [name for name in REQUIRED if name not in columns]
        if missing:
            raise UserError(
                self.env._(
                    "The file has no column %(columns)s. Use the titles of the template.",
                    columns=archive._labels(missing),
                )
            )
        return columns

    def _create_archives(self, good, reader):
        """How many archives were created; failures of the database become errors."""
        archive = self.env["sanbao.archive"].with_company(self.company_id)
        archive = archive.with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        created = 0
        before = len(reader.errors)
        try:
            with self.env.cr.savepoint():
                for start in range(0, len(good), BATCH):
                    created += self._create_batch(
                        archive, good[start : start + BATCH], reader
                    )
                if self.mode == "all" and len(reader.errors) > before:
                    raise _NothingKept
        except _NothingKept:
            self.env.invalidate_all()
            return 0
        return created

    def _create_batch(self, archive, rows, reader):
        try:
            with self.env.cr.savepoint():
                # Terms of earlier years may be given: the importer keeps the archives.
                archive._create_by_engine([vals for _number, vals in rows])
        except (UserError, ValidationError, psycopg2.IntegrityError) as error:
            self.env.invalidate_all()
            if len(rows) == 1:
                number, vals = rows[0]
                message = str(error.args[0] if error.args else error)
                reader.errors.append((number, "", vals["serial"], message))
                return 0
            half = len(rows) // 2
            return self._create_batch(
                archive, rows[:half], reader
            ) + self._create_batch(archive, rows[half:], reader)
        return len(rows)

    def _show_result(self, row_count, created, errors):
        names = ("row", "column", "value", "message")
        lines = [dict(zip(names, error, strict=True)) for error in sorted(errors)]
        self.line_ids.unlink()
        self.env["sanbao.archive.import.line"].create(
            [{**line, "import_id": self.id} for line in lines]
        )
        self.write(
            {
                "done": True,
                "row_count": row_count,
                "created_count": created,
                "bad_row_count": len({line["row"] for line in lines}),
            }
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import product archives"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_again(self):
        """Choose another file."""
        self.ensure_one()
        self.line_ids.unlink()
        self.write({"done": False, "file": self.file})
        return self._reopen()


class _NothingKept(Exception):
    """Leaves the savepoint of an import that keeps all rows or none."""
