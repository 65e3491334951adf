import io
import time
from unittest.mock import patch

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools.pdf import PdfFileReader

from ..models import ir_actions_report
from .common import PdfCase, pdf_pages

CORE = "odoo.addons.base.models.ir_actions_report.IrActionsReport."
OURS = "odoo.addons.sanbao_pdf.models.ir_actions_report"


@tagged("post_install", "-at_install")
class TestReports(PdfCase):
    def test_many_records_make_one_pdf_in_their_order(self):
        pages = pdf_pages(self._print(self.partners))
        self.assertEqual(len(pages), 3)
        for page, name in zip(pages, ("甲公司", "乙公司", "丙公司"), strict=True):
            self.assertIn("维修单" + name, page, "Chinese text must be readable")

    def test_pages_are_counted_per_record(self):
        self.partners[0].ref = "80"
        pages = pdf_pages(self._print(self.partners[:2]))
        self.assertGreater(len(pages), 2)
        count = len(pages) - 1
        for number, page in enumerate(pages[:-1], 1):
            self.assertIn(f"Page{number}/{count}", page)
        self.assertIn("第80行", pages[-2], "nothing is cut off")
        self.assertIn("Page1/1", pages[-1])

    def test_header_stands_on_every_page(self):
        self.env.company.report_header = "质量第一"
        self.partners[0].ref = "80"
        for page in pdf_pages(self._print(self.partners[0])):
            self.assertIn("质量第一", page)

    def test_core_report_prints(self):
        module = self.env.ref("base.module_sanbao_pdf")
        pdf = self.env["ir.actions.report"]._render_qweb_pdf(
            "base.report_irmodulereference", module.ids
        )[0]
        self.assertIn("sanbao_pdf", pdf_pages(pdf)[0])

    def test_stored_report_keeps_one_file_per_record(self):
        self.report.attachment = "'doc-%s.pdf' % object.id"
        self._print(self.partners)
        for partner in self.partners:
            attachment = self.env["ir.attachment"].search(
                [("res_model", "=", "res.partner"), ("res_id", "=", partner.id)]
            )
            pages = pdf_pages(attachment.raw)
            self.assertEqual(len(pages), 1)
            self.assertIn(partner.name, pages[0])

    def test_duplicated_records_are_printed_twice(self):
        ids = self.partners[:1].ids * 2
        pdf = self.env["ir.actions.report"]._render_qweb_pdf(
            self.report.report_name, ids
        )[0]
        self.assertEqual(len(pdf_pages(pdf)), 2)

    def test_engine_is_chosen_per_report_or_for_all(self):
        for parameter, own, expected in (
            ("plutoprint", False, "plutoprint"),
            ("weasyprint", False, "weasyprint"),
            ("wkhtmltopdf", False, "wkhtmltopdf"),
            ("weasyprint", "wkhtmltopdf", "wkhtmltopdf"),
            ("wkhtmltopdf", "weasyprint", "weasyprint"),
        ):
            with self.subTest(parameter=parameter, own=own):
                self.env["ir.config_parameter"].set_param(
                    "sanbao_pdf.engine", parameter
                )
                self.report.sanbao_pdf_engine = own
                with (
                    patch(CORE + "_run_wkhtmltopdf", return_value=b"old") as core,
                    patch(CORE + "get_wkhtmltopdf_state", return_value="ok"),
                ):
                    self.assertEqual(self.report._sanbao_pdf_engine(), expected)
                    pdf = self._print(self.partners[0])
                self.assertEqual(core.called, expected == "wkhtmltopdf")
                self.assertEqual(pdf.startswith(b"%PDF"), expected != "wkhtmltopdf")

    def test_without_weasyprint_wkhtmltopdf_prints_and_the_log_says_so(self):
        ir_actions_report._say_missing.cache_clear()
        with (
            patch(OURS + ".weasyprint_engine", None),
            patch(CORE + "_run_wkhtmltopdf", return_value=b"old"),
            patch(CORE + "get_wkhtmltopdf_state", return_value="ok"),
            self.assertLogs(OURS, "WARNING") as log,
        ):
            self.assertEqual(self._print(self.partners[0]), b"old")
        self.assertEqual(len(log.output), 1)
        self.assertIn("plutoprint is missing: wkhtmltopdf prints", log.output[0])

    def test_without_wkhtmltopdf_weasyprint_prints(self):
        self.report.sanbao_pdf_engine = "wkhtmltopdf"
        ir_actions_report._say_missing.cache_clear()
        with (
            patch(CORE + "get_wkhtmltopdf_state", return_value="install"),
            self.assertLogs(OURS, "WARNING"),
        ):
            self.assertTrue(self._print(self.partners[0]).startswith(b"%PDF"))

    def test_web_client_is_told_that_pdf_works(self):
        report = self.env["ir.actions.report"]
        with patch(CORE + "get_wkhtmltopdf_state", return_value="install"):
            self.assertEqual(report.get_wkhtmltopdf_state(), "ok")
            with patch(OURS + ".weasyprint_engine", None):
                self.assertEqual(report.get_wkhtmltopdf_state(), "install")

    def test_ordinary_user_prints(self):
        user = new_test_user(self.env, "printer", groups="base.group_user")
        self.assertIn("甲公司", pdf_pages(self._print(self.partners[0], user))[0])

    def test_paper_format_is_kept(self):
        for values, width, height in (
            ({"format": "A4", "orientation": "Landscape"}, 842, 595),
            ({"format": "A5", "orientation": "Portrait"}, 420, 595),
            ({"format": "custom", "page_width": 241, "page_height": 140}, 683, 397),
        ):
            with self.subTest(values=values):
                paper = self.env["report.paperformat"].create({"name": "P", **values})
                self.report.paperformat_id = paper
                pdf = self._print(self.partners[0])
                box = PdfFileReader(io.BytesIO(pdf)).pages[0].mediabox
                self.assertEqual(round(float(box[2])), width)
                self.assertEqual(round(float(box[3])), height)

    def test_fifty_documents_share_fonts_and_parsed_style_sheets(self):
        one = self._print(self.partners[0])
        many = self.env["res.partner"].create(
            [{"name": f"第{number}家客户"} for number in range(50)]
        )
        start = time.monotonic()
        pdf = self._print(many)
        seconds = time.monotonic() - start
        self.assertEqual(len(PdfFileReader(io.BytesIO(pdf)).pages), 50)
        self.assertLess(len(pdf), 5 * len(one), "fonts must be embedded once")
        # Parsing the style sheets for each document would take minutes.
        self.assertLess(seconds, 60)


@tagged("post_install", "-at_install")
class TestReportsOverHttp(PdfCase, HttpCase):
    def test_browser_downloads_a_pdf(self):
        new_test_user(self.env, "browser", "base.group_user", password="browser-2026")
        self.authenticate("browser", "browser-2026")
        ids = ",".join(str(record_id) for record_id in self.partners.ids)
        response = self.url_open(
            f"/report/pdf/{self.report.report_name}/{ids}"
            '?context={"force_report_rendering": true}',
            timeout=60,
        )
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(len(pdf_pages(response.content)), 3)
