from odoo import models


class ResCompany(models.Model):
    """Odoo's own places get names that the people of the company read."""

    _inherit = "res.company"

    def _sanbao_place_lang(self):
        """The language in which places are named; their names are not translated."""
        self.ensure_one()
        lang = self.partner_id.lang or self.env.lang
        chinese = "zh_CN"
        if lang in (False, None, "en_US") and self.country_id.code == "CN":
            installed = dict(self.env["res.lang"].get_installed())
            return chinese if chinese in installed else lang
        return lang

    def _create_per_company_locations(self):
        result = super()._create_per_company_locations()
        self._sanbao_name_places()
        return result

    def _sanbao_name_places(self):
        """Name what Odoo names in English whatever the language; other names stay.

        Suppliers and customers share their places; the main company names them.
        """
        # Places belong to whoever sets the system up.
        places = self.env["stock.location"].sudo().with_context(active_test=False)
        main = self.env.ref("base.main_company")
        for company in self:
            named = company.with_context(lang=company._sanbao_place_lang())
            names = named._sanbao_place_names()
            owners = [company.id, False] if company == main else [company.id]
            for place in places.search(
                [("company_id", "in", owners), ("name", "in", list(names))]
            ):
                place.name = names[place.name]

    def _sanbao_place_names(self):
        """Return {name in Odoo's source: name in the language of the context}."""
        return {
            "Vendors": self.env._("Vendors"),
            "Customers": self.env._("Customers"),
            "Inter-company transit": self.env._("Inter-company transit"),
            "Inter-warehouse transit": self.env._("Inter-warehouse transit"),
            "Inventory adjustment": self.env._("Inventory adjustment"),
            "Production": self.env._("Production"),
            "Scrap": self.env._("Scrap"),
        }
