from odoo import Command, api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_computed,
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import as_engine, is_engine

from .qc_inspection import CANCELED, DRAFT, OPEN, READY

PROTECTED = {
    "name",
    "state",
    "date",
    "date_done",
    "auto_generated",
    "sanbao_picking_id",
    "sanbao_move_id",
    "sanbao_partner_id",
    "sanbao_origin",
    "sanbao_parent_id",
    "sanbao_plan_size",
    "sanbao_accept_number",
    "sanbao_reject_number",
    "sanbao_tightened",
    "sanbao_due",
    "sanbao_decided_by_id",
    "sanbao_report_no",
    "sanbao_report_approver_id",
    "sanbao_report_approved_at",
    "sanbao_nonconformity_id",
    "sanbao_told_at",
}
# What the goods are: given by who opens an inspection by hand, then fixed.
GOODS = {
    "company_id",
    "object_id",
    "product_id",
    "qty",
    "sanbao_kind",
    "sanbao_location_id",
    "sanbao_lot_id",
    "sanbao_quantity",
}
# Notes and talk are free at any time.
FREE = {
    "activity_ids",
    "internal_notes",
    "message_follower_ids",
    "message_ids",
    "message_main_attachment_id",
}


class QcInspection(models.Model):
    """What of an inspection nobody types: OCA lets every inspector write its state."""

    _inherit = "qc.inspection"

    @api.model_create_multi
    def create(self, vals_list):
        if is_engine(self.env):
            return super().create(vals_list)
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if vals.get("state") in (None, False, DRAFT):
                vals.pop("state", None)
            if vals.get("name") in (None, False, "/"):
                vals.pop("name", None)
            if not vals.get("date"):
                vals.pop("date", None)
            refuse_protected(self, [name for name in PROTECTED if vals.get(name)])
            refuse_computed(self, [name for name in vals if vals[name]])
            vals.pop("inspection_lines", None)
        names = self._sanbao_draw(self._name, self.env.company, len(vals_list))
        for vals, name in zip(vals_list, names, strict=True):
            vals["name"] = name
        clean = without_computed_defaults(self, PROTECTED | {"inspection_lines"})
        inspections = super(QcInspection, clean).create(vals_list).with_env(self.env)
        inspections._sanbao_complete()
        return inspections

    def write(self, vals):
        if is_engine(self.env):
            return super().write(vals)
        refuse_protected(self, PROTECTED & vals.keys())
        refuse_computed(self, vals)
        if vals.keys() - FREE:
            self._sanbao_require_open()
        if GOODS & vals.keys():
            self._sanbao_require_hand_made()
        if "test" in vals:
            self._sanbao_check_standard_change(vals["test"])
        result = super().write(vals)
        if {"test", *GOODS} & vals.keys():
            self._sanbao_complete(rebuild="test" in vals)
        return result

    def _sanbao_require_open(self):
        done = self.filtered(lambda i: i.state not in OPEN)
        if done:
            raise UserError(
                self.env._(
                    "%(inspection)s is decided; its record stays as it is. Open a"
                    " re-inspection where something has to be tested again.",
                    inspection=done[0].display_name,
                )
            )

    def _sanbao_require_hand_made(self):
        if self.filtered(lambda i: i.auto_generated or i.state != DRAFT):
            raise UserError(
                self.env._(
                    "Which goods an inspection is about follows from their arrival and"
                    " does not change."
                )
            )

    def _sanbao_check_standard_change(self, test_id):
        """Before anything was found, and only to a version in force (STK-08)."""
        # Whether a standard is in force does not depend on who asks.
        standard = self.env["qc.test"].browse(test_id or []).sudo()
        if standard and standard.sanbao_state != "in_force":
            raise UserError(self.env._("%s is not in force.", standard.display_name))
        for inspection in self.filtered("auto_generated"):
            used = inspection.test.sudo()  # as above
            if used and used != standard:
                raise UserError(
                    self.env._(
                        "%(inspection)s uses %(standard)s, which was in force when the"
                        " goods came.",
                        inspection=inspection.display_name,
                        standard=used.display_name,
                    )
                )

    def _sanbao_complete(self, rebuild=False):
        """Points and sample of an inspection that was opened or changed by hand."""
        for inspection in as_engine(self):
            if rebuild or not inspection.inspection_lines:
                inspection._sanbao_take_points()
            inspection._sanbao_take_sample()

    def _sanbao_take_points(self):
        """The points of its standard, unanswered (engine)."""
        commands = [Command.clear()] if self.inspection_lines else []
        if self.test:
            commands += self._prepare_inspection_lines(self.test)
        self.write({"inspection_lines": commands})

    # === OCA's buttons ===

    def action_todo(self):
        """Begin an inspection that was opened by hand."""
        self.check_access("write")
        for inspection in self:
            if inspection.state == READY:
                continue  # the second of two presses
            inspection._sanbao_require_state(DRAFT)
            if not inspection.test:
                inspection._sanbao_find_standard()
            if not inspection.test or not inspection.product_id:
                raise UserError(
                    self.env._(
                        "%s: choose the product and an acceptance standard first.",
                        inspection.name,
                    )
                )
            engine = as_engine(inspection)
            engine._sanbao_check_lying()
            engine._sanbao_take_sample()
            engine.write({"state": READY})
            engine._sanbao_plan()
            engine._sanbao_hold_lot()
        return True

    def _sanbao_find_standard(self):
        standard = self.env["qc.test"]._sanbao_for(
            self.product_id, self.sanbao_kind, self.company_id
        )
        if standard:
            engine = as_engine(self)
            engine.write({"test": standard.id})
            engine._sanbao_take_points()

    def action_draft(self):
        """Take up an inspection again that was given up."""
        self.check_access("write")
        for inspection in self:
            if inspection.state == DRAFT:
                continue
            inspection._sanbao_require_state(CANCELED)
            as_engine(inspection).write({"state": DRAFT})
        return True

    def action_cancel(self):
        """Give an inspection up that was opened by hand and is not decided yet.

        Goods that came are inspected: their inspections cannot be cancelled.
        """
        self.check_access("write")
        for inspection in self:
            if inspection.state == CANCELED:
                continue
            inspection._sanbao_require_state(*OPEN)
            if inspection.auto_generated:
                raise UserError(
                    self.env._(
                        "%s belongs to goods that wait for it: take its verdict.",
                        inspection.display_name,
                    )
                )
            engine = as_engine(inspection)
            engine.write({"state": CANCELED})
            engine._sanbao_release_lot()
            self.env["sanbao.obligation"]._cancel("STK-06", inspection)
        return True

    def action_confirm(self):
        """OCA's name of the verdict."""
        return self.action_sanbao_decide()

    def action_approve(self):
        """A verdict needs no second step here; its report has one."""
        raise AccessError(
            self.env._("The verdict is taken by the inspector; approve the report.")
        )

    def set_test(self, trigger_line, force_fill=False):
        """OCA fills in lines by it, with the right answers if asked: not here."""
        if not is_engine(self.env):
            raise AccessError(self.env._("Choose the standard on the inspection."))
        return super().set_test(trigger_line, force_fill=force_fill)

    def _sanbao_require_state(self, *states):
        self.ensure_one()
        if self.state not in states:
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(inspection)s is %(state)s; this needs: %(wanted)s.",
                    inspection=self.display_name,
                    state=names[self.state],
                    wanted=", ".join(names[state] for state in states),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_autogenerated_and_non_draft(self):
        """Evidence stays (OCA's own check fails where two are deleted at once)."""
        if self.filtered(
            lambda i: i.auto_generated or i.state not in (DRAFT, CANCELED)
        ):
            raise UserError(
                self.env._(
                    "Only drafts that were opened by hand are deleted; others stay as"
                    " evidence."
                )
            )
