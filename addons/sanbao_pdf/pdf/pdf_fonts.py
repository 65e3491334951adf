"""Fonts in a PDF of PlutoPrint, put right: searched text, and no more than is shown.

PlutoPrint hands glyphs without their characters to cairo, which then names, for each glyph,
the first character that the font shows by it: a search for 用 would not find ⽤, the
radical. Of fonts such as Noto Sans CJK cairo often embeds what all glyphs have in common,
nearly a megabyte, with the few glyphs that are used.
"""

import io
import re
import unicodedata

from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from pypdf import PdfWriter

# What cairo names and what may be meant by it, where Unicode does not say so itself
# (NFKC): all pairs of one glyph in Noto Sans CJK SC with GB 2312 and the Chinese
# characters of GBK.
ALIKE_PAIRS = (
    "·•‒–‵｀∕／⋯…〜～⺁厂⺂乛⺃乚⺅亻⺉刂⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺘扌⺙攵⺛旡⺞歺⺠民⺡氵⺣灬⺦丬⺨犭⺭礻⺯糹⺱罓"
    "⺹耂⺺肀⺾艹⻂衤⻆角⻌辶⻑長⻒镸⻓长⻘青⻜飞⻝食⻟飠⻣骨⻤鬼⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻯竜⻰龙⻱龜⻲亀⼾户"
    "㫚曶㬵胶㬺幐㮣槩墫壿"
)
ALIKE = dict(zip(ALIKE_PAIRS[::2], ALIKE_PAIRS[1::2], strict=True))
# What people hardly ever mean, unless nothing else was printed.
RARE = re.compile("[‒‵∕⋯\u2e80-\u2fdf\uf900-\ufaff]")
# A glyph and its characters, in a list of cairo: <0004> <2f64>
GLYPH = re.compile(rb"(<[0-9a-f]+>) <((?:[0-9a-f]{4})+)>")


def put_right(pdf, text):
    """Return the PDF with small fonts whose glyphs name the characters of the text.

    :param text: everything that was printed
    """
    writer, done, characters = PdfWriter(io.BytesIO(pdf)), set(), set(text)
    for page in writer.pages:
        for font in _fonts(page["/Resources"]):
            if font.indirect_reference not in done:
                done.add(font.indirect_reference)
                if "/ToUnicode" in font:
                    _name_characters(font["/ToUnicode"], characters)
                for part in font.get("/DescendantFonts", ()):
                    _drop_what_is_not_shown(part.get_object()["/FontDescriptor"])
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _fonts(resources):
    """Yield the fonts of a page, also of what is painted apart, such as faint marks."""
    for font in resources.get("/Font", {}).values():
        yield font.get_object()
    for part in resources.get("/XObject", {}).values():
        yield from _fonts(part.get_object().get("/Resources", {}))


def _name_characters(names, characters):
    def meant(match):
        named = bytes.fromhex(match[2].decode()).decode("utf-16-be", "replace")
        value = meant_by(named, characters).encode("utf-16-be").hex().encode()
        return b"%s <%s>" % (match[1], value)

    names.set_data(GLYPH.sub(meant, names.get_data()))


def meant_by(named, characters):
    """Return what was printed where cairo names something else for the same glyph.

    >>> meant_by("⽤", set("用途")), meant_by("⋯", set("等…")), meant_by("ﬁ", set("fine"))
    ('用', '…', 'fi')
    >>> meant_by("⽤", set("部首⽤")), meant_by("⽤", set("使用⽤")), meant_by("①", set("①1"))
    ('⽤', '用', '①')
    """
    if named not in characters or RARE.fullmatch(named):
        for other in (ALIKE.get(named), unicodedata.normalize("NFKC", named)):
            if other and characters.issuperset(other):
                return other
    return named


def _drop_what_is_not_shown(descriptor):
    """Write each glyph of a CFF font out in full, and drop the common subroutines."""
    if "/FontFile3" in descriptor:
        embedded = descriptor["/FontFile3"]
        container = TTFont(recalcBBoxes=False)
        cff, stream = CFFFontSet(), io.BytesIO()
        cff.decompile(io.BytesIO(embedded.get_data()), container, isCFF2=False)
        cff.desubroutinize()
        cff.compile(stream, container, isCFF2=False)
        embedded.set_data(stream.getvalue())
