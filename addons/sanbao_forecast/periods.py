"""Periods of one or more months, and the months in them; pure functions."""

from datetime import date

from dateutil.relativedelta import relativedelta


def month_start(day):
    """The first day of the month.

    >>> month_start(date(2026, 3, 24))
    datetime.date(2026, 3, 1)
    """
    return day.replace(day=1)


def period_start(day, months):
    """First day of the period of so many months in which the day lies; a period of
    three months is a quarter, counted from January of the year 0.

    >>> period_start(date(2026, 5, 9), 3), period_start(date(2026, 5, 9), 1)
    (datetime.date(2026, 4, 1), datetime.date(2026, 5, 1))
    """
    number = day.year * 12 + day.month - 1
    number -= number % months
    return date(number // 12, number % 12 + 1, 1)


def period_end(start, months):
    """Last day of the period of so many months.

    >>> period_end(date(2026, 1, 1), 2)
    datetime.date(2026, 2, 28)
    """
    return start + relativedelta(months=months, days=-1)


def months_between(first, last):
    """Number of months from the month of one day to that of another.

    >>> months_between(date(2025, 12, 31), date(2026, 2, 1))
    2
    """
    return (last.year - first.year) * 12 + last.month - first.month


def months_back(last, count):
    """First days of ``count`` months that end with the month of ``last``, oldest first.

    >>> months_back(date(2026, 1, 31), 2)
    [datetime.date(2025, 12, 1), datetime.date(2026, 1, 1)]
    """
    month = month_start(last)
    return [month - relativedelta(months=back) for back in reversed(range(count))]


def label(start, months):
    """The name of a period.

    >>> label(date(2026, 1, 1), 1), label(date(2026, 1, 1), 3)
    ('2026-01', '2026-01 – 2026-03')
    """
    first = f"{start:%Y-%m}"
    return first if months == 1 else f"{first} – {period_end(start, months):%Y-%m}"
