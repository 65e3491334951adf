"""Months, quarters and years, for which purchases are planned and budgets are set."""

from dateutil.relativedelta import relativedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def bounds(day, length):
    """First and last day of the month, quarter or year of a day.

    >>> from datetime import date
    >>> [str(day) for day in bounds(date(2026, 2, 14), "month")]
    ['2026-02-01', '2026-02-28']
    >>> [str(day) for day in bounds(date(2026, 12, 31), "quarter")]
    ['2026-10-01', '2026-12-31']
    >>> [str(day) for day in bounds(date(2026, 5, 1), "year")]
    ['2026-01-01', '2026-12-31']
    """
    months = MONTHS[length]
    first = day.replace(day=1, month=(day.month - 1) // months * months + 1)
    return first, first + relativedelta(months=months, days=-1)


def label(first, last):
    """The name of a period, short and without words.

    >>> from datetime import date
    >>> label(*bounds(date(2026, 11, 5), "month"))
    '2026-11'
    >>> label(*bounds(date(2026, 11, 5), "quarter")), label(*bounds(date(2026, 1, 1), "year"))
    ('2026-Q4', '2026')
    """
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months == MONTHS["year"]:
        return str(first.year)
    if months == MONTHS["quarter"]:
        return f"{first.year}-Q{(first.month + 2) // 3}"
    return f"{first:%Y-%m}"
