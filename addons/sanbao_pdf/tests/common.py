import shutil
import subprocess
import unittest

from odoo.tests.common import TransactionCase

# Two records on purpose in one call; the layout is Odoo's own, with header and footer.
TEMPLATE = """
<t t-name="sanbao_pdf.test_report">
    <t t-call="web.html_container">
        <t t-foreach="docs" t-as="doc">
            <t t-set="company" t-value="env.company" />
            <t t-call="web.external_layout">
                <div class="page">
                    <h2>维修单 <t t-out="doc.name" /></h2>
                    <p
                        t-foreach="range(int(doc.ref or 1))"
                        t-as="line"
                    >第<t t-out="line + 1" />行</p>
                    <div t-out="doc.comment" />
                </div>
            </t>
        </t>
    </t>
</t>
"""


def pdf_pages(pdf):
    """The text of each page, without spaces, by pdftotext (poppler)."""
    if not shutil.which("pdftotext"):
        raise unittest.SkipTest("pdftotext (poppler-utils) is not installed")
    run = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    pages = run.stdout.decode().split("\f")[:-1]
    return ["".join(page.split()) for page in pages]


class PdfCase(TransactionCase):
    """A report of contacts: ``ref`` is the number of lines, ``comment`` raw HTML."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, force_report_rendering=True, lang="en_US")
        )
        view = cls.env["ir.ui.view"].create(
            {"name": "test", "type": "qweb", "key": "sanbao_pdf.test", "arch": TEMPLATE}
        )
        cls.env["ir.model.data"].create(
            {
                "module": "sanbao_pdf",
                "name": "test_report",
                "model": "ir.ui.view",
                "res_id": view.id,
            }
        )
        cls.report = cls.env["ir.actions.report"].create(
            {
                "name": "Test",
                "model": "res.partner",
                "report_type": "qweb-pdf",
                "report_name": "sanbao_pdf.test_report",
            }
        )
        cls.partners = cls.env["res.partner"].create(
            [{"name": "甲公司"}, {"name": "乙公司"}, {"name": "丙公司"}]
        )

    def _print(self, records, user=None):
        report = self.env["ir.actions.report"]
        if user:
            report = report.with_user(user)
        return report._render_qweb_pdf(self.report.report_name, records.ids)[0]
