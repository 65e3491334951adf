"""Checks of the rows of a supplier import against what the database knows."""

from odoo.addons.sanbao_base.sheet import cell_date, cell_text
from odoo.addons.sanbao_base.sheet_reader import SheetReader

REQUIRED = ("supplier",)
PAPER = (
    "kind",
    "number",
    "issuer",
    "date_issued",
    "valid_until",
)
COLUMNS = ("code", "supplier", "vat", "phone", "email", "scope", *PAPER)
DATES = ("date_issued", "valid_until")
# Written instead of a day by papers that do not end.
FOREVER = ("长期", "永久", "无固定期限")


class RowReader(SheetReader):
    """Turns rows into values of suppliers and papers, and collects what is wrong.

    A supplier with several papers has a row for each; the first names it.
    """

    def __init__(self, env, columns, rows, labels):
        super().__init__(env, columns, rows, labels)
        self.kinds = self._kinds()
        self.partners = self._partners()
        self.papers = self._papers()

    def _kinds(self):
        kinds = self.env["res.partner.id_category"].search([])
        found = {}
        for lang in ("en_US", "zh_CN"):
            found |= {kind.name: kind.id for kind in kinds.with_context(lang=lang)}
        return found | {kind.code: kind.id for kind in kinds}

    def _partners(self):
        """Known companies by code and by name; several of one name are told."""
        found = {}
        partners = self.env["res.partner"].search(
            [
                ("parent_id", "=", False),
                "|",
                ("ref", "in", self._texts("code")),
                ("name", "in", self._texts("supplier")),
            ]
        )
        for partner in partners:
            for key in {partner.ref, partner.name} - {False}:
                found.setdefault(key, []).append(partner.id)
        return found

    def _papers(self):
        papers = self.env["res.partner.id_number"].search_fetch(
            [
                ("name", "in", self._texts("number")),
                ("company_id", "in", (self.env.company.id, False)),
            ],
            ["category_id", "name"],
        )
        return {(paper.category_id.id, paper.name) for paper in papers}

    def _read(self, number, row):
        vals = {name: cell_text(row.get(name)) for name in COLUMNS}
        if not vals["supplier"]:
            self._wrong(number, "supplier", "", self.env._("This cell must be filled."))
        else:
            self._read_partner(number, vals)
        if any(vals[name] for name in PAPER):
            self._read_paper(number, row, vals)
        else:
            vals["kind"] = False
        return vals

    def _read_partner(self, number, vals):
        found = self.partners.get(vals["code"]) or self.partners.get(vals["supplier"])
        if found and len(found) > 1:
            message = self.env._(
                "%(count)s companies have this name. Use the code instead.",
                count=len(found),
            )
            self._wrong(number, "supplier", vals["supplier"], message)
        vals["partner_id"] = found[0] if found else False

    def _read_paper(self, number, row, vals):
        for name in ("kind", "number"):
            if not vals[name]:
                self._wrong(number, name, "", self.env._("This cell must be filled."))
        if vals["kind"] and vals["kind"] not in self.kinds:
            message = self.env._("There is no such kind of paper.")
            self._wrong(number, "kind", vals["kind"], message)
        vals["no_expiry"] = vals["valid_until"] in FOREVER
        for name in DATES:
            forever = name == "valid_until" and vals["no_expiry"]
            self._read_date(number, name, None if forever else row.get(name), vals)
        issued, until = vals["date_issued"], vals["valid_until"]
        if issued and until and issued > until:
            message = self.env._("Ends before it was issued.")
            self._wrong(number, "valid_until", until, message)
        self._read_number(number, vals)

    def _read_date(self, number, name, value, vals):
        try:
            vals[name] = cell_date(value)
        except ValueError:
            vals[name] = None
            message = self.env._("No date. Write it as 2025-03-01.")
            self._wrong(number, name, value, message)

    def _read_number(self, number, vals):
        key = (self.kinds.get(vals["kind"]), vals["number"])
        if not all(key):
            return
        if key in self.papers:
            message = self.env._("A paper with this number is on file already.")
            self._wrong(number, "number", vals["number"], message)
        self.papers.add(key)
        vals["kind_id"] = key[0]
