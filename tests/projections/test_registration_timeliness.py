"""Late registration is visible, and never smoothed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.contacts import (
    CorrectContact,
    MarkDuplicate,
    WithdrawContact,
    contacts,
)
from domain.event import By, Role
from projections.registration_timeliness import Timeliness, timeliness

JUNE = datetime(2019, 6, 3, 20, 0, tzinfo=UTC)
ELSEWHERE = By(id="K-2001", role=Role.OFFICER, district="1471")
NO_INTAKE = {"observed": 0, "registered_of_observed": 0, "open_over_24_hours": 0}
NOTHING = Timeliness(
    registered=0,
    within_15_minutes=0,
    within_24_hours=0,
    late=0,
    median_seconds=None,
    late_reasons={},
    **NO_INTAKE,
)


@pytest.fixture
def received(read_models):
    """Registers a contact received so long before it was registered."""

    def received(*, at=JUNE, by=None, late_reason=None, **delay):
        return read_models.contact(
            at=at,
            received_at=at - timedelta(**delay),
            late_reason=late_reason,
            **{"by": by} if by else {},
        )

    return received


def test_the_contacts_of_2019_are_counted_as_the_handbook_counts_them(read_models):
    read_models.read_journal("contacts-2019.jsonl")
    report = timeliness(read_models.db, now=JUNE)
    assert report.total == Timeliness(
        registered=12,
        within_15_minutes=9,
        within_24_hours=11,
        late=1,
        median_seconds=180,
        late_reasons={"PAPER_NOTE": 1},
        **NO_INTAKE,
    )
    rows = {row.district: row for row in report.rows}
    assert list(rows) == ["1460", "1462", "1465", "1466", "1467", "1470", "1471"]
    assert (rows["1467"].registered, rows["1467"].late) == (5, 1)
    assert rows["1467"].late_reasons == {"PAPER_NOTE": 1}
    assert rows["1470"].late_reasons == {}


def test_each_band_ends_with_its_last_second(read_models, received):
    received(minutes=15)
    received(minutes=15, seconds=1)
    received(hours=24)
    received(hours=24, seconds=1, late_reason="SYSTEM_DOWN")
    total = timeliness(read_models.db, now=JUNE).total
    assert (total.within_15_minutes, total.within_24_hours, total.late) == (1, 3, 1)
    assert total.late_reasons == {"SYSTEM_DOWN": 1}


def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle(
    read_models, received
):
    for seconds in (10, 30, 61, 5000):
        received(seconds=seconds)
    assert timeliness(read_models.db, now=JUNE).total.median_seconds == 45.5


def test_a_reason_given_without_need_is_no_reason_for_lateness(read_models, received):
    received(minutes=1, late_reason="OTHER")
    assert timeliness(read_models.db, now=JUNE).total.late_reasons == {}


def test_withdrawn_and_duplicate_contacts_count_too(read_models, received):
    first, second, third = (received(minutes=1) for _ in range(3))
    withdraw = WithdrawContact(reason="Registered by mistake")
    read_models.record(contacts, second, withdraw)
    mark = MarkDuplicate(of=first, reason="The same matter")
    read_models.record(contacts, third, mark)
    assert timeliness(read_models.db, now=JUNE).total.registered == 3


def test_a_contact_counts_on_the_danish_day_on_which_it_was_received(
    read_models, received
):
    before_midnight = datetime(2019, 6, 3, 21, 59, tzinfo=UTC)
    received(at=before_midnight, seconds=0)
    received(at=before_midnight + timedelta(minutes=1), seconds=0)
    received(at=before_midnight + timedelta(days=1, minutes=1), seconds=0)
    fourth, fifth = date(2019, 6, 4), date(2019, 6, 5)
    db = read_models.db
    assert timeliness(db, now=JUNE, since=fourth, until=fifth).total.registered == 1
    assert timeliness(db, now=JUNE, since=fourth).total.registered == 2
    assert timeliness(db, now=JUNE, until=fourth).total.registered == 1


def test_one_district_may_be_asked_for(read_models, received):
    received(minutes=1)
    received(minutes=2, by=ELSEWHERE)
    report = timeliness(read_models.db, now=JUNE, district="1471")
    assert [row.district for row in report.rows] == ["1471"]
    assert (report.total.registered, report.total.median_seconds) == (1, 120)


def test_no_contact_at_all_is_an_answer(read_models):
    report = timeliness(read_models.db, now=JUNE)
    assert (report.rows, report.total) == ([], NOTHING)


def test_a_correction_moves_a_contact_and_a_rebuild_leaves_it_there(
    read_models, received
):
    contact = received(minutes=10)
    for field, old, new in (
        ("district", "1467", "1466"),
        ("received_at", "2019-06-03T19:50:00Z", "2019-06-02T19:50:00Z"),
        ("late_reason", None, "OTHER"),
    ):
        change = CorrectContact(field=field, old=old, new=new, reason="Misheard")
        read_models.record(contacts, contact, change)
    for _ in ("live", "rebuilt"):
        [row] = timeliness(read_models.db, now=JUNE, until=date(2019, 6, 3)).rows
        assert (row.district, row.late, row.late_reasons) == ("1466", 1, {"OTHER": 1})
        assert row.median_seconds == 24 * 3600 + 600
        read_models.rebuild()
