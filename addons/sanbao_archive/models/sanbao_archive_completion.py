from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine import as_engine
from ..vin import foreign_characters
from .sanbao_archive import COMPLETE, DRAFT

VEHICLE_ONLY = ("chassis_no", "engine_no")


class SanbaoArchive(models.Model):
    """When section A of an archive is complete (ARC-06)."""

    _inherit = "sanbao.archive"

    completed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    completed_at = fields.Datetime(readonly=True, copy=False)
    missing_fields = fields.Char(
        string="Still missing", compute="_compute_missing_fields"
    )

    @api.depends_context("lang")
    @api.depends(
        "state",
        "specification",
        "chassis_no",
        "engine_no",
        "ex_factory_date",
        "partner_id",
        "contact_name",
        "contact_phone",
        "component_ids.name",
        "component_ids.model",
    )
    def _compute_missing_fields(self):
        for archive in self:
            names = [] if archive.state == COMPLETE else archive._missing()
            archive.missing_fields = archive._labels(names) if names else False

    @api.constrains("chassis_no")
    def _check_chassis_no(self):
        for archive in self:
            foreign = foreign_characters(archive.chassis_no or "")
            if foreign:
                raise ValidationError(
                    self.env._(
                        "Chassis no. %(number)s contains “%(foreign)s”. Only digits,"
                        " hyphens and capital letters without I, O and Q are possible.",
                        number=archive.chassis_no,
                        foreign=foreign,
                    )
                )

    @api.constrains("acceptance_date", "ex_factory_date", "production_date")
    def _check_dates(self):
        for archive in self:
            archive._require_possible_dates({})

    def _require_possible_dates(self, dates):
        """Raise ``ValidationError`` where the dates, with these changes, contradict."""
        self.ensure_one()
        made = self.production_date
        left = dates.get("ex_factory_date", self.ex_factory_date)
        accepted = dates.get("acceptance_date", self.acceptance_date)
        if made and left and left < made:
            raise ValidationError(
                self.env._(
                    "%(archive)s: it cannot leave the factory on %(left)s before it"
                    " was produced on %(made)s.",
                    archive=self.name,
                    left=left,
                    made=made,
                )
            )
        if accepted and left and accepted < left:
            raise ValidationError(
                self.env._(
                    "%(archive)s: the customer cannot accept it on %(accepted)s"
                    " before it left the factory on %(left)s.",
                    archive=self.name,
                    accepted=accepted,
                    left=left,
                )
            )

    def _missing(self):
        """Names of the mandatory fields of section A that are still empty."""
        self.ensure_one()
        listed = self.env["sanbao.parameter"]._get("archive_A", self.company_id)
        names = [name.strip() for name in listed.split(",")]
        if not self.is_vehicle:
            names = [name for name in names if name not in VEHICLE_ONLY]
        return [
            name for name in names if name in self._fields and not self._is_filled(name)
        ]

    def _is_filled(self, name):
        value = self[name]
        if name == "component_ids":
            return any(line.name and line.model for line in value)
        return bool(value.strip() if isinstance(value, str) else value)

    def _gate_complete(self):
        self.env["sanbao.rule"]._gate(
            "ARC-06",
            self.filtered(lambda archive: archive._missing()),
            lambda archive: self.env._(
                "%(archive)s: still missing %(fields)s. Fill section A first.",
                archive=archive.display_name,
                fields=archive._labels(archive._missing()),
            ),
        )

    def _check_still_complete(self, vals):
        if "state" not in vals:
            self.filtered(lambda archive: archive.state == COMPLETE)._gate_complete()

    def _check_keeper(self, *groups):
        if not self.env.su and not any(map(self.env.user.has_group, groups)):
            raise AccessError(
                self.env._(
                    "Archives are completed and reopened by after-sales service."
                )
            )

    def action_complete(self):
        """Section A is complete: draft → complete. Refused by ARC-06 while not."""
        self._check_keeper("sanbao_base.group_as", "sanbao_base.group_asm")
        self.check_access("write")
        self._check_state(DRAFT)
        self._gate_complete()
        signature = {
            "completed_by_id": self.env.uid,
            "completed_at": fields.Datetime.now(),
        }
        as_engine(self).write({"state": COMPLETE, **signature})

    def action_reopen(self):
        """Complete → draft, by the head of after-sales."""
        self._check_keeper("sanbao_base.group_asm")
        self.check_access("write")
        self._check_state(COMPLETE)
        signature = {"completed_by_id": False, "completed_at": False}
        as_engine(self).write({"state": DRAFT, **signature})

    def _check_state(self, state):
        wrong = self.filtered(lambda archive: archive.state != state)[:1]
        if wrong:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(archive)s is already: %(state)s.",
                    archive=wrong.display_name,
                    state=states[wrong.state],
                )
            )
