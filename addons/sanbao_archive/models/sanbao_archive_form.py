from odoo import models


class SanbaoArchive(models.Model):
    """Form F01, the paper file of a unit."""

    _name = "sanbao.archive"
    _inherit = ["sanbao.archive", "sanbao.form.mixin"]

    def _form_document_number(self):
        self.ensure_one()
        return self.name

    def _form_date(self):
        self.ensure_one()
        return self.ex_factory_date or self.create_date

    def _form_signature(self, key):
        if key == "filer":
            return self._signed_by(self.filer_id, self.filed_on)
        if key == "sales":
            return self._signed_by(self.salesperson_id, self.delivery_date)
        if key == "completed":
            return self._signed_by(self.completed_by_id, self.completed_at)
        return super()._form_signature(key)

    def _signed_by(self, user, day):
        return {"name": user.name, "date": day} if user and day else None

    def _form_file_name(self):
        """Name of the printed file, without characters that a file name must not have."""
        self.ensure_one()
        return f"F01 {self.name} {self.serial}".replace("/", "-")
