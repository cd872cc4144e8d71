"""How far chance alone may take a district from the whole country: limits, no ranking.

A funnel plot after D. J. Spiegelhalter, "Funnel plots for comparing institutional
performance", Statistics in Medicine 24 (2005), 1185-1202. Nothing of it is stored.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import exp, lgamma, log, sqrt
from typing import NamedTuple

from domain.event import Frozen

BOUNDS = (0.001, 0.025, 0.975, 0.999)  # 99.8 % lie between the outer, 95 % the inner
FEWEST, FEWEST_PLACES = 5, 3  # of counts and of districts; less says nothing
WINSORISED = 10  # of so many districts, one at either end is moved to the next


class Limits(NamedTuple):
    """Counts: below the lows and above the highs is more than chance."""

    lowest: float
    low: float
    high: float
    highest: float


class Mark(StrEnum):
    INSIDE = "INSIDE"
    OUTSIDE_95 = "OUTSIDE_95"
    OUTSIDE_998 = "OUTSIDE_998"


class Compared(Frozen):
    """`count` things of `size`; `expected` is the country's rate times `size`."""

    name: str
    count: int
    size: int
    expected: float
    limits: Limits

    @property
    def mark(self) -> Mark:
        lowest, low, high, highest = self.limits
        if not lowest <= self.count <= highest:
            return Mark.OUTSIDE_998
        return Mark.INSIDE if low <= self.count <= high else Mark.OUTSIDE_95


class Funnel(Frozen):
    """`count` and `size` of the whole country; `dispersion` (φ) is 1 or more."""

    count: int
    size: int
    dispersion: float
    places: tuple[Compared, ...]

    def limits_at(self, size: float) -> Limits:
        return widened(size * self.count / self.size, self.dispersion)


def funnel(counts: Mapping[str, tuple[int, int]]) -> Funnel | None:
    """From count and size by name, in that order.

    A district without a size has no place in it, but what was counted there belongs to
    the country. None where there is too little to say anything: fewer than five things
    counted, or fewer than three districts with a size (project choice).
    """
    count, size = (sum(each[n] for each in counts.values()) for n in (0, 1))
    sized = {name: each for name, each in counts.items() if each[1]}
    if count < FEWEST or len(sized) < FEWEST_PLACES:
        return None
    expected = {name: each[1] * count / size for name, each in sized.items()}
    dispersion = overdispersion(
        [
            (each[0] - expected[name]) / sqrt(expected[name])
            for name, each in sized.items()
        ]
    )
    places = tuple(
        Compared(
            name=name,
            count=each[0],
            size=each[1],
            expected=expected[name],
            limits=widened(expected[name], dispersion),
        )
        for name, each in sized.items()
    )
    return Funnel(count=count, size=size, dispersion=dispersion, places=places)


def overdispersion(scores: Sequence[float]) -> float:
    """φ: the mean square of the districts' standard scores, and never less than 1.

    A tenth of the scores at either end, rounded down, is moved to the next one first
    (winsorised), so that whoever is far outside does not widen his own limits.
    """
    moved = len(scores) // WINSORISED
    low, high = (sorted(scores)[n] for n in (moved, -1 - moved))
    squares = [min(max(score, low), high) ** 2 for score in scores]
    return max(1.0, sum(squares) / len(squares))


def widened(mean: float, dispersion: float) -> Limits:
    """The limits of chance, each √φ times as far from the mean; no count is negative."""
    factor = sqrt(dispersion)
    return Limits(
        *(max(0.0, mean + factor * (bound - mean)) for bound in poisson_limits(mean))
    )


def poisson_limits(mean: float) -> Limits:
    """Counts around `mean`, by exact sums of the Poisson distribution.

    A whole number k is below `low` exactly when P(X ≤ k) < 2.5 %, and above `high`
    exactly when P(X ≥ k) < 2.5 %; likewise 0.1 % for the outer ones. Between whole
    numbers the limits run on evenly, so that a drawn limit has no steps. Where what is
    counted is a part of its size, chance varies it less than this: then the limits are
    rather too wide than too narrow.
    """
    if not mean:
        return Limits(0.0, 0.0, 0.0, 0.0)
    count = max(0, int(mean - 10 * sqrt(mean)))  # what is below is nothing at all
    at = exp(count * log(mean) - mean - lgamma(count + 1))
    below, found = 0.0, []
    for bound in BOUNDS:
        while below + at < bound:
            below, count = below + at, count + 1
            at *= mean / count
        beyond = (bound - below) / at
        found.append(max(0.0, count - 1 + beyond if bound < 1 / 2 else count + beyond))
    return Limits(*found)
