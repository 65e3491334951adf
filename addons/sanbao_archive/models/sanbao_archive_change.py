from odoo import api, fields, models

from ..engine import is_engine

REPLACEMENT = "replacement"


class SanbaoArchiveChange(models.Model):
    """Section E: technical changes, improvements, replaced components (ARC-10)."""

    _name = "sanbao.archive.change"
    _inherit = ["sanbao.archive.entry"]
    _description = "Technical change"
    _check_company_auto = True

    _manual_groups = (
        "sanbao_base.group_tech",
        "sanbao_base.group_as",
        "sanbao_base.group_asm",
    )

    kind = fields.Selection(
        selection=[
            ("change", "Technical change"),
            ("improvement", "Improvement plan"),
            (REPLACEMENT, "Component replacement"),
        ],
        required=True,
        default="change",
    )
    content = fields.Text(required=True)
    old_serial = fields.Char(string="Old part serial no.")
    new_serial = fields.Char(string="New part serial no.")
    basis = fields.Char(string="Basis document")
    responsible_id = fields.Many2one("res.users", default=lambda self: self.env.user)

    @api.constrains("kind", "old_serial", "new_serial")
    def _check_serials(self):
        """A replacement that somebody types names both parts (ARC-10)."""
        if is_engine(self.env):
            return
        incomplete = self.filtered(
            lambda line: (
                line.kind == REPLACEMENT and not (line.old_serial and line.new_serial)
            )
        )
        self.env["sanbao.rule"]._gate(
            "ARC-10",
            incomplete,
            lambda line: self.env._(
                "%(archive)s: give the serial numbers of the old and the new part of"
                " the replacement on %(day)s.",
                archive=line.archive_id.name,
                day=line.date,
            ),
        )

    def _kind_name(self):
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return kinds[self.kind]


class SanbaoArchive(models.Model):
    _inherit = "sanbao.archive"

    def _log_change(self, vals):
        """Add section E lines from closed service work (ARC-10).

        :param vals: dict or list of dicts with fields of ``sanbao.archive.change``
        :return: the new lines; none where the rule is off
        """
        self.ensure_one()
        lines = self.env["sanbao.archive.change"]
        if not self.env["sanbao.rule"]._is_on("ARC-10", self.company_id):
            return lines
        return lines._log_lines(self, vals)
