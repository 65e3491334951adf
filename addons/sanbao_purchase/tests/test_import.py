from odoo.tests import tagged
from odoo.tools import file_open

from .common import PlanCommon

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@tagged("post_install", "-at_install")
class TestImport(PlanCommon):
    """Plans are imported from a workbook; bad rows are named in Chinese."""

    columns = (
        "department_id",
        "reason",
        "line_ids/product_id",
        "line_ids/quantity",
        "line_ids/date_needed",
        "line_ids/price_unit",
    )

    def _load(self, *rows):
        plans = self.env["sanbao.purchase.plan"].with_user(self.staff)
        return plans.with_context(lang="zh_CN").load(
            self.columns, [list(row) for row in rows]
        )

    def test_the_template_fits(self):
        """Every title of the template is known, in Chinese."""
        plans = self.env["sanbao.purchase.plan"]
        path = plans.get_import_templates()[0]["template"]
        with file_open(path.lstrip("/"), "rb") as template:
            content = template.read()
        preview = (
            self.env["base_import.import"]
            .with_context(lang="zh_CN")
            .create(
                {
                    "res_model": plans._name,
                    "file": content,
                    "file_name": "plan.xlsx",
                    "file_type": XLSX,
                }
            )
            .parse_preview({"has_headers": True})
        )
        self.assertFalse(preview.get("error"))
        self.assertEqual(len(preview["matches"]), len(preview["headers"]))

    def test_rows_below_rows(self):
        result = self._load(
            ("售后服务部", "备件", "GB-200", "10", "2026-12-15", "100"),
            ("", "", "GB-200", "5", "2026-12-20", "90"),
        )
        self.assertFalse(result["messages"])
        plan = self.env["sanbao.purchase.plan"].browse(result["ids"])
        self.assertEqual(plan.line_ids.mapped("quantity"), [10, 5])
        self.assertEqual((plan.state, plan.amount_total), ("draft", 1450))

    def test_bad_rows_are_named(self):
        """Nothing is imported when a row is bad."""
        for row, word in (
            (("售后服务部", "", "没有的泵", "10", "2026-12-15", "1"), "没有的泵"),
            (("没有的部门", "", "GB-200", "10", "2026-12-15", "1"), "没有的部门"),
            (("售后服务部", "", "GB-200", "多", "2026-12-15", "1"), "多"),
            (("售后服务部", "", "GB-200", "-1", "2026-12-15", "1"), "数量"),
        ):
            with self.subTest(word=word):
                result = self._load(
                    ("售后服务部", "", "GB-200", "1", "2026-12-15", "1"), row
                )
                self.assertFalse(result["ids"])
                messages = result["messages"]
                self.assertIn(word, str(messages))
                self.assertTrue(
                    any(m.get("rows", {}).get("from") == 1 for m in messages)
                )
