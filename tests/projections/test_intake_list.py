"""What reached the police stands in the list until somebody has answered it."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.contacts import WithdrawContact, contacts
from domain.event import By, Personal, Recorded, Role
from domain.intake import IntakeObserved, IntakeSettled, ObserveIntake, intake
from domain.intake import SettleIntake as Settle
from projections.intake_list import counted, reached
from projections.pages import BadCursor

EVENING = datetime(2019, 6, 3, 20, 19, tzinfo=UTC)
GATEWAY = By(id="GW-01", role=Role.GATEWAY, district=None)
SUPERVISOR = By(id="L-1101", role=Role.SUPERVISOR, district="1467")


@pytest.fixture
def call(read_models):
    """Something reaches the police, so many minutes after the evening began."""

    def call(after=0, district="1467", channel="PHONE_114"):
        at = EVENING + timedelta(minutes=after)
        id = read_models.new_id(at)
        command = ObserveIntake(
            source=f"TC1-{after}", channel=channel, district=district, at=at
        )
        read_models.record(intake, id, command, by=GATEWAY, at=at)
        return id

    return call


@pytest.fixture
def settle(read_models):
    def settle(call, **told):
        command = Settle(**{"reason": "WRONG_NUMBER"} | told)
        read_models.record(intake, call, command, by=SUPERVISOR)

    return settle


@pytest.fixture
def listed(read_models):
    def listed(**asked):
        return [row.id for row in reached(read_models.db, now=EVENING, **asked).items]

    return listed


def test_the_oldest_comes_first_with_its_age(read_models, call):
    later, first = call(after=2, channel="EMAIL"), call()
    now = EVENING + timedelta(hours=1, seconds=0.9)
    rows = reached(read_models.db, now=now).items
    assert [(row.id, row.age_seconds) for row in rows] == [(first, 3600), (later, 3480)]
    row = rows[1]
    assert (row.source, row.channel, row.district) == ("TC1-2", "EMAIL", "1467")
    assert (row.at, row.status) == (EVENING + timedelta(minutes=2), "OPEN")
    assert (row.contact, row.reason, row.note, row.closed_at) == (None,) * 4


def test_what_a_registration_answers_is_no_longer_open(read_models, call, listed):
    answered, other = call(), call(after=1)
    contact = read_models.contact(at=EVENING, intake=answered)
    for _ in ("live", "rebuilt"):
        assert listed(open=True) == [other]
        [row] = reached(read_models.db, now=EVENING, open=False).items
        assert (row.id, row.status, row.contact) == (answered, "REGISTERED", contact)
        assert (row.age_seconds, row.closed_at) == (None, EVENING)
        read_models.rebuild()


def test_it_is_answered_even_if_the_contact_is_withdrawn(read_models, call, listed):
    contact = read_models.contact(at=EVENING, intake=call())
    withdraw = WithdrawContact(reason="A test call")
    read_models.record(contacts, contact, withdraw, by=SUPERVISOR)
    assert listed(open=True) == []


def test_what_is_settled_says_why(read_models, call, settle, listed):
    settled = call()
    settle(settled, reason="ANSWERED_ELSEWHERE", note="Talt med hende.")
    assert listed(open=True) == []
    [row] = reached(read_models.db, now=EVENING).items
    assert (row.status, row.reason, row.note) == ("SETTLED", "ANSWERED_ELSEWHERE", None)
    [row] = reached(read_models.db, now=EVENING, with_words=True).items
    assert row.note == "Talt med hende."


def test_the_list_can_be_asked_for_a_part(read_models, call, settle, listed):
    here, there, wrong = call(), call(1, district="1471"), call(2)
    settle(wrong)
    assert listed() == [here, there, wrong]
    assert listed(district="1471") == [there]
    assert listed(district="1467", open=True) == [here]
    db = read_models.db
    assert counted(db).get("1467") == 1
    assert "1460" not in counted(db)
    assert sum(counted(db).values()) == 2


def test_pages_follow_one_another_while_some_are_settled(
    read_models, call, settle, listed
):
    calls = [call(after=n // 2) for n in range(5)]
    expected, seen, cursor = listed(), [], None
    assert set(expected) == set(calls)
    while True:
        page = reached(read_models.db, now=EVENING, open=True, limit=2, cursor=cursor)
        seen += [row.id for row in page.items]
        settle(seen[-1])
        if not (cursor := page.next):
            break
    assert seen == expected


@pytest.mark.parametrize("cursor", ["", "x", "WzFd"])
def test_the_cursor_of_another_list_is_refused(read_models, cursor):
    with pytest.raises(BadCursor):
        reached(read_models.db, now=EVENING, cursor=cursor)


def test_a_forgotten_note_is_gone_and_the_call_is_still_counted(
    read_models, call, settle
):
    settled = call()
    settle(settled, note="Birthe igen.")
    read_models.forget(settled)
    for _ in ("live", "rebuilt"):
        [row] = reached(read_models.db, now=EVENING, with_words=True).items
        assert (row.status, row.reason, row.note) == ("SETTLED", "WRONG_NUMBER", None)
        read_models.rebuild()


def test_what_a_journal_tells_was_closed_when_it_says(read_models):
    id, imported = read_models.new_id(), EVENING + timedelta(days=9)
    note = Personal(about=id, text="A fax.")
    for version, (told, event) in enumerate(
        (
            (
                EVENING,
                IntakeObserved(
                    source="7", channel="PHONE_114", district="1467", at=EVENING
                ),
            ),
            (
                EVENING + timedelta(hours=1),
                IntakeSettled(reason="NOT_A_CONTACT", note=note),
            ),
        ),
        start=1,
    ):
        envelope = (id, version, imported, SUPERVISOR, None, None, event)
        read_models.tell(Recorded(*envelope, stated_at=told))
    [row] = reached(read_models.db, now=imported).items
    assert row.closed_at == EVENING + timedelta(hours=1)
