"""Victims come first, then those who have waited longest."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.contacts import (
    CorrectContact,
    MarkDuplicate,
    ReinstateContact,
    WithdrawContact,
    WithdrawDuplicateMark,
    contacts,
)
from domain.event import By, Role
from domain.follow_ups import (
    AttemptKind,
    ClaimFollowUp,
    CloseFollowUp,
    DeclineFollowUp,
    PlanFollowUp,
    RecordAttempt,
    RecordTalk,
    ReleaseFollowUp,
    TalkMode,
    follow_ups,
)
from domain.ids import follow_up_of
from domain.kinds import Patrol
from projections.follow_up_queue import Attempt, Plan
from projections.follow_ups_waiting import waiting
from projections.pages import BadCursor

EVENING = datetime(2019, 6, 3, 20, 19, tzinfo=UTC)
ELSEWHERE = By(id="K-2001", role=Role.OFFICER, district="1471")


@pytest.fixture
def unsafe(read_models):
    """Registers a contact that rule 1 sends into the queue."""

    def unsafe(*, victim=False, after=0, **fields):
        party = {"id": read_models.new_id(), "role": "VICTIM"}
        told = {
            "at": EVENING + timedelta(minutes=after),
            "feels_unsafe": True,
            "patrol": Patrol.NO_UNIT_AVAILABLE,
            "parties": [party] if victim else [],
        }
        return read_models.contact(**told | fields)

    return unsafe


@pytest.fixture
def queue(read_models):
    """The contacts whose follow-ups wait, in order."""

    def queue(now=EVENING, **asked):
        return [row.contact for row in waiting(read_models.db, now=now, **asked).items]

    return queue


@pytest.fixture
def do(read_models):
    """Something is done about a contact's follow-up."""

    def do(contact, command, **how):
        read_models.record(follow_ups, follow_up_of(contact), command, **how)

    return do


def test_the_contacts_of_2019_wait_in_the_order_of_the_handbook(read_models):
    read_models.read_journal("contacts-2019.jsonl")
    for _ in ("live", "rebuilt"):
        items = waiting(read_models.db, now=datetime(2019, 6, 14, tzinfo=UTC)).items
        assert [(row.source, row.victim) for row in items] == [
            ("H-0002", True),
            ("H-0007", True),
            ("H-0001", False),
            ("H-0009", False),
            ("H-0012", False),
        ]
        read_models.rebuild()


def test_a_follow_up_shows_its_age_and_whether_it_is_overdue(read_models, unsafe):
    contact = unsafe(received_at=EVENING - timedelta(minutes=5))
    last_minute = datetime(2019, 6, 10, 21, 59, tzinfo=UTC)  # of the Danish day
    [row] = waiting(read_models.db, now=last_minute).items
    assert (row.id, row.opened_at) == (follow_up_of(contact), EVENING)
    assert (row.due, row.overdue) == (date(2019, 6, 10), False)
    assert row.age_seconds == 7 * 86400 + 105 * 60
    [row] = waiting(read_models.db, now=last_minute + timedelta(minutes=1)).items
    assert row.overdue


def test_the_queue_can_be_asked_for_a_part(unsafe, queue, do):
    here, there, due = unsafe(), unsafe(by=ELSEWHERE), unsafe(after=-20_000)
    do(here, ClaimFollowUp())
    assert queue(district="1471") == [there]
    assert queue(claimed=True) == [here]
    assert queue(claimed=False) == [due, there]
    assert queue(overdue=True) == [due]
    assert queue(overdue=False, district="1467") == [here]


@pytest.mark.parametrize(
    "end",
    [RecordTalk(mode=TalkMode.PHONE), DeclineFollowUp(), CloseFollowUp(reason="Moved")],
)
def test_it_leaves_the_queue_by_talk_or_decline_or_close(unsafe, queue, do, end):
    contact, other = unsafe(), unsafe(after=1)
    do(contact, end)
    assert queue() == [other]


def test_it_leaves_while_its_contact_is_withdrawn_or_a_duplicate(
    read_models, unsafe, queue
):
    original, contact = unsafe(), unsafe(after=1)

    def after(command):
        read_models.record(contacts, contact, command)
        return contact in queue()

    assert not after(MarkDuplicate(of=original, reason="The same matter"))
    assert not after(WithdrawContact(reason="By mistake"))
    assert not after(ReinstateContact(reason="No mistake"))
    assert after(WithdrawDuplicateMark(reason="Another matter"))


def test_what_was_tried_and_planned_is_shown(read_models, unsafe, do):
    contact = unsafe()
    friday = date(2019, 6, 7)
    do(contact, ClaimFollowUp())
    do(contact, RecordAttempt(kind=AttemptKind.PHONE), at=EVENING)
    later = EVENING + timedelta(hours=1)
    do(contact, RecordAttempt(kind=AttemptKind.VISIT), at=later)
    do(contact, PlanFollowUp(mode=TalkMode.IN_PERSON, officer="K-7", on=friday))
    [row] = waiting(read_models.db, now=EVENING).items
    assert (row.attempts, row.claimed_by) == (2, "K-1147")
    assert row.last_attempt == Attempt(kind=AttemptKind.VISIT, at=later)
    assert row.planned == Plan(mode=TalkMode.IN_PERSON, officer="K-7", on=friday)
    do(contact, ReleaseFollowUp())
    assert waiting(read_models.db, now=EVENING).items[0].claimed_by is None


def test_pages_follow_one_another_while_others_come_and_go(
    read_models, unsafe, queue, do
):
    expected = [unsafe(victim=True, after=n) for n in range(2)]
    expected += [unsafe(after=n // 2) for n in range(4)]
    expected = queue()
    seen, cursor = [], None
    while True:
        page = waiting(read_models.db, now=EVENING, limit=2, cursor=cursor)
        seen += [row.contact for row in page.items]
        do(seen[-1], DeclineFollowUp())
        unsafe(victim=True, after=-60)
        if not (cursor := page.next):
            break
    assert seen == expected


def test_the_cursor_of_another_list_is_refused(read_models):
    with pytest.raises(BadCursor):
        waiting(read_models.db, now=EVENING, cursor="WzFd")


def test_corrections_of_the_contact_are_followed(read_models, unsafe, queue):
    first, second = unsafe(), unsafe(after=1)
    for field, old, new in (
        ("received_at", "2019-06-03T20:20:00Z", "2019-06-03T20:00:00Z"),
        ("kind", "UNSETTLING_BEHAVIOUR", "THREAT"),
        ("source", None, "H-0001"),
    ):
        change = CorrectContact(field=field, old=old, new=new, reason="Misheard")
        read_models.record(contacts, second, change)
    assert queue() == [second, first]
    row = waiting(read_models.db, now=EVENING).items[0]
    assert (row.kind, row.source) == ("THREAT", "H-0001")
    assert row.received_at == datetime(2019, 6, 3, 20, tzinfo=UTC)
