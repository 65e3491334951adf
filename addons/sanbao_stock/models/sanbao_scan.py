import re
import unicodedata

from odoo import api, models
from odoo.exceptions import UserError

# The address that our printed forms carry as a QR code, whatever the server's name is.
ADDRESS = re.compile(r"/odoo/(?:[^\s?#]*/)?([a-z0-9_]+(?:\.[a-z0-9_]+)+)/(\d+)/?$")
STOCK_MODELS = ("product.product", "stock.lot", "stock.location", "stock.picking")


class SanbaoScan(models.AbstractModel):
    """What a scanned or typed code means.

    Everything is looked up with the rights of who scans: a code of something that he may
    not read is an unknown code.
    """

    _name = "sanbao.scan"
    _description = "Meaning of a scanned code"

    @api.model
    def _resolve(self, code, products=None):
        """The record that a code stands for, or an empty result (false).

        :param str code: what the scanner read: a barcode, a lot or serial number, the
            barcode or the name of a location, the number of a transfer or of a Sanbao
            document, a product's reference, or the QR text that our forms print
        :param products: where a document has few products, the lots of those come first
        :return: one ``product.product``, ``stock.lot``, ``stock.location``,
            ``stock.picking`` or Sanbao document. A product found by the barcode of a
            packaging carries its content as ``sanbao_scan_quantity`` in the context.
        :raises UserError: if the code is that of several lots or locations
        """
        text = self._clean(code)
        if not text:
            return self.browse()
        spellings = list(dict.fromkeys((text, text.upper())))
        for find in self._finders():
            found = find(spellings, products)
            if found:
                return found
        return self.browse()

    @api.model
    def _clean(self, code):
        """The code without what scanners and Chinese input methods put around it."""
        text = unicodedata.normalize("NFKC", str(code or ""))
        return "".join(char for char in text if char.isprintable()).strip()

    @api.model
    def _finders(self):
        """What a code may be, most certain first; extend it for codes of your own."""
        return [
            self._find_by_address,
            self._find_product,
            self._find_packaging,
            self._find_place,
            self._find_lot,
            self._find_document,
            self._find_by_reference,
            self._find_place_by_name,
        ]

    @api.model
    def _search_one(self, model, domain, order=None):
        model = self.env[model]
        if not model.has_access("read"):
            return model.browse()
        return model.search(domain, limit=2, order=order)

    def _find_by_address(self, spellings, _products):
        match = ADDRESS.search(spellings[0])
        if not match or match[1] not in self._document_models() + STOCK_MODELS:
            return None
        return self._search_one(match[1], [("id", "=", int(match[2]))])

    def _find_product(self, spellings, _products):
        return self._search_one("product.product", [("barcode", "in", spellings)])[:1]

    def _find_packaging(self, spellings, _products):
        packaging = self._search_one("product.uom", [("barcode", "in", spellings)])[:1]
        product = packaging.product_id
        if not product:
            return None
        quantity = packaging.uom_id._compute_quantity(1, product.uom_id)
        return product.with_context(sanbao_scan_quantity=quantity)

    def _find_place(self, spellings, _products):
        return self._search_one("stock.location", [("barcode", "in", spellings)])[:1]

    def _find_lot(self, spellings, products):
        domain = [("name", "in", spellings)]
        lots = self.env["stock.lot"]
        if products:
            mine = [*domain, ("product_id", "in", products.ids)]
            lots = self._search_one("stock.lot", mine)
        return self._only(lots or self._search_one("stock.lot", domain))

    def _find_document(self, spellings, _products):
        domain = [("name", "in", spellings)]
        for model in ("stock.picking", *self._document_models()):
            found = self._search_one(model, domain, "id desc")[:1]
            if found:
                return found
        return None

    def _find_by_reference(self, spellings, _products):
        return self._search_one("product.product", [("default_code", "in", spellings)])[
            :1
        ]

    def _find_place_by_name(self, spellings, _products):
        for field in ("complete_name", "name"):
            domain = [(field, "in", spellings), ("usage", "=", "internal")]
            found = self._search_one("stock.location", domain)
            if found:
                return self._only(found)
        return None

    def _only(self, found):
        if len(found) > 1:
            raise UserError(
                self.env._(
                    "“%(code)s” is the code of several: %(records)s. Scan the product"
                    " or the barcode of the place instead.",
                    code=found[0].name,
                    records=", ".join(found.mapped("display_name")),
                )
            )
        return found

    @api.model
    def _document_models(self):
        """Names of the models whose documents have a printed number."""
        registry = self.env.registry
        names = registry.descendants(["sanbao.form.mixin"], "_inherit")
        return tuple(
            name
            for name in names
            if not registry[name]._abstract
            and not registry[name]._transient
            and (field := registry[name]._fields.get("name"))
            and field.store
            and name not in STOCK_MODELS
        )
