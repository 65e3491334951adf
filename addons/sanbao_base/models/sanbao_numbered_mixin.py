from odoo import api, fields, models
from odoo.exceptions import AccessError


class SanbaoNumberedMixin(models.AbstractModel):
    """A document with a number of its own, from the sequence with the model's name."""

    _name = "sanbao.numbered.mixin"
    _description = "Numbered document"

    name = fields.Char(
        string="Number",
        default=lambda self: self.env._("New"),
        readonly=True,
        copy=False,
        index="trigram",
    )

    @api.depends(
        lambda self: (
            ("name", "partner_id") if "partner_id" in self._fields else ("name",)
        )
    )
    def _compute_display_name(self):
        with_partner = "partner_id" in self._fields
        for document in self:
            partner = document.partner_id.name if with_partner else ""
            document.display_name = " ".join(filter(None, (document.name, partner)))

    @api.model_create_multi
    def create(self, vals_list):
        unnamed = self.env._("New")
        for vals in vals_list:
            # Nobody chooses his number; an import by the system may bring them along.
            if not self.env.su or vals.get("name", unnamed) in ("/", unnamed):
                vals["name"] = self._next_number(vals)
        return super().create(vals_list)

    def write(self, vals):
        if "name" in vals and not self.env.su:
            raise AccessError(self.env._("The number of a document does not change."))
        return super().write(vals)

    @api.model
    def _next_number(self, vals):
        """The next number, by the company's own sequence where it has one."""
        company = vals.get("company_id") or self.env.company.id
        # Numbers are drawn for everybody, in one row.
        sequences = self.env["ir.sequence"].sudo().with_company(company)
        return sequences.next_by_code(self._name) or "/"

    def _form_document_number(self):
        """Printed forms carry the number alone, not the name on screen."""
        self.ensure_one()
        return self.name

    def _open_form(self):
        """The action that opens this document on screen."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
