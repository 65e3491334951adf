"""PlutoPrint for documents with style sheets of their own."""

import io
import logging
import threading

import plutoprint

from .pdf_fonts import put_right

_logger = logging.getLogger(__name__)

# It shares loaded fonts between threads without counting safely who uses them.
_one_at_a_time = threading.Lock()


class _Resources(plutoprint.ResourceFetcher):
    """Loads what documents ask for with a fetcher of ours, and nothing else."""

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
    stream, resources = io.BytesIO(), _Resources(fetcher)
    with (
        _one_at_a_time,
        plutoprint.PDFCanvas.create_for_stream(stream, plutoprint.PAGE_SIZE_A4) as pdf,
    ):
        pdf.scale(plutoprint.UNITS_PX, plutoprint.UNITS_PX)  # pages are made of pixels
        for document in documents:
            book = plutoprint.Book()
            book.custom_resource_fetcher = resources
            book.load_html(document, base_url=base_url)
            for page in range(book.get_page_count()):
                pdf.set_size(book.get_page_size_at(page))
                book.render_page(pdf, page)
                pdf.show_page()
    return put_right(stream.getvalue(), "".join(documents))
