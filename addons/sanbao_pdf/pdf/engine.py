"""WeasyPrint for documents made of several parts that are numbered on their own."""

import functools
import logging
from dataclasses import dataclass, field

import cssselect2
import weasyprint
from weasyprint.html import UA, UA_COUNTER_STYLE
from weasyprint.text.fonts import FontConfiguration

from odoo.tools.gc import disabling_gc

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


# What WeasyPrint sets for every document, without the five kinds of notes: it makes each of
# them a style of its own for every element, which takes as long as all other styles.
WITHOUT_NOTES = weasyprint.CSS(
    string="\n".join(
        line
        for line in UA.splitlines()
        if not line.startswith(("::footnote", "::note"))
    ),
    counter_style=UA_COUNTER_STYLE,
)


@dataclass
class Part:
    """One part: printed from a new page, its pages are counted on their own.

    ``html`` is a text or, without being parsed again, the root element of lxml; such a
    document has no footnotes. ``css`` holds the parsed style sheets, the last one wins.
    ``copies`` that differ in a few words are laid out once, see :mod:`.copies`.
    """

    html: object
    css: list = field(default_factory=list)
    copies: int = 1
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
    fonts, pictures = FontConfiguration(), {}
    painter, documents = Painter(), []
    for part in parts:
        # The many small objects of a layout are not searched for garbage again and again
        # while they are made: a quarter of the time.
        with disabling_gc():
            documents.append(_layout(part, base_url, fetcher, fonts, pictures))
            painter.add(documents[-1].pages, part.copies)
    with disabling_gc():
        return documents[0].copy(painter.pages).write_pdf(finisher=painter.finish)


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
    if isinstance(part.html, str):
        document = weasyprint.HTML(
            string=part.html, base_url=base_url, url_fetcher=fetcher
        )
    else:
        document = _ParsedHTML(part.html, base_url, fetcher)
    return document.render(stylesheets=sheets, font_config=fonts, cache=pictures)


class _ParsedHTML(weasyprint.HTML):
    """A document that is parsed already."""

    def __init__(self, root, base_url, fetcher):
        self.base_url, self.url_fetcher, self.media_type = base_url, fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
            root, content_language=None
        )
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms=False):
        return [WITHOUT_NOTES]
