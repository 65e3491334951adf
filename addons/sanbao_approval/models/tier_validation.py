from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import float_compare

from odoo.addons.sanbao_base.local_time import company_today

from ..engine import is_engine

COMPARE = {
    "gt": lambda order: order > 0,
    "ge": lambda order: order >= 0,
    "le": lambda order: order <= 0,
    "lt": lambda order: order < 0,
}
# Numbers that are no money and declare no digits are compared to this many decimals.
DEFAULT_DIGITS = 6


class TierValidation(models.AbstractModel):
    """The guard around OCA's approvals, for each document that uses them."""

    _inherit = "tier.validation"

    # Values that only the engine writes.
    _approval_protected = (
        "review_ids",
        "reviewer_ids",
        "validation_status",
        "sanbao_approval_snapshot",
    )

    sanbao_approval_snapshot = fields.Json(
        string="Content that was submitted", copy=False, readonly=True, prefetch=False
    )

    # === Writing ===

    def _sanbao_refuse_protected(self, names):
        refused = [name for name in self._approval_protected if name in names]
        if not refused or is_engine(self.env):
            return
        labels = self.fields_get(refused, ["string"])
        raise AccessError(
            self.env._(
                "%(model)s: %(fields)s cannot be written. Use the buttons of the"
                " document.",
                # Names of models are for administrators to read; a message needs one.
                model=self.env["ir.model"]._get(self._name).sudo().name,
                fields=", ".join(f["string"] for f in labels.values()) or refused[0],
            )
        )

    def _sanbao_without_defaults(self):
        """The model without ``default_…`` keys in the context for protected fields."""
        banned = {f"default_{name}" for name in self._approval_protected}
        if not banned & self.env.context.keys():
            return self
        kept = {k: v for k, v in self.env.context.items() if k not in banned}
        # Keys are taken away, so the context is replaced as a whole.
        return self.with_context(kept)  # pylint: disable=context-overridden

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sanbao_refuse_protected(self._sanbao_unsafe(vals))
        records = super(TierValidation, self._sanbao_without_defaults()).create(
            vals_list
        )
        records._sanbao_check_created()
        return records.with_env(self.env)

    @api.model
    def _sanbao_unsafe(self, vals):
        """Names of the values that would change something: empty ones do not."""
        return {name for name, value in vals.items() if value}

    def _sanbao_check_created(self):
        if self.env.su or self._state_field not in self._fields:
            return
        for record in self:
            state = record[self._state_field]
            if state in self._state_to and record._sanbao_matching_steps():
                raise ValidationError(
                    self.env._(
                        "%(document)s must be approved before it reaches this state."
                        " Create a draft and submit it.",
                        document=record.display_name,
                    )
                )

    def unlink(self):
        reviews = self._sanbao_engine_reviews()
        if reviews:
            self.check_access("unlink")
            reviews.unlink()
        return super().unlink()

    def _tier_validation_check_state_on_write(self, vals):
        """A document reaches its state only approved, and as it was approved."""
        for record in self:
            if not record._check_state_conditions(vals):
                continue
            if record.need_validation:
                raise ValidationError(
                    self.env._(
                        "%(document)s needs an approval. Request it first.",
                        document=record.display_name,
                    )
                )
            if record.review_ids and not record._sanbao_is_validated():
                raise ValidationError(
                    self.env._(
                        "The approval of %(document)s is still open, or the document"
                        " was changed since. Finish or request it again.",
                        document=record.display_name,
                    )
                )

    def _tier_validation_check_write_allowed(self, vals):
        if is_engine(self.env) and vals.keys() <= set(self._approval_protected):
            return None
        return super()._tier_validation_check_write_allowed(vals)

    def _tier_validation_check_write_remove_reviews(self, vals):
        if self._state_field not in vals:
            return
        for record in self:
            if record._allow_to_remove_reviews(vals):
                record._sanbao_engine_reviews().unlink()

    def _sanbao_is_validated(self):
        self.ensure_one()
        reviews = self._sanbao_engine_reviews()
        return all(r._sanbao_is_valid() for r in reviews) and not self._sanbao_stale()

    # === Chain ===

    def _get_exception_fields(self, extra_domain=None):
        if self._name not in self.env["tier.validation.exception"]._sanbao_models():
            return []
        return super()._get_exception_fields(extra_domain)

    def _sanbao_steps(self):
        """Every active step of the document's chain in the document's company."""
        self.ensure_one()
        definitions = self.env["tier.definition"]
        # The document's chain, not the part of it that the user's companies show.
        steps = definitions.sudo().browse(
            definitions._sanbao_chain_ids(self._name, self._get_company().id)
        )
        steps._sanbao_remember()
        return steps

    def _sanbao_matching_steps(self):
        return self._sanbao_steps().filtered(lambda step: self.evaluate_tier(step))

    def _compute_need_validation(self):
        for record in self:
            record.need_validation = bool(
                isinstance(record.id, int)
                and not record.review_ids
                and record._check_state_from_condition()
                and record._sanbao_matching_steps()
            )

    def evaluate_tier(self, tier):
        """The records for which a step is asked: its domain, then its threshold."""
        # Which step a document needs does not depend on what its writer may read.
        records = super(TierValidation, self.sudo()).evaluate_tier(tier)
        if tier.sudo().sanbao_parameter_code:
            records = records.filtered(lambda r: r._sanbao_reaches(tier.sudo()))
        return records.with_env(self.env)

    def _sanbao_reaches(self, step):
        """Compare the amount with the threshold of the document's company.

        Money is compared in the company's currency and its rounding.
        """
        self.ensure_one()
        company = self._get_company()
        code = step.sanbao_parameter_code
        threshold = self.env["sanbao.parameter"]._get(code, company)
        field = self._fields[step.sanbao_amount_field]
        amount = self[step.sanbao_amount_field]
        if field.type == "monetary":
            own = self[field.get_currency_field(self)] or company.currency_id
            if own != company.currency_id:
                date = company_today(company)
                amount = own._convert(
                    amount, company.currency_id, company, date, round=False
                )
            order = company.currency_id.compare_amounts(amount, threshold)
        else:
            digits = field.type == "float" and field.get_digits(self.env)
            places = digits[1] if digits else DEFAULT_DIGITS
            order = float_compare(amount, threshold, precision_digits=places)
        return COMPARE[step.sanbao_operator or "gt"](order)

    # === Who may act, for screens ===

    @api.depends_context("uid")
    # Who decided is written together with the status.
    @api.depends("review_ids.status", "review_ids.reviewer_ids")
    def _compute_can_review(self):
        self.review_ids.fetch(["status", "reviewer_ids"])
        for record in self:
            record.can_review = bool(record._sanbao_shown_steps())

    @api.depends_context("uid")
    @api.depends("review_ids.status", "review_ids.reviewer_ids")
    def _compute_has_comment(self):
        for record in self:
            record.has_comment = any(record._sanbao_shown_steps().mapped("has_comment"))

    def _sanbao_shown_steps(self):
        """Steps that wait for the user by the stored list; deciding checks it live."""
        user = self.env.user
        signed = user in self.review_ids.done_by
        return self.review_ids.filtered(
            lambda r: (
                r.status == "pending"
                and user in r.reviewer_ids
                and (r.approve_sequence_bypass or not signed)
            )
        )

    @api.model
    def _search_can_review(self, operator, value):
        if operator not in ("in", "not in", "=", "!="):
            return NotImplemented
        # Every step that waits for the user, whatever company he works in now.
        reviews = (
            self.env["tier.review"]
            .sudo()
            ._search(
                Domain("model", "=", self._name)
                & self.env["tier.review"]._sanbao_waiting_domain()
            )
        )
        wanted = value if isinstance(value, bool) else True in list(value)
        if operator in ("not in", "!="):
            wanted = not wanted
        return Domain("id", "in" if wanted else "not in", reviews.subselect("res_id"))

    # === Screen ===

    def _sanbao_render(self, template, params):
        return etree.fromstring(self.env["ir.qweb"]._render(template, params))
