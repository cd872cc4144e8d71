from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.complaint_deadlines import last_filing_day, months_after, notice_due
from tests.domain.complaining import a_complaint, conclude, received

DAY = timedelta(days=1)
MONTH_ENDS = [
    ("2019-06-02", "2019-12-02"),
    ("2019-08-31", "2020-02-29"),
    ("2018-08-31", "2019-02-28"),
    ("2019-08-29", "2020-02-29"),
    ("2019-08-30", "2020-02-29"),
    ("2019-02-28", "2019-08-28"),
    ("2020-02-29", "2020-08-29"),
    ("2019-03-31", "2019-09-30"),
    ("2019-12-31", "2020-06-30"),
    ("2019-07-01", "2020-01-01"),
]


@pytest.mark.parametrize(("matter", "last"), MONTH_ENDS)
def test_scenario_10_a_complaint_is_in_time_until_the_last_day(matter: str, last: str):
    matter_on, last_day = date.fromisoformat(matter), date.fromisoformat(last)
    assert last_filing_day(matter_on) == last_day
    command = conclude("UNFOUNDED", on=date(2020, 6, 1))
    if last_day < date(2020, 6, 1):
        in_time = received(matter_on=matter_on, received_on=last_day)
        late = received(matter_on=matter_on, received_on=last_day + DAY)
        a_complaint(in_time).when(command).decided()
        a_complaint(late).when(command).then_refused("TIME_BARRED")


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 30))
def test_months_are_calendar_months_clipped_to_their_end(day: date, months: int):
    later = months_after(day, months)
    between = (later.year - day.year) * 12 + later.month - day.month
    assert between == months
    clipped = (later + DAY).day == 1 and later.day < day.day
    assert later.day == day.day or clipped


def test_both_are_told_after_six_months_and_of_an_offence_after_a_year():
    received_on = date(2019, 8, 31)
    assert notice_due("BEHAVIOUR", received_on) == date(2020, 2, 29)
    assert notice_due("CRIMINAL_OFFENCE", received_on) == date(2020, 8, 31)
    assert notice_due("DISPOSITION_ADMINISTRATIVE", received_on) is None
