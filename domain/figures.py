"""Figures as people print them, worked out exactly."""


def per_cent(part: int, whole: int) -> float | None:
    """A rate in per cent with one decimal; None where there is no denominator.

    Rounded half up from the exact fraction (counting rule of this project), never
    from another rounded figure.
    """
    if not whole:
        return None
    tenths = (2000 * part + whole) // (2 * whole)
    return tenths / 10
