"""Copies of a document that differ in a few words, such as the caption of each copy.

Laying a page out is what takes the time. A part that is printed in several copies is laid
out and painted once, with the words of every copy in their places (``data-pdf-copy``),
unseen. Each copy shows the common page and, on top, its own words.
"""

from dataclasses import dataclass

import pydyf
from weasyprint.document import Page

ATTRIBUTE = "data-pdf-copy"


@dataclass
class Sheet:
    """One printed page: a painted page and what lies on top of it, as indexes."""

    page: int
    overlay: int | None = None


class Painter:
    """Collects the pages to paint and says which sheets they make."""

    def __init__(self):
        self.pages, self.sheets = [], []

    def add(self, pages, copies=1):
        """Add the pages of one part: first copy, second copy …"""
        first = len(self.pages)
        self.pages += pages
        words = [_words_of_copies(page) for page in pages]
        for copy in range(1, copies + 1):
            for index, page in enumerate(pages):
                sheet = Sheet(first + index)
                if boxes := words[index].get(str(copy)):
                    sheet.overlay = len(self.pages)
                    self.pages.append(_overlay(page, boxes))
                self.sheets.append(sheet)

    def finish(self, document, pdf):
        """Make the sheets of the painted pages (``finisher`` of WeasyPrint)."""
        if len(self.sheets) == len(self.pages):
            return
        painted = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        contents = [page["Contents"] for page in painted]
        pdf.pages.update(Kids=pydyf.Array(), Count=0)
        shown = set()
        for sheet in self.sheets:
            page = painted[sheet.page]
            if sheet.page in shown:
                page = pydyf.Dictionary(page)
                pdf.add_page(page)
            else:
                shown.add(sheet.page)
                _enclose(pdf.objects[int(contents[sheet.page].split()[0])])
                pdf.pages["Kids"].extend([page.number, 0, "R"])
                pdf.pages["Count"] += 1
            if sheet.overlay is not None:
                page["Contents"] = pydyf.Array(
                    [contents[sheet.page], contents[sheet.overlay]]
                )
                # Its content is part of another page now.
                painted[sheet.overlay].clear()


def _enclose(stream):
    """What a page sets, such as its coordinates, is to end with the page."""
    stream.stream = [b"q", *stream.stream, b"Q"]


def _words_of_copies(page):
    """Return {number of the copy: boxes of its words on this page}."""
    found, boxes = {}, [page._page_box]
    while boxes:
        box = boxes.pop()
        box = getattr(box, "_box", box)  # the place of an absolutely positioned box
        # Margin boxes have the name of their place instead of an element.
        attributes = getattr(box.element, "attrib", {})
        if copy := attributes.get(ATTRIBUTE):
            found.setdefault(copy, []).append(box)
        else:
            boxes += box.children
    return found


def _overlay(page, boxes):
    """Return a page of the same size with nothing but these boxes, now seen."""
    box = page._page_box.copy_with_children([_seen(box) for box in boxes])
    box.background = box.canvas_background = None
    return Page(box)


def _seen(box):
    box = getattr(box, "_box", box).copy()
    box.style = box.style.copy()
    box.style["visibility"] = "visible"
    box.children = [_seen(child) for child in box.children]
    return box
