from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.sanbao_base.local_time import (
    company_timezone,
    company_today,
    day_start,
)

from ..kinds import FIRE, PEST

PARTS = ("equipment", "checks", "readings", "pests", "visitors")


class SanbaoStorageRegister(models.TransientModel):
    """The registers of a warehouse for a period, as the form F59 has them."""

    _name = "sanbao.storage.register"
    _description = "Registers of a warehouse"
    _inherit = ["sanbao.form.mixin"]
    _rec_name = "warehouse_id"

    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        default=lambda self: self.env["sanbao.visitor"]._default_warehouse_id(),
    )
    company_id = fields.Many2one(related="warehouse_id.company_id")
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: company_today(self.env.company).replace(day=1),
    )
    date_to = fields.Date(
        "To",
        required=True,
        default=lambda self: company_today(self.env.company) + relativedelta(day=31),
    )
    equipment = fields.Boolean("Safety Equipment", default=True)
    checks = fields.Boolean(default=True)
    readings = fields.Boolean("Temperature and Humidity", default=True)
    pests = fields.Boolean("Pests and Damp", default=True)
    visitors = fields.Boolean(default=True)

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for register in self:
            if register.date_from > register.date_to:
                raise ValidationError(self.env._("The period ends before it begins."))

    def action_print(self):
        """Print the chosen registers (F59)."""
        self.ensure_one()
        self.check_access("read")
        if not any(self[name] for name in PARTS):
            raise UserError(self.env._("Choose at least one register."))
        report = self.env.ref("sanbao_storage.action_report_f59")
        return report.report_action(self)

    # === What the form prints ===

    def _form_document_number(self):
        self.ensure_one()
        return f"{self.warehouse_id.code} {self.date_from} ~ {self.date_to}"

    def _form_date(self):
        self.ensure_one()
        return company_today(self.env.company)

    def _form_qr_url(self):
        """A register is no document of its own."""
        return ""

    def _of_warehouse(self, model, date_field=None, link="warehouse_id"):
        """The domain of what belongs here, in time order."""
        self.ensure_one()
        domain = Domain(link, "=", self.warehouse_id.id)
        if date_field:
            zone = company_timezone(self.company_id)
            end = day_start(self.date_to + timedelta(days=1), zone)
            domain &= Domain(date_field, ">=", day_start(self.date_from, zone))
            domain &= Domain(date_field, "<", end)
        order = f"{date_field}, id" if date_field else "id"
        return self.env[model], domain, order

    def _equipment(self):
        """The equipment that stands in the warehouse now."""
        model, domain, order = self._of_warehouse(
            "maintenance.equipment", link="sanbao_warehouse_id"
        )
        return model.search(domain & Domain("sanbao_safety", "!=", False), order=order)

    def _lines(self, kind):
        model, domain, order = self._of_warehouse(
            "sanbao.storage.round.line", "checked_at"
        )
        return model.search(domain & Domain("kind", "=", kind), order=order)

    def _checks(self):
        """What was checked for safety in the period."""
        return self._lines(FIRE)

    def _pests(self):
        """What was checked for pests and damp in the period."""
        return self._lines(PEST)

    def _readings(self):
        """The readings of the period."""
        model, domain, order = self._of_warehouse("sanbao.storage.reading", "taken_at")
        return model.search(domain, order=order)

    def _visitors(self):
        """The visitors of the period."""
        model, domain, order = self._of_warehouse("sanbao.visitor", "in_at")
        return model.search(domain, order=order)
