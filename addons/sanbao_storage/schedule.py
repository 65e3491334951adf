"""Which days a check stands for; plain arithmetic."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta


def next_months(last, months, today):
    """First and last day of the period of ``months`` that has to be checked next.

    :param last: first day of the period checked last, or None
    :return: ``(first, last)``; the first day may lie ahead; None without an interval

    >>> from datetime import date
    >>> next_months(None, 1, date(2026, 3, 17))
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
    >>> next_months(date(2026, 1, 1), 1, date(2026, 3, 17))
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
    >>> next_months(date(2026, 3, 1), 1, date(2026, 3, 17))
    (datetime.date(2026, 4, 1), datetime.date(2026, 4, 30))
    >>> next_months(date(2026, 1, 1), 3, date(2026, 3, 17))
    (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
    """
    if months <= 0:
        return None
    length = relativedelta(months=months)
    first = last.replace(day=1) + length if last else today.replace(day=1)
    # What was missed altogether cannot be checked any more.
    while first + length <= today:
        first += length
    return first, first + length - timedelta(days=1)


def next_days(last, done, days, today):
    """As :func:`next_months`, for a period of ``days``.

    :param last: first day of the period checked last, or None
    :param done: the day on which that was really done, or None

    >>> from datetime import date
    >>> next_days(None, None, 1, date(2026, 3, 17))
    (datetime.date(2026, 3, 17), datetime.date(2026, 3, 17))
    >>> next_days(date(2026, 3, 16), date(2026, 3, 16), 1, date(2026, 3, 17))
    (datetime.date(2026, 3, 17), datetime.date(2026, 3, 17))

    A reading that came two days late stands for the day on which it was taken:

    >>> next_days(date(2026, 3, 15), date(2026, 3, 17), 1, date(2026, 3, 17))
    (datetime.date(2026, 3, 18), datetime.date(2026, 3, 18))
    """
    if days <= 0:
        return None
    if not last:
        first = today
    else:
        first = max(last, done or last) + timedelta(days=days)
        first = max(first, today)
    return first, first + timedelta(days=days - 1)
