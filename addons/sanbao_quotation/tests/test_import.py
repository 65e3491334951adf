import base64
import io
import logging
import time

from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import QuotationCommon

_logger = logging.getLogger(__name__)

HEAD = (
    "supplier",
    "product",
    "price_unit",
    "freight",
    "lead_days",
    "payment_term_id",
    "valid_until",
    "reference",
)
SECONDS = 60


@tagged("post_install", "-at_install")
class TestImport(QuotationCommon):
    """Suppliers' prices come from a file; every bad row is named (PUR-09)."""

    lang = "en_US"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part.default_code = "GB-100"
        cls.part_2 = cls._another_part("GB-200")
        cls.others[0].ref = "S-1"
        cls.term = cls.env["account.payment.term"].create({"name": "月结45天"})

    def _in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.lang = "zh_CN"

    def _needs(self, *products, quotes=(), **values):
        needs = [{"product_id": p.id, "quantity": 1} for p in products]
        return self._comparison(
            line_ids=[Command.create(need) for need in needs],
            quote_ids=[Command.create({"partner_id": p.id}) for p in quotes],
            choose=None,
            **values,
        )

    def _row(self, supplier="S-1", product="GB-100", price=500, **more):
        row = {**dict.fromkeys(HEAD, ""), **more}
        row |= {"supplier": supplier, "product": product, "price_unit": price}
        return list(row.values())

    def _wizard(self, comparison, content, user=None, **values):
        wizards = self.env["sanbao.quotation.import"].with_user(user or self.buyer)
        return wizards.with_context(lang=self.lang).create(
            {
                "comparison_id": comparison.id,
                "file": base64.b64encode(content),
                "filename": "x.xlsx",
                **values,
            }
        )

    def _import(self, comparison, rows, **values):
        lines = [",".join(map(str, row)) for row in [HEAD, *rows]]
        wizard = self._wizard(comparison, "\r\n".join(lines).encode(), **values)
        wizard.action_import()
        return wizard

    def _prices(self, comparison):
        return {
            (price.partner_id.name, price.product_id.default_code): price.price_unit
            for price in comparison.price_ids
            if price.price_unit
        }

    # === Good rows ===

    def test_prices_and_terms_are_taken_and_suppliers_added(self):
        """PUR-09."""
        comparison = self._needs(self.part, self.part_2, quotes=self.supplier)
        wizard = self._import(
            comparison,
            [
                self._row(self.supplier.name, "GB-100", 510),
                self._row(
                    "S-1",
                    "GB-100",
                    "500.50",
                    freight=300,
                    lead_days=15,
                    payment_term_id="月结45天",
                    valid_until="2030/12/31",
                    reference="BJ-7",
                ),
                self._row("S-1", "GB-200", 80),
            ],
        )
        self.assertFalse(wizard.line_ids)
        self.assertEqual(wizard.created_count, 3)
        known, added = self.supplier.name, self.others[0].name
        self.assertEqual(
            self._prices(comparison),
            {(known, "GB-100"): 510, (added, "GB-100"): 500.5, (added, "GB-200"): 80},
        )
        self.assertEqual(len(comparison.quote_ids), 2)
        quote = self._quote(comparison, self.others[0])
        self.assertTrue(quote.is_complete)
        self.assertEqual(quote.rank, 1)
        self.assertEqual((quote.freight, quote.lead_days), (300, 15))
        self.assertEqual(quote.payment_term_id, self.term)
        self.assertEqual(str(quote.valid_until), "2030-12-31")
        self.assertEqual(quote.reference, "BJ-7")
        self.assertFalse(self._quote(comparison, self.supplier).is_complete)

    def test_the_template_comes_back_filled_in(self):
        comparison = self._needs(
            self.part, self.part_2, quotes=self.supplier | self.others[0]
        )
        self.part_2.name = "=1+1"
        wizard = self._wizard(comparison, b"")
        self.assertIn(str(wizard.id), wizard.action_template()["url"])
        content = base64.b64decode(wizard.template_file)
        book = load_workbook(io.BytesIO(content))
        sheet, example = book.worksheets
        self.assertEqual(sheet.max_row, 5)
        self.assertEqual(example.max_row, 3)
        self.assertNotIn("f", {c.data_type for row in sheet for c in row})
        for row in range(2, 6):
            sheet.cell(row, 3, 100 + row)
        filled = io.BytesIO()
        book.save(filled)
        wizard.file = base64.b64encode(filled.getvalue())
        wizard.action_import()
        self.assertFalse(wizard.line_ids)
        self.assertEqual(
            comparison.quote_ids.price_ids.sorted("price_unit").mapped("price_unit"),
            [102, 103, 104, 105],
        )

    def test_the_template_is_chinese_and_lists_needs_without_suppliers(self):
        self._in_chinese()
        wizard = self._wizard(self._needs(self.part, self.part_2), b"")
        content = base64.b64decode(wizard.template_file)
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet]
        self.assertEqual(
            rows[0][:8],
            [
                "供应商",
                "产品编号",
                "单价",
                "运费",
                "交期（天）",
                "付款条件",
                "有效期至",
                "对方报价单号",
            ],
        )
        self.assertEqual(
            [row[:3] for row in rows[1:]],
            [
                [None, "GB-100", None],
                [None, "GB-200", None],
            ],
        )

    def test_there_is_no_template_without_needs(self):
        with self.assertRaisesRegex(UserError, "no needs"):
            self._wizard(self._needs(), b"").action_template()

    # === Bad rows ===

    def test_each_bad_cell_is_named(self):
        twins = {"name": "同名厂", "is_company": True}
        self.env["res.partner"].create([twins, twins])
        self._another_part("GB-900")
        comparison = self._needs(self.part, self.part_2)
        cases = [
            ("Supplier", self._row("无此厂")),
            ("Supplier", self._row("")),
            ("Supplier", self._row("同名厂")),
            ("Product code", self._row(product="GB-404")),
            ("Product code", self._row(product="GB-900")),
            ("Unit price", self._row(price="")),
            ("Unit price", self._row(price="面议")),
            ("Unit price", self._row(price=0)),
            ("Unit price", self._row(price=-5)),
            ("Unit price", self._row(price="1.123456789")),
            ("Freight", self._row(freight="0.001")),
            ("Lead time (days)", self._row(lead_days="2.5")),
            ("Payment terms", self._row(payment_term_id="以后再说")),
            ("Valid until", self._row(valid_until="2030-02-30")),
            (None, self._row(freight=10)),
            ("Product code", self._row(price=501)),
            ("Freight", self._row(product="GB-200", freight=11)),
        ]
        rows = [row for _column, row in cases]
        wizard = self._import(comparison, rows)
        self.assertEqual(
            [(line.row, line.column) for line in wizard.line_ids],
            [(n, column) for n, (column, _row) in enumerate(cases, 2) if column],
        )
        self.assertFalse(comparison.quote_ids)
        wizard = self._import(comparison, rows, mode="good")
        self.assertEqual(wizard.created_count, 1)
        self.assertEqual(wizard.bad_row_count, len(cases) - 1)
        name = self.others[0].name
        self.assertEqual(self._prices(comparison), {(name, "GB-100"): 500})

    def test_bad_rows_are_named_in_chinese(self):
        self._in_chinese()
        rows = [self._row("无此厂"), self._row(product="GB-404")]
        lines = self._import(self._needs(self.part), rows).line_ids
        self.assertEqual(lines.mapped("column"), ["供应商", "产品编号"])
        self.assertRegex(lines[0].message, "没有此供应商.*请")
        self.assertRegex(lines[1].message, "没有此产品.*请")

    def test_a_product_needed_twice_is_entered_by_hand(self):
        wizard = self._import(self._needs(self.part, self.part), [self._row()])
        self.assertEqual(wizard.line_ids.column, "Product code")

    def test_thousands_of_rows(self):
        """3,000 rows, 100 of them bad: all are named, the others kept or none."""
        products = self.env["product.product"].create(
            [
                {"name": f"零件{i}", "default_code": f"N-{i}", "type": "consu"}
                for i in range(300)
            ]
        )
        partners = self.env["res.partner"].create(
            [{"name": f"厂{i}", "ref": f"F-{i}", "is_company": True} for i in range(10)]
        )
        comparison = self._needs(*products, quotes=partners[:5])
        rows = [
            self._row(partner.ref, product.default_code, 10 + i)
            for partner in partners
            for i, product in enumerate(products)
        ]
        for number in range(0, 3000, 30):
            rows[number][number // 30 % 3] = "错"
        started = time.monotonic()
        wizard = self._import(comparison, rows)
        checked = time.monotonic() - started
        self.assertEqual((wizard.created_count, len(wizard.line_ids)), (0, 100))
        self.assertEqual(wizard.line_ids.mapped("row"), list(range(2, 3002, 30)))
        self.assertFalse(self._prices(comparison))
        self.assertEqual(len(comparison.quote_ids), 5)
        started = time.monotonic()
        wizard = self._import(comparison, rows, mode="good")
        taken = time.monotonic() - started
        self.assertEqual((wizard.created_count, wizard.bad_row_count), (2900, 100))
        self.assertEqual(len(self._prices(comparison)), 2900)
        self.assertEqual(len(comparison.quote_ids), 10)
        _logger.info("3000 rows: %.1f s to check, %.1f s to write", checked, taken)
        self.assertLess(checked + taken, SECONDS)

    # === What is there already ===

    def test_the_same_file_twice_changes_nothing(self):
        comparison = self._needs(self.part, self.part_2)
        rows = [self._row(freight=10), self._row(product="GB-200", price=7)]
        self._import(comparison, rows)
        before = comparison.price_ids.ids, self._prices(comparison)
        wizard = self._import(comparison, rows)
        self.assertFalse(wizard.line_ids)
        self.assertEqual(len(comparison.quote_ids), 1)
        self.assertEqual((comparison.price_ids.ids, self._prices(comparison)), before)

    def test_what_is_there_is_replaced_only_if_wanted(self):
        comparison = self._needs(self.part)
        self._import(comparison, [self._row(freight=10)])
        rows = [self._row(price=450, freight=20)]
        wizard = self._import(comparison, rows)
        self.assertEqual(
            sorted(wizard.line_ids.mapped("column")), ["Freight", "Unit price"]
        )
        quote = comparison.quote_ids
        self.assertEqual((quote.price_ids.price_unit, quote.freight), (500, 10))
        wizard = self._import(comparison, rows, overwrite=True)
        self.assertFalse(wizard.line_ids)
        self.assertEqual((quote.price_ids.price_unit, quote.freight), (450, 20))
        self.assertEqual(comparison.quote_ids, quote)

    # === Nothing half written ===

    def test_refusals_of_the_database_leave_nothing(self):
        def refuse(quotes, vals_list):
            if any(v["partner_id"] == self.others[1].id for v in vals_list):
                raise UserError("不行")
            return create(quotes, vals_list)

        quotes = type(self.env["sanbao.quotation"])
        create = quotes.create
        self.patch(quotes, "create", refuse)
        comparison = self._needs(self.part, quotes=self.supplier)
        rows = [
            self._row(name, price=5)
            for name in (self.supplier.name, "S-1", self.others[1].name)
        ]
        wizard = self._import(comparison, rows)
        self.assertEqual(wizard.line_ids.message, "不行")
        self.assertEqual(wizard.created_count, 0)
        self.assertFalse(self._prices(comparison))
        self.assertEqual(comparison.quote_ids.partner_id, self.supplier)
        wizard = self._import(comparison, rows, mode="good")
        self.assertEqual(wizard.created_count, 2)
        self.assertEqual(len(self._prices(comparison)), 2)

    # === Who and when ===

    def test_only_drafts_take_prices(self):
        comparison = self._comparison(500, 510, 520)
        for state in ("submitted", "approved"):
            if state == "submitted":
                comparison.action_submit()
            else:
                comparison.with_user(self.manager)._sanbao_decide("approved", "ok")
            before = self._prices(comparison)
            with self.subTest(state=state), self.assertRaises(UserError):
                self._import(comparison, [self._row(price=1)], overwrite=True)
            self.assertEqual(comparison.state, state)
            self.assertEqual(self._prices(comparison), before)

    def test_only_purchasing_imports(self):
        comparison = self._needs(self.part)
        for user in (self.inspector, self.dgm):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._import(comparison, [self._row()], user=user)
        wizard = self._import(comparison, [self._row()], user=self.manager)
        self.assertEqual(wizard.created_count, 1)

    def test_companies_are_kept_apart(self):
        comparison = self._needs(self.part)
        company = self.env["res.company"].create({"name": "青禾二厂"})
        stranger = self._person(
            "pur_pb4", "pb", company_ids=[company.id], company_id=company.id
        )
        with self.assertRaises(AccessError):
            self._import(comparison, [self._row()], user=stranger)
        self.assertFalse(comparison.quote_ids)
        self.others[0].company_id = company
        wizard = self._import(comparison, [self._row()])
        self.assertEqual(wizard.line_ids.column, "Supplier")
