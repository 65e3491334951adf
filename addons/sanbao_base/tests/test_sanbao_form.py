import io
from datetime import date
from unittest.mock import patch

from lxml import html
from psycopg2 import IntegrityError

from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from .common import SanbaoCommon

TEMPLATE = """
<t t-name="sanbao_base.test_form">
    <t t-call="web.html_container">
        <t t-set="form" t-value="env['sanbao.form']._for_code('F00')" />
        <t t-foreach="docs" t-as="doc">
            <t t-call="sanbao_base.form_layout">
                <table class="sanbao-form">
                    <tr><th>Fault</th><td class="sanbao-tall" t-out="doc.note" /></tr>
                </table>
                <table class="sanbao-lines">
                    <thead><tr><th>Part name</th><th>Amount</th></tr></thead>
                    <tbody>
                        <tr t-foreach="range(doc.lines)" t-as="line">
                            <td>part<t t-out="line + 1" /></td>
                            <td class="sanbao-num">1.00</td>
                        </tr>
                    </tbody>
                </table>
            </t>
        </t>
    </t>
</t>
"""
SIGNED = {
    "name": "Zhang San",
    "date": fields.Datetime.to_datetime(
        "2026-02-28 16:30:00"
    ),  # already the 1st of March in Shanghai
}


@tagged("post_install", "-at_install")
class TestSanbaoForm(SanbaoCommon):
    """FORMS, "Common to every printed form": head, numbers, copies, signatures, void."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, force_report_rendering=True, lang="en_US")
        )
        cls._make_model()
        cls.company.name = "Heavy Machines Ltd"
        view = cls.env["ir.ui.view"].create(
            {"name": "F00", "type": "qweb", "key": "sanbao_base.test", "arch": TEMPLATE}
        )
        cls.env["ir.model.data"].create(
            {
                "module": "sanbao_base",
                "name": "test_form",
                "model": "ir.ui.view",
                "res_id": view.id,
            }
        )
        cls.report = cls.env["ir.actions.report"].create(
            {
                "name": "F00",
                "model": "sanbao.test.form",
                "report_type": "qweb-pdf",
                "report_name": "sanbao_base.test_form",
            }
        )
        cls.form = cls.env["sanbao.form"].create(
            {
                "code": "F00",
                "name": "Service Application",
                "number": "JL-7.5-08",
                "version": "A/0",
                "footer": "Keep 3 years",
                "report_id": cls.report.id,
                "rule_ids": [Command.link(cls.rule.id)],
                "signature_ids": [
                    Command.create({"label": "Applicant", "source": "requester"}),
                    Command.create({"label": "Storekeeper"}),
                ],
            }
        )
        cls.document = cls._document("SH2026-0001")

    @classmethod
    def _make_model(cls):
        class SanbaoTestForm(models.TransientModel):
            _name = "sanbao.test.form"
            _inherit = ["sanbao.form.mixin"]
            _description = "Document that only tests print"
            _module = "sanbao_base"

            name = fields.Char()
            state = fields.Char()
            date = fields.Date()
            note = fields.Text()
            lines = fields.Integer()

            def _form_signature(self, key):
                return SIGNED if key == "requester" else None

        add_to_registry(cls.registry, SanbaoTestForm)
        cls.registry._setup_models__(cls.env.cr, ["sanbao.test.form"])
        cls.registry.init_models(
            cls.env.cr, ["sanbao.test.form"], {"models_to_check": True}
        )
        cls.addClassCleanup(cls.registry.__delitem__, "sanbao.test.form")

    @classmethod
    def _document(cls, name, **values):
        values = {"name": name, "date": date(2026, 3, 2), "lines": 2, **values}
        return cls.env["sanbao.test.form"].create(values)

    def _articles(self, documents):
        """The printed copies as texts, of what the browser's preview shows."""
        content = self.env["ir.actions.report"]._render_qweb_html(
            self.report.report_name, documents.ids
        )[0]
        nodes = html.fromstring(content).xpath("//div[contains(@class, 'article')]")
        return [" ".join(node.text_content().split()) for node in nodes]

    def _pages(self, documents):
        """The printed pages as texts; needs WeasyPrint."""
        if "sanbao_pdf_engine" not in self.report._fields:
            self.skipTest("sanbao_pdf is not installed")
        pdf = self.env["ir.actions.report"]._render_qweb_pdf(
            self.report.report_name, documents.ids
        )[0]
        return [page.extract_text() for page in PdfFileReader(io.BytesIO(pdf)).pages]

    def _add_copies(self):
        self.form.copy_ids = [
            Command.create({"caption": "Copy 1", "keeper": "Gate"}),
            Command.create({"caption": "Copy 2", "keeper": "Sales"}),
            Command.create({"caption": "Copy 3", "keeper": "Finance"}),
        ]

    def test_head_shows_company_title_number_version_document_and_date(self):
        (article,) = self._articles(self.document)
        for text in (
            "Heavy Machines Ltd",
            "Service Application",
            "Form: JL-7.5-08",
            "Version: A/0",
            "No.: SH2026-0001",
            "Date: 2026-03-02",
        ):
            with self.subTest(text=text):
                self.assertIn(text, article)

    def test_administrator_changes_what_is_printed(self):
        admin = self._person("form-admin", "admin")
        form = self.form.with_user(admin)
        form.write({"number": "JL-9", "version": "B/1", "footer": "Keep 5 years"})
        form.copy_ids = [Command.create({"caption": "Only copy"})]
        (article,) = self._articles(self.document)
        for text in ("Form: JL-9", "Version: B/1", "Only copy"):
            self.assertIn(text, article)

    def test_users_read_forms_but_do_not_change_them(self):
        user = self._person("form-user", "gm")
        form = self.form.with_user(user)
        self.assertEqual(form._for_code("F00").number, "JL-7.5-08")
        with self.assertRaises(AccessError):
            form.number = "X"
        with self.assertRaises(AccessError):
            form.signature_ids[0].label = "X"
        with self.assertRaises(AccessError):
            self.env["sanbao.form.copy"].with_user(user).create(
                {"form_id": form.id, "caption": "X"}
            )

    def test_unknown_form_is_named(self):
        with self.assertRaisesRegex(UserError, "F99"):
            self.env["sanbao.form"]._for_code("F99")

    @mute_logger("odoo.sql_db")
    def test_code_is_unique(self):
        with self.assertRaises(IntegrityError):
            self.env["sanbao.form"].create({"code": "F00", "name": "Again"})

    def test_each_copy_has_caption_and_keeper(self):
        self._add_copies()
        articles = self._articles(self.document)
        self.assertEqual(len(articles), 3)
        for number, keeper in enumerate(("Gate", "Sales", "Finance"), 1):
            self.assertIn(f"Copy {number} Kept by: {keeper}", articles[number - 1])
            self.assertIn("part2", articles[number - 1], "every copy has the body")

    def test_pages_are_counted_per_copy_and_document(self):
        self._add_copies()
        other = self._document("SH2026-0002", lines=60)
        pages = self._pages(self.document + other)
        self.assertEqual(len(pages), 3 * 1 + 3 * 2)
        numbers = [1, 1, 1, 1, 2, 1, 2, 1, 2]
        for page, number in zip(pages, numbers, strict=True):
            count = 1 if "SH2026-0001" in page else 2
            self.assertIn(f"Page {number} of {count}", page)
            self.assertIn("Keep 3 years", page)

    def test_each_printed_page_names_its_copy_alone(self):
        self._add_copies()
        other = self._document("SH2026-0006", lines=60, state="cancel")
        pages = self._pages(other)
        captions = ["Copy 1", "Copy 1", "Copy 2", "Copy 2", "Copy 3", "Copy 3"]
        keepers = ["Gate", None, "Sales", None, "Finance", None]
        for page, caption, keeper in zip(pages, captions, keepers, strict=True):
            # Down the edge, one word below the other.
            words = page.replace("\n", "").replace(" ", "")
            others = {"Copy 1", "Copy 2", "Copy 3"} - {caption}
            self.assertIn(caption.replace(" ", ""), words)
            for name in others:
                self.assertNotIn(name.replace(" ", ""), words)
            self.assertEqual(words.count("Keptby:"), 1 if keeper else 0)
            self.assertIn(f"Keptby:{keeper}" if keeper else "part60", words)
            self.assertIn("VOID", words)

    def test_second_page_repeats_table_head_and_document_number(self):
        pages = self._pages(self._document("SH2026-0003", lines=60))
        self.assertEqual(len(pages), 2)
        for page in pages:
            self.assertIn("Part name", page)
            self.assertIn("SH2026-0003", page)
        self.assertIn("part60", pages[1])
        self.assertNotIn("JL-7.5-08", pages[1], "the large head stands once")

    def test_long_text_and_long_word_are_complete(self):
        note = "很长的说明" * 300 + "END " + "x" * 300 + "LAST Office——first"
        text = "".join(self._pages(self._document("SH4", note=note))).replace("\n", "")
        self.assertIn("END", text)
        self.assertIn("LAST Office——first", text, "no ligatures: it is searched for")
        self.assertEqual(text.count("x"), 300)

    def test_void_mark_only_on_cancelled_documents(self):
        for state, void in (("draft", 0), ("cancel", 1), ("cancelled", 1)):
            with self.subTest(state=state):
                self.document.state = state
                (article,) = self._articles(self.document)
                self.assertEqual(article.count("VOID"), void)

    def test_void_mark_stands_on_every_page(self):
        document = self._document("SH2026-0005", lines=60, state="cancel")
        for page in self._pages(document):
            self.assertIn("VOID", page.replace(" ", ""))

    def test_signatures_come_from_the_document_with_the_companys_date(self):
        (article,) = self._articles(self.document)
        self.assertIn("Applicant Zhang San Date: 2026-03-01", article)
        self.assertIn("Storekeeper Date:", article)

    def test_many_signatures_wrap(self):
        self.form.signature_ids = [Command.create({"label": f"S{n}"}) for n in range(5)]
        rows = self.form._print_signatures(self.document)
        self.assertEqual([len(row) for row in rows], [4, 4])
        self.assertEqual(
            [cell["label"] for row in rows for cell in row if cell["label"]],
            ["Applicant", "Storekeeper", "S0", "S1", "S2", "S3", "S4"],
        )

    def test_qr_code_needs_no_network(self):
        content = self.env["ir.actions.report"]._render_qweb_html(
            self.report.report_name, self.document.ids
        )[0]
        (source,) = html.fromstring(content).xpath("//img[@alt='QR code']/@src")
        self.assertTrue(source.startswith("data:image/png;base64,"))
        self.assertTrue(
            self.document._form_qr_url().endswith(
                f"/odoo/sanbao.test.form/{self.document.id}"
            )
        )
        with patch.object(type(self.document), "_form_qr_url", return_value=""):
            self.assertIsNone(self.document._form_qr_image())

    def test_amount_in_chinese_capitals(self):
        yuan = self.env.ref("base.CNY")
        for amount, words in (
            (0, "零元整"),
            (1000, "壹仟元整"),
            (10100.05, "壹万零壹佰元零伍分"),
            (0.1 + 0.2, "叁角"),
            (100000000, "壹亿元整"),
            (-3.5, "负叁元伍角"),
        ):
            with self.subTest(amount=amount):
                self.assertEqual(self.document._form_amount_words(amount, yuan), words)
        dollar = self.env.ref("base.USD")
        self.assertIn("One", self.document._form_amount_words(1, dollar))

    def test_times_are_those_of_the_company(self):
        moment = fields.Datetime.to_datetime("2026-02-28 16:30:00")
        document = self.document.with_user(
            self._person("traveller", "gm", tz="America/New_York")
        )
        self.company.partner_id.tz = "Asia/Shanghai"
        self.assertEqual(document.sudo()._form_datetime(moment), "2026-03-01 00:30")
        self.assertEqual(document.sudo()._form_datetime(False), "")

    def test_boxes(self):
        self.assertEqual(self.document._form_box(True), "☑")
        self.assertEqual(self.document._form_box(""), "□")

    def test_forms_use_their_own_paper_unless_told_otherwise(self):
        paper = self.env.ref("sanbao_base.paperformat_form")
        self.assertEqual(self.report.get_paperformat(), paper)
        half = self.env.ref("sanbao_base.paperformat_form_half")
        self.report.paperformat_id = half
        self.assertEqual(self.report.get_paperformat(), half)
        self.form.report_id = False
        self.report.paperformat_id = False
        self.assertNotEqual(self.report.get_paperformat(), paper)
