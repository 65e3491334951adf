from odoo.addons.sanbao_base.tests.common import SanbaoCommon


class ArchiveCommon(SanbaoCommon):
    """A flagged vehicle, a customer, and one person for each role at work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["product.category"].create({"name": "Sweepers"})
        cls.vehicle = cls._product("Test sweeper", "TST5180")
        cls.customer = cls.env["res.partner"].create(
            {"name": "Test Cleaning", "is_company": True, "phone": "0539 812 3456"}
        )
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Wang Jianguo",
                "parent_id": cls.customer.id,
                "phone": "138 0013 8000",
            }
        )
        cls.archives = cls.env["sanbao.archive"]
        cls.policies = cls.env["sanbao.warranty.policy"]
        cls.policies.search([]).active = False
        cls.policy = cls.policies.create(
            {
                "name": "Twelve months",
                "warranty_months": 12,
                "mileage_limit": 20000,
                "hour_limit": 1500,
                "warranty_scope": "Faulty parts",
                "warranty_exclusions": "Wearing parts",
            }
        )
        cls.after_sales = cls._person("after_sales", "as")
        cls.head = cls._person("head_of_after_sales", "asm")

    @classmethod
    def _product(cls, name, code, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "default_code": code,
                "categ_id": cls.category.id,
                "is_storable": True,
                "tracking": "serial",
                "sanbao_has_archive": True,
                **values,
            }
        )

    @classmethod
    def _lot(cls, name, product=None):
        return cls.env["stock.lot"].create(
            {"name": name, "product_id": (product or cls.vehicle).id}
        )

    @classmethod
    def _archive(cls, serial, **values):
        return cls.archives.create({"lot_id": cls._lot(serial).id, **values})

    @classmethod
    def _full_archive(cls, serial, **values):
        """An archive with everything that section A asks for."""
        return cls._archive(
            serial,
            **{
                "chassis_no": f"LXG{serial}".replace("-", ""),
                "engine_no": f"E-{serial}",
                "ex_factory_date": "2025-03-01",
                "partner_id": cls.customer.id,
                "contact_name": "Wang Jianguo",
                "contact_phone": "13800138000",
                "component_ids": [(0, 0, {"name": "Chassis", "model": "EQ1180"})],
                **values,
            },
        )

    def _deliver(self, lots, source=None, target=None, partner=None):
        """A transfer of these serial numbers, done; by default out to the customer."""
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        source = source or warehouse.lot_stock_id
        target = target or self.env.ref("stock.stock_location_customers")
        if source.usage == "internal":
            for lot in lots:
                self.env["stock.quant"]._update_available_quantity(
                    lot.product_id, source, 1, lot_id=lot
                )
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": (partner or self.contact).id,
                "location_id": source.id,
                "location_dest_id": target.id,
            }
        )
        for product in lots.product_id:
            own = lots.filtered(lambda lot, product=product: lot.product_id == product)
            move = self.env["stock.move"].create(
                {
                    "product_id": product.id,
                    "product_uom_qty": len(own),
                    "picking_id": picking.id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                }
            )
            move._action_confirm(merge=False)
            move.move_line_ids.unlink()
            self.env["stock.move.line"].create(
                [
                    {
                        "move_id": move.id,
                        "picking_id": picking.id,
                        "product_id": product.id,
                        "lot_id": lot.id,
                        "quantity": 1,
                        "location_id": source.id,
                        "location_dest_id": target.id,
                    }
                    for lot in own
                ]
            )
            move.picked = True
        picking._action_done()
        return picking
