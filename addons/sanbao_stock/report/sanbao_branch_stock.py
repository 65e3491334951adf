from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SanbaoBranchStock(models.Model):
    """What each warehouse of each branch has of a part (PRT-17).

    Read by service staff also for branches in which they do not work, so it shows
    quantities and nothing else. Held goods and parts on service are not there.
    """

    _name = "sanbao.branch.stock"
    _description = "Stock of all branches"
    _auto = False
    _order = "product_id, company_id, warehouse_id"
    _rec_name = "product_id"
    _check_company_auto = True
    _depends = {
        "stock.quant": ["product_id", "location_id", "quantity", "reserved_quantity"],
        "stock.location": ["usage", "warehouse_id"],
        "stock.warehouse": ["active", "company_id"],
        "res.company": ["parent_path"],
        "product.product": ["active", "default_code", "product_tmpl_id"],
        "product.template": ["categ_id"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    product_tmpl_id = fields.Many2one(
        "product.template", string="Product Template", readonly=True
    )
    categ_id = fields.Many2one("product.category", string="Category", readonly=True)
    default_code = fields.Char(string="Model", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", string="Branch", readonly=True)
    root_company_id = fields.Many2one(
        "res.company", string="Head Office", readonly=True
    )
    quantity = fields.Float(string="On Hand", readonly=True, digits="Product Unit")
    reserved = fields.Float(readonly=True, digits="Product Unit")
    available = fields.Float(readonly=True, digits="Product Unit")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(quant.id) AS id,
                quant.product_id, product.product_tmpl_id, template.categ_id,
                product.default_code, location.warehouse_id, warehouse.company_id,
                SPLIT_PART(company.parent_path, '/', 1)::integer AS root_company_id,
                SUM(quant.quantity) AS quantity,
                SUM(quant.reserved_quantity) AS reserved,
                SUM(quant.quantity - quant.reserved_quantity) AS available
            FROM stock_quant quant
            JOIN stock_location location ON location.id = quant.location_id
                AND location.usage = 'internal'
            JOIN stock_warehouse warehouse ON warehouse.id = location.warehouse_id
                AND warehouse.active
            JOIN res_company company ON company.id = warehouse.company_id
            JOIN product_product product ON product.id = quant.product_id
                AND product.active
            JOIN product_template template ON template.id = product.product_tmpl_id
            GROUP BY quant.product_id, product.product_tmpl_id, template.categ_id,
                product.default_code, location.warehouse_id, warehouse.company_id,
                company.parent_path
            HAVING SUM(quant.quantity) <> 0
            """
        )

    def action_sanbao_request(self):
        """Ask for goods of this row for the own branch: opens the request.

        :raises UserError: if nothing is free there
        """
        self.ensure_one()
        self.check_access("read")
        if self.product_id.uom_id.compare(self.available, 0) <= 0:
            raise UserError(
                self.env._(
                    "%(warehouse)s has none of %(product)s to give away.",
                    # Whose stock is shown may be named.
                    warehouse=self.sudo().warehouse_id.display_name,
                    product=self.product_id.display_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request a Transfer"),
            "res_model": "sanbao.branch.request",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_product_id": self.product_id.id,
                "default_warehouse_id": self.warehouse_id.id,
            },
        }
