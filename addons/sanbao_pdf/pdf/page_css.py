"""Paper formats and Odoo's header and footer, said in CSS."""

# Odoo's default paper formats leave the side margins to the style sheet of the web
# client, which sets them as padding of the body: in millimetres, for print.
CSS_MARGIN = 12
EDGE = 8

FONTS = '"Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", sans-serif'

PAGE = """
@page {{
    size: {size};
    margin: {top}mm {right}mm {bottom}mm {left}mm;
}}
"""

HEADER = """
@page {{ @top-center {{
    content: element(odoo-header);
    width: 100%;
    vertical-align: top;
    padding-top: {header_space}mm;
}} }}
"""

FOOTER = """
@page { @bottom-center {
    content: element(odoo-footer);
    width: 100%;
    vertical-align: top;
} }
"""

# The web client's style sheets are made for screens and for wkhtmltopdf: undo what
# hinders a paged layout. Sheets of labels have no padding of the page to make up for, and
# a box that hides what overflows would be put below the bar code, off the label.
SCREEN_TO_PRINT = f"""
body {{ margin: 0 !important; padding: 0 !important; max-width: none !important; }}
*:not(.fa):not(.oi) {{ font-family: {FONTS} !important; }}
.o_css_margins .container {{ padding-left: 0 !important; padding-right: 0 !important; }}
.o_label_sheet {{ margin-left: 0 !important; margin-right: 0 !important; }}
.o_label_sheet .o_label_extra_data {{ overflow: visible !important; }}
"""

# Odoo's print layout has no height and hides what overflows it: all but the first page.
# Headings make no bookmarks: Odoo would cut a PDF with bookmarks into one file per
# heading.
# Sheets of labels break before the first one, too: wkhtmltopdf takes no notice of it, here
# an empty page would come first.
RUNNING = """
html, body { height: auto !important; overflow: visible !important; }
h1, h2, h3, h4, h5, h6 { bookmark-level: none; }
.header { position: running(odoo-header); width: 100%; }
.footer { position: running(odoo-footer); width: 100%; }
.o_label_sheet, .o_label_page { page-break-before: auto !important; }
.o_label_sheet ~ .o_label_sheet, .o_label_page ~ .o_label_page {
    page-break-before: always !important;
}
span.page::after { content: counter(page); }
span.topage::after { content: counter(pages); }
"""


def page_css(paper, landscape=False, args=None, with_header=False, with_footer=False):
    """Return the ``@page`` rules of a paper format.

    :param paper: report.paperformat record (may be empty)
    :param landscape: True turns the paper whatever the format says
    :param args: ``data-report-…`` attributes of the report's html tag; they win over
        the paper format (numbers in millimetres)
    """
    args = args or {}
    top = _millimetres(args.get("data-report-margin-top"), paper.margin_top)
    spacing = _millimetres(args.get("data-report-header-spacing"), paper.header_spacing)
    side = CSS_MARGIN if paper.css_margins else 0
    css = PAGE.format(
        size=_paper_size(paper, landscape or args.get("data-report-landscape")),
        top=top,
        bottom=_millimetres(args.get("data-report-margin-bottom"), paper.margin_bottom),
        left=max(paper.margin_left, side),
        right=max(paper.margin_right, side),
    )
    if with_header:
        # wkhtmltopdf measures the spacing upwards from the text. Where the style sheet
        # makes no space of its own, keep off the edge, where no printer prints.
        edge = 0 if paper.css_margins else EDGE
        css += HEADER.format(header_space=max(top - spacing, edge))
    if with_footer:
        css += FOOTER
    return css + RUNNING


def _millimetres(value, default):
    """Return ``value`` as number, or ``default`` if the template says nothing usable."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return default


def _paper_size(paper, landscape):
    """Return the CSS page size: ``A4 portrait``, ``241mm 140mm``."""
    landscape = landscape or paper.orientation == "Landscape"
    if paper.format == "custom" and paper.page_width and paper.page_height:
        width, height = paper.page_width, paper.page_height
        if landscape and height > width:
            width, height = height, width
        return f"{width}mm {height}mm"
    name = paper.format if paper.format in CSS_SIZES else "A4"
    return f"{name} {'landscape' if landscape else 'portrait'}"


# Of Odoo's paper names, those that CSS knows.
CSS_SIZES = {"A3", "A4", "A5", "B4", "B5", "Letter", "Legal"}
