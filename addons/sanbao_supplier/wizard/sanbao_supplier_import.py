from odoo import fields, models
from odoo.exceptions import AccessError

from .sanbao_supplier_import_row import COLUMNS, REQUIRED, RowReader


class SanbaoSupplierImport(models.TransientModel):
    """Import of suppliers with their papers; one row for each paper."""

    _name = "sanbao.supplier.import"
    _description = "Import of suppliers"
    _inherit = "sanbao.import.mixin"

    _import_template = "/sanbao_supplier/static/xlsx/supplier_import.xlsx"
    _import_names = COLUMNS
    _import_required = REQUIRED

    line_ids = fields.One2many(
        "sanbao.supplier.import.line", "import_id", string="What is wrong"
    )

    def _import_check_rights(self):
        keepers = ("sanbao_base.group_pb", "sanbao_base.group_pm")
        if not any(map(self.env.user.has_group, keepers)):
            raise AccessError(self.env._("Suppliers are imported by purchasing."))

    def _import_labels(self, lang):
        translated = self.with_context(lang=lang).env
        return {
            "code": translated._("Supplier code"),
            "supplier": translated._("Supplier"),
            "vat": translated._("Tax ID"),
            "phone": translated._("Phone"),
            "email": translated._("Email"),
            "scope": translated._("Scope of supply"),
            "kind": translated._("Kind of paper"),
            "number": translated._("Paper number"),
            "issuer": translated._("Issued by"),
            "date_issued": translated._("Issued on"),
            "valid_until": translated._("Valid until"),
        }

    def _import_reader(self, columns, rows):
        labels = self._import_labels(self.env.lang or "en_US")
        return RowReader(self.env, columns, rows, labels)

    def _import_key(self, vals):
        return vals["supplier"]

    # === Creation ===

    def _import_create(self, vals_list):
        """Companies, dossiers and papers of these rows; what is known is kept."""
        partners = self._suppliers(vals_list)
        issuers = self._issuers(vals_list)
        dossiers = self.env["sanbao.supplier"]
        ordered = self.env["res.partner"].union(*partners)
        of_partner = {
            dossier.partner_id: dossier
            for dossier in dossiers._ensure(ordered, self.company_id).sudo(False)
        }
        for vals, partner in zip(vals_list, partners, strict=True):
            dossier = of_partner[partner]
            if vals["scope"] and not dossier.scope:
                dossier.scope = vals["scope"]
        self.env["res.partner.id_number"].create(
            [
                {
                    "sanbao_supplier_id": of_partner[partner].id,
                    "category_id": vals["kind_id"],
                    "name": vals["number"],
                    "partner_issued_id": issuers.get(vals["issuer"]),
                    "date_issued": vals["date_issued"],
                    "valid_until": vals["valid_until"],
                    "sanbao_no_expiry": vals["no_expiry"],
                }
                for vals, partner in zip(vals_list, partners, strict=True)
                if vals["kind"]
            ]
        )

    def _suppliers(self, vals_list):
        """The company of each row; new ones are created once."""
        partners = self.env["res.partner"]
        new = {}
        for vals in vals_list:
            if not vals["partner_id"]:
                new.setdefault(self._partner_key(vals), vals)
        # A batch before this one may have created it.
        domain = [
            ("parent_id", "=", False),
            ("name", "in", [vals["supplier"] for vals in new.values()]),
        ]
        known = {}
        for partner in partners.search(domain):
            known[(partner.ref or "", partner.name)] = partner
        missing = {key: vals for key, vals in new.items() if key not in known}
        created = partners.create(
            [
                {
                    "name": vals["supplier"],
                    "ref": vals["code"],
                    "vat": vals["vat"],
                    "phone": vals["phone"],
                    "email": vals["email"],
                    "is_company": True,
                    "supplier_rank": 1,
                }
                for vals in missing.values()
            ]
        )
        known |= dict(zip(missing, created, strict=True))
        return [
            partners.browse(vals["partner_id"])
            if vals["partner_id"]
            else known[self._partner_key(vals)]
            for vals in vals_list
        ]

    def _partner_key(self, vals):
        return vals["code"], vals["supplier"]

    def _issuers(self, vals_list):
        """``{name: id}`` of the authorities; they are few, new ones are created."""
        names = sorted({vals["issuer"] for vals in vals_list if vals["kind"]} - {""})
        partners = self.env["res.partner"]
        known = {p.name: p.id for p in partners.search([("name", "in", names)])}
        missing = [name for name in names if name not in known]
        created = partners.create(
            [{"name": name, "is_company": True} for name in missing]
        )
        return known | dict(zip(missing, created.ids, strict=True))


class SanbaoSupplierImportLine(models.TransientModel):
    """A value of an import file that cannot be taken, and why."""

    _name = "sanbao.supplier.import.line"
    _description = "Bad row of a supplier import"
    _inherit = "sanbao.import.line.mixin"

    import_id = fields.Many2one(
        "sanbao.supplier.import", required=True, index=True, ondelete="cascade"
    )
