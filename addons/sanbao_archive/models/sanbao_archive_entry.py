from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine import as_engine, is_engine

SERVICE = "service"
MANUAL = "manual"
ORIGIN_FIELDS = ("origin", "source_model", "source_id")


class SanbaoArchiveEntry(models.AbstractModel):
    """A dated line of an archive, typed by people or written by closed service work.

    Lines from service work are evidence: nobody changes or deletes them.
    """

    _name = "sanbao.archive.entry"
    _description = "Dated line of a product archive"
    _order = "date desc, id desc"

    # Groups that may type lines of their own; empty: whoever the access rights let.
    _manual_groups = ()

    archive_id = fields.Many2one(
        "sanbao.archive", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="archive_id.company_id", store=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    origin = fields.Selection(
        selection=[(MANUAL, "Typed"), (SERVICE, "Service")],
        required=True,
        readonly=True,
        default=MANUAL,
        copy=False,
    )
    source_model = fields.Char(readonly=True, copy=False)
    source_id = fields.Many2oneReference(
        model_field="source_model", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Lines typed by people are always of origin *typed*."""
        if is_engine(self.env):
            return super().create(vals_list)
        self._check_may_type()
        typed = {"origin": MANUAL, "source_model": False, "source_id": False}
        return super().create([{**vals, **typed} for vals in vals_list])

    def write(self, vals):
        """Refused for lines of service work and for origins."""
        if not is_engine(self.env):
            self._check_may_type()
            self._check_typed()
            if any(name in vals for name in (*ORIGIN_FIELDS, "archive_id")):
                raise AccessError(
                    self.env._("A line stays with its archive and its origin.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_typed_only(self):
        if not is_engine(self.env):
            self._check_may_type()
            self._check_typed()

    def _check_may_type(self):
        user = self.env.user
        if self.env.su or not self._manual_groups:
            return
        if not any(user.has_group(group) for group in self._manual_groups):
            raise AccessError(
                self.env._(
                    "Technical changes are entered by the technical department and"
                    " after-sales service only (ARC-10)."
                )
            )

    def _check_typed(self):
        for line in self:
            if line.origin == SERVICE:
                raise AccessError(
                    self.env._(
                        "%(archive)s, %(day)s: this line comes from closed service work"
                        " and stays as it is. Add a line of your own instead.",
                        archive=line.archive_id.name,
                        day=line.date,
                    )
                )

    @api.model
    def _log_lines(self, archive, vals):
        """Write lines of service work; see ``sanbao.archive._log_running``."""
        vals_list = [vals] if isinstance(vals, dict) else vals
        fixed = {"archive_id": archive.id, "origin": SERVICE}
        # Closing a case writes evidence that the person closing it may not edit.
        lines = as_engine(self.sudo()).create([{**line, **fixed} for line in vals_list])
        return self.browse(lines.ids)

    def action_open_source(self):
        """Open the service document behind the line, with the reader's own rights."""
        self.ensure_one()
        if not self.source_model or self.source_model not in self.env:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": self.source_model,
            "res_id": self.source_id,
            "views": [(False, "form")],
        }
