"""Checks of the rows of a sheet of prices against a comparison."""

from odoo.tools import float_compare, float_round

from odoo.addons.sanbao_base.sheet import cell_date, cell_number, cell_text
from odoo.addons.sanbao_base.sheet_reader import SheetReader

REQUIRED = ("supplier", "product", "price_unit")
# What a supplier says once for all products; empty cells leave it as it is.
TERMS = ("freight", "lead_days", "payment_term_id", "valid_until", "reference")
COLUMNS = (*REQUIRED, *TERMS)
# More is a slip of the keyboard, and no column of the database has room for it.
MOST_AMOUNT = 1e10
MOST_DAYS = 3650


class PriceSheetReader(SheetReader):
    """Turns rows into prices and terms of quotations, and collects what is wrong."""

    def __init__(self, comparison, columns, rows, labels, overwrite):
        super().__init__(comparison.env, columns, rows, labels)
        self.comparison = comparison
        self.overwrite = overwrite
        precision = self.env["decimal.precision"]
        self.price_digits = precision.precision_get("Product Price")
        self.suppliers = self._suppliers()
        self.needs = self._needs()
        self.products = self._known_products()
        self.payment_terms = self._payment_terms()
        self.quotes = comparison.quote_ids.grouped("partner_id")
        self.prices = {
            (price.partner_id.id, price.need_id.id): price.price_unit
            for price in comparison.price_ids
        }
        self.priced = {
            partner for (partner, _need), there in self.prices.items() if there
        }
        self.seen = {}
        self.said = {}

    # === What the database knows ===

    def _suppliers(self):
        """``{code or name: ids}``; a code goes before a name."""
        texts = self._texts("supplier")
        partners = self.env["res.partner"].search(
            [
                *self.env["res.partner"]._check_company_domain(
                    self.comparison.company_id
                ),
                "|",
                ("parent_id", "=", False),
                ("is_company", "=", True),
                "|",
                ("ref", "in", texts),
                ("name", "in", texts),
            ]
        )
        return self._by_code_or_name(partners, "ref")

    def _needs(self):
        """``{product id: needs}``."""
        return {
            product.id: needs
            for product, needs in self.comparison.line_ids.grouped("product_id").items()
        }

    def _known_products(self):
        """``{code or name: ids}`` of what the sheet names, needed or not."""
        texts = self._texts("product")
        products = self.comparison.line_ids.product_id
        products |= products.search(
            ["|", ("default_code", "in", texts), ("name", "in", texts)]
        )
        return self._by_code_or_name(products, "default_code")

    def _by_code_or_name(self, records, code):
        codes, names = {}, {}
        for record in records:
            codes.setdefault(record[code], []).append(record.id)
            names.setdefault(record.name, []).append(record.id)
        return names | codes

    def _payment_terms(self):
        terms = self.env["account.payment.term"]
        domain = terms._check_company_domain(self.comparison.company_id)
        known = terms.search(domain)
        found = {}
        for lang in ("en_US", "zh_CN", self.env.lang or "en_US"):
            found |= {term.name: term.id for term in known.with_context(lang=lang)}
        return found

    # === A row ===

    def _read(self, number, row):
        before = len(self.errors)
        vals = {"supplier": cell_text(row.get("supplier"))}
        for name in REQUIRED:
            self._require(number, name, row)
        vals["partner_id"] = self._read_supplier(number, vals["supplier"])
        vals["need_id"] = self._read_need(number, cell_text(row.get("product")))
        vals["price_unit"] = self._read_price(number, row.get("price_unit"))
        vals["freight"] = self._read_freight(number, row.get("freight"))
        vals["lead_days"] = self._read_days(number, row.get("lead_days"))
        vals["payment_term_id"] = self._read_payment_term(number, row)
        vals["valid_until"] = self._read_date(number, row.get("valid_until"))
        vals["reference"] = cell_text(row.get("reference")) or None
        if len(self.errors) == before:
            self._check_once(number, row, vals)
            self._check_price_there(number, vals)
            self._check_terms(number, row, vals)
        if len(self.errors) == before:
            self._remember(number, vals)
        return vals

    def _require(self, number, name, row):
        if cell_text(row.get(name)):
            return
        if name == "price_unit":
            message = self.env._(
                "Write the price, or delete the row if there is no offer."
            )
        else:
            message = self.env._("This cell must be filled.")
        self._wrong(number, name, "", message)

    def _read_supplier(self, number, text):
        found = self.suppliers.get(text, ())
        if not text or len(found) == 1:
            return found[0] if found else None
        # Of several of one name that one is meant which is in the comparison.
        inside = [partner.id for partner in self.quotes if partner.id in found]
        if len(inside) == 1:
            return inside[0]
        if found:
            message = self.env._(
                "%(count)s suppliers are called this. Write the supplier's code.",
                count=len(found),
            )
        else:
            message = self.env._(
                "There is no such supplier. Correct the code or name, or create the"
                " supplier first."
            )
        self._wrong(number, "supplier", text, message)
        return None

    def _read_need(self, number, text):
        if not text:
            return None
        found = self.products.get(text, ())
        needed = [product_id for product_id in found if product_id in self.needs]
        if len(needed) == 1 and len(self.needs[needed[0]]) == 1:
            return self.needs[needed[0]].id
        if needed:
            message = self.env._(
                "The comparison has this product several times. Enter its prices by"
                " hand."
            )
        elif found:
            message = self.env._(
                "The comparison does not need this product. Add it to the needs or"
                " delete the row."
            )
        else:
            message = self.env._(
                "There is no such product. Correct the code; the template has it."
            )
        self._wrong(number, "product", text, message)
        return None

    def _read_price(self, number, value):
        price = self._read_amount(number, "price_unit", value, self.price_digits)
        if price == 0:
            message = self.env._("A price is above zero. Correct it.")
            self._wrong(number, "price_unit", value, message)
        return price

    def _read_freight(self, number, value):
        digits = self.comparison.currency_id.decimal_places
        return self._read_amount(number, "freight", value, digits)

    def _read_amount(self, number, name, value, digits):
        try:
            amount = cell_number(value)
        except ValueError:
            amount = -1
        if amount is None:
            return None
        if not 0 <= amount < MOST_AMOUNT:
            message = self.env._("Write a plain number such as 1234.50.")
            self._wrong(number, name, value, message)
            return None
        rounded = float_round(amount, precision_digits=digits)
        # A spreadsheet calculates with a little noise after the last decimal.
        if float_compare(rounded, amount, precision_digits=digits + 4):
            message = self.env._(
                "Write no more than %(digits)s decimals.", digits=digits
            )
            self._wrong(number, name, value, message)
        return rounded

    def _read_days(self, number, value):
        try:
            days = cell_number(value)
        except ValueError:
            days = -1
        if days is None:
            return None
        if not (0 <= days <= MOST_DAYS and days.is_integer()):
            message = self.env._("Write whole days from 0 to %(most)s.", most=MOST_DAYS)
            self._wrong(number, "lead_days", value, message)
            return None
        return int(days)

    def _read_payment_term(self, number, row):
        text = cell_text(row.get("payment_term_id"))
        if text and text not in self.payment_terms:
            message = self.env._(
                "There are no such payment terms. Write their name as in the list of"
                " payment terms, or leave the cell empty."
            )
            self._wrong(number, "payment_term_id", text, message)
        return self.payment_terms.get(text)

    def _read_date(self, number, value):
        try:
            return cell_date(value)
        except ValueError:
            message = self.env._("No date. Write it as 2025-03-01.")
            self._wrong(number, "valid_until", value, message)
            return None

    # === A row beside the others and what is there ===

    def _check_once(self, number, row, vals):
        first = self.seen.get((vals["partner_id"], vals["need_id"]))
        if first:
            message = self.env._(
                "Row %(first)s has a price of this supplier for this product. Delete"
                " one of them.",
                first=first,
            )
            self._wrong(number, "product", row.get("product"), message)

    def _quote(self, vals):
        partner = self.env["res.partner"].browse(vals["partner_id"])
        return self.quotes.get(partner, self.comparison.quote_ids.browse())

    def _check_price_there(self, number, vals):
        if len(self._quote(vals)) > 1:
            message = self.env._(
                "The comparison has several quotations of this supplier. Enter its"
                " prices by hand."
            )
            self._wrong(number, "supplier", vals["supplier"], message)
        there = self.prices.get((vals["partner_id"], vals["need_id"]))
        if there and there != vals["price_unit"] and not self.overwrite:
            message = self.env._(
                "The price there is %(there)s. Tick “Replace what is there already” or"
                " delete the row.",
                there=f"{there:.{self.price_digits}f}",
            )
            self._wrong(number, "price_unit", vals["price_unit"], message)

    def _check_terms(self, number, row, vals):
        """Rows of one supplier agree; what is there is replaced only if wanted."""
        quote = self._quote(vals)[:1]
        # Terms of a quotation that has no price yet are but defaults.
        keep = not self.overwrite and vals["partner_id"] in self.priced
        for name in TERMS:
            value = vals[name]
            if value is None:
                continue
            said, first = self.said.get((vals["partner_id"], name), (value, 0))
            there = keep and quote._fields[name].convert_to_write(quote[name], quote)
            if said != value:
                message = self.env._(
                    "Row %(first)s of this supplier says something else. Write the"
                    " same in both, or leave one empty.",
                    first=first,
                )
            elif there and there != value:
                message = self.env._(
                    "The quotation says something else. Tick “Replace what is there"
                    " already” or empty the cell."
                )
            else:
                continue
            self._wrong(number, name, row.get(name), message)

    def _remember(self, number, vals):
        self.seen[vals["partner_id"], vals["need_id"]] = number
        for name in TERMS:
            if vals[name] is not None:
                self.said.setdefault((vals["partner_id"], name), (vals[name], number))
