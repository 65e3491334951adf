from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.sanbao_base.local_time import (
    company_today,
)

# A context value that no RPC call can send: only our own methods move a version.
_ENGINE = object()

# Written by the transitions alone.
ENGINE_FIELDS = {
    "state",
    "approved_date",
    "approved_uid",
    "sanbao_version",
    "sanbao_date_superseded",
    "sanbao_author_ids",
}
TEXT_FIELDS = {"name", "summary", "content", "page_id"}
DATE_FIELDS = {"sanbao_date_effective", "sanbao_date_expiry"}


class DocumentPageHistory(models.Model):
    """One version of a document: a change request until approved, kept for ever after."""

    _inherit = "document.page.history"

    # The text goes to customers' browsers.
    content = fields.Html(sanitize=True, sanitize_attributes=False)
    # A remark between colleagues; customers read versions.
    summary = fields.Char(groups="base.group_user")
    state = fields.Selection(copy=False)
    approved_date = fields.Datetime(copy=False)
    approved_uid = fields.Many2one(copy=False)
    sanbao_version = fields.Integer(
        string="Version",
        readonly=True,
        copy=False,
        help="Counted per document, given on approval. 0: not approved.",
    )
    sanbao_date_effective = fields.Date(
        string="Effective From",
        copy=False,
        help="First day in force. Empty: the day of approval.",
    )
    sanbao_date_expiry = fields.Date(
        string="Valid Until",
        copy=False,
        help="Last day in force. Empty: until a later version takes effect.",
    )
    sanbao_date_superseded = fields.Date(
        string="Superseded From",
        readonly=True,
        copy=False,
        help="First day on which a later version is in force instead.",
    )
    sanbao_author_ids = fields.Many2many(
        comodel_name="res.users",
        string="Authors",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Everybody who wrote on this version. None of them may approve it.",
    )
    sanbao_in_force = fields.Boolean(
        string="In Force",
        compute="_compute_sanbao_in_force",
        search="_search_sanbao_in_force",
    )
    sanbao_status = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("pending", "Pending Approval"),
            ("upcoming", "Approved, Not Yet Effective"),
            ("effective", "In Force"),
            ("superseded", "Superseded"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        string="Version Status",
        compute="_compute_sanbao_in_force",
    )
    sanbao_controlled = fields.Boolean(related="page_id.sanbao_controlled")

    _sanbao_version_unique = models.UniqueIndex(
        "(page_id, sanbao_version) WHERE sanbao_version > 0",
        "Another version of this document was approved at the same time. Try again.",
    )

    # === Computed fields ===

    @api.model
    def _sanbao_in_force_domain(self, day=None):
        """Domain of the versions in force on ``day`` (default: today)."""
        day = day or company_today(self.env.company)
        return (
            Domain("state", "=", "approved")
            & Domain("sanbao_version", ">", 0)
            & Domain("sanbao_date_effective", "<=", day)
            & (
                Domain("sanbao_date_superseded", "=", False)
                | Domain("sanbao_date_superseded", ">", day)
            )
            & (
                Domain("sanbao_date_expiry", "=", False)
                | Domain("sanbao_date_expiry", ">=", day)
            )
        )

    @api.depends(
        "state",
        "sanbao_version",
        "sanbao_date_effective",
        "sanbao_date_expiry",
        "sanbao_date_superseded",
    )
    @api.depends_context("company")
    def _compute_sanbao_in_force(self):
        today = company_today(self.env.company)
        for version in self:
            status = version._sanbao_status_on(today)
            version.sanbao_status = status
            version.sanbao_in_force = status == "effective"

    def _sanbao_status_on(self, day):
        if self.state != "approved":
            return {"to approve": "pending"}.get(self.state, self.state)
        if not (self.sanbao_version and self.sanbao_date_effective):
            return False  # a page that is no controlled document
        if self.sanbao_date_effective > day:
            return "upcoming"
        if self.sanbao_date_superseded and self.sanbao_date_superseded <= day:
            return "superseded"
        if self.sanbao_date_expiry and self.sanbao_date_expiry < day:
            return "expired"
        return "effective"

    @api.model
    def _search_sanbao_in_force(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = (True in value) == (operator == "in")
        # By ids, so that the opposite also has the versions without dates.
        query = self.sudo()._search(self._sanbao_in_force_domain())
        return Domain("id", "in" if wanted else "not in", query)

    @api.depends("page_id.name", "sanbao_version", "name")
    def _compute_display_name(self):
        # OCA's method gives a pair instead of a text.
        for version in self:
            label = (
                f"V{version.sanbao_version}"
                if version.sanbao_version
                else version.name or f"#{version.id}"
            )
            version.display_name = f"{version.page_id.name} {label}"

    @api.depends_context("uid")
    def _compute_am_i_owner(self):
        # OCA's field depends on the user and does not say so.
        return super()._compute_am_i_owner()

    # === Guard ===

    @api.constrains("sanbao_date_effective", "sanbao_date_expiry")
    def _check_sanbao_dates(self):
        for version in self:
            expiry = version.sanbao_date_expiry
            if expiry and expiry < (version.sanbao_date_effective or expiry):
                raise ValidationError(
                    self.env._(
                        "%(version)s would expire before it takes effect. "
                        "Correct one of the two dates.",
                        version=version.display_name,
                    )
                )

    def _sanbao_engine(self):
        """This recordset, allowed to write what transitions write."""
        return self.with_context(sanbao_document_engine=_ENGINE)

    @api.model
    def _sanbao_is_engine(self):
        return self.env.context.get("sanbao_document_engine") is _ENGINE

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            given = {key: vals[key] for key in ENGINE_FIELDS & set(vals) if vals[key]}
            given.pop("state", None) if given.get("state") == "draft" else None
            if given:
                self._sanbao_refuse_engine_fields()
            # Explicit values, because default_* keys in the context would fill them.
            vals.update(
                state="draft",
                approved_date=False,
                approved_uid=False,
                sanbao_version=0,
                sanbao_date_superseded=False,
                sanbao_author_ids=[fields.Command.set(self.env.user.ids)],
            )
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")  # before any message that tells about the version
        if not self._sanbao_is_engine():
            if ENGINE_FIELDS & set(vals):
                self._sanbao_refuse_engine_fields()
            self._sanbao_check_write(set(vals))
            if TEXT_FIELDS & set(vals):
                author = fields.Command.link(self.env.uid)
                vals = dict(vals, sanbao_author_ids=[author])
        return super().write(vals)

    @api.model
    def _sanbao_refuse_engine_fields(self):
        raise AccessError(
            self.env._(
                "Approval is not written directly. Use the buttons Send to Review, "
                "Approve and Cancel of the change request."
            )
        )

    def _sanbao_check_write(self, names):
        for version in self.filtered(lambda v: v.is_approval_required):
            if not (TEXT_FIELDS | DATE_FIELDS) & names or version.state == "draft":
                continue
            if (
                version.state == "to approve"
                and not TEXT_FIELDS & names
                and version.page_id.can_user_approve_this_page(self.env.user)
            ):
                continue  # the approver settles the dates
            raise UserError(
                self.env._(
                    "%(version)s is no draft any more and stays as it is. "
                    "Edit the document itself to make a new version.",
                    version=version.display_name,
                )
            )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        # Customers may read the version, not the colleagues' talk about it.
        if self.env.user.share:
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)
