"""PlutoPrint for documents with style sheets of their own."""

import io
import logging
import threading

import plutoprint

from .pdf_fonts import put_right

_logger = logging.getLogger(__name__)

# All threads share its fonts, and it does not promise that they may at one time.
_one_at_a_time = threading.Lock()


class _Resources(plutoprint.ResourceFetcher):
    """Loads with a fetcher of ours what documents ask for, but for ``data:``, which is
    PlutoPrint's own."""

    def __init__(self, fetcher):
        super().__init__()
        self._fetcher = fetcher

    def fetch_url(self, url):
        """Return the content of ``url``, empty where it may not or cannot be loaded:
        the document prints without it (API of PlutoPrint)."""
        try:
            response = self._fetcher.fetch(url)
            content, kind = response.read(), response.content_type
        except Exception as error:  # noqa: BLE001  no picture stops a document
            _logger.info("Not loaded for a PDF: %s", error)
            content, kind = b"", "text/plain"
        return plutoprint.ResourceData(content, kind)


def render(documents, base_url, fetcher):
    """Return one PDF of all documents, each from a new page and counted on its own.

    They share the fonts, which are embedded once.

    :param documents: non-empty list of HTML texts
    :param base_url: what relative addresses are relative to
    :param fetcher: loads pictures (see :mod:`.fetcher`)
    :return: bytes
    """
    with _one_at_a_time:
        pdf = _print(documents, base_url, _Resources(fetcher))
    try:
        return put_right(pdf, "".join(documents))
    except Exception:
        # It could be smaller, and searched with more luck; but it is printed.
        _logger.exception("Fonts of a PDF are left as PlutoPrint made them")
        return pdf


def _print(documents, base_url, resources):
    stream = io.BytesIO()
    size = plutoprint.PAGE_SIZE_A4
    with plutoprint.PDFCanvas.create_for_stream(stream, size) as canvas:
        canvas.scale(plutoprint.UNITS_PX, plutoprint.UNITS_PX)  # pages are of pixels
        for document in documents:
            book = plutoprint.Book()
            book.custom_resource_fetcher = resources
            book.load_html(document, base_url=base_url)
            for page in range(book.get_page_count()):
                canvas.set_size(book.get_page_size_at(page))
                book.render_page(canvas, page)
                canvas.show_page()
    return stream.getvalue()
