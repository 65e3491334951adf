from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_computed,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import as_engine, is_engine

from .sanbao_visit import STATE_DONE, STATE_DRAFT, STATE_ON_SITE

OFFICE = ("sanbao_base.group_as", "sanbao_base.group_asm")
# Only the steps write these.
PROTECTED = {"state", "signed_at", "done_at", "done_by_id", "engineer_ids", "name"}
# What may still change after the customer has signed, until the record is finished.
FREE_AFTER_SIGNING = {"engineer_signature", "scan_ids", "photo_ids"}
ALWAYS_FREE = {"activity_ids", "message_follower_ids", "message_main_attachment_id"}
LINES_KEY = "sanbao_visit_lines"


class Checked:
    """Lines saved together with these records were checked with them.

    A context that arrives by RPC can name the key, but never hold such an object; and a
    command that names a line of another record does not pass by it.
    """

    __slots__ = ("ids",)

    def __init__(self, visits):
        self.ids = frozenset(visits.ids)


class SanbaoVisit(models.Model):
    """Who may write a field record, and until when (SVC-13, SVC-14)."""

    _inherit = "sanbao.visit"

    @api.model_create_multi
    def create(self, vals_list):
        """A record starts as planned, for an approved dispatch order (SVC-35)."""
        for vals in vals_list:
            if not is_engine(self.env):
                given = {name for name in vals if vals[name]}
                self._refuse_protected(given)
                refuse_computed(self, given)
                if vals.get("signature"):
                    raise UserError(self._unsigned_text())
            vals.update(
                state=STATE_DRAFT,
                signature=False,
                signed_at=False,
                done_at=False,
                done_by_id=False,
                name=self.env["ir.sequence"].next_by_code("sanbao.visit") or "/",
            )
        clean = without_computed_defaults(self, PROTECTED)
        visits = super(SanbaoVisit, clean).create(vals_list).with_env(self.env)
        visits.dispatch_id._gate_approved()
        return visits

    def write(self, vals):
        names = set(vals) - ALWAYS_FREE
        if is_engine(self.env) or not names:
            return super().write(vals)
        self._refuse_protected(names)
        refuse_computed(self, names)
        for visit in self:
            visit._check_may_edit()
            visit._check_open(names, vals)
        checked = self.with_context(**{LINES_KEY: Checked(self)})
        result = super(SanbaoVisit, checked).write(vals)
        if vals.get("signature"):
            for visit in self:
                visit._stamp_signature()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        if self.filtered(lambda visit: visit.state != STATE_DRAFT):
            raise UserError(
                self.env._("Only planned visits are deleted; others stay as evidence.")
            )

    def _refuse_protected(self, names):
        refused = names & PROTECTED
        if refused:
            labels = [
                self._fields[name]._description_string(self.env) for name in refused
            ]
            raise AccessError(
                self.env._(
                    "%s: set by the buttons of the field record only.",
                    ", ".join(sorted(labels)),
                )
            )

    def _check_may_edit(self):
        """The engineers of the journey and after-sales write the record."""
        user = self.env.user
        # Who was sent does not depend on who asks.
        if self.env.su or user in self.sudo().engineer_ids:
            return
        if not any(user.has_group(group) for group in OFFICE):
            raise AccessError(
                self.env._(
                    "%(visit)s belongs to %(engineers)s. Only they and after-sales "
                    "write it.",
                    visit=self.display_name,
                    engineers=self._form_staff(),
                )
            )

    def _check_open(self, names, vals):
        if self.state not in (STATE_DRAFT, STATE_ON_SITE):
            raise UserError(
                self.env._(
                    "%(visit)s is finished and stays as it is.", visit=self.display_name
                )
            )
        if self.signature and names - FREE_AFTER_SIGNING:
            raise UserError(
                self.env._(
                    "%(visit)s was signed by %(customer)s. What was signed does not "
                    "change; press “Discard signature” and let it be signed again.",
                    visit=self.display_name,
                    customer=self.signed_by or self.partner_id.name or "",
                )
            )
        if vals.get("signature") and self.state != STATE_ON_SITE:
            raise UserError(self._unsigned_text())

    def _unsigned_text(self):
        return self.env._("The customer signs on site: press “Arrived” first.")

    def _write_engine(self, vals):
        return as_engine(self).write(vals)

    def _is_closed(self):
        self.ensure_one()
        return self.state not in (STATE_DRAFT, STATE_ON_SITE)

    def _check_lines_editable(self):
        """Called by the lines before they change."""
        saved = self.env.context.get(LINES_KEY)
        if isinstance(saved, Checked):
            self = self.filtered(lambda visit: visit.id not in saved.ids)
        for visit in self:
            visit._check_may_edit()
            visit._check_open({"part_ids"}, {})

    def _is_signed(self):
        """Signed on the screen, or on the paper that was scanned (SVC-14)."""
        self.ensure_one()
        return bool(self.signature or self.scan_ids)

    def _was_signed_when_done(self):
        self.ensure_one()
        return self.state == STATE_DONE and self._is_signed()
