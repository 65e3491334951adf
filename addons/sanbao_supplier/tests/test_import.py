import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.misc import file_open

from .common import SupplierCommon

HEAD = [
    "code",
    "supplier",
    "scope",
    "kind",
    "number",
    "issuer",
    "date_issued",
    "valid_until",
]


@tagged("post_install", "-at_install")
class TestImport(SupplierCommon):
    """Suppliers with their papers come from a file; every bad row is named (PUR-01)."""

    def _row(self, i, **values):
        row = {
            "code": f"I-{i}",
            "supplier": f"导入厂{i}",
            "scope": "液压件",
            "kind": "business_licence",
            "number": f"IMP-{i}",
            "issuer": "市场监督管理局",
            "date_issued": "2024-02-29",
            "valid_until": "2030-02-28",
        }
        return list({**row, **values}.values())

    def _import(self, rows, mode="all", user=None, head=HEAD):
        lines = [",".join(map(str, row)) for row in [head, *rows]]
        return self._import_file("\r\n".join(lines).encode(), mode, user)

    def _import_file(self, content, mode="all", user=None):
        wizards = self.env["sanbao.supplier.import"].with_user(user or self.buyer)
        wizard = wizards.create(
            {"file": base64.b64encode(content), "filename": "x.csv", "mode": mode}
        )
        wizard.action_import()
        return wizard

    def _dossiers(self):
        return self.env["sanbao.supplier"].search([("code", "=like", "I-%")])

    def test_suppliers_with_papers(self):
        rows = [
            self._row(1),
            self._row(
                1, kind="Quality system certificate", number="Q-1", valid_until="长期"
            ),
            self._row(2, kind="", number="", issuer="", date_issued="", valid_until=""),
        ]
        wizard = self._import(rows)
        self.assertFalse(wizard.line_ids)
        self.assertEqual(wizard.created_count, 3)
        first, second = self._dossiers().sorted("code")
        self.assertEqual(first.partner_id.name, "导入厂1")
        self.assertEqual(first.scope, "液压件")
        self.assertEqual(first.user_id, self.buyer)
        licence, certificate = first.paper_ids.sorted("name")
        self.assertEqual(licence.partner_issued_id, self.authority)
        self.assertEqual(str(licence.valid_until), "2030-02-28")
        self.assertTrue(certificate.sanbao_no_expiry)
        self.assertFalse(second.paper_ids)

    def test_imported_papers_are_not_verified(self):
        """PUR-02."""
        self._import([self._row(1)])
        self.assertFalse(self._dossiers().paper_ids.sanbao_result)
        self.assertEqual(self._dossiers().state, "candidate")

    def test_each_bad_cell_is_named(self):
        rows = [
            self._row(1, supplier=""),
            self._row(2, kind="身份证"),
            self._row(3, number=""),
            self._row(4, date_issued="2025-02-29"),
            self._row(5, valid_until="2020-01-01"),
            self._row(6),
            self._row(7, number="IMP-6"),
        ]
        wizard = self._import(rows)
        self.assertEqual(wizard.created_count, 0)
        self.assertEqual(wizard.line_ids.mapped("row"), [2, 3, 4, 5, 6, 8])
        self.assertFalse(self._dossiers())
        wizard = self._import(rows, mode="good")
        self.assertEqual(wizard.created_count, 1)
        self.assertEqual(self._dossiers().code, "I-6")

    def test_what_is_known_is_kept(self):
        self.supplier.ref = "I-1"
        self._import([self._row(1, supplier="别的名字")])
        self.assertEqual(self._dossiers(), self.dossier)
        self.assertEqual(self.dossier.paper_ids.name, "IMP-1")
        wizard = self._import([self._row(1)])
        self.assertEqual(wizard.line_ids.value, "IMP-1")

    def test_one_name_of_several_companies(self):
        self.supplier.copy({"name": "同名厂"})
        self.supplier.copy({"name": "同名厂"})
        wizard = self._import([self._row(9, code="", supplier="同名厂")])
        self.assertEqual(wizard.line_ids.value, "同名厂")

    def test_refusals_of_the_database_are_rows_too(self):
        def refuse(papers, vals_list):
            if any(vals["name"] == "IMP-2" for vals in vals_list):
                raise UserError("不行")
            return create(papers, vals_list)

        papers = type(self.env["res.partner.id_number"])
        create = papers.create
        self.patch(papers, "create", refuse)
        rows = [self._row(number) for number in (1, 2, 3)]
        wizard = self._import(rows, mode="good")
        self.assertEqual(wizard.line_ids.message, "不行")
        self.assertEqual(len(self._dossiers()), 2)

    def test_only_purchasing_imports(self):
        for user in (self.qc, self.lawyer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._import([self._row(1)], user=user)

    def test_the_template_can_be_imported(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.buyer.lang = "zh_CN"
        path = "sanbao_supplier/static/xlsx/supplier_import.xlsx"
        with file_open(path, "rb") as template:
            wizard = self._import_file(template.read())
        self.assertFalse(wizard.line_ids)
        self.assertEqual(wizard.created_count, 2)
