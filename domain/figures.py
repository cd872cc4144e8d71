"""Figures as people print them, worked out exactly."""

from math import isqrt


def per_cent(part: int, whole: int) -> float | None:
    """A rate in per cent with one decimal; None where there is no denominator.

    Rounded half up from the exact fraction (counting rule of this project), never
    from another rounded figure.
    """
    if not whole:
        return None
    tenths = (2000 * part + whole) // (2 * whole)
    return tenths / 10


def interval(part: int, whole: int) -> tuple[float, float] | None:
    """Between which rates, in per cent, the true one lies with 95 % confidence.

    Wilson's score interval (E. B. Wilson, 1927) with z = 1.96; None where there is no
    denominator. Rounded half up, each to one decimal, from the exact bounds

        (1250 part + 2401 ± 49 √(2500 part (whole - part) / whole + 2401))
        / (1250 whole + 4802)

    which are the textbook's with z² = 2401/625. Only whole numbers are reckoned with.
    """
    if not whole:
        return None
    scale = 1250 * whole + 4802
    middle = 2000 * (1250 * part + 2401) + scale  # in half tenths, to round half up
    square = (2000 * 49) ** 2 * (2500 * part * (whole - part) + 2401 * whole)
    above = isqrt(square // whole)
    below = isqrt(-(-square // whole) - 1) + 1  # the root rounded up, for what is less
    low, high = ((middle + root) // (2 * scale) for root in (-below, above))
    return low / 10, high / 10
