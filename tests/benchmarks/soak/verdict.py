"""Whether a series grows for ever, told apart from noise and from warming up."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

WARM = 1 / 3  # share of a run after which caches and pools are filled
MOST = 400  # points compared with each other; more are thinned out evenly
HOUR = 3600.0


@dataclass(frozen=True)
class Verdict:
    first: float  # typical once warm
    last: float
    an_hour: float  # growth
    bound: float

    @property
    def leaks(self) -> bool:
        return self.an_hour > self.bound


def judged(seconds: Sequence[float], values: Sequence[float], bound: float) -> Verdict:
    """By the median of all slopes between two points (Theil and Sen): up to 29 of 100
    points may be anything at all. Nothing is said of the first third of the time.
    """
    begin = seconds[0] + WARM * (seconds[-1] - seconds[0])
    warm = [pair for pair in zip(seconds, values, strict=True) if pair[0] >= begin]
    thin = warm[:: max(1, len(warm) // MOST)]
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(thin, 2)]
    fifth = max(1, len(warm) // 5)
    return Verdict(
        first=median(value for _, value in warm[:fifth]),
        last=median(value for _, value in warm[-fifth:]),
        an_hour=HOUR * median(slopes),
        bound=bound,
    )
