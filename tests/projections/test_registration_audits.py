"""A sample is the same for everybody and for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.contacts import (
    CorrectContact,
    MarkDuplicate,
    WithdrawContact,
    contacts,
)
from domain.event import By, Role
from infrastructure.asked import Asked
from projections.pages import BadCursor
from projections.registration_audits import audits, sample
from tests.domain.cast import told
from tests.projections.auditing import SUPERVISOR, audit, find, lots, newest

EVENING = datetime(2019, 6, 3, 20, 19, tzinfo=UTC)
ELSEWHERE = By(id="K-2001", role=Role.OFFICER, district="1471")


@pytest.fixture
def drawn(read_models):
    """The contacts of a sample drawn now, in the order of the draw."""

    def drawn(**fields):
        id = audit(read_models, **fields)
        return [each.id for each in sample(read_models.db, id)]

    return drawn


@pytest.fixture
def registered(read_models):
    return [read_models.contact() for _ in range(12)]


def test_the_lots_are_drawn_as_anybody_can_work_them_out(drawn, registered):
    for seed in ("Juni", "Æbleskiver", "%s \\n {}"):
        assert drawn(seed=seed) == lots(seed, registered, 5)


def test_another_seed_draws_other_contacts(drawn, registered):
    samples = {tuple(drawn(seed=f"{n}")) for n in range(5)}
    assert len(samples) == 5


def test_a_sample_smaller_than_asked_holds_them_all(read_models, registered):
    id = audit(read_models, size=20)
    assert {each.id for each in sample(read_models.db, id)} == {*registered}
    [row] = audits(read_models.db).items
    assert (row.asked, row.drawn, row.examined) == (20, 12, 0)


def test_a_sample_of_nothing_is_empty(read_models, drawn):
    assert drawn() == []
    [row] = audits(read_models.db).items
    assert (row.asked, row.drawn) == (5, 0)


def test_what_is_registered_or_changed_later_does_not_move_a_sample(
    read_models, drawn, registered
):
    then = newest(read_models)
    before = drawn(district="1467", position=then)
    for _ in range(12):
        read_models.contact()
    first, second, third, other = before[:4]
    for contact, command in (
        (first, WithdrawContact(reason="A test call")),
        (second, MarkDuplicate(of=other, reason="The same matter")),
        (third, CorrectContact(field="district", old="1467", new="1471", reason="x")),
        (
            third,
            CorrectContact(
                field="received_at",
                old="2019-06-03T20:19:00Z",
                new="2019-05-03T20:19:00Z",
                reason="Misheard",
            ),
        ),
    ):
        read_models.record(contacts, contact, command)
    for _ in ("live", "rebuilt"):
        assert drawn(district="1467", position=then) == before
        everything = audits(read_models.db).items
        assert all(
            [each.id for each in sample(read_models.db, row.id)] == before
            for row in everything
        )
        read_models.rebuild()
    assert len(drawn(district="1467", size=30)) == 24


def test_only_what_was_recorded_by_its_position_is_drawn(
    read_models, drawn, registered
):
    then = newest(read_models)
    later = read_models.contact()
    assert {*drawn(size=500)} == {*registered, later}
    assert {*drawn(size=500, position=then)} == {*registered}
    assert drawn(size=500, position=0) == []


def test_district_and_danish_day_of_receipt_are_asked_for(read_models, drawn):
    last_minute = datetime(2019, 6, 30, 21, 59, tzinfo=UTC)
    here = read_models.contact(at=last_minute)
    read_models.contact(at=last_minute + timedelta(minutes=1))
    first = datetime(2019, 5, 31, 22, 0, tzinfo=UTC)
    there = read_models.contact(at=first, by=ELSEWHERE)
    read_models.contact(at=first - timedelta(minutes=1))
    assert {*drawn()} == {here, there}
    assert drawn(district="1471") == [there]
    assert drawn(district="1470") == []


def test_a_registration_is_shown_as_it_was_written_down(read_models):
    contact = read_models.contact(received_at=EVENING - timedelta(minutes=5))
    change = CorrectContact(
        field="kind", old="UNSETTLING_BEHAVIOUR", new="THREAT", reason="Misheard"
    )
    read_models.record(contacts, contact, change)
    id = audit(read_models)
    [row] = sample(read_models.db, id)
    assert (row.id, row.district, row.kind) == (contact, "1467", "UNSETTLING_BEHAVIOUR")
    assert row.registered_at - row.received_at == timedelta(minutes=5)
    assert row.number.startswith("H-")


def test_an_imported_registration_was_made_when_the_other_system_says(read_models):
    imported = Asked(
        contacts,
        read_models.new_id(),
        told(received_at=EVENING),
        SUPERVISOR,
        at=EVENING.replace(day=9),
        told_at=EVENING,
    )
    read_models.parts.registry.execute_all([imported])
    id = audit(read_models)
    [row] = sample(read_models.db, id)
    assert row.registered_at == EVENING


def test_progress_counts_examined_contacts(read_models, registered):
    id = audit(read_models)
    first, second = [each.id for each in sample(read_models.db, id)][:2]
    for contact, finding in ((first, "WRONG"), (second, "LATE"), (first, "CORRECT")):
        find(read_models, id, contact, finding)
    for _ in ("live", "rebuilt"):
        [row] = audits(read_models.db).items
        assert (row.drawn, row.examined) == (5, 2)
        read_models.rebuild()


def test_audits_are_listed_newest_first_page_by_page(read_models):
    ids = [audit(read_models, district="1467") for _ in range(5)]
    audit(read_models, district="1471")
    seen, cursor = [], None
    while True:
        page = audits(read_models.db, district="1467", limit=2, cursor=cursor)
        seen += [row.id for row in page.items]
        if not (cursor := page.next):
            break
    assert seen == sorted(ids, reverse=True)
    with pytest.raises(BadCursor):
        audits(read_models.db, cursor="WzFd")
