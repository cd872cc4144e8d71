"""The figures that were printed about complaints, and that none of them can drift."""

from collections import Counter
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from domain.complaint_kinds import ComplaintKind, Outcome
from domain.complaints import (
    AddAllegation,
    InvestigateComplaint,
    ReopenComplaint,
    complaints,
)
from domain.places import DISTRICTS
from projections.complaint_overview import By, Figures, definition_of, overview
from projections.complaint_rates import Basis, Numerator, rate
from tests.projections.complaining import (
    AUTHORITY,
    LATER,
    OUTCOMES_2017,
    OUTCOMES_2020,
    a_year,
    conclude,
    concluded,
    receive,
    tell,
)

IN_2017 = {"since": date(2017, 1, 1), "until": date(2018, 1, 1)}
IN_2020 = {"since": date(2020, 1, 1), "until": date(2021, 1, 1)}
DAY = timedelta(days=1)
NONE = dict.fromkeys(Figures.model_fields, 0)


def test_scenario_11_one_year_has_six_rates(read_models):
    tell(read_models.parts, a_year(2017, 500, OUTCOMES_2017))
    for _ in ("live", "rebuilt"):
        total = overview(read_models.db, **IN_2017).total
        assert (total.received, total.concluded, total.decided) == (500, 432, 224)
        assert (total.criticised, total.regrettable_or_inappropriate) == (17, 16)
        assert total.other_closings == 208
        rates = {
            (numerator, basis): (one.numerator, one.denominator, one.rate)
            for numerator in list(Numerator)[:2]
            for basis in Basis
            for one in [rate(read_models.db, numerator, basis, **IN_2017)]
        }
        assert rates == {
            ("criticised", "decided"): (17, 224, 7.6),
            ("criticised", "concluded"): (17, 432, 3.9),
            ("criticised", "received"): (17, 500, 3.4),
            ("criticised_or_regrettable", "decided"): (33, 224, 14.7),
            ("criticised_or_regrettable", "concluded"): (33, 432, 7.6),
            ("criticised_or_regrettable", "received"): (33, 500, 6.6),
        }
        read_models.rebuild()


def test_the_sample_is_that_year_too(read_models):
    """Its persons and its spread over the districts are invented, its sums are not."""
    read_models.read_journal("complaints-2017.jsonl")
    total = overview(read_models.db, **IN_2017).total
    assert (total.received, total.concluded, total.decided) == (500, 432, 224)
    assert (total.criticised, total.regrettable_or_inappropriate) == (17, 16)


def test_scenario_12_received_and_concluded_stand_side_by_side(read_models):
    tell(read_models.parts, a_year(2020, 788, OUTCOMES_2020))
    answer = overview(read_models.db, **IN_2020).total.model_dump()
    assert answer == NONE | {
        "received": 788,
        "concluded": 710,
        "decided": 379,
        "other_closings": 331,
        "criticised": 9,
        "regrettable_or_inappropriate": 13,
    }
    assert not any("open" in name or "pending" in name for name in answer)


def test_each_series_has_dates_of_its_own(read_models):
    last, first = date(2019, 12, 31), date(2020, 1, 1)
    tell(read_models.parts, concluded(last, first, Outcome.UNFOUNDED))
    before = overview(read_models.db, until=first).total
    after = overview(read_models.db, since=first).total
    assert (before.received, before.concluded) == (1, 0)
    assert (after.received, after.concluded) == (0, 1)
    on_no_day = overview(read_models.db, since=first, until=first)
    assert (on_no_day.rows, on_no_day.total) == ([], Figures(**NONE))


def test_a_rate_is_of_the_numerators_own_group_and_partly_is_not_reversed(read_models):
    administrative, criminal = list(ComplaintKind)[1:3]
    on = date(2020, 3, 1)
    for kind, outcome in (
        (administrative, Outcome.REVERSED),
        (criminal, Outcome.PARTLY_REVERSED),
        (criminal, Outcome.CONFIRMED),
        (ComplaintKind.BEHAVIOUR, Outcome.CRITICISABLE),
        (ComplaintKind.OTHER, Outcome.OTHER_CLOSING),
    ):
        tell(read_models.parts, concluded(on, on, outcome, kind=kind))
    db = read_models.db
    one = rate(db, Numerator.REVERSED, Basis.DECIDED)
    assert (one.numerator, one.denominator, one.rate) == (1, 3, 33.3)
    one = rate(db, Numerator.CRITICISED, Basis.CONCLUDED)
    assert (one.numerator, one.denominator, one.rate) == (1, 1, 100.0)
    rows = {row.kind: row for row in overview(db, by=By.KIND).rows}
    assert rows[criminal].group == "DISPOSITION"
    assert (rows[criminal].reversed, rows[criminal].partly_reversed) == (0, 1)
    assert rows[ComplaintKind.OTHER].group == "OTHER"


def test_there_is_no_rate_of_nothing(read_models):
    one = rate(read_models.db, Numerator.CRITICISED, Basis.DECIDED)
    assert (one.numerator, one.denominator, one.rate) == (0, 0, None)


@pytest.fixture
def two_allegations(read_models):
    """A complaint about two things, and a way to go on with it."""
    id, first, second = uuid7(), uuid7(), uuid7()
    on = date(2020, 3, 1)

    def go_on(*commands):
        for command in commands:
            read_models.record(complaints, id, command, by=AUTHORITY, at=LATER)

    added = AddAllegation(id=second, category="USE_OF_FORCE")
    go_on(receive(on, first), added, InvestigateComplaint())
    return first, second, go_on


def test_a_complaint_counts_once_and_by_its_gravest_allegation(
    read_models, two_allegations
):
    first, second, go_on = two_allegations
    ends = {first: Outcome.UNFOUNDED, second: Outcome.CRITICISABLE}
    go_on(conclude(date(2020, 5, 1), ends))
    total = overview(read_models.db).total
    assert (total.received, total.concluded, total.criticised) == (1, 1, 1)
    by_category = overview(read_models.db, by=By.CATEGORY)
    told = {r.category: (r.decided, r.other_closings) for r in by_category.rows}
    assert told == {"LANGUAGE": (0, 1), "USE_OF_FORCE": (1, 0)}
    assert (by_category.total.received, by_category.total.concluded) == (2, 2)
    assert "Unit: allegations" in definition_of(By.CATEGORY)
    assert "Unit: complaints" in definition_of(By.DISTRICT)


def test_a_reopened_complaint_is_concluded_only_by_its_last_conclusion(
    read_models, two_allegations
):
    first, second, go_on = two_allegations
    mild = dict.fromkeys((first, second), Outcome.NO_CRITICISM)
    go_on(conclude(date(2020, 5, 1), mild), ReopenComplaint(reason="A witness"))
    for by in By:
        total = overview(read_models.db, by=by).total
        assert (total.concluded, total.decided) == (0, 0)
    go_on(conclude(date(2021, 5, 1), mild | {first: Outcome.REGRETTABLE}))
    assert overview(read_models.db, **IN_2020).total.concluded == 0
    total = overview(read_models.db, since=date(2021, 1, 1)).total
    assert (total.concluded, total.regrettable_or_inappropriate) == (1, 1)


FITTING = {
    ComplaintKind.BEHAVIOUR: [*list(Outcome)[:6], Outcome.UNFOUNDED],
    ComplaintKind.DISPOSITION_ADMINISTRATIVE: list(Outcome)[6:9],
    ComplaintKind.CRIMINAL_OFFENCE: [Outcome.OTHER_CLOSING, Outcome.TIME_BARRED],
}
drawn = st.lists(
    st.sampled_from(list(FITTING)).flatmap(
        lambda kind: st.tuples(
            st.just(kind),
            st.sampled_from(sorted(DISTRICTS)[:4]),
            st.integers(0, 40),
            st.none() | st.tuples(st.integers(0, 40), st.sampled_from(FITTING[kind])),
        )
    ),
    max_size=25,
)
decades = count()


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(drawn)
def test_any_year_of_complaints_is_counted_as_simply_as_by_hand(read_models, told):
    begin = date(1950, 1, 1) + 200 * DAY * next(decades)  # a time of its own each
    since, until = begin + 10 * DAY, begin + 30 * DAY
    expected, received, ended = Counter(), set(), {}
    for kind, district, day, end in told:
        on = begin + day * DAY
        closed, outcome = (on + end[0] * DAY, end[1]) if end else (None, None)
        tell(
            read_models.parts,
            concluded(on, closed, outcome, kind=kind, district=district),
        )
        group = {"BEHAVIOUR": "BEHAVIOUR", "CRIMINAL_OFFENCE": "OTHER"}.get(
            kind, "DISPOSITION"
        )
        if since <= on < until:
            received.add((district, group))
            expected[district, group, "received"] += 1
        if closed and since <= closed < until:
            ended[district, group] = True
            expected[district, group, "concluded"] += 1
            expected[district, group, place_of(outcome)] += 1
    answer = overview(read_models.db, since=since, until=until)
    assert {(r.district, r.group) for r in answer.rows} == received | ended.keys()
    for row in answer.rows:
        by_hand = {
            name: expected[row.district, row.group, name]
            for name in ("received", "concluded", *PLACES)
        }
        assert row.received == by_hand["received"]
        assert row.concluded == by_hand["concluded"]
        assert row.criticised == by_hand["criticised"]
        assert row.regrettable_or_inappropriate == by_hand["regrettable"]
        assert row.reversed == by_hand["REVERSED"]
        assert row.partly_reversed == by_hand["PARTLY_REVERSED"]
        assert row.other_closings == by_hand["closed"]
        assert row.decided == row.concluded - by_hand["closed"]
    for name in Figures.model_fields:
        together = sum(getattr(row, name) for row in answer.rows)
        assert getattr(answer.total, name) == together


PLACES = ("criticised", "regrettable", "REVERSED", "PARTLY_REVERSED", "closed", "other")


def place_of(outcome: Outcome) -> str:
    """The words of the scale, sorted by hand."""
    if "CRITICISABLE" in outcome:
        return "criticised"
    if outcome in {"REGRETTABLE", "INAPPROPRIATE"}:
        return "regrettable"
    if outcome in {"REVERSED", "PARTLY_REVERSED"}:
        return outcome.value
    return "other" if outcome in {"NO_CRITICISM", "CONFIRMED"} else "closed"
