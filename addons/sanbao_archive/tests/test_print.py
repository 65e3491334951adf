from lxml.html import fromstring

from odoo.tests import tagged

from .common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestPrint(ArchiveCommon):
    """Form F01 shows the whole archive (ARC-01, ARC-06, ARC-07, ARC-10)."""

    def test_form_shows_every_section(self):
        """F01: its caption and its signatures, too."""
        archive = self._full_archive("F-1", salesperson_id=self.env.uid)
        archive._log_running({"fault": "Leaking pump", "case_no": "T-77"})
        archive._log_change(
            {"kind": "replacement", "content": "Pump", "new_serial": "NP-9"}
        )
        archive.action_complete()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "sanbao_archive.report_f01", archive.ids
        )
        text = html.decode()
        for word in (
            archive.name,
            "LXGF1",
            "Test Cleaning",
            "EQ1180",
            "2026-02-28",
            "Leaking pump",
            "T-77",
            "NP-9",
            "Faulty parts",
            "Archive copy",
            "Quality inspection",
            "Head of after-sales",
        ):
            with self.subTest(word):
                self.assertIn(word, text)

    def test_form_of_an_empty_archive(self):
        archive = self._archive("F-2")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "sanbao_archive.report_f01", archive.ids
        )
        self.assertIn(archive.name, html.decode())
        self.assertNotIn("False", html.decode())

    def test_empty_values_keep_their_cells(self):
        archive = self._archive("F-3")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "sanbao_archive.report_f01", archive.ids
        )
        tables = fromstring(html).find_class("sanbao-form")
        self.assertTrue(tables)
        for row in [row for table in tables for row in table.iter("tr")]:
            cells = [int(cell.get("colspan") or 1) for cell in row]
            self.assertEqual(sum(cells), 4)
