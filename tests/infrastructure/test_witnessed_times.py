"""Between two moments that witnesses know of, and not at any other time."""

from datetime import UTC, datetime, timedelta

import pytest

from infrastructure.mapper import spelled
from infrastructure.witnessed_times import Witnessed, WitnessedTimes

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def witnessed(size: int, seen: float, committed: float | None = None) -> Witnessed:
    return Witnessed(size, at(seen - 1 if committed is None else committed), at(seen))


TIMES = WitnessedTimes.of([witnessed(10, 0), witnessed(20, 100), witnessed(30, 200)])


@pytest.mark.parametrize(
    ("leaf", "second", "fits"),
    [
        (0, -100_000, True),  # nobody knows what was before the first
        (9, 5, True),
        (9, 5.1, False),
        (10, -5, True),
        (10, -5.1, False),
        (19, 105, True),
        (19, 105.1, False),
        (20, 94.9, False),
        (29, 100, True),
        (30, 194.9, False),
        (30, 100_000, True),  # nor what comes behind the last
    ],
)
def test_a_leaf_came_between_the_tree_before_it_and_the_tree_with_it(
    leaf, second, fits
):
    assert TIMES.fit(leaf, spelled(at(second))) is fits


def test_a_tree_that_was_seen_late_says_nothing_of_what_came_next():
    """Its witness was away: what followed may have come long before it was back."""
    times = WitnessedTimes.of([witnessed(10, 0), witnessed(20, 100, committed=10)])
    assert times.fit(20, spelled(at(11)))
    assert not times.fit(20, spelled(at(-6)))


def test_without_witnesses_any_time_may_be_true():
    assert WitnessedTimes.of([]).fit(0, spelled(NOON))


def test_a_row_without_a_time_fits_nowhere():
    assert not TIMES.fit(15, "")
