import io
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .common import PdfCase, pdf_pages

ENGINE = "odoo.addons.sanbao_pdf.pdf.engine"
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
                    <div class="edge">
                        <div t-foreach="words" t-as="word" t-att-data-pdf-copy="word_index + 1">
                            第<b t-out="word" />联
                        </div>
                    </div>
                    <p>单据<t t-out="doc.name" /></p>
                    <div t-foreach="words" t-as="word" t-att-data-pdf-copy="word_index + 1">
                        保管<t t-out="word" />
                    </div>
                    <p t-foreach="range(int(doc.ref or 1))" t-as="n">第<t t-out="n + 1" />行</p>
                </div>
                <div class="footer"><span class="page" />/<span class="topage" /></div>
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
        pages = pdf_pages(self._print(self.partners[:2]))
        expected = [("甲公司", word, "1/1") for word in "一二三"]
        for word in "一二三":
            expected += [("乙公司", word, "1/2"), (None, word, "2/2")]
        self.assertEqual(len(pages), len(expected))
        for page, (name, word, number) in zip(pages, expected, strict=True):
            with self.subTest(name=name, word=word, number=number):
                self.assertEqual(page.count("联"), 1)
                self.assertIn("第" + word, page, "the edge stands on every page")
                self.assertIn(number, page)
                if name:
                    self.assertIn("单据" + name, page)
                    self.assertIn("保管" + word, page)
                    self.assertEqual(page.count("保管"), 1)
                else:
                    self.assertIn("第30行", page)
                    self.assertNotIn("保管", page)

    def test_a_document_is_laid_out_once_for_all_copies(self):
        engine = f"{ENGINE}._layout"
        with patch(engine, side_effect=_original("_layout")) as layout:
            self._print(self.partners)
        self.assertEqual(layout.call_count, len(self.partners))

    def test_common_page_is_stored_once(self):
        reader = PdfFileReader(io.BytesIO(self._print(self.partners[:1])))
        contents = [page["/Contents"] for page in reader.pages]
        self.assertEqual(len({content[0].idnum for content in contents}), 1)
        self.assertEqual(len({content[1].idnum for content in contents}), 3)
        self.assertEqual(len({page.indirect_reference for page in reader.pages}), 3)

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


def _original(name):
    from odoo.addons.sanbao_pdf.pdf import engine

    return getattr(engine, name)
