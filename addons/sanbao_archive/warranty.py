"""Date arithmetic of a warranty, free of the database."""

from dateutil.relativedelta import relativedelta


def warranty_last_day(start, months):
    """The last day that a warranty of so many months covers, that day included.

    A warranty of twelve months from 15 March ends with 14 March of the next year:

    >>> from datetime import date
    >>> warranty_last_day(date(2025, 3, 15), 12)
    datetime.date(2026, 3, 14)
    >>> warranty_last_day(date(2024, 3, 1), 12)
    datetime.date(2025, 2, 28)
    >>> warranty_last_day(date(2023, 3, 1), 12)
    datetime.date(2024, 2, 29)
    >>> warranty_last_day(date(2025, 1, 1), 6)
    datetime.date(2025, 6, 30)

    Where the last month has no such day, its end is the end of the period (Civil Code,
    article 202); a warranty from 29 February must not be a day short of its months:

    >>> warranty_last_day(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    >>> warranty_last_day(date(2024, 2, 29), 48)
    datetime.date(2028, 2, 28)
    >>> warranty_last_day(date(2025, 8, 31), 1)
    datetime.date(2025, 9, 30)
    >>> warranty_last_day(date(2025, 1, 31), 1)
    datetime.date(2025, 2, 28)

    Nothing to compute without a start or a period:

    >>> warranty_last_day(None, 12), warranty_last_day(date(2025, 1, 1), 0)
    (None, None)
    """
    if not start or not months:
        return None
    same_day = start + relativedelta(months=months)
    if same_day.day < start.day:
        return same_day
    return same_day - relativedelta(days=1)


def warranty_first_day(basis, acceptance, ex_factory, delivery):
    """The day a warranty begins.

    :param basis: ``acceptance`` (else ex-factory), ``ex_factory`` or ``delivery``

    >>> from datetime import date
    >>> accepted, left, delivered = date(2025, 3, 9), date(2025, 3, 1), date(2025, 3, 4)
    >>> warranty_first_day("acceptance", accepted, left, delivered)
    datetime.date(2025, 3, 9)
    >>> warranty_first_day("acceptance", None, left, delivered)
    datetime.date(2025, 3, 1)
    >>> warranty_first_day("ex_factory", accepted, left, delivered)
    datetime.date(2025, 3, 1)
    >>> warranty_first_day("delivery", accepted, left, delivered)
    datetime.date(2025, 3, 4)
    >>> warranty_first_day("delivery", accepted, left, None) is None
    True
    """
    if basis == "delivery":
        return delivery or None
    if basis == "ex_factory":
        return ex_factory or None
    return acceptance or ex_factory or None
