"""Days and clocks as they are typed in a hurry, and the two nights that are unlike others."""

from datetime import UTC, datetime

import pytest

from api.pages.registering_times import moment_of, typed_clock, typed_day
from tests.ids import NOON

WINTER = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)  # 13.05 in Copenhagen


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("22-11-2026", "13.05"),
        ("22.11.26", "13:05"),
        ("22/11/2026", "1305"),
        (" 221126 ", " 13 05 "),
        ("22112026", "13.05"),
    ],
)
def test_many_ways_to_write_the_same(day, clock):
    assert moment_of(day, clock, NOON) == WINTER


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("", ""),
        ("22-11-2026", ""),
        ("i dag", "13.05"),
        ("31-02-2026", "13.05"),
        ("22-11-2026", "24.00"),
        ("22-11-2026", "13.60"),
        ("01-01-0001", "00.30"),
        ("29-03-2026", "02.30"),  # the clock goes from two to three
    ],
)
def test_what_is_no_time_is_none(day, clock):
    assert moment_of(day, clock, NOON) is None


def test_the_hour_that_comes_twice_is_the_last_that_has_been():
    first, second = (
        datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        for hour in (0, 1)  # summer time, then winter time
    )
    for now, meant in ((first, first), (second, second), (NOON, second)):
        assert moment_of("25-10-2026", "02.30", now) == meant


def test_a_moment_is_written_as_it_is_read():
    assert (typed_day(WINTER), typed_clock(WINTER)) == ("22-11-2026", "13.05")
    assert moment_of(typed_day(WINTER), typed_clock(WINTER), NOON) == WINTER
