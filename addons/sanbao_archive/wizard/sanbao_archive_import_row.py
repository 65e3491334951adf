"""Checks of the rows of an archive import against what the database knows."""

from odoo.addons.sanbao_base.sheet import cell_date, cell_text
from odoo.addons.sanbao_base.sheet_reader import SheetReader

from ..vin import clean_chassis_no, foreign_characters

DATES = ("production_date", "ex_factory_date", "acceptance_date")
REQUIRED = ("serial", "product_id", "partner_id", "ex_factory_date")
PLAIN = (
    "name",
    "specification",
    "chassis_model",
    "engine_no",
    "plate_no",
    "certificate_no",
    "inspection_no",
    "contract_no",
    "delivery_note_no",
    "contact_name",
    "contact_phone",
    "place",
)
COLUMNS = (
    "serial",
    "product_id",
    "partner_id",
    "ex_factory_date",
    *PLAIN,
    "chassis_no",
    "production_date",
    "acceptance_date",
    "dealer_id",
    "warranty_months",
)
PARTNERS = ("partner_id", "dealer_id")


class RowReader(SheetReader):
    """Turns rows of cells into values of archives and collects what is wrong."""

    def __init__(self, env, columns, rows, labels):
        super().__init__(env, columns, rows, labels)
        self.products = self._products()
        self.partners = self._partners()
        self.serials = self._taken()
        self.names = self._taken_names()

    def _products(self):
        found = {}
        texts = self._texts("product_id")
        products = self.env["product.product"].search(
            ["|", ("default_code", "in", texts), ("name", "in", texts)]
        )
        for product in products:
            for key in {product.default_code, product.name} - {False}:
                found.setdefault(key, []).append(product)
        return found

    def _partners(self):
        found = {}
        texts = self._texts(*PARTNERS)
        partners = self.env["res.partner"].search(
            ["|", ("ref", "in", texts), ("name", "in", texts)]
        )
        for partner in partners:
            for key in {partner.ref, partner.name} - {False}:
                found.setdefault(key, []).append(partner)
        return found

    def _taken(self):
        # A number may be taken by a unit of a company that the reader does not see.
        archives = self.env["sanbao.archive"].sudo()
        domain = [("serial", "in", self._texts("serial"))]
        taken = archives.search_fetch(domain, ["product_id", "serial"])
        return {(taken.product_id.id, taken.serial) for taken in taken}

    def _taken_names(self):
        domain = [
            ("name", "in", self._texts("name")),
            ("company_id", "=", self.env.company.id),
        ]
        archives = self.env["sanbao.archive"].sudo()  # see _taken
        return set(archives.search_fetch(domain, ["name"]).mapped("name"))

    def _read(self, number, row):
        before = len(self.errors)
        vals = {}
        for name in REQUIRED:
            if not cell_text(row.get(name)):
                self._wrong(number, name, "", self.env._("This cell must be filled."))
        for name, value in row.items():
            if cell_text(value):
                self._read_cell(number, name, value, vals)
        self._check_order(number, vals)
        if len(self.errors) == before:
            self._check_taken(number, vals)
        return vals

    def _read_cell(self, number, name, value, vals):
        text = cell_text(value)
        if name in DATES:
            try:
                vals[name] = cell_date(value)
            except ValueError:
                message = self.env._("No date. Write it as 2025-03-01.")
                self._wrong(number, name, value, message)
        elif name == "product_id":
            self._read_product(number, text, vals)
        elif name in PARTNERS:
            self._read_one(number, name, text, self.partners, vals)
        elif name == "chassis_no":
            self._read_chassis(number, text, vals)
        elif name == "warranty_months":
            if text.isdecimal() and 0 < int(text) <= 600:
                vals[name] = int(text)
            else:
                message = self.env._("Give whole months from 1 to 600.")
                self._wrong(number, name, value, message)
        else:
            vals[name] = text

    def _read_product(self, number, text, vals):
        self._read_one(number, "product_id", text, self.products, vals)
        product = self.env["product.product"].browse(vals.get("product_id"))
        if product and product.tracking != "serial":
            message = self.env._("This product is not tracked by serial number.")
            self._wrong(number, "product_id", text, message)

    def _read_one(self, number, name, text, known, vals):
        found = known.get(text, [])
        if len(found) == 1:
            vals[name] = found[0].id
        elif found:
            message = self.env._(
                "%(count)s records have this name. Use the code instead.",
                count=len(found),
            )
            self._wrong(number, name, text, message)
        else:
            message = self.env._("Not found, neither by code nor by name.")
            self._wrong(number, name, text, message)

    def _read_chassis(self, number, text, vals):
        vals["chassis_no"] = clean_chassis_no(text)
        foreign = foreign_characters(vals["chassis_no"])
        if foreign:
            message = self.env._(
                "Not possible in a chassis number: %(foreign)s", foreign=foreign
            )
            self._wrong(number, "chassis_no", text, message)

    def _check_order(self, number, vals):
        left = vals.get("ex_factory_date")
        made, accepted = vals.get("production_date"), vals.get("acceptance_date")
        if left and made and made > left:
            message = self.env._("Produced after it left the factory.")
            self._wrong(number, "production_date", made, message)
        if left and accepted and accepted < left:
            message = self.env._("Accepted before it left the factory.")
            self._wrong(number, "acceptance_date", accepted, message)

    def _check_taken(self, number, vals):
        key = (vals["product_id"], vals["serial"])
        if key in self.serials:
            message = self.env._("This serial number already has a product archive.")
            self._wrong(number, "serial", vals["serial"], message)
        elif vals.get("name") in self.names:
            message = self.env._("This archive number is already in use.")
            self._wrong(number, "name", vals["name"], message)
        else:
            self.serials.add(key)
            if vals.get("name"):
                self.names.add(vals["name"])
