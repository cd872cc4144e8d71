"""Observed, registered and open stand side by side, and none is smoothed away."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from domain.calendar import danish_day
from domain.event import By, Role
from domain.intake import ObserveIntake, SettleIntake, intake
from projections.registration_timeliness import timeliness

JUNE = datetime(2019, 6, 3, 20, 0, tzinfo=UTC)
GATEWAY = By(id="GW-01", role=Role.GATEWAY, district=None)
DISTRICTS = ["1467", "1470", "1471"]
WRONG = SettleIntake(reason="WRONG_NUMBER")


def officer(district):
    return By(id="K-1", role=Role.OFFICER, district=district)


@pytest.fixture
def call(read_models):
    def call(at=JUNE, district="1467"):
        id = read_models.new_id(at)
        command = ObserveIntake(
            source="TC1-42", channel="PHONE_114", district=district, at=at
        )
        read_models.record(intake, id, command, by=GATEWAY, at=at)
        return id

    return call


@pytest.fixture
def counts(read_models):
    """Of all districts: observed, registered of these, open for more than a day."""

    def counts(now=JUNE, **asked):
        total = timeliness(read_models.db, now=now, **asked).total
        return total.observed, total.registered_of_observed, total.open_over_24_hours

    return counts


def test_a_call_is_open_for_too_long_after_the_last_second_of_a_day(call, counts):
    call()
    day = timedelta(hours=24)
    assert counts(now=JUNE + day) == (1, 0, 0)
    assert counts(now=JUNE + day + timedelta(seconds=1)) == (1, 0, 1)


def test_what_was_answered_or_settled_is_open_no_longer(read_models, call, counts):
    answered, wrong, _ = call(), call(), call()
    read_models.contact(at=JUNE, intake=answered)
    read_models.record(intake, wrong, WRONG)
    for _ in ("live", "rebuilt"):
        assert counts(now=JUNE + timedelta(days=2)) == (3, 1, 1)
        read_models.rebuild()


def test_a_district_that_registered_nothing_has_its_row(read_models, call):
    call(district="1471")
    read_models.contact(at=JUNE, received_at=JUNE - timedelta(minutes=1))
    report = timeliness(read_models.db, now=JUNE)
    rows = {row.district: (row.registered, row.observed) for row in report.rows}
    assert rows == {"1467": (1, 0), "1471": (0, 1)}
    assert (report.total.registered, report.total.observed) == (1, 1)
    assert report.rows[1].median_seconds is None
    [row] = timeliness(read_models.db, now=JUNE, district="1471").rows
    assert (row.district, row.registered, row.observed) == ("1471", 0, 1)


def test_calls_count_on_the_danish_day_on_which_they_came(call, counts):
    before_midnight = datetime(2019, 6, 3, 21, 59, tzinfo=UTC)
    for minutes in (0, 1, 1 + 24 * 60):
        call(at=before_midnight + timedelta(minutes=minutes))
    fourth, fifth = date(2019, 6, 4), date(2019, 6, 5)
    assert counts(since=fourth, until=fifth)[0] == 1
    assert counts(since=fourth)[0] == 2
    assert counts(until=fourth)[0] == 1


def test_late_reasons_stay_with_their_district(read_models, call):
    call(district="1471")
    read_models.contact(
        at=JUNE, received_at=JUNE - timedelta(days=2), late_reason="PAPER_NOTE"
    )
    report = timeliness(read_models.db, now=JUNE)
    assert [row.late_reasons for row in report.rows] == [{"PAPER_NOTE": 1}, {}]
    assert report.total.late_reasons == {"PAPER_NOTE": 1}


def test_the_figures_are_those_that_somebody_counts_by_hand(read_models, call):
    told, chance = [], Random(1)
    for _ in range(40):
        at = JUNE + timedelta(minutes=chance.randrange(4 * 24 * 60))
        district = chance.choice(DISTRICTS)
        end = chance.choice(["REGISTERED", "SETTLED", "OPEN"])
        id = call(at, district)
        if end == "REGISTERED":
            read_models.contact(at=at, by=officer(district), intake=id)
        elif end == "SETTLED":
            read_models.record(intake, id, WRONG, at=at)
        told.append((at, district, end))

    since, until = date(2019, 6, 4), date(2019, 6, 7)
    now = JUNE + timedelta(days=3)
    expected = {name: Counter() for name in (None, *DISTRICTS)}
    for at, district, end in told:
        if since <= danish_day(at) < until:
            old = end == "OPEN" and (now - at).total_seconds() > 86_400
            for counted in (expected[None], expected[district]):
                counted.update(["observed", end, *["old"] * old])

    report = timeliness(read_models.db, now=now, since=since, until=until)
    shown = {row.district: row for row in report.rows} | {None: report.total}
    assert {
        name: (row.observed, row.registered_of_observed, row.open_over_24_hours)
        for name, row in shown.items()
    } == {
        name: (counted["observed"], counted["REGISTERED"], counted["old"])
        for name, counted in expected.items()
    }
