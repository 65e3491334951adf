from odoo import api, fields, models
from odoo.exceptions import UserError


class SanbaoForm(models.Model):
    """A paper form of the company: number, version, copies, signatures, footer.

    What is printed in the middle of the form is the template of ``report_id``.
    """

    _name = "sanbao.form"
    _description = "Printed form"
    _inherit = ["mail.thread"]
    _order = "code"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char("Title", required=True, translate=True, tracking=True)
    number = fields.Char("Form Number", translate=True, tracking=True)
    version = fields.Char(tracking=True)
    footer = fields.Char(
        translate=True,
        tracking=True,
        help="Printed at the foot of every page, e.g. how long the form is kept.",
    )
    rule_ids = fields.Many2many("sanbao.rule", string="Rules")
    report_id = fields.Many2one("ir.actions.report", readonly=True, ondelete="set null")
    report_model = fields.Char("Prints From", related="report_id.model")
    copy_ids = fields.One2many("sanbao.form.copy", "form_id", string="Copies")
    copy_count = fields.Integer("Number of Copies", compute="_compute_copy_count")
    signature_ids = fields.One2many(
        "sanbao.form.signature", "form_id", string="Signatures"
    )
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE (code)", "There is already a form with this code."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for form in self:
            form.display_name = f"{form.code} {form.name}"

    @api.depends("copy_ids")
    def _compute_copy_count(self):
        for form in self:
            form.copy_count = len(form.copy_ids) or 1

    @api.model
    def _for_code(self, code):
        """Return the form with this code, archived or not.

        :raises UserError: if there is none
        """
        form = self.with_context(active_test=False).search([("code", "=", code)])
        if not form:
            raise UserError(
                self.env._(
                    "Form %(code)s is not registered. Update the application that "
                    "prints it.",
                    code=code,
                )
            )
        return form

    def _print_copies(self, together=False):
        """Return the copies that each printed article stands for: one, or all where the
        printer makes them of one article. A form without copies prints once."""
        self.ensure_one()
        if together or not self.copy_ids:
            return [self.copy_ids]
        return list(self.copy_ids)

    def _print_signatures(self, document, columns=4):
        """Return the rows of the signature table: lists of up to ``columns`` dicts with
        ``label``, ``name``, ``date`` (text) and ``image`` (base64 or None).

        Rows are about equally long, five signatures stand as 3 + 2; the last row is
        filled up with empty cells.
        """
        self.ensure_one()
        cells = [
            {
                "label": signature.label,
                **document._form_signature_cell(signature.source),
            }
            for signature in self.signature_ids
        ]
        row_count = -(-len(cells) // columns) or 1
        columns = -(-len(cells) // row_count) or 1
        rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
        empty = {"label": False, "name": "", "date": "", "image": None}
        for row in rows:
            row.extend([empty] * (columns - len(row)))
        return rows

    def action_edit_template(self):
        """Open the templates of the form, as Odoo does for every report."""
        self.ensure_one()
        if not self.report_id:
            raise UserError(
                self.env._(
                    "Form %(form)s has no report: it is filled in on screen only.",
                    form=self.display_name,
                )
            )
        return self.report_id.associated_view()
