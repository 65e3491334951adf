"""How grave a risk is, from how likely and how severe it is."""

LEVELS = ("low", "medium", "high")


def risk_level(likelihood, severity):
    """``low``, ``medium`` or ``high``; empty while one of both is unknown.

    The middle of both, rounded up: likely and harmless is as medium as unlikely and
    grave.

    >>> risk_level("low", "low"), risk_level("low", "high"), risk_level("medium", "high")
    ('low', 'medium', 'high')
    >>> risk_level(False, "high")
    False
    """
    if not likelihood or not severity:
        return False
    total = LEVELS.index(likelihood) + LEVELS.index(severity)
    return LEVELS[-(-total // 2)]
