from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_base.local_time import company_today


class DocumentPageHistory(models.Model):
    """From draft over review to approval; the only ways from one state to another."""

    _inherit = "document.page.history"

    def action_to_approve(self):
        """Ask for approval; tells everybody who may approve."""
        for version in self.filtered("is_approval_required"):
            approvers = version.page_id._sanbao_approvers() - self.env.user
            version.message_subscribe(partner_ids=approvers.partner_id.ids)
        return super(DocumentPageHistory, self._sanbao_engine()).action_to_approve()

    def action_draft(self):
        """Reopen a cancelled change request; not one that was approved once."""
        for version in self.filtered("sanbao_version"):
            raise UserError(
                self.env._(
                    "%(version)s was approved and withdrawn. Make a new version.",
                    version=version.display_name,
                )
            )
        return super(DocumentPageHistory, self._sanbao_engine()).action_draft()

    def action_cancel(self):
        """Withdraw a change request, or an approved version before it takes effect.

        :raise UserError: when nothing is left to withdraw
        :raise AccessError: unless its author or an approver asks
        """
        self.check_access("write")
        for version in self:
            version._sanbao_check_cancel()
        result = super(DocumentPageHistory, self._sanbao_engine()).action_cancel()
        self.page_id._sanbao_refresh_versions()
        return result

    def _sanbao_check_cancel(self):
        approver = self.page_id.can_user_approve_this_page(self.env.user)
        if self.state == "cancelled" or (
            self.state == "approved"
            and self.is_approval_required
            and self.sanbao_status != "upcoming"
        ):
            raise UserError(
                self.env._(
                    "%(version)s can not be cancelled any more. "
                    "Replace it by a new version, or archive the document.",
                    version=self.display_name,
                )
            )
        if not approver and (self.state == "approved" or not self.am_i_owner):
            raise AccessError(
                self.env._(
                    "Only its author before approval, or an approver, may cancel "
                    "%(version)s.",
                    version=self.display_name,
                )
            )

    def action_approve(self):
        """Approve; a version of a controlled document gets its number and its date.

        :raise UserError: in another state, for one's own text, for a date in the past
        :raise AccessError: unless the user is an approver of the document
        """
        self.check_access("write")
        for version in self:
            version._sanbao_check_approve()
            engine = version._sanbao_engine()
            if version.sanbao_controlled:
                engine.write(version._sanbao_approval_vals())
            super(DocumentPageHistory, engine).action_approve()
            version.page_id._sanbao_refresh_versions()
            version.page_id._sanbao_open_receipts()
        return True

    def _sanbao_check_approve(self):
        required = self.is_approval_required
        if self.state != "to approve" and (required or self.state != "draft"):
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(version)s can not be approved in state %(state)s. "
                    "It must be sent to review first.",
                    version=self.display_name,
                    state=states.get(self.state),
                )
            )
        if not required:
            return
        if not self.page_id.can_user_approve_this_page(self.env.user):
            raise AccessError(
                self.env._(
                    "You are no approver of %(page)s. Ask one of: %(users)s",
                    page=self.page_id.name,
                    users=", ".join(self.page_id._sanbao_approvers().mapped("name")),
                )
            )
        authors = self.sanbao_author_ids | self.create_uid
        if self.env.user in authors and not self.env.user._is_superuser():
            raise UserError(
                self.env._(
                    "You wrote on %(version)s yourself. Another approver must approve "
                    "it.",
                    version=self.display_name,
                )
            )

    def _sanbao_approval_vals(self):
        """Number and effective date; the dates of versions never run backwards."""
        company = self.company_id or self.env.company
        today = company_today(company)
        # All of them, whoever may read them: the number must be the next one.
        others = self.page_id.sudo().sanbao_version_ids
        approved = others.filtered(lambda v: v.sanbao_version and v.state == "approved")
        earliest = max([today, *approved.mapped("sanbao_date_effective")])
        effective = self.sanbao_date_effective or earliest
        if effective < earliest and not self.env.user._is_superuser():
            raise UserError(
                self.env._(
                    "%(version)s can not take effect on %(date)s, before %(earliest)s: "
                    "that day is past, or an approved version takes effect later. "
                    "Correct the date.",
                    version=self.display_name,
                    date=fields.Date.to_string(effective),
                    earliest=fields.Date.to_string(earliest),
                )
            )
        return {
            "sanbao_version": max(others.mapped("sanbao_version")) + 1,
            "sanbao_date_effective": effective,
        }
