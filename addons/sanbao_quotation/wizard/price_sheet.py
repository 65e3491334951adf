"""The workbook in which suppliers' prices for a comparison are written down."""

import io
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .price_sheet_reader import COLUMNS, TERMS

WIDTH = 18


def price_sheet(comparison, labels):
    """An .xlsx with a row for each supplier of the comparison and each of its needs.

    While there are no suppliers yet, their column is empty. The second sheet is an
    example; only the first is read.

    :param labels: ``{column: title}``
    """
    env = comparison.env
    head = [labels[name] for name in COLUMNS]
    # For the eye only: an import passes over these columns.
    head += [
        env._("Name of the product"),
        env._("Specification"),
        env._("Quantity"),
        env._("Unit"),
    ]
    book = Workbook()
    sheet = book.active
    sheet.title = env._("Price quotes")
    _fill(sheet, [head, *_rows(comparison)])
    _fill(book.create_sheet(env._("Example")), [head, *_example(comparison)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet, rows):
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                # Never a formula, whatever a name begins with.
                cell.data_type = "s"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    sheet.freeze_panes = "A2"


def _rows(comparison):
    quotes = comparison.quote_ids
    if not quotes:
        return [_row("", need, None, {}) for need in comparison.line_ids]
    rows = []
    for quote in quotes:
        prices = {price.need_id: price.price_unit for price in quote.price_ids}
        terms = _terms(quote)
        for need in comparison.line_ids:
            partner = quote.partner_id
            supplier = partner.ref or partner.name
            rows.append(_row(supplier, need, prices.get(need) or None, terms))
            terms = {}  # once is enough
    return rows


def _terms(quote):
    return {
        "freight": quote.freight or None,
        "lead_days": quote.lead_days or None,
        "payment_term_id": quote.payment_term_id.name or None,
        "valid_until": quote.valid_until or None,
        "reference": quote.reference or None,
    }


def _row(supplier, need, price, terms):
    product = need.product_id
    return [
        supplier,
        product.default_code or product.name,
        price,
        *(terms.get(name) for name in TERMS),
        product.name,
        need.note or None,
        need.quantity,
        need.product_uom_id.name,
    ]


def _example(comparison):
    env = comparison.env
    supplier = env._("Name or code of the supplier")
    terms = {
        "freight": 300,
        "lead_days": 15,
        "payment_term_id": env["account.payment.term"].search([], limit=1).name,
        "valid_until": date(comparison.date.year, 12, 31),
        "reference": "BJ-001",
    }
    needs = comparison.line_ids[:2]
    return [
        _row(supplier, need, 1234.5, {} if position else terms)
        for position, need in enumerate(needs)
    ]
