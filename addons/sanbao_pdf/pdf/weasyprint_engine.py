"""WeasyPrint for documents made of several parts that are numbered on their own."""

import functools
import logging

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from odoo.tools.gc import disabling_gc

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

    :param parts: non-empty list of :class:`~.parts.Part`
    :param base_url: what relative addresses are relative to
    :param fetcher: loads pictures (see :mod:`.fetcher`)
    :return: bytes
    """
    fonts, pictures = FontConfiguration(), {}
    # The many small objects of a layout are not searched for garbage again and again
    # while they are made: a quarter of the time.
    documents = []
    for part in parts:
        with disabling_gc():
            documents.append(_layout(part, base_url, fetcher, fonts, pictures))
    with disabling_gc():
        pages = [page for document in documents for page in document.pages]
        return documents[0].copy(pages).write_pdf()


def _layout(part, base_url, fetcher, fonts, pictures):
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
    return document.render(stylesheets=sheets, font_config=fonts, cache=pictures)
