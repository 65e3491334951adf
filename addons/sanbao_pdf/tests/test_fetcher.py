import base64
import doctest
import io
import socket
import tempfile
from unittest.mock import call, patch

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from ..pdf import fetcher
from .common import TEMPLATE, PdfCase, pdf_pages

HOST = "http://erp.example.com"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
FORBIDDEN = (
    "file:///etc/passwd",
    "ftp://erp.example.com/web/static/img/logo.png",
    "http://169.254.169.254/latest/meta-data/",
    "http://evil.example.com/web/static/img/logo.png",
    "http://erp.example.com@evil.example.com/web/static/img/logo.png",
    HOST + "/etc/passwd",
    HOST + "/web/static/../../../../../etc/passwd",
    HOST + "/web/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    HOST + "/web/static/..%2f..%2f..%2fetc/passwd",
    HOST + "/web/static/..\\..\\etc\\passwd",
    HOST + "/web/static//etc/passwd",
    HOST + "/sanbao_pdf/__manifest__.py",
    HOST + "/web/static/src/module_loader.js",
    HOST + "/web/session/logout",
    HOST + "/web/image",
    HOST + "/web/image/res.users/2/login",
    HOST + "/web/image/res.users/2/password",
)
HOSTILE = """
<style>
    @import url(http://HOST/a.css);
    @font-face { font-family: a; src: url(file:///etc/passwd) }
    @font-face { font-family: b; src: url(http://HOST/b.ttf) }
    p { background: url(http://HOST/c.png); font-family: a, b }
</style>
<link rel="stylesheet" href="http://HOST/d.css"/>
<img src="http://HOST/e.png"/><img src="file://PICTURE"/><img src="PICTURE"/>
<iframe src="file:///etc/passwd"/><embed src="http://HOST/f.svg"/>
<object data="file:///etc/passwd">y</object>
<svg width="9" height="9"><image href="http://HOST/g.png" width="9" height="9"/></svg>
<a rel="attachment" href="file:///etc/passwd">x</a>
<div data-pdf-stylesheets="/etc/passwd">z</div>
"""
FORM = """
<t t-name="sanbao_pdf.test_report">
    <t t-call="web.html_container">
        <div
            t-foreach="docs"
            t-as="doc"
            class="article"
            data-pdf-stylesheets="/sanbao_pdf/static/tests/copies.css"
        ><p t-out="doc.name"/>HOSTILE</div>
    </t>
</t>
"""


@tagged("post_install", "-at_install")
class TestFetcher(PdfCase):
    def _fetch(self, url, env=None):
        report_fetcher = fetcher.ReportFetcher(env or self.env, {"erp.example.com"})
        return report_fetcher.fetch(url).read()

    def test_addresses_of_images(self):
        self.assertFalse(doctest.testmod(fetcher).failed)

    def test_nothing_from_network_or_disk(self):
        with patch.object(socket.socket, "connect", side_effect=AssertionError):
            for url in FORBIDDEN:
                with self.subTest(url=url), self.assertRaises(Exception) as caught:
                    self._fetch(url)
                self.assertNotIsInstance(caught.exception, AssertionError)

    def test_static_files_and_images_are_loaded(self):
        partner = self.partners[0]
        partner.image_1920 = base64.b64encode(PIXEL)
        for path in (
            "/web/static/img/logo.png",
            f"/web/image/res.partner/{partner.id}/image_1920",
            f"/web/image?model=res.partner&id={partner.id}&field=image_1920",
            f"/web/image/res.partner/{partner.id}-123/image_128/50x50",
            "/logo.png",
        ):
            with self.subTest(path=path):
                self.assertIn(self._fetch(HOST + path)[:4], (b"\x89PNG", b"GIF8"))
        self.assertEqual(self._fetch("data:text/plain,abc"), b"abc")

    def test_barcodes_are_made_without_a_request(self):
        for path, expected in (
            ("/report/barcode/QR/SH2026/0001", call("QR", "SH2026/0001")),
            (
                "/report/barcode/?barcode_type=Code128&value=S%20H&width=300",
                call("Code128", "S H", width="300"),
            ),
        ):
            with (
                self.subTest(path=path),
                patch.object(type(self.report), "barcode", return_value=PIXEL) as made,
            ):
                self.assertEqual(self._fetch(HOST + path), PIXEL)
                self.assertEqual(made.call_args, expected)

    def test_images_only_with_access(self):
        secret = self.env["ir.attachment"].create(
            {"name": "secret.png", "raw": PIXEL, "res_model": "ir.config_parameter"}
        )
        url = f"{HOST}/web/image/{secret.id}"
        user = new_test_user(self.env, "printer", groups="base.group_user")
        self.assertEqual(self._fetch(url), PIXEL)
        user_env = self.env["ir.attachment"].with_user(user).env
        with self.assertRaises(Exception):  # noqa: B017
            self._fetch(url, user_env)
        with self.assertRaises(Exception, msg="sudo must not widen it"):  # noqa: B017
            self._fetch(url, user_env(su=True))

    def test_hostile_document_prints_without_what_it_asks_for(self):
        self._check_hostile(TEMPLATE.replace('<div t-out="doc.comment" />', HOSTILE))

    def test_hostile_form_prints_without_what_it_asks_for(self):
        self._check_hostile(FORM.replace("HOSTILE", HOSTILE))

    @mute_logger("weasyprint")
    def _check_hostile(self, arch):
        # PlutoPrint does not connect by Python's sockets: there is somebody to call.
        with (
            tempfile.NamedTemporaryFile(suffix=".png") as picture,
            socket.create_server(("127.0.0.1", 0)) as server,
        ):
            picture.write(PIXEL)
            picture.flush()
            server.setblocking(False)
            host = f"127.0.0.1:{server.getsockname()[1]}"
            arch = arch.replace("HOST", host).replace("PICTURE", picture.name)
            view = self.env.ref("sanbao_pdf.test_report")
            view.arch = arch
            self.assertIn(host, view.arch)
            pdf = self._print(self.partners[0])
            with self.assertRaises(BlockingIOError, msg="nobody called"):
                server.accept()
        self.assertIn("甲公司", pdf_pages(pdf)[0])
        self.assertNotIn("root:", "".join(pdf_pages(pdf)))
        self.assertNotIn(b"root:", pdf)
        self.assertNotIn(b"/EmbeddedFile", pdf)
        for page in PdfFileReader(io.BytesIO(pdf)).pages:
            sizes = [picture.image.size for picture in page.images]
            self.assertNotIn((1, 1), sizes, "the picture from the disk")
