import io
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from ..models import ir_actions_report
from .common import PdfCase, pdf_pages

OURS = "odoo.addons.sanbao_pdf.models.ir_actions_report"
TEMPLATE = """
<t t-name="sanbao_pdf.test_copies">
    <t t-call="web.html_container">
        <t t-foreach="docs" t-as="doc">
            <t t-foreach="[('一', '二', '三')] if pdf_copies else '一二三'" t-as="words">
                <div
                    class="article"
                    t-att-data-oe-model="doc._name"
                    t-att-data-oe-id="doc.id"
                    t-att-data-pdf-copies="len(words)"
                    data-pdf-stylesheets="/sanbao_pdf/static/tests/copies.css"
                >
                    <div
                        t-foreach="words"
                        t-as="word"
                        t-att-data-pdf-copy="word_index + 1"
                        data-pdf-margin="top-right"
                    >
                        第<b t-out="word" />联
                    </div>
                    <p>单据<t t-out="doc.name" /></p>
                    <div t-foreach="words" t-as="word" t-att-data-pdf-copy="word_index + 1">
                        保管<t t-out="word" />
                    </div>
                    <p t-foreach="range(int(doc.ref or 1))" t-as="n">第<t t-out="n + 1" />行</p>
                </div>
                <div class="footer">
                    <div data-pdf-margin="bottom-right">
                        <span class="page" />/<span class="topage" />
                    </div>
                    <div
                        t-foreach="words"
                        t-as="word"
                        t-att-data-pdf-copy="word_index + 1"
                        data-pdf-margin="bottom-left"
                    >尾<t t-out="word" /></div>
                </div>
            </t>
        </t>
    </t>
</t>
"""


@tagged("post_install", "-at_install")
class TestCopies(PdfCase):
    """Copies that differ in a few words, said by ``data-pdf-copy``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        view = cls.env["ir.ui.view"].create(
            {"name": "c", "type": "qweb", "key": "sanbao_pdf.copies", "arch": TEMPLATE}
        )
        cls.env["ir.model.data"].create(
            {
                "module": "sanbao_pdf",
                "name": "test_copies",
                "model": "ir.ui.view",
                "res_id": view.id,
            }
        )
        cls.report.report_name = "sanbao_pdf.test_copies"
        cls.partners[1].ref = "30"  # two pages

    def test_each_copy_has_its_own_words_and_the_common_page(self):
        for engine in ("plutoprint", "weasyprint"):
            self.report.sanbao_pdf_engine = engine
            with self.subTest(engine=engine):
                self._check_copies(pdf_pages(self._print(self.partners[:2])))

    def _check_copies(self, pages):
        expected = [("甲公司", word, "1/1") for word in "一二三"]
        for word in "一二三":
            expected += [("乙公司", word, "1/2"), (None, word, "2/2")]
        self.assertEqual(len(pages), len(expected))
        for page, (name, word, number) in zip(pages, expected, strict=True):
            self.assertEqual(page.count("联"), 1)
            self.assertIn(f"第{word}联", page, "the margin is that of every page")
            self.assertIn(f"尾{word}", page)
            self.assertEqual(page.count("尾"), 1)
            self.assertIn(number, page)
            if name:
                self.assertIn("单据" + name, page)
                self.assertIn("保管" + word, page)
                self.assertEqual(page.count("保管"), 1)
            else:
                self.assertIn("第30行", page)
                self.assertNotIn("保管", page)

    def test_other_documents_are_left_to_weasyprint(self):
        with patch(OURS + ".weasyprint_engine.render", return_value=b"other") as other:
            self.assertTrue(self._print(self.partners[0]).startswith(b"%PDF"))
            self.assertFalse(other.called)
            self.report.report_name = "sanbao_pdf.test_report"
            self.assertEqual(self._print(self.partners[0]), b"other")

    def test_without_plutoprint_weasyprint_prints_and_the_log_says_so(self):
        ir_actions_report._say_missing.cache_clear()
        with (
            patch(OURS + ".plutoprint_engine", None),
            self.assertLogs(OURS, "WARNING") as log,
        ):
            self.assertEqual(len(pdf_pages(self._print(self.partners[0]))), 3)
        self.assertIn("plutoprint is missing: weasyprint prints", log.output[0])

    def test_paper_format_is_kept(self):
        paper = self.env["report.paperformat"].create(
            {"name": "P", "format": "custom", "page_width": 241, "page_height": 140}
        )
        self.report.paperformat_id = paper
        for page in PdfFileReader(io.BytesIO(self._print(self.partners[0]))).pages:
            size = [round(float(length)) for length in page.mediabox[2:]]
            self.assertEqual(size, [683, 397])

    def test_wkhtmltopdf_gets_an_article_for_each_copy(self):
        core = "odoo.addons.base.models.ir_actions_report.IrActionsReport."
        self.report.sanbao_pdf_engine = "wkhtmltopdf"
        with (
            patch(core + "_run_wkhtmltopdf", return_value=b"old") as run,
            patch(core + "get_wkhtmltopdf_state", return_value="ok"),
        ):
            self._print(self.partners[0])
        bodies = [str(body) for body in run.call_args.args[0]]
        self.assertEqual(len(bodies), 3)
        for body, word in zip(bodies, "一二三", strict=True):
            self.assertEqual(body.count("保管"), 1)
            self.assertIn("保管" + word, "".join(body.split()))
