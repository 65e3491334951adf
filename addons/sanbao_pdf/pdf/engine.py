"""WeasyPrint for documents made of several parts that are numbered on their own."""

import functools
import logging
from dataclasses import dataclass, field

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from .copies import Painter
from .fetcher import StaticFetcher

# It warns of every CSS property of the web client that has no meaning on paper.
logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
logging.getLogger("fontTools").setLevel(logging.WARNING)

# Icons are characters of this font; the only one that comes with the web client and is
# not replaced by the fonts of the machine.
ICON_FONT = """
@font-face {
    font-family: FontAwesome;
    src: url(/web/static/src/libs/fontawesome/fonts/fontawesome-webfont.woff2);
}
"""


@dataclass
class Part:
    """One part: printed from a new page, its pages are counted on their own.

    ``css`` holds the parsed style sheets, the last one wins. ``copies`` that differ in a
    few words are laid out once, see :mod:`.copies`.
    """

    html: str
    copies: int = 1
    css: list = field(default_factory=list)
    has_icons: bool = False


@functools.lru_cache(maxsize=32)
def stylesheet(text, base_url, own_hosts=()):
    """Return the parsed style sheet; parsing the web client's takes seconds, so keep it.

    It may load static files of modules only: it outlives the request.
    """
    return weasyprint.CSS(
        string=text, base_url=base_url, url_fetcher=StaticFetcher(own_hosts)
    )


def render(parts, base_url, fetcher):
    """Return one PDF with all parts.

    All parts share the fonts, which are embedded once.

    :param parts: non-empty list of :class:`Part`
    :param base_url: what relative addresses are relative to
    :param fetcher: loads pictures (see :mod:`.fetcher`)
    :return: bytes
    """
    fonts = FontConfiguration()
    documents = [_layout(part, base_url, fetcher, fonts) for part in parts]
    painter = Painter()
    for part, document in zip(parts, documents, strict=True):
        painter.add(document.pages, part.copies)
    return documents[0].copy(painter.pages).write_pdf(finisher=painter.finish)


def _layout(part, base_url, fetcher, fonts):
    sheets = list(part.css)
    if part.has_icons:
        sheets.append(
            weasyprint.CSS(
                string=ICON_FONT,
                base_url=base_url,
                url_fetcher=fetcher,
                font_config=fonts,
            )
        )
    document = weasyprint.HTML(string=part.html, base_url=base_url, url_fetcher=fetcher)
    return document.render(stylesheets=sheets, font_config=fonts)
