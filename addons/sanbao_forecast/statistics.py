"""What the past months say about the next ones; pure functions, known to no database.

A history is a list of quantities per month, the oldest first, the last full month last.
"""

import math
from collections import namedtuple

# Zeros before the first demand are no history of a part: it was not there yet.
FEW_MONTHS = 6
# Two of each month are needed to see a season.
SEASON = 12
# Syntetos and Boylan: more than so many months from one demand to the next is intermittent.
INTERMITTENT_FROM = 1.32
# Weight of the last month in the two averages of TSB: how often, and how much.
TSB_WEIGHT = 0.2
# Eight of ten months lie between low and high.
LOW, HIGH = 0.1, 0.9

NONE = "none"
ZERO = "zero"
AVERAGE = "average"
TSB = "tsb"
ETS = "ets"
SEASONAL_ETS = "ets_seasonal"

Proposal = namedtuple("Proposal", ["method", "quantity", "low", "high"])
NO_DATA = Proposal(NONE, 0.0, 0.0, 0.0)


def since_first(history):
    """The months from the first demand on.

    >>> since_first([0, 0, 2, 0])
    [2, 0]
    """
    first = next((i for i, quantity in enumerate(history) if quantity > 0), None)
    return [] if first is None else [max(q, 0.0) for q in history[first:]]


def demand_interval(months):
    """Average number of months from one demand to the next; 0 without any.

    >>> demand_interval([2, 0, 1, 0])
    2.0
    """
    demands = sum(1 for quantity in months if quantity > 0)
    return len(months) / demands if demands else 0.0


def method_for(months):
    """Which method suits these months, from the first demand on.

    >>> method_for([1, 2]), method_for([3] * 8), method_for([1, 0] * 8)
    ('average', 'ets', 'tsb')
    """
    if not any(months):
        return NONE
    if len(months) < FEW_MONTHS:
        return AVERAGE
    if demand_interval(months) > INTERMITTENT_FROM:
        return TSB
    return SEASONAL_ETS if len(months) >= 2 * SEASON else ETS


def propose(history, ahead=1, length=1):
    """The demand expected in ``length`` months, of which the first is ``ahead`` months
    after the last of the history.

    :return: a :class:`Proposal`; its range is what one of the past months missed by
    """
    months = since_first(history)
    method = method_for(months)
    if method == NONE:
        return NO_DATA
    if method == AVERAGE:
        return averaged(months, length)
    try:
        expected, fitted = _run(method, months, ahead + length - 1)
    except (ArithmeticError, NotImplementedError, ValueError):
        # Too short for a model, or the fit does not converge.
        return averaged(months, length)
    quantity = sum(max(value, 0.0) for value in expected[ahead - 1 :])
    if not math.isfinite(quantity):
        return averaged(months, length)
    return with_range(method, quantity, errors(months, fitted), length)


def averaged(months, length=1):
    """The plain average, without a range: too few months to tell how far it misses.

    >>> averaged([2, 4], 2)
    Proposal(method='average', quantity=6.0, low=6.0, high=6.0)
    """
    quantity = length * sum(months) / len(months)
    return Proposal(AVERAGE, quantity, quantity, quantity)


def _run(method, months, steps):
    """``(expected of the next steps, what was expected of the known months)``."""
    # Half a second and 200 MB: only the process that computes forecasts pays for it.
    import numpy
    from statsforecast import models

    series = numpy.asarray(months, dtype=numpy.float64)
    if method == TSB:
        model = models.TSB(TSB_WEIGHT, TSB_WEIGHT)
    else:
        model = models.AutoETS(season_length=SEASON if method == SEASONAL_ETS else 1)
    result = model.forecast(y=series, h=steps, fitted=True)
    return result["mean"].tolist(), result["fitted"].tolist()


def errors(months, fitted):
    """By how much each known month missed what was expected of it.

    >>> errors([3, 5], [float("nan"), 4])
    [1]
    """
    pairs = zip(months, fitted, strict=True)
    return [real - value for real, value in pairs if math.isfinite(value)]


def with_range(method, quantity, misses, length=1):
    """A proposal with the range in which eight of ten months lay.

    >>> with_range("tsb", 5, [-2, 0, 3])
    Proposal(method='tsb', quantity=5, low=3.4, high=7.4)
    """
    if not misses:
        return Proposal(method, quantity, quantity, quantity)
    # Months miss independently: the errors of a quarter grow by the root of three.
    width = math.sqrt(length)
    low = quantity + min(quantile(misses, LOW), 0.0) * width
    high = quantity + max(quantile(misses, HIGH), 0.0) * width
    return Proposal(method, quantity, max(low, 0.0), high)


def quantile(values, share):
    """The value below which that share lies, between two by proportion.

    >>> quantile([10, 0], 0.25)
    2.5
    """
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def trend(history, span):
    """Growth in percent of the last ``span`` months over those before; None: unknown.

    >>> trend([1, 1, 2, 2], 2)
    100.0
    """
    now, before = sum(history[-span:]), sum(history[-2 * span : -span])
    if len(history) < 2 * span or before <= 0:
        return None
    return 100.0 * (now - before) / before


def same_months_last_year(history, ahead=1, length=1):
    """What was needed in the same months one year before; 0 where that is not known.

    >>> same_months_last_year(list(range(1, 13)), ahead=2)
    2
    """
    first = len(history) + ahead - 1 - SEASON
    places = range(first, first + length)
    return sum(history[place] for place in places if 0 <= place < len(history))


def days_of_cover(on_hand, monthly):
    """For how many days the stock lasts; None: for ever.

    >>> days_of_cover(12, 2), days_of_cover(0, 0), days_of_cover(3, 0)
    (180.0, 0.0, None)
    """
    if on_hand <= 0:
        return 0.0
    # A year of 360 days, as accountants have it: a month is 30 days.
    return 30.0 * on_hand / monthly if monthly > 0 else None


def is_overstock(on_hand, monthly, limit_days):
    """Whether more lies there than lasts for the limit; the limit itself is allowed.

    >>> [is_overstock(quantity, 2, 180) for quantity in (11, 12, 13)]
    [False, False, True]
    """
    days = days_of_cover(on_hand, monthly)
    return days is None or days > limit_days


def wape(pairs):
    """``(error, bias)`` in percent of what was really needed, of pairs (forecast, actual).

    None without any demand: there is nothing to compare with.

    >>> wape([(8, 10), (5, 0)])
    (70.0, 30.0)
    """
    real = sum(actual for _figure, actual in pairs)
    if real <= 0:
        return None, None
    missed = sum(abs(figure - actual) for figure, actual in pairs)
    too_much = sum(figure - actual for figure, actual in pairs)
    return 100.0 * missed / real, 100.0 * too_much / real
