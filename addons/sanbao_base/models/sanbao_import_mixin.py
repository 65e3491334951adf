import base64

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..sheet import UnreadableFile, cell_text, read_rows, write_csv

MOST_ROWS = 20000
BATCH = 1000


class SanbaoImportMixin(models.AbstractModel):
    """A dialogue that imports a workbook and names every bad row in one go.

    What it imports is told by the methods that begin with ``_import_``; the dialogue
    also has ``line_ids`` of a model with ``sanbao.import.line.mixin``.
    """

    _name = "sanbao.import.mixin"
    _description = "Import of a workbook"

    # Where the template is downloaded, and the columns of the file.
    _import_template = None
    _import_names = ()
    _import_required = ()

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    # Not required: the template is downloaded before there is a file.
    file = fields.Binary(attachment=False)
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
    created_count = fields.Integer(string="Rows imported", readonly=True)
    bad_row_count = fields.Integer(string="Rows refused", readonly=True)
    error_file = fields.Binary(compute="_compute_error_file")

    # === What is imported: overridden by the dialogue ===

    def _import_check_rights(self):
        """Raise ``AccessError`` for users who may not import this."""

    def _import_labels(self, lang):
        """``{column: title}`` of the template in a language."""
        raise NotImplementedError

    def _import_reader(self, columns, rows):
        """An object with ``good_rows()``, pairs of row number and values, and
        ``errors``, a list of (row number, column, value, message)."""
        raise NotImplementedError

    def _import_create(self, vals_list):
        """Create the records of these rows, all or (by an error) none."""
        raise NotImplementedError

    def _import_key(self, vals):
        """What names a row in the list of errors."""
        raise NotImplementedError

    # === Actions ===

    def action_import(self):
        """Read the file, check every row, create records as chosen; show the result.

        Nothing is written of a refused row, and in mode *all* nothing of any row when
        one is refused.
        """
        self.ensure_one()
        self._check_may_import()
        header, rows = self._read_file()
        wizard = self.with_company(self.company_id)
        reader = wizard._import_reader(self._columns(header), rows)
        good = reader.good_rows()
        created = 0
        if not (reader.errors and self.mode == "all"):
            created = wizard._create_rows(good, reader)
        self._show_result(len(rows), created, reader.errors)
        return self._reopen()

    def action_template(self):
        """Download the workbook with the columns and one example."""
        url = self._import_template
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_error_list(self):
        """Download what is wrong as a CSV file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/error_file"
            "?download=true&filename=errors.csv",
            "target": "download",
        }

    def action_again(self):
        """Choose another file."""
        self.ensure_one()
        self.line_ids.unlink()
        self.write({"done": False, "file": self.file})
        return self._reopen()

    @api.depends("done")
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
        if not self.env.su:
            self._import_check_rights()
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("Choose one of your companies."))

    def _read_file(self):
        """The header and the rows that are not empty, with their numbers in the file."""
        try:
            rows = read_rows(base64.b64decode(self.file or b""), MOST_ROWS + 2)
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
        titles = {name: name for name in self._import_names}
        for lang in ("en_US", self.env.lang or "en_US", "zh_CN"):
            labels = self._import_labels(lang)
            titles |= {labels[name]: name for name in self._import_names}
        columns = {}
        for position, cell in enumerate(header):
            name = titles.get(cell_text(cell).rstrip("* "))
            if name:
                columns.setdefault(name, position)
        missing = [name for name in self._import_required if name not in columns]
        if missing:
            labels = self._import_labels(self.env.lang or "en_US")
            raise UserError(
                self.env._(
                    "The file has no column %(columns)s. Use the titles of the template.",
                    columns=", ".join(labels[name] for name in missing),
                )
            )
        return columns

    def _create_rows(self, good, reader):
        """How many rows were created; failures of the database become errors."""
        quiet = self.with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        created = 0
        before = len(reader.errors)
        try:
            with self.env.cr.savepoint():
                for start in range(0, len(good), BATCH):
                    created += quiet._create_batch(good[start : start + BATCH], reader)
                if self.mode == "all" and len(reader.errors) > before:
                    raise _NothingKept
        except _NothingKept:
            self.env.invalidate_all()
            return 0
        return created

    def _create_batch(self, rows, reader):
        try:
            with self.env.cr.savepoint():
                self._import_create([vals for _number, vals in rows])
        except (UserError, ValidationError, psycopg2.IntegrityError) as error:
            self.env.invalidate_all()
            if len(rows) == 1:
                number, vals = rows[0]
                message = str(error.args[0] if error.args else error)
                reader.errors.append((number, "", self._import_key(vals), message))
                return 0
            half = len(rows) // 2
            return self._create_batch(rows[:half], reader) + self._create_batch(
                rows[half:], reader
            )
        return len(rows)

    def _show_result(self, row_count, created, errors):
        names = ("row", "column", "value", "message")
        lines = [dict(zip(names, error, strict=True)) for error in sorted(errors)]
        self.line_ids.unlink()
        self.line_ids.create([{**line, "import_id": self.id} for line in lines])
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
            # Names of models are for administrators to read; a title needs one.
            "name": self.env["ir.model"]._get(self._name).sudo().name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }


class SanbaoImportLineMixin(models.AbstractModel):
    """A value of an import file that cannot be taken, and why."""

    _name = "sanbao.import.line.mixin"
    _description = "Bad row of an import"
    _order = "row, id"

    row = fields.Integer(readonly=True)
    column = fields.Char(readonly=True)
    value = fields.Char(readonly=True)
    message = fields.Char(string="Reason", readonly=True)


class _NothingKept(Exception):
    """Leaves the savepoint of an import that keeps all rows or none."""
