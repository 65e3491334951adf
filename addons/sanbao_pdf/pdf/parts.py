"""From the HTML that Odoo prepares for wkhtmltopdf to the parts of a PDF."""

import copy
import functools
import math
import re
from urllib.parse import unquote, urlsplit

import lxml.html

from .engine import Part, stylesheet
from .fetcher import read_static_file
from .page_css import SCREEN_TO_PRINT, page_css

# Icon classes in the markup.
ICONS = re.compile(r'class="[^"]*\bfa\b')


class PartBuilder:
    """Builds the parts of one PDF; all have paper, headers and footers of one report."""

    def __init__(self, report, base_url, own_hosts, bundle_css):
        """
        :param report: ir.actions.report record, for its paper format and language
        :param bundle_css: function(file name of an asset bundle) → text of the CSS
        """
        self._report = report
        self._base_url = base_url
        self._own_hosts = tuple(sorted(own_hosts))
        self._bundle_css = functools.cache(bundle_css)

    def build(self, bodies, header, footer, landscape, args):
        """Return a :class:`Part` per body, each with its own header and footer.

        :param header: HTML with the headers of all bodies, in their order (or None);
            the same for ``footer``
        """
        headers = self._extract(header, "minimal_layout_report_headers")
        footers = self._extract(footer, "minimal_layout_report_footers")
        paper = self._report.get_paperformat()
        result = []
        for index, body in enumerate(bodies):
            running = headers[index : index + 1] + footers[index : index + 1]
            css = page_css(
                paper,
                landscape,
                args,
                with_header=index < len(headers),
                with_footer=index < len(footers),
            )
            result.append(self._part(body, running, css))
        return result

    @staticmethod
    def _extract(html, wrapper):
        if not html:
            return []
        root = lxml.html.fromstring(str(html))
        return [copy.deepcopy(node) for node in root.xpath(f"//*[@id='{wrapper}']/*")]

    def _part(self, html, running, css):
        root = lxml.html.document_fromstring(str(html))
        body = root.find("body")
        for node in reversed(running):
            body.insert(0, node)
        own_css = self._own_stylesheet(root)
        sheets = self._take_bundles(root, used=own_css is None)
        sheets.append(self._parse(css))
        if own_css is not None:
            sheets.append(self._parse(own_css))
        # Chinese and Japanese write one character in two ways: the language decides.
        article = next(iter(root.xpath("//*[@data-oe-lang]")), None)
        lang = article is not None and article.get("data-oe-lang")
        root.set("lang", (lang or self._report.env.lang or "en_US").replace("_", "-"))
        copies = root.xpath("number(//@data-pdf-copies)")
        copies = 1 if math.isnan(copies) else int(copies)
        if own_css is not None:
            _strip_tables(root)
            return Part(root, sheets, copies)
        # The web client's style sheets count on what HTML 5 adds, such as tbody.
        text = lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
        return Part(text, sheets, copies, has_icons=bool(ICONS.search(text)))

    @staticmethod
    def _own_stylesheet(root):
        """Return the CSS that the document names for print, or None.

        ``<div class="article" data-pdf-stylesheets="/module/static/…css /module/…">``
        replaces the web client's big style sheets, whose matching takes most of the
        time.
        """
        for node in root.xpath("//body/*[@data-pdf-stylesheets]"):
            paths = node.get("data-pdf-stylesheets").split()
            return "\n".join(read_static_file(path).decode() for path in paths)
        return None

    def _take_bundles(self, root, used):
        """Remove what is for browsers; return the parsed style sheets if ``used``."""
        paths = {}
        for node in root.xpath("//script | //head/base"):
            node.drop_tree()
        # Labels are whole documents in the body of another one, with the same bundles.
        for link in root.xpath("//link[@rel='stylesheet']"):
            path = unquote(urlsplit(link.get("href", "")).path)
            if path.startswith("/web/assets/"):
                paths[path] = True
                link.drop_tree()
        if not used:
            return []
        sheets = [self._parse(self._bundle_css(path)) for path in paths]
        return [*sheets, self._parse(SCREEN_TO_PRINT)]

    def _parse(self, text):
        return stylesheet(text, self._base_url, self._own_hosts)


def _strip_tables(root):
    """Remove the white space between rows and cells; each would be a box to lay out."""
    for parent in root.iter("table", "colgroup", "thead", "tbody", "tfoot", "tr"):
        if not (parent.text or "").strip():
            parent.text = None
        for child in parent:
            if not (child.tail or "").strip():
                child.tail = None
