from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_base.local_time import company_today


class SanbaoDocumentReview(models.Model):
    """A document of a register was looked at again, by whom and with what result.

    A log: entries are added, never changed or deleted. Only *still valid* ends what is
    owed; a document to be revised owes its review until the new version is approved.
    """

    _name = "sanbao.document.review"
    _description = "Periodic review of a document"
    _order = "date desc, id desc"
    _rec_name = "page_id"
    _check_company_auto = True

    page_id = fields.Many2one(
        "document.page",
        string="Document",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="page_id.company_id", store=True, index=True)
    register = fields.Selection(related="page_id.sanbao_register", store=True)
    owner_id = fields.Many2one(related="page_id.sanbao_owner_id", store=True)
    version_id = fields.Many2one(
        "document.page.history", string="Reviewed Version", readonly=True
    )
    date = fields.Date(string="Reviewed On", readonly=True)
    user_id = fields.Many2one("res.users", string="Reviewed By", readonly=True)
    result = fields.Selection(
        selection=[
            ("valid", "Still Valid"),
            ("revise", "To Be Revised"),
            ("withdraw", "To Be Withdrawn"),
        ],
        required=True,
    )
    note = fields.Text(
        string="Findings",
        required=True,
        help="What was compared (standards, practice, complaints) and what was found.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep the reviews.

        :raise AccessError: unless its owner or an approver reviews the document
        :raise UserError: when the document has no version that could be reviewed
        """
        pages = self.env["document.page"].browse(
            [vals["page_id"] for vals in vals_list if vals.get("page_id")]
        )
        pages.check_access("read")
        for vals in vals_list:
            vals.update(self._given(pages.browse(vals.get("page_id"))))
        reviews = super().create(vals_list)
        for review in reviews.filtered(lambda review: not (review.note or "").strip()):
            raise UserError(
                self.env._("%s: write what was found.", review.page_id.name)
            )
        done = reviews.filtered(lambda review: review.result == "valid")
        done.page_id._sanbao_owe_review(anew=True)
        return reviews

    def _given(self, page):
        """Who, when and what; nobody reviews in the name of another."""
        if not page.sanbao_review_date or not page.active:
            raise UserError(
                self.env._(
                    "Only documents of a register with an approved version are"
                    " reviewed: %s",
                    page.name or "",
                )
            )
        if not self.env.su and not page._sanbao_is_reviewer(self.env.user):
            raise AccessError(
                self.env._(
                    "%(page)s is reviewed by its owner %(owner)s or an approver.",
                    page=page.name,
                    # As a message, also to those who may not read the colleague.
                    owner=page.sudo().sanbao_owner_id.name or "",
                )
            )
        # The newest approved one, readable or not.
        versions = page.sudo().sanbao_version_ids.filtered(
            lambda v: v.state == "approved" and v.sanbao_version
        )
        return {
            "date": company_today(self.env.company),
            "user_id": self.env.uid,
            "version_id": versions.sorted("sanbao_version")[-1:].id,
        }
