"""Reading of the workbooks and CSV files that people import, free of the database."""

import csv
import io
import math
import re
import zipfile
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
NUMBER = re.compile(r"^[¥￥]? ?-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$", re.ASCII)
ENCODINGS = ("utf-8-sig", "gb18030")
# A spreadsheet program runs a cell that begins with one of these as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class UnreadableFile(ValueError):
    """The file is neither a workbook nor a CSV text."""


def read_rows(content, limit):
    """The rows of the first sheet as lists of values, at most ``limit`` of them.

    :param bytes content: an .xlsx workbook or CSV text (UTF-8 or GB18030)
    :raise UnreadableFile: for anything else

    >>> read_rows("编号,日期\\nA1,2025-03-01\\n".encode("gb18030"), 10)
    [['编号', '日期'], ['A1', '2025-03-01']]
    >>> read_rows(b"\\x00\\x01", 10)
    Traceback (most recent call last):
    ...
    odoo.addons.sanbao_base.sheet.UnreadableFile
    """
    if content.startswith(b"PK"):
        return _read_workbook(content, limit)
    if b"\x00" in content:
        raise UnreadableFile
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _read_csv(text, limit)
    raise UnreadableFile


def _read_workbook(content, limit):
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=limit)
        return [list(row) for row in rows]
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        IndexError,
        ValueError,
        SyntaxError,
    ) as error:
        raise UnreadableFile from error


def _read_csv(text, limit):
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text), delimiter=delimiter)
        return [row for row, _number in zip(rows, range(limit), strict=False)]
    except csv.Error as error:
        raise UnreadableFile from error


def cell_text(value):
    """The text of a cell; whole numbers without the ``.0`` of a spreadsheet.

    >>> cell_text(13800138000.0), cell_text(" A1 "), cell_text(None)
    ('13800138000', 'A1', '')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def cell_date(value):
    """The date of a cell, None for an empty one.

    :raise ValueError: when it is no date

    >>> cell_date("2025/3/1"), cell_date("2024年2月29日"), cell_date("")
    (datetime.date(2025, 3, 1), datetime.date(2024, 2, 29), None)
    >>> cell_date("2025-02-29")
    Traceback (most recent call last):
    ...
    ValueError: day is out of range for month
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = cell_text(value)
    if not text:
        return None
    match = DATE.match(text)
    if not match:
        raise ValueError(text)
    return date(*map(int, match.groups()))


def cell_number(value):
    """The number of a cell, None for an empty one; commas may part the thousands.

    :raise ValueError: when it is no finite number

    >>> cell_number("1,234.50"), cell_number(3), cell_number(" "), cell_number("¥5")
    (1234.5, 3.0, None, 5.0)
    >>> cell_number("12元左右")
    Traceback (most recent call last):
    ...
    ValueError: 12元左右
    """
    if type(value) in (int, float) and math.isfinite(value):
        return float(value)
    text = cell_text(value)
    if not text:
        return None
    if not NUMBER.match(text):
        raise ValueError(text)
    return float(text.lstrip("¥￥ ").replace(",", ""))


def harmless(text):
    """A text that a spreadsheet program shows and does not calculate.

    >>> harmless("=1+1"), harmless("A1"), harmless(" @x")
    ("'=1+1", 'A1', "' @x")
    """
    if text.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{text}"
    return text


def write_csv(rows):
    """CSV bytes that Excel opens in Chinese, without live formulas.

    >>> write_csv([["a", "=x"]])
    b"\\xef\\xbb\\xbfa,'=x\\r\\n"
    """
    stream = io.StringIO()
    csv.writer(stream).writerows([harmless(str(cell)) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")
