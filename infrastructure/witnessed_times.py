"""Whether an event says of its own time what witnesses say of it.

A leaf that came between two witnessed trees was recorded between these two moments, give
or take what clocks differ: whoever dates an event back is found, with the log's own key
in hands.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Self

from infrastructure.mapper import spelled

SLACK = timedelta(seconds=5)
EVER = ("0", "9")  # before and behind every time as it is spelled


@dataclass(frozen=True)
class Witnessed:
    """A tree of this size, when it was stored, and when first somebody else saw it."""

    size: int
    committed_at: datetime
    seen_at: datetime

    @property
    def at_once(self) -> bool:
        """Else nothing follows from it for what came next: it may have come before."""
        return self.seen_at - self.committed_at <= SLACK


@dataclass(frozen=True)
class WitnessedTimes:
    """For what follows each tree, and what came before the first: from when until when."""

    sizes: list[int]
    bounds: list[tuple[str, str]]

    @classmethod
    def of(cls, witnessed: Iterable[Witnessed]) -> Self:
        trees = sorted(witnessed, key=lambda each: each.size)
        before = [
            spelled(each.seen_at - SLACK) if each.at_once else EVER[0] for each in trees
        ]
        behind = [spelled(each.seen_at + SLACK) for each in trees]
        earliest = accumulate(before, max, initial=EVER[0])
        latest = accumulate(reversed(behind), min, initial=EVER[1])
        bounds = list(zip(earliest, reversed([*latest]), strict=True))
        return cls([each.size for each in trees], bounds)

    def fit(self, leaf: int, at: str) -> bool:
        earliest, latest = self.bounds[bisect_right(self.sizes, leaf)]
        return earliest <= at <= latest
