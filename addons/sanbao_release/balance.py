"""The arithmetic of a recall: what was delivered is recovered, used up or explained."""


def open_quantity(delivered, recovered, used, explained):
    """What of a delivery is neither back, nor used up, nor explained.

    Negative: more was accounted for than was delivered.

    >>> open_quantity(10, 6, 3, 1)
    0
    >>> open_quantity(10, 8, 3, 0)
    -1
    """
    return delivered - recovered - used - explained


def recovery_rate(delivered, recovered):
    """Per cent of the delivered quantity that came back; 100 where nothing was.

    >>> recovery_rate(8, 6)
    75.0
    >>> recovery_rate(0, 0)
    100.0
    """
    return 100.0 * recovered / delivered if delivered else 100.0
