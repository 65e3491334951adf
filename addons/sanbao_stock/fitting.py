"""Whether goods fit into a place; pure functions."""

from math import inf

DRY = "dry"
VENTILATED = "ventilated"
GUARD = "guard"


def fits_inside(body, room):
    """Whether a box goes into a place, turned as it likes.

    Each is three edges in one unit. 0 is an edge that nobody has measured: of a place it
    means no limit, of a box nothing that could be too long.

    >>> fits_inside((120, 30, 40), (40, 120, 30))
    True
    >>> fits_inside((121, 30, 40), (40, 120, 30))
    False
    >>> fits_inside((121, 30, 40), (40, 0, 30))
    True
    >>> fits_inside((0, 0, 0), (40, 120, 30))
    True
    """
    edges = sorted(edge or inf for edge in room)
    return all(long <= space for long, space in zip(sorted(body), edges, strict=True))


def is_damp_proof(abilities):
    """Whether moisture-sensitive goods may lie in a place with these abilities (STK-26).

    >>> is_damp_proof({"dry"}), is_damp_proof({"ventilated"}), is_damp_proof({"guard"})
    (True, True, False)
    """
    return bool({DRY, VENTILATED} & set(abilities))
