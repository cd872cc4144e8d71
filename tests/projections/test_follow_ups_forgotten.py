"""A follow-up that nobody takes does not disappear."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.contacts import (
    MarkDuplicate,
    ReinstateContact,
    WithdrawContact,
    WithdrawDuplicateMark,
    contacts,
)
from domain.event import By, Role
from domain.follow_ups import (
    ClaimFollowUp,
    CloseFollowUp,
    DeclineFollowUp,
    RecordTalk,
    ReleaseFollowUp,
    TalkMode,
    follow_ups,
)
from domain.ids import follow_up_of
from domain.kinds import Patrol
from projections.follow_ups_forgotten import counted, overdue, released

EVENING = datetime(2019, 6, 3, 20, 19, tzinfo=UTC)
LATER = datetime(2019, 6, 10, 22, 0, tzinfo=UTC)  # the eighth Danish day begins
ELSEWHERE = By(id="K-2001", role=Role.OFFICER, district="1471")
SUPERVISOR = By(id="L-1101", role=Role.SUPERVISOR, district="1467")


@pytest.fixture
def unsafe(read_models):
    """Registers a contact that rule 1 sends into the queue."""

    def unsafe(*, after=0, **fields):
        told = {
            "at": EVENING + timedelta(minutes=after),
            "feels_unsafe": True,
            "patrol": Patrol.NO_UNIT_AVAILABLE,
        }
        return read_models.contact(**told | fields)

    return unsafe


@pytest.fixture
def do(read_models):
    def do(contact, command, **how):
        read_models.record(follow_ups, follow_up_of(contact), command, **how)

    return do


@pytest.fixture
def forgotten(read_models):
    """The contacts whose follow-ups are overdue, and those that were released."""

    def forgotten(district="1467", now=LATER):
        db = read_models.db
        past_due = overdue(db, district, now), released(db, district)
        return tuple([row.contact for row in rows] for rows in past_due)

    return forgotten


def test_overdue_is_what_was_due_before_today(unsafe, forgotten):
    first, second, there = unsafe(), unsafe(after=1), unsafe(by=ELSEWHERE)
    assert forgotten(now=LATER - timedelta(minutes=1)) == ([], [])
    assert forgotten() == ([first, second], [])
    assert forgotten("1471") == ([there], [])


def test_a_released_one_is_forgotten_until_somebody_takes_it(
    read_models, unsafe, do, forgotten
):
    contact, never_claimed = unsafe(), unsafe(after=1)
    do(contact, ClaimFollowUp())
    assert forgotten()[1] == []
    do(contact, ReleaseFollowUp(), by=SUPERVISOR, at=EVENING + timedelta(hours=1))
    for _ in ("live", "rebuilt"):
        [row] = released(read_models.db, "1467")
        assert (row.id, row.contact) == (follow_up_of(contact), contact)
        assert row.released_at == EVENING + timedelta(hours=1)
        assert (row.released_by, row.due) == ("L-1101", date(2019, 6, 10))
        assert row.number.startswith("H-")
        read_models.rebuild()
    do(contact, ClaimFollowUp())
    assert forgotten() == ([contact, never_claimed], [])
    rows = overdue(read_models.db, "1467", LATER)
    assert [row.claimed_by for row in rows] == ["K-1147", None]


@pytest.mark.parametrize(
    "end",
    [RecordTalk(mode=TalkMode.PHONE), DeclineFollowUp(), CloseFollowUp(reason="Moved")],
)
def test_what_has_ended_is_not_forgotten(unsafe, do, forgotten, end):
    contact = unsafe()
    do(contact, ClaimFollowUp())
    do(contact, ReleaseFollowUp())
    assert forgotten() == ([contact], [contact])
    do(contact, end)
    assert forgotten() == ([], [])


def test_it_leaves_while_its_contact_is_withdrawn_or_a_duplicate(
    read_models, unsafe, do, forgotten
):
    original, contact = unsafe(), unsafe(after=1)

    def after(command):
        read_models.record(contacts, contact, command)
        return contact in forgotten()[0]

    assert not after(MarkDuplicate(of=original, reason="The same matter"))
    assert not after(WithdrawContact(reason="By mistake"))
    assert not after(ReinstateContact(reason="No mistake"))
    assert after(WithdrawDuplicateMark(reason="Another matter"))


def test_they_are_counted_by_district_however_many_are_listed(read_models, unsafe, do):
    here = [unsafe(after=n) for n in range(3)]
    unsafe(by=ELSEWHERE)
    do(here[0], ClaimFollowUp())
    do(here[0], ReleaseFollowUp())
    db = read_models.db
    assert counted(db, LATER) == ({"1467": 3, "1471": 1}, {"1467": 1, "1471": 0})
    assert counted(db, EVENING)[0] == {"1467": 0, "1471": 0}
    rows = overdue(db, "1467", LATER, limit=2)
    assert [row.contact for row in rows] == here[:2]
