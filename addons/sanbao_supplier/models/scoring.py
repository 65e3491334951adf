"""Scores from 0 to 100, free of the database."""

from datetime import date, timedelta


def weighted(pairs):
    """The mean of ``(weight, score)`` pairs; a score of None gives its weight to others.

    >>> weighted([(30, 80), (10, 40)]), weighted([(30, 80), (10, None)]), weighted([])
    (70.0, 80.0, 0.0)
    """
    known = [(weight, score) for weight, score in pairs if score is not None]
    total = sum(weight for weight, _score in known)
    if not total:
        return 0.0
    return round(sum(weight * score for weight, score in known) / total, 2)


def share(part, whole):
    """``part`` of ``whole`` in percent, between 0 and 100; None without a whole.

    >>> share(3, 4), share(9, 4), share(-1, 4), share(1, 0)
    (75.0, 100.0, 0.0, None)
    """
    if whole <= 0:
        return None
    return round(min(max(part / whole, 0.0), 1.0) * 100, 2)


def standing_of(score, good, poor):
    """The standing of a score: good from ``good`` on, poor below ``poor``.

    >>> [standing_of(score, 80, 60) for score in (80, 79.99, 60, 59.99)]
    ['good', 'watch', 'watch', 'poor']
    """
    if score >= good:
        return "good"
    return "watch" if score >= poor else "poor"


def period_of(months, day):
    """First and last day of the full period of so many months before the one of ``day``.

    Periods are counted through the years, so three months are calendar quarters.


    >>> period_of(3, date(2025, 4, 1))
    (datetime.date(2025, 1, 1), datetime.date(2025, 3, 31))
    >>> period_of(12, date(2025, 12, 31))
    (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
    """

    current = (day.year * 12 + day.month - 1) // months * months
    first = current - months
    return (
        date(first // 12, first % 12 + 1, 1),
        date(current // 12, current % 12 + 1, 1) - timedelta(days=1),
    )
