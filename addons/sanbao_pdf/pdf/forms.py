"""Documents with style sheets of their own: their copies and what stands in the margins.

Every copy becomes an HTML text that needs nothing else: only its own words are in it, and
CSS says the margins. All engines that lay out pages understand it.
"""

import copy
import re

from lxml import html

COPIES, COPY, MARGIN = "data-pdf-copies", "data-pdf-copy", "data-pdf-margin"
RUNNING = "data-pdf-running"
PLACES = {
    f"{edge}-{place}"
    for edge, places in {
        "top": ("left", "center", "right"),
        "bottom": ("left", "center", "right"),
        "left": ("top", "middle", "bottom"),
        "right": ("top", "middle", "bottom"),
    }.items()
    for place in places
}
# Odoo's marks for the number of this page and of the last one.
COUNTERS = {"page": "counter(page)", "topage": "counter(pages)"}


def documents(root, running, css):
    """Return the HTML of each copy, in their order.

    :param root: lxml element of the document; ``data-pdf-copies`` in its body says how
        many copies there are, ``data-pdf-copy`` on an element to which of them it belongs
    :param running: header and footer of Odoo; of these only what stands in the margins
        is printed
    :param css: all style sheets of the document, as one text
    """
    holder = html.Element("div", {RUNNING: ""})
    holder.extend(running)
    root.find("body").append(holder)
    count = int(next(iter(root.xpath(f"//body/*/@{COPIES}")), 0) or 0)
    return [_document(root, css, number + 1) for number in range(max(count, 1))]


def _document(root, css, number):
    """Return one copy: its own words, and a style element."""
    root = copy.deepcopy(root)
    for node in root.xpath(f"//*[@{COPY} != '{number}']"):
        node.drop_tree()
    # First the margins: the style sheets may say on which pages nothing stands there.
    style = html.Element("style")
    style.text = take_margins(root) + css
    root.insert(0, style)
    for node in root.xpath(f"//*[@{RUNNING}]"):
        node.drop_tree()
    return html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")


def take_margins(root):
    """Remove what stands in the margins of the pages; return the CSS that shows its text
    there.

    ``<p data-pdf-margin="bottom-right">Page <span class="page"/></p>`` gives
    ``@page { @bottom-right { content: "Page " counter(page) } }``.

    :raises ValueError: if a page has no such place
    """
    rules = []
    for node in root.xpath(f"//*[@{MARGIN}]"):
        place = node.get(MARGIN)
        if place not in PLACES:
            raise ValueError(f"no place in the margin of a page: {place}")
        if content := " ".join(_content(node)):
            rules.append(f"@page {{ @{place} {{ content: {content} }} }}\n")
        node.drop_tree()
    return "".join(rules)


def _content(node):
    """Yield the text of an element as CSS strings and counters."""
    if not isinstance(node.tag, str):  # a comment
        return
    counters = set(node.get("class", "").split()) & set(COUNTERS)
    if counters:
        yield COUNTERS[counters.pop()]
    elif node.text:
        yield css_string(node.text)
    for child in node:
        yield from _content(child)
        if child.tail:
            yield css_string(child.tail)


def css_string(text):
    r"""Return a text as CSS string; nothing in it ends the string or the style element.

    >>> css_string('a "b"\n  <c>')
    '"a \\22 b\\22  \\3c c>"'
    """
    text = re.sub(r"[ \t\r\n\f]+", " ", text)
    return '"{}"'.format(re.sub(r'["\\<\0]', lambda m: f"\\{ord(m[0]):x} ", text))
