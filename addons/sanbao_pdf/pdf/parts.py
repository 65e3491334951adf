"""From the HTML that Odoo prepares for wkhtmltopdf to the parts of a PDF."""

import copy
import functools
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import lxml.html

from . import forms
from .fetcher import read_static_file
from .page_css import SCREEN_TO_PRINT, page_css
from .weasyprint_engine import stylesheet

# Icon classes in the markup.
ICONS = re.compile(r'class="[^"]*\bfa\b')


@dataclass
class Part:
    """One part: printed from a new page, its pages are counted on their own.

    A form holds its style sheets itself. To other documents belongs ``css``: the parsed
    style sheets, the last one wins.
    """

    html: str
    is_form: bool = False
    css: list = field(default_factory=list)
    has_icons: bool = False


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
        """Return the :class:`Part` of each body, of a form one for each copy.

        :param header: HTML with the headers of all bodies, in their order (or None);
            the same for ``footer``
        """
        headers = self._extract(header, "minimal_layout_report_headers")
        footers = self._extract(footer, "minimal_layout_report_footers")
        paper = self._report.get_paperformat()
        page = functools.partial(page_css, paper, landscape, args)
        result = []
        for index, body in enumerate(bodies):
            root = self._document(body)
            running = headers[index : index + 1] + footers[index : index + 1]
            own_css = self._own_stylesheet(root)
            if own_css is None:
                css = page(index < len(headers), index < len(footers))
                result.append(self._part(root, running, css))
            else:
                result += self._forms(root, running, page() + own_css)
        return result

    @staticmethod
    def _extract(html, wrapper):
        if not html:
            return []
        root = lxml.html.fromstring(str(html))
        return [copy.deepcopy(node) for node in root.xpath(f"//*[@id='{wrapper}']/*")]

    def _document(self, html):
        root = lxml.html.document_fromstring(str(html))
        for node in root.xpath("//script | //head/base"):
            node.drop_tree()
        # Chinese and Japanese write one character in two ways: the language decides.
        article = next(iter(root.xpath("//*[@data-oe-lang]")), None)
        lang = article is not None and article.get("data-oe-lang")
        root.set("lang", (lang or self._report.env.lang or "en_US").replace("_", "-"))
        return root

    def _part(self, root, running, css):
        for node in reversed(running):
            root.find("body").insert(0, node)
        sheets = [self._bundle_css(path) for path in self._take_bundles(root)]
        sheets = [self._parse(text) for text in (*sheets, SCREEN_TO_PRINT, css)]
        # The web client's style sheets count on what HTML 5 adds, such as tbody.
        text = lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
        return Part(text, css=sheets, has_icons=bool(ICONS.search(text)))

    def _forms(self, root, running, css):
        self._take_bundles(root)
        copies = forms.documents(root, running, css)
        return [Part(text, is_form=True) for text in copies]

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

    def _take_bundles(self, root):
        """Remove the links to the web client's style sheets; return their addresses."""
        paths = {}
        # Labels are whole documents in the body of another one, with the same bundles.
        for link in root.xpath("//link[@rel='stylesheet']"):
            path = unquote(urlsplit(link.get("href", "")).path)
            if path.startswith("/web/assets/"):
                paths[path] = True
                link.drop_tree()
        return list(paths)

    def _parse(self, text):
        return stylesheet(text, self._base_url, self._own_hosts)
