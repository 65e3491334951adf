from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.local_time import (
    company_today,
)

from ..engine import as_engine
from ..warranty import warranty_first_day, warranty_last_day

ENDING_WITHIN_DAYS = 30
# Faults that the customer's use brought about are not the maker's (WAR-03).
NOT_COVERED_CAUSES = ("misuse", "wear")

WarrantyVerdict = namedtuple("WarrantyVerdict", "covered reason")


class SanbaoArchive(models.Model):
    """Warranty of a unit: terms frozen at delivery, dates computed (WAR-07)."""

    _inherit = "sanbao.archive"

    policy_id = fields.Many2one(
        "sanbao.warranty.policy",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Where the terms were copied from; later changes of it do not matter here.",
    )
    warranty_basis = fields.Selection(
        selection=[
            ("acceptance", "Acceptance, else ex-factory date"),
            ("ex_factory", "Ex-factory date"),
            ("delivery", "Delivery date"),
        ],
        string="Warranty counts from",
        readonly=True,
        copy=False,
    )
    warranty_months = fields.Integer(
        string="Warranty (months)", readonly=True, copy=False
    )
    mileage_limit = fields.Integer(
        string="Mileage limit (km)", readonly=True, copy=False, help="0: no limit."
    )
    hour_limit = fields.Integer(
        string="Working hours limit", readonly=True, copy=False, help="0: no limit."
    )
    warranty_scope = fields.Text(readonly=True, copy=False)
    warranty_exclusions = fields.Text(readonly=True, copy=False)
    special_terms = fields.Text(tracking=True)
    care_plan = fields.Text()
    warranty_start = fields.Date(
        compute="_compute_warranty_dates", store=True, precompute=True, copy=False
    )
    warranty_end = fields.Date(
        compute="_compute_warranty_dates",
        store=True,
        precompute=True,
        copy=False,
        tracking=True,
        help="The last day of the warranty.",
    )
    warranty_state = fields.Selection(
        selection=[
            ("unknown", "Dates missing"),
            ("running", "In warranty"),
            ("ending", "Ending soon"),
            ("over", "Out of warranty"),
        ],
        compute="_compute_warranty_state",
    )

    @api.depends(
        "warranty_basis",
        "warranty_months",
        "acceptance_date",
        "ex_factory_date",
        "delivery_date",
    )
    def _compute_warranty_dates(self):
        for archive in self:
            start = warranty_first_day(
                archive.warranty_basis,
                archive.acceptance_date,
                archive.ex_factory_date,
                archive.delivery_date,
            )
            archive.warranty_start = start
            archive.warranty_end = warranty_last_day(start, archive.warranty_months)

    @api.depends("warranty_end")
    def _compute_warranty_state(self):
        for archive in self:
            end = archive.warranty_end
            left = (end - archive._today()).days if end else 0
            if not end:
                archive.warranty_state = "unknown"
            elif left < 0:
                archive.warranty_state = "over"
            elif left <= ENDING_WITHIN_DAYS:
                archive.warranty_state = "ending"
            else:
                archive.warranty_state = "running"

    def _today(self):
        return company_today(self.company_id[:1] or self.env.company)

    def _warranty_verdict(self, report_date, cause_class=None, mileage=0, hours=0):
        """Whether the warranty of this unit covers a fault, and why or why not.

        :param report_date: local ``date`` on which the customer reported the fault
        :param cause_class: ``quality``, ``misuse``, ``wear``, ``other``; None: not known
        :param mileage: kilometres at the time of the fault; 0: not known
        :param hours: working hours at the time of the fault; 0: not known
        :return: ``WarrantyVerdict(covered, reason)``; the reason is a translated text
            that names the archive and the dates, one line for each reason against it
        """
        if not self:
            return WarrantyVerdict(
                False, self.env._("No product archive: the warranty cannot be judged.")
            )
        self.ensure_one()
        against = self._against_by_date(report_date)
        against += self._against_by_use(cause_class, mileage, hours)
        if against:
            return WarrantyVerdict(False, "\n".join(against))
        return WarrantyVerdict(
            True,
            self.env._(
                "%(archive)s: in warranty from %(start)s to %(end)s, reported on"
                " %(day)s.",
                archive=self.name,
                start=self.warranty_start,
                end=self.warranty_end,
                day=report_date,
            ),
        )

    def _against_by_date(self, report_date):
        names = {"archive": self.name, "day": report_date}
        dates = {"start": self.warranty_start, "end": self.warranty_end}
        if not report_date:
            return [
                self.env._(
                    "%(archive)s: the report date is missing.", archive=self.name
                )
            ]
        if not self.warranty_months:
            return [
                self.env._(
                    "%(archive)s has no warranty terms. Take them from the policy.",
                    archive=self.name,
                )
            ]
        if not self.warranty_start:
            return [
                self.env._(
                    "%(archive)s has no acceptance, ex-factory or delivery date from"
                    " which the warranty would count. Enter it first.",
                    archive=self.name,
                )
            ]
        left = min(day for day in (self.ex_factory_date, self.warranty_start) if day)
        if report_date < left:
            return [
                self.env._(
                    "%(archive)s: reported on %(day)s, before the unit left on %(left)s."
                    " Check the dates.",
                    left=left,
                    **names,
                )
            ]
        if report_date > self.warranty_end:
            return [
                self.env._(
                    "%(archive)s: out of warranty. It ran from %(start)s to %(end)s;"
                    " reported on %(day)s.",
                    **names,
                    **dates,
                )
            ]
        return []

    def _against_by_use(self, cause_class, mileage, hours):
        against = []
        if self.mileage_limit and (mileage or 0) > self.mileage_limit:
            against.append(
                self.env._(
                    "%(archive)s: %(mileage)s km exceed the limit of %(limit)s km.",
                    archive=self.name,
                    mileage=mileage,
                    limit=self.mileage_limit,
                )
            )
        if self.hour_limit and (hours or 0) > self.hour_limit:
            against.append(
                self.env._(
                    "%(archive)s: %(hours)s working hours exceed the limit of %(limit)s"
                    " hours.",
                    archive=self.name,
                    hours=hours,
                    limit=self.hour_limit,
                )
            )
        if cause_class in NOT_COVERED_CAUSES:
            causes = {
                "misuse": self.env._("improper use"),
                "wear": self.env._("normal wear"),
            }
            against.append(
                self.env._(
                    "%(archive)s: the cause is %(cause)s, which the warranty does not"
                    " cover.",
                    archive=self.name,
                    cause=causes[cause_class],
                )
            )
        return against

    def action_take_terms(self):
        """Copy the policy in force to archives that have no terms yet; never again."""
        self._check_keeper("sanbao_base.group_as", "sanbao_base.group_asm")
        self.check_access("write")
        for archive in self:
            if archive.warranty_months:
                raise UserError(
                    self.env._(
                        "%(archive)s has its terms already; they stay as they are.",
                        archive=archive.display_name,
                    )
                )
            policies = self.env["sanbao.warranty.policy"]._for_products(
                archive.product_id, archive.company_id
            )
            policy = policies[archive.product_id]
            if not policy:
                raise UserError(
                    self.env._(
                        "No warranty policy fits %(product)s. Create one first.",
                        product=archive.product_id.display_name,
                    )
                )
            basis = self.env["sanbao.parameter"]._get(
                "warranty_start", archive.company_id
            )
            as_engine(archive).write({**policy._terms(), "warranty_basis": basis})
