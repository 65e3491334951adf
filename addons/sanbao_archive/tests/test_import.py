import base64
import io
from datetime import date
from unittest.mock import patch

from openpyxl import Workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.misc import file_open

from .common import ArchiveCommon

HEAD = ["serial", "product_id", "partner_id", "ex_factory_date", "chassis_no"]


@tagged("post_install", "-at_install")
class TestImport(ArchiveCommon):
    """Archives of earlier years come from a file; every bad row is named (ARC-01)."""

    def _good(self, number, **values):
        row = {
            "serial": f"I-{number}",
            "product_id": "TST5180",
            "partner_id": "Test Cleaning",
            "ex_factory_date": "2024-02-29",
            "chassis_no": f"LXG{number}",
        }
        return list({**row, **values}.values())

    def _csv(self, rows, head=HEAD, encoding="utf-8"):
        lines = [",".join(map(str, row)) for row in [head, *rows]]
        return "\r\n".join(lines).encode(encoding)

    def _import(self, content, mode="all", user=None, **values):
        model = self.env["sanbao.archive.import"].with_user(user or self.after_sales)
        wizard = model.create(
            {
                "file": base64.b64encode(content),
                "filename": "archives.csv",
                "mode": mode,
                **values,
            }
        )
        wizard.action_import()
        return wizard

    def _imported(self):
        return self.archives.search([("serial", "=like", "I-%")], order="serial")

    def test_right_rows_become_archives(self):
        wizard = self._import(self._csv([self._good(1), self._good(2)]))
        self.assertEqual(wizard.created_count, 2)
        self.assertFalse(wizard.line_ids)
        archive = self._imported()[0]
        self.assertEqual(archive.partner_id, self.customer)
        self.assertEqual(archive.product_id, self.vehicle)
        self.assertEqual(archive.warranty_months, 12)
        self.assertEqual(str(archive.warranty_end), "2025-02-28")
        self.assertEqual(archive.state, "draft")

    def test_workbook_with_dates_and_numbers(self):
        book = Workbook()
        head = ["serial", "product_id", "partner_id", "ex_factory_date"]
        book.active.append([*head, "contact_phone", "warranty_months"])
        book.active.append(
            [
                "I-1",
                "Test sweeper",
                "Test Cleaning",
                date(2024, 3, 1),
                13800138000,
                24.0,
            ]
        )
        stream = io.BytesIO()
        book.save(stream)
        self._import(stream.getvalue())
        archive = self._imported()
        self.assertEqual(archive.contact_phone, "13800138000")
        self.assertEqual(str(archive.warranty_end), "2026-02-28")

    def test_each_kind_of_mistake_is_named(self):
        self._archive("I-7")
        self.env["res.partner"].create([{"name": "Twin"}, {"name": "Twin"}])
        self._product("Bulk", "BULK", tracking="none")
        cases = (
            ({"serial": ""}, "must be filled"),
            ({"product_id": "NOPE"}, "Not found"),
            ({"product_id": "BULK"}, "not tracked by serial"),
            ({"partner_id": ""}, "must be filled"),
            ({"partner_id": "Unknown"}, "Not found"),
            ({"partner_id": "Twin"}, "2 records"),
            ({"ex_factory_date": "2025-02-29"}, "No date"),
            ({"ex_factory_date": "yesterday"}, "No date"),
            ({"chassis_no": "LXGO1I"}, "OI"),
            ({"serial": "I-7"}, "already has a product archive"),
            ({"serial": "I-0"}, "already has a product archive"),
        )
        rows = [self._good(0)]
        rows += [self._good(100 + n, **vals) for n, (vals, _text) in enumerate(cases)]
        wizard = self._import(self._csv(rows), mode="good")
        self.assertEqual(wizard.created_count, 1)
        for number, (vals, text) in enumerate(cases):
            lines = wizard.line_ids.filtered(lambda line, n=number: line.row == n + 3)
            with self.subTest(**vals):
                self.assertEqual(len(lines), 1)
                self.assertIn(text, lines.message)
                self.assertEqual(lines.value or "", next(iter(vals.values())))

    def test_all_or_nothing_writes_nothing(self):
        rows = [self._good(1), self._good(2, product_id="NOPE"), self._good(3)]
        wizard = self._import(self._csv(rows))
        self.assertEqual(wizard.created_count, 0)
        self.assertEqual(wizard.line_ids.row, 3)
        self.assertFalse(self._imported())
        lots = self.env["stock.lot"].search([("name", "=like", "I-%")])
        self.assertFalse(lots)

    def test_failure_that_no_check_foresaw_is_a_bad_row(self):
        """Nothing of it stays; in mode *all* nothing of the others either."""
        rows = [self._good(1), self._good(2), self._good(3)]
        create = type(self.archives)._fill_lots

        def refuse(archives, vals_list):
            create(archives, vals_list)
            if any(vals["chassis_no"] == "LXG2" for vals in vals_list):
                raise UserError("Not this one.")

        with patch.object(type(self.archives), "_fill_lots", refuse):
            for mode, serials in (("all", []), ("good", ["I-1", "I-3"])):
                with self.subTest(mode):
                    wizard = self._import(self._csv(rows), mode=mode)
                    self.assertEqual(wizard.line_ids.message, "Not this one.")
                    self.assertEqual(wizard.line_ids.row, 3)
                    self.assertEqual(wizard.created_count, len(serials))
                    self.assertEqual(self._imported().mapped("serial"), serials)
                    lots = self.env["stock.lot"].search([("name", "=", "I-2")])
                    self.assertFalse(lots)

    def test_chinese_titles_and_encoding(self):
        if not self.env["res.lang"]._lang_get("zh_CN"):
            self.skipTest("Chinese is not loaded")
        head = ["产品编号", "产品", "客户单位", "出厂日期"]
        rows = [self._good(1)[:4], self._good(2, product_id="没有")[:4]]
        model = self.env["sanbao.archive.import"].with_user(self.after_sales)
        content = self._csv(rows, head, "gb18030")
        wizard = model.with_context(lang="zh_CN").create(
            {"file": base64.b64encode(content), "mode": "good"}
        )
        wizard.action_import()
        self.assertEqual(wizard.created_count, 1)
        self.assertEqual(wizard.line_ids.column, "产品")
        self.assertRegex(wizard.line_ids.message, "[一-龥]")

    def test_list_of_errors_runs_no_formula(self):
        rows = [self._good(1, product_id='=HYPERLINK("x")')]
        wizard = self._import(self._csv(rows).replace(b'"', b""))
        text = base64.b64decode(wizard.error_file).decode("utf-8-sig")
        self.assertIn("'=HYPERLINK", text)
        self.assertNotIn(",=", text)

    def test_files_that_are_none(self):
        for content, text in (
            (b"\x00\x01\x02", "cannot be read"),
            (b"PK\x03\x04broken", "cannot be read"),
            (b"", "no rows"),
            (b"serial,product_id\r\n", "no rows"),
            (b"serial\r\nI-1\r\n", "no column"),
        ):
            with self.subTest(content), self.assertRaisesRegex(UserError, text):
                if content:
                    self._import(content)
                else:
                    self._import(b"\n")

    def test_only_after_sales_imports(self):
        content = self._csv([self._good(1)])
        for role in ("sr", "eng", "gate"):
            user = self._person(f"imp_{role}", role)
            with self.subTest(role), self.assertRaises(AccessError):
                self._import(content, user=user)

    def test_template_can_be_imported(self):
        template = self.archives.get_import_templates()[0]["template"]
        with file_open(template.lstrip("/"), "rb") as file:
            content = file.read()
        # Whatever else the database has, the example's names are known once.
        name, code = "临沂市环境卫生管理处", "XG5180TXS"
        self.env["res.partner"].search([("name", "=", name)]).name = "Other"
        self.env["product.product"].search([("default_code", "=", code)]).write(
            {"default_code": False}
        )
        self.vehicle.default_code = code
        self.env["res.partner"].create({"name": name})
        wizard = self._import(content)
        self.assertFalse(wizard.line_ids.mapped("message"))
        self.assertEqual(wizard.created_count, 2)

    def test_import_of_odoo_itself(self):
        fields = ["product_id", "serial", "chassis_no", "partner_id", "ex_factory_date"]
        result = self.archives.with_user(self.after_sales).load(
            fields, [["TST5180", "I-1", "LXG1", "Test Cleaning", "2025-03-01"]]
        )
        self.assertFalse(result["messages"])
        self.assertEqual(self._imported().lot_id.name, "I-1")
