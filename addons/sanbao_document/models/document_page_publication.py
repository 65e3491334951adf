from odoo import api, fields, models

from odoo.addons.sanbao_base.local_time import company_today

PAGES_PER_COMMIT = 100


class DocumentPage(models.Model):
    """Versions that take effect, and those who have to read them."""

    _inherit = "document.page"

    def _sanbao_refresh_versions(self):
        """Each approved version ends where the next one begins; show the one in force."""
        for page in self.filtered("sanbao_controlled"):
            # Engine fields, for whoever made the transition.
            versions = page.sudo().sanbao_version_ids.filtered(
                lambda v: v.state == "approved" and v.sanbao_version
            )
            following = False
            for version in versions.sorted("sanbao_version", reverse=True):
                if version.sanbao_date_superseded != following:
                    version._sanbao_engine().sanbao_date_superseded = following
                following = version.sanbao_date_effective
            # As above: readers of a page do not write it.
            page.sudo().with_context(
                **versions._sanbao_engine().env.context
            )._compute_history_head()

    def _sanbao_open_receipts(self):
        """Open what is missing: one receipt per reader and version in force."""
        # Nobody has rights to write receipts.
        Receipt = self.env["sanbao.document.receipt"].sudo()
        pages = self.filtered(lambda p: p.sanbao_receipt_required and p.active)
        versions = pages.sanbao_current_id
        known = dict(
            Receipt._read_group(
                [("version_id", "in", versions.ids)],
                ["version_id"],
                ["user_id:recordset"],
            )
        )
        today = company_today(self.env.company)
        return Receipt.create(
            [
                {
                    "version_id": page.sanbao_current_id.id,
                    "user_id": user.id,
                    "due_date": fields.Date.add(today, days=page.sanbao_receipt_days),
                }
                for page in pages
                if page.sanbao_current_id
                for user in page._sanbao_readers()
                - known.get(page.sanbao_current_id, self.env["res.users"])
            ]
        )

    def _sanbao_readers(self):
        """Staff in the audience and company of the document."""
        self.ensure_one()
        # Membership of others.
        page = self.sudo()
        groups = page.sanbao_audience_group_ids
        groups = groups or self.env.ref("sanbao_base.group_user").sudo()
        return groups.all_user_ids.filtered(
            lambda user: (
                user.active
                and not user.share
                and (not page.company_id or page.company_id in user.company_ids)
            )
        )

    @api.model
    def _cron_versions(self):
        """Daily: show what takes effect, ask new readers to read it, remind them."""
        for company in self.env["res.company"].search([("active", "=", True)]):
            # The day begins and ends in the time zone of the company.
            pages = self.with_company(company).search(
                [
                    ("sanbao_controlled", "=", True),
                    ("type", "=", "content"),
                    ("company_id", "in", [company.id, False]),
                ]
            )
            for start in range(0, len(pages), PAGES_PER_COMMIT):
                batch = pages[start : start + PAGES_PER_COMMIT]
                stale = batch.filtered(
                    lambda p: (
                        p.sanbao_current_id and p.history_head != p.sanbao_current_id
                    )
                )
                stale._sanbao_refresh_versions()
                batch._sanbao_open_receipts()
                self.env["ir.cron"]._commit_progress(len(batch))
        self.env["sanbao.document.receipt"]._cron_remind()
