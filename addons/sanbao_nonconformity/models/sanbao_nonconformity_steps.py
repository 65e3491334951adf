from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine

from .sanbao_nonconformity import CONCESSION, PROCESS, RETURN

QUALITY_MANAGER = "sanbao_base.group_qm"


class SanbaoNonconformity(models.Model):
    """How the disposition is submitted and approved (QLT-11, QLT-15)."""

    _inherit = "sanbao.nonconformity"

    def _require_quality(self):
        if not self.env.su and not self._is_quality():
            raise AccessError(
                self.env._(
                    "Nonconformities are decided by quality control, quality management"
                    " and the technical department."
                )
            )

    def _empty(self, names):
        """The labels of those fields in which nothing stands."""
        self.ensure_one()
        return [
            self._fields[name]._description_string(self.env)
            for name in names
            if not self[name]
            or (isinstance(self[name], str) and not self[name].strip())
        ]

    def _gate_filled(self, code, names):
        """Hand the sheets that lack one of these values to a rule."""
        self.env["sanbao.rule"]._gate(
            code,
            self.filtered(lambda sheet: sheet._empty(names)),
            lambda sheet: self.env._(
                "%(sheet)s: enter %(fields)s.",
                sheet=sheet.name,
                fields=", ".join(sheet._empty(names)),
            ),
        )

    # === Submission ===

    def action_submit(self):
        """Ask for the approval of the disposition.

        :raise RuleViolation: QLT-11 trace of the cause, QLT-12 goods not set apart,
            QLT-15 class or disposition missing
        """
        self._require_quality()
        return super().action_submit()

    def _check_before_submit(self):
        super()._check_before_submit()
        self._refresh_cost()
        wanted = ["severity", "disposition", "description", "cause"]
        if self.disposition == CONCESSION:
            wanted.append("concession_terms")
        if self.disposition == RETURN:
            wanted.append("partner_id")
        self._gate_filled("QLT-15", wanted)
        self._gate_disposition()
        self._gate_trace()
        self._gate_placed()
        self._gate_isolated()
        if self._is_stocked():
            self._require_on_hand(self.location_id)

    def _gate_disposition(self):
        """Only what the company does with its goods is chosen (QLT-15)."""
        listed = self.env["sanbao.parameter"]._get("dispositions", self.company_id)
        allowed = {key.strip() for key in listed.split(",")}
        names = dict(self._fields["disposition"]._description_selection(self.env))
        self.env["sanbao.rule"]._gate(
            "QLT-15",
            self.filtered(lambda s: s.disposition and s.disposition not in allowed),
            lambda sheet: self.env._(
                "%(sheet)s: “%(disposition)s” is not among the dispositions of this"
                " company: %(allowed)s.",
                sheet=sheet.name,
                disposition=names[sheet.disposition],
                allowed=", ".join(names[key] for key in names if key in allowed),
            ),
        )

    def _gate_trace(self):
        """A problem of the process is traced to lot, material, step and person."""
        wanted = ["cause", "trace_material", "trace_step", "trace_person"]
        process = self.filtered(lambda sheet: sheet.source == PROCESS)
        tracked = process.filtered(lambda sheet: sheet.tracking in ("lot", "serial"))
        tracked._gate_filled("QLT-11", [*wanted, "lot_id"])
        (process - tracked)._gate_filled("QLT-11", wanted)

    def _gate_placed(self):
        """What lies in the stock is set apart, so its place is known (QLT-12)."""
        self.env["sanbao.rule"]._gate(
            "QLT-12",
            self.filtered(lambda s: not s.location_id and s._lies_in_stock()),
            lambda sheet: self.env._(
                "%(sheet)s: %(product)s lies in the stock. Enter under “Kept At” where,"
                " then press “Set Apart”.",
                sheet=sheet.name,
                product=sheet.product_id.display_name,
            ),
        )

    def _gate_isolated(self):
        self.env["sanbao.rule"]._gate(
            "QLT-12",
            self.filtered(lambda s: s._is_stocked() and not s._is_isolated()),
            lambda sheet: self.env._(
                "%(sheet)s: the goods still lie in %(location)s. Press “Set Apart”, so"
                " that they go to the nonconforming zone.",
                sheet=sheet.name,
                location=sheet.location_id.display_name,
            ),
        )

    # === Approval ===

    def _approval_may_manage(self):
        return super()._approval_may_manage() or self.env.user.has_group(
            QUALITY_MANAGER
        )

    def _on_approved(self):
        super()._on_approved()
        for sheet in self:
            if sheet.disposition == CONCESSION:
                sheet._free_lot()
            sheet._carry_out()
        self._on_decided()

    def _on_reopened(self):
        super()._on_reopened()
        self._drop_transfers()

    def _on_decided(self):
        """Hook: the disposition of these sheets is approved; called once for each."""

    # === Giving up ===

    def action_cancel(self):
        """Give a sheet up, with the reason; the goods and the lot stay held.

        Only quality management: what was found is not made undone by closing the sheet.
        """
        self.check_access("write")
        live = self.filtered(lambda sheet: sheet.state != "cancelled")
        if live:
            live._require_manager()
        for sheet in live:
            if sheet._empty(["cancel_reason"]):
                raise UserError(
                    self.env._("%s: enter the reason of cancelling.", sheet.name)
                )
        result = super(SanbaoNonconformity, live).action_cancel() if live else True
        live._drop_transfers()
        self.env["sanbao.obligation"]._cancel("QLT-16", live)
        return result

    def action_reset(self):
        """As for all documents; what is taken up again is owed again."""
        self._require_quality()
        if any(sheet.state == "cancelled" for sheet in self):
            self._require_manager()
        result = super().action_reset()
        self.env["sanbao.obligation"]._open(
            "QLT-16",
            self,
            user=lambda sheet: sheet.user_id,
            due=lambda sheet: sheet.due_date,
        )
        return result

    def _require_manager(self):
        if not self.env.su and not self.env.user.has_group(QUALITY_MANAGER):
            raise AccessError(
                self.env._("Only quality management gives a nonconformity up.")
            )

    def _drop_transfers(self):
        """Transfers that are not done yet are cancelled with their decision."""
        # The keeper's papers follow the decision, whoever takes it back.
        moves = as_engine(self).move_ids
        moves.filtered(lambda m: m.state not in ("done", "cancel"))._action_cancel()
