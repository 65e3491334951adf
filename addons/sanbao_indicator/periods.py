"""Months, quarters, half-years and years, and the days on which reports are due."""

import calendar
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
UNITS = [
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("half", "Half-year"),
    ("year", "Year"),
]


def day_of_month(year, month, day):
    """That day, or the last one of a shorter month; ``month`` may run over the year.

    >>> day_of_month(2028, 2, 31)
    datetime.date(2028, 2, 29)
    >>> day_of_month(2026, 13, 5)
    datetime.date(2027, 1, 5)
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def period_of(day, unit, first_day=1):
    """First and last day of the period that ``day`` is in.

    A month may begin on another day than the first (``first_day``, the cut-off); the
    longer units follow the calendar.

    >>> period_of(date(2026, 3, 24), "month", 25)
    (datetime.date(2026, 2, 25), datetime.date(2026, 3, 24))
    >>> period_of(date(2026, 8, 1), "quarter")
    (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    """
    length = MONTHS[unit]
    if unit != "month":
        first_day = 1
    month = (day.month - 1) // length * length + 1
    if day < day_of_month(day.year, month, first_day):
        month -= length
    start = day_of_month(day.year, month, first_day)
    following = day_of_month(day.year, month + length, first_day)
    return start, following - timedelta(days=1)


def last_period(today, unit, first_day=1):
    """The period that ended last before ``today``.

    >>> last_period(date(2026, 1, 1), "half")
    (datetime.date(2025, 7, 1), datetime.date(2025, 12, 31))
    """
    start, _end = period_of(today, unit, first_day)
    return period_of(start - timedelta(days=1), unit, first_day)


def label(date_to, unit):
    """The name of a period, after the month in which it ends.

    >>> label(date(2026, 3, 24), "month"), label(date(2026, 9, 30), "quarter")
    ('2026-03', '2026-Q3')
    """
    if unit == "month":
        return f"{date_to:%Y-%m}"
    if unit == "year":
        return f"{date_to:%Y}"
    letter = "Q" if unit == "quarter" else "H"
    return f"{date_to:%Y}-{letter}{(date_to.month - 1) // MONTHS[unit] + 1}"


def first_after(end, day):
    """The first such day of a month after ``end``; the last day where a month is short.

    >>> first_after(date(2026, 3, 24), 25)
    datetime.date(2026, 3, 25)
    >>> first_after(date(2026, 1, 31), 31)
    datetime.date(2026, 2, 28)
    """
    due = day_of_month(end.year, end.month, day)
    return due if due > end else day_of_month(end.year, end.month + 1, day)
