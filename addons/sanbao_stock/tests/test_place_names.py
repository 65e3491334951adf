from odoo.tests import tagged

from .common import StockCommon


@tagged("post_install", "-at_install")
class TestPlaceNames(StockCommon):
    """Odoo names its own places in English, and their names are not translated."""

    def _names(self, company):
        places = self.env["stock.location"].with_context(active_test=False)
        return set(places.search([("company_id", "=", company.id)]).mapped("name"))

    def test_a_new_chinese_company_has_chinese_places(self):
        china = self.env.ref("base.cn")
        company = self.env["res.company"].create(
            {"name": "二厂", "country_id": china.id}
        )
        names = self._names(company)
        self.assertLessEqual({"生产", "报废", "库存调整", "仓库间中转"}, names)
        self.assertFalse(names & {"Production", "Scrap", "Inventory adjustment"})

    def test_a_company_abroad_keeps_the_english_names(self):
        partner = self.env["res.partner"].create({"name": "Werk", "lang": "en_US"})
        company = self.env["res.company"].create(
            {
                "name": "Werk",
                "partner_id": partner.id,
                "country_id": self.env.ref("base.de").id,
            }
        )
        self.assertIn("Production", self._names(company))

    def test_suppliers_and_customers_are_named_by_the_main_company(self):
        main = self.env.ref("base.main_company")
        main.country_id = self.env.ref("base.cn")
        main.partner_id.lang = False
        vendors = self.env.ref("stock.stock_location_suppliers")
        customers = self.env.ref("stock.stock_location_customers")
        vendors.name, customers.name = "Vendors", "境外客户"
        main._sanbao_name_places()
        self.assertEqual((vendors.name, customers.name), ("供应商", "境外客户"))
