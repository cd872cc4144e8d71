"""Complaints month by month: each counted on its own day, quiet months too."""

from collections import Counter
from datetime import date, timedelta

import pytest

from domain.complaint_kinds import ComplaintKind, Group, Outcome
from projections.complaint_overview import overview
from projections.complaint_series import Series, Span, series
from tests.projections.complaining import OUTCOMES_2017, a_year, concluded, tell


def told(answer: Series, group: Group = Group.BEHAVIOUR):
    return {
        each.first: (each.received, each.concluded)
        for each in answer.periods
        if each.group == group
    }


@pytest.fixture
def complained(read_models):
    """Received on one day, and unfounded on another."""

    def complained(came: date, ended: date | None = None, **more: object):
        outcome = Outcome.UNFOUNDED if ended else None
        tell(read_models.parts, concluded(came, ended, outcome, **more))

    return complained


def test_each_complaint_is_counted_in_the_month_of_its_day(read_models, complained):
    complained(date(2026, 1, 31), date(2026, 4, 1))
    complained(date(2026, 2, 1), kind=ComplaintKind.OTHER)
    answer = series(read_models.db)
    assert answer.span is Span.MONTH
    first = [date(2026, month, 1) for month in (1, 2, 3, 4)]
    assert told(answer) == dict(
        zip(first, [(1, 0), (0, 0), (0, 0), (0, 1)], strict=True)
    )
    assert told(answer, Group.OTHER)[first[1]] == (1, 0)
    assert told(answer, Group.DISPOSITION) == {}


def test_only_days_of_the_period_count(read_models, complained):
    complained(date(2026, 1, 31), date(2026, 4, 1))
    answer = series(read_models.db, since=date(2026, 2, 1), until=date(2026, 4, 2))
    assert told(answer) == {date(2026, 4, 1): (0, 1)}
    quiet = series(read_models.db, since=date(2026, 2, 1), until=date(2026, 4, 1))
    assert quiet.periods == ()


@pytest.mark.parametrize(
    ("last", "span", "many"),
    [
        (date(2021, 12, 31), Span.MONTH, 24),
        (date(2022, 1, 1), Span.QUARTER, 9),
        (date(2025, 12, 31), Span.QUARTER, 24),
        (date(2026, 1, 1), Span.YEAR, 7),
        (date(2060, 1, 1), Span.YEAR, 41),
    ],
)
def test_the_longer_the_time_the_longer_the_spans(
    read_models, complained, last, span, many
):
    complained(date(2020, 1, 1))
    complained(last)
    answer = series(read_models.db)
    assert (answer.span, len(answer.periods)) == (span, many)
    counts = list(told(answer).values())
    assert counts[0][0] + counts[-1][0] == 2
    assert not any(sum(each) for each in counts[1:-1])


def test_the_series_add_up_to_the_overview(read_models):
    tell(read_models.parts, a_year(2017, 500, OUTCOMES_2017))
    begin = date(2017, 3, 14)
    for days in (40, 200, 500):
        period = {"since": begin, "until": begin + timedelta(days=days)}
        together: Counter[str] = Counter()
        for each in series(read_models.db, **period).periods:
            together.update(received=each.received, concluded=each.concluded)
        total = overview(read_models.db, **period).total
        assert together == {"received": total.received, "concluded": total.concluded}
