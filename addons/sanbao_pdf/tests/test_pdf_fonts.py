import doctest
import io
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from ..pdf import pdf_fonts, plutoprint_engine
from .common import PdfCase, pdf_pages

STYLE = """
<style>
    body {
        font-family: "Noto Sans CJK SC", sans-serif;
        font-feature-settings: "ccmp" 0, "liga" 0, "locl" 0;
    }
</style>
"""


@tagged("post_install", "-at_install")
class TestPdfFonts(PdfCase):
    """What PlutoPrint printed is found when it is searched for, and is small."""

    def _print_text(self, text, lang):
        html = f'<html lang="{lang}">{STYLE}<body>{text}</body></html>'
        return plutoprint_engine.render([html], "http://localhost", None)

    def test_examples(self):
        self.assertFalse(doctest.testmod(pdf_fonts).failed)

    def test_every_common_character_is_found(self):
        # All of GB 2312 but its symbols: 6,763 Chinese characters, the radicals among
        # them; and what documents have besides.
        rows = (
            bytes([row, cell])
            for row in range(0xB0, 0xF8)
            for cell in range(0xA1, 0xFF)
        )
        characters = [row.decode("gb2312", "ignore") for row in rows]
        characters += [*"0123456789ABCxyz“”‘’…·《》（）【】，。；：？！￥%+-×÷≥≤℃²№☑□"]
        characters = [character for character in characters if character]
        lines = [
            "".join(characters[start : start + 30])
            for start in range(0, len(characters), 30)
        ]
        for lang in ("zh-CN", "en-US"):
            with self.subTest(lang=lang):
                pdf = self._print_text("<br/>".join(lines), lang)
                self.assertEqual("".join(pdf_pages(pdf)), "".join(lines))

    def test_a_rare_character_does_not_hide_the_ordinary_one(self):
        (page,) = pdf_pages(self._print_text("使用⽤途……⋯", "zh-CN"))
        self.assertEqual(page, "使用用途………")

    def test_what_cannot_be_put_right_is_printed_all_the_same(self):
        with (
            patch.object(plutoprint_engine, "put_right", side_effect=KeyError("x")),
            self.assertLogs(plutoprint_engine.__name__, "ERROR"),
        ):
            self.assertTrue(self._print_text("a", "en-US").startswith(b"%PDF"))

    def test_font_holds_the_printed_characters_only(self):
        # With these cairo embeds all subroutines of the font: 870 KB.
        pdf = self._print_text("KL器", "zh-CN")
        self.assertLess(len(pdf), 20_000)
        (font,) = (
            PdfFileReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
        )
        self.assertIn("NotoSansCJK", font.get_object()["/BaseFont"])

    def test_faint_marks_are_found(self):
        pdf = self._print_text("<p style='opacity: 0.4'>用作废</p>", "zh-CN")
        self.assertEqual(pdf_pages(pdf), ["用作废"])
