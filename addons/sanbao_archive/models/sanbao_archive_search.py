from odoo import api, models

from ..vin import clean_chassis_no


class SanbaoArchive(models.Model):
    """How archives are found, what the form offers, and where it leads."""

    _inherit = "sanbao.archive"

    # === Search ===

    @api.model
    def _packed(self, text):
        return "".join(char for char in text if char not in " -()（）\u3000\xa0")

    @api.model
    def _search_display_name(self, operator, value):
        """Any number or phone on the archive, through the one index of them."""
        if operator in ("ilike", "not ilike") and isinstance(value, str) and value:
            value = value.strip()
            digits = self._packed(value)
            if digits.lstrip("+").isdigit():
                value = digits
            return [("search_keys", operator, value)]
        return super()._search_display_name(operator, value)

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Offer the contact of the customer where nothing was typed yet."""
        for name, value in self._contact_of(self.partner_id).items():
            if not self[name]:
                self[name] = value

    @api.model
    def _contact_of(self, partner):
        person = partner
        if partner.is_company:
            person = partner.child_ids.filtered(lambda child: child.type == "contact")
            person = person[:1] or partner
        return {
            "contact_name": person.name if person and not person.is_company else False,
            "contact_phone": person.phone or partner.phone,
            "state_id": partner.state_id.id,
        }

    @api.onchange("chassis_no")
    def _onchange_chassis_no(self):
        if self.chassis_no:
            self.chassis_no = clean_chassis_no(self.chassis_no)

    @api.model
    def get_import_templates(self):
        """The workbook with one example that the import screen of Odoo offers."""
        return [
            {
                "label": self.env._("Import template for product archives"),
                "template": "/sanbao_archive/static/xlsx/archive_import.xlsx",
            }
        ]

    # === Links ===

    def action_view_deliveries(self):
        """The deliveries of this unit."""
        self.ensure_one()
        return self.lot_id.action_lot_open_transfers()

    def action_view_repairs(self):
        """The repair orders of this unit, running and done."""
        self.ensure_one()
        return self.lot_id.action_lot_open_repairs()

    def _sanbao_open(self):
        """From another document to these archives: the one, or a list."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_archive.sanbao_archive_action"
        )
        action["context"] = {}
        if len(self) == 1:
            return dict(action, views=[(False, "form")], res_id=self.id)
        return dict(action, domain=[("id", "in", self.ids)])
