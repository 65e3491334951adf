from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype

PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")
PAPER_TYPES = (*PHOTO_TYPES, "application/pdf")


class SanbaoVisit(models.Model):
    """Photos and scans of a field record, and its paper form (F06)."""

    _inherit = "sanbao.visit"

    @api.constrains("photo_ids")
    def _check_photos(self):
        for visit in self:
            visit._check_files(
                visit.photo_ids,
                PHOTO_TYPES,
                self.env._("Photos must be pictures (JPG, PNG, WebP or GIF):"),
            )

    @api.constrains("scan_ids")
    def _check_scans(self):
        for visit in self:
            visit._check_files(
                visit.scan_ids,
                PAPER_TYPES,
                self.env._("The signed paper must be a picture or a PDF file:"),
            )

    def _check_files(self, attachments, types, message):
        """Size and type of the files, by what is in them and not by their names."""
        limit = self.env["sanbao.parameter"]._get("visit_photo_max_mb", self.company_id)
        # Files that another person added to the record are checked as well.
        for attachment in attachments.sudo():
            if attachment.file_size > limit * 1024 * 1024:
                raise ValidationError(
                    self.env._(
                        "%(file)s is larger than %(limit)s MB. Take a smaller picture.",
                        file=attachment.name,
                        limit=limit,
                    )
                )
            if guess_mimetype(attachment.raw or b"") not in types:
                raise ValidationError(message + " " + attachment.name)

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._own_files()
        return visits

    def write(self, vals):
        result = super().write(vals)
        if "photo_ids" in vals or "scan_ids" in vals:
            self._own_files()
        return result

    def _own_files(self):
        """Whoever may read the record may see its photos."""
        for visit in self:
            # Files without a record yet are their uploader's alone; see the filter.
            files = visit.sudo().photo_ids | visit.sudo().scan_ids
            loose = files.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            loose.write({"res_model": visit._name, "res_id": visit.id})

    # === Paper ===

    def _form_document_number(self):
        return self.name

    def _form_date(self):
        return self.arrived_at or self.planned_at or self.create_date

    def _form_staff(self):
        # Names show on paper whoever prints it.
        return "、".join(self.sudo().engineer_ids.mapped("name"))

    def _form_signature(self, key):
        if key == "customer":
            return {
                "name": self.signed_by,
                "date": self.signed_at,
                "image": self.signature,
            }
        if key == "engineer":
            return {
                "name": self._form_staff(),
                "date": self.done_at or self.left_at,
                "image": self.engineer_signature,
            }
        return super()._form_signature(key)

    def _form_steps(self):
        """Arrival and leave for the service record (F20): time, person, content."""
        self.ensure_one()
        staff = self._form_staff()
        return [
            (self.arrived_at, staff, self.env._("Arrived at the customer")),
            (self.left_at, staff, self.method or self.env._("Left the customer")),
        ]
