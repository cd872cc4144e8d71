"""Times as they are picked on pages: in Denmark, to the minute."""

import pytest

from api.pages.picked_times import as_picked, picked_moment
from api.pages.then import address_then, known_by

TWICE = "2026-10-25T02:30"


def test_the_hour_that_comes_twice_is_looked_back_to_when_it_is_over():
    assert picked_moment(TWICE).isoformat() == "2026-10-25T00:30:00+00:00"
    assert known_by(TWICE).isoformat() == "2026-10-25T01:30:59.999999+00:00"


def test_a_time_is_shown_as_it_was_picked():
    assert as_picked(picked_moment("2026-07-01T09:05")) == "2026-07-01T09:05"


@pytest.mark.parametrize("never", ["i går", "2026-11-23", "0001-01-01T00:00"])
def test_what_is_no_time_is_refused(never):
    with pytest.raises(ValueError, match=r"does not match|year"):
        known_by(never)


def test_nothing_picked_is_now():
    assert known_by(" ") is None
    assert address_then("/borgere/1", " ") == "/borgere/1"
    there = address_then("/borgere/1", "2026-11-23T09:00")
    assert there == "/borgere/1?pr=2026-11-23T09%3A00"
