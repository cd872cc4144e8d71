from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.calendar import COPENHAGEN, danish_day, day_bounds
from domain.cpr import Cpr
from domain.ids import END, follow_up_of, named_id, time_of
from domain.places import DISTRICTS, MUNICIPALITIES, District, Municipality
from domain.words import Day, Json, Line, Moment, Words

H_0001 = UUID("016b1efa-2b40-7f8b-b3c6-5f69f63d77ba")


EVERY_KIND = [
    TypeAdapter(kind)
    for kind in (Words, Line, Moment, Day, District, Municipality, Cpr, Json)
]


def refuses(kind: object, *values: object) -> None:
    for value in values:
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(value)


def test_words_are_kept_as_they_were_told():
    for text in ("Bor alene.\r\n\tTør ikke sove.", " æøå 🙂 ", "x" * 20_000):
        assert TypeAdapter(Words).validate_python(text) == text
    for kind, longest in ((Words, 20_000), (Line, 500)):
        refuses(kind, "", " \n\t", "x" * (longest + 1), 7, None)
        refuses(kind, "a\x00b", "\x1b[2J", "\x7f", "a\x85b", "\ud800")


def test_a_moment_has_a_zone_and_is_kept_in_utc():
    moment = TypeAdapter(Moment)
    for spelled in (
        "2019-06-03T22:14:00+02:00",
        "2019-06-03T20:14:00Z",
        "2019-06-03 20:14Z",
        datetime(2019, 6, 3, 22, 14, tzinfo=COPENHAGEN),
    ):
        told = moment.validate_python(spelled)
        assert (told, told.tzinfo) == (datetime(2019, 6, 3, 20, 14, tzinfo=UTC), UTC)


def test_a_moment_is_not_guessed():
    refuses(Moment, "2019-06-03T20:14:00", "2019-06-03", 1559600000, 1.5, True, None)
    refuses(Moment, "1559600000", "1559600000Z", "2019-02-30T10:00:00Z", "", "now")
    refuses(Moment, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")
    refuses(Moment, "1899-12-31T00:00:00Z", "2201-01-01T00:00:00Z")
    refuses(Moment, "٢٠١٩-06-03T20:14:00Z", "2019-06-03T20:14:00Z" + "0" * 10_000)


def test_a_day_is_not_guessed():
    assert TypeAdapter(Day).validate_python("2020-02-29") == date(2020, 2, 29)
    refuses(Day, "2019-02-29", "29-02-2020", "20200229", 18321, None, True)
    refuses(Day, "2020-02-29T00:00:00", "1899-12-31", "2201-01-01", "٢٠١٩-06-03")


@given(st.text() | st.integers() | st.floats() | st.none() | st.binary() | st.dates())
def test_nothing_told_breaks_a_field(value: object):
    for kind in EVERY_KIND:
        with suppress(ValidationError):
            kind.validate_python(value)


def test_there_are_twelve_districts_and_98_municipalities():
    assert len(DISTRICTS) == 12
    assert len(MUNICIPALITIES) == 98
    assert {place.district for place in MUNICIPALITIES.values()} == DISTRICTS.keys()
    assert DISTRICTS["1467"] == "Midt- og Vestsjællands Politi"
    assert MUNICIPALITIES["0400"] == ("Bornholm", "1471")
    assert MUNICIPALITIES["0329"].name == "Ringsted"
    refuses(District, "1459", 1467, "", None)
    refuses(Municipality, "265", "0411", 265)


@pytest.mark.parametrize(
    ("day", "hours"), [("2019-06-03", 24), ("2019-03-31", 23), ("2019-10-27", 25)]
)
def test_a_danish_day_is_as_long_as_summer_time_makes_it(day: str, hours: int):
    start, end = day_bounds(date.fromisoformat(day))
    assert end - start == timedelta(hours=hours)
    assert danish_day(start) == danish_day(end - timedelta(microseconds=1))
    assert danish_day(start).isoformat() == day
    assert danish_day(end) == danish_day(start) + timedelta(days=1)


def test_an_id_tells_its_time():
    assert time_of(H_0001) == datetime(2019, 6, 3, 20, 14, tzinfo=UTC)
    assert time_of(UUID("ffffffff-ffff-7fff-bfff-ffffffffffff")) == END


def test_the_follow_up_of_a_contact_has_one_id_for_ever():
    follow_up = follow_up_of(H_0001)
    assert follow_up == UUID("016b1efa-2b40-71b2-9b6b-162157c802c5")
    assert (follow_up.version, time_of(follow_up)) == (7, time_of(H_0001))


def test_a_name_has_one_id_for_ever():
    assert named_id("genfind") == UUID("c8a76fd7-4ec7-837d-a29b-5b981aff721b")
    assert named_id("genfind") != named_id("Genfind")


def test_a_cpr_begins_with_a_day_of_birth():
    for spelled in ("150388-5014", "1503885014"):
        assert TypeAdapter(Cpr).validate_python(spelled) == "1503885014"
    refuses(Cpr, "310288-5014", "150388 5014", "15-03-88-5014", "150388501", " ", "x")
    refuses(Cpr, "1503885014\n", "١٥٠٣٨٨٥٠١٤", 1503885014, "15038850140")
