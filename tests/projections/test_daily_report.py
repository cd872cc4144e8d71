"""The 24 hours of a Danish day, in order; an empty day is a day."""

from datetime import UTC, date, datetime, timedelta

from domain.contacts import (
    CorrectContact,
    MarkDuplicate,
    RecordDisposition,
    ReinstateContact,
    WithdrawContact,
    WithdrawDuplicateMark,
    contacts,
)
from domain.kinds import Decision
from projections.daily_report import report

DAY = date(2019, 6, 3)
NOON = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)


def test_the_day_has_its_contacts_in_the_order_they_were_received(read_models):
    read_models.read_journal("contacts-2019.jsonl")
    db = read_models.db
    assert [row.source for row in report(db, "1467", DAY)] == ["H-0001", "H-0002"]
    sixth = report(db, None, date(2019, 6, 6))
    assert [row.source for row in sixth] == ["H-0006", "H-0007"]


def test_a_contact_registered_late_stands_where_it_was_received(read_models):
    read_models.read_journal("contacts-2019.jsonl")
    [late] = report(read_models.db, "1467", date(2019, 6, 7))
    assert (late.source, late.late_reason) == ("H-0009", "PAPER_NOTE")
    assert late.registered_at.astimezone(UTC).date() == date(2019, 6, 10)


def test_a_day_without_contacts_on_bornholm_is_a_day(read_models):
    read_models.read_journal("contacts-2019.jsonl")
    assert report(read_models.db, "1471", DAY) == []


def test_the_day_the_clocks_go_back_has_25_hours(read_models):
    starts = datetime(2019, 10, 26, 22, 0, tzinfo=UTC)
    for hours in (-1, 0, 24, 25):
        read_models.contact(at=starts + timedelta(hours=hours), source=f"hour {hours}")
    autumn = report(read_models.db, "1467", date(2019, 10, 27))
    assert [row.source for row in autumn] == ["hour 0", "hour 24"]


def test_words_are_left_out_unless_they_are_asked_for(read_models):
    read_models.contact(at=NOON, narrative="Der bliver ringet på.", place="Algade 1")
    [row] = report(read_models.db, "1467", DAY)
    assert (row.narrative, row.place) == (None, None)
    [row] = report(read_models.db, "1467", DAY, with_words=True)
    assert (row.narrative, row.place) == ("Der bliver ringet på.", "Algade 1")


def test_the_last_decision_is_shown(read_models):
    contact = read_models.contact(at=NOON)
    assert report(read_models.db, "1467", DAY)[0].decision is None
    for decision in (Decision.NO_ACTION, Decision.PATROL_SENT):
        command = RecordDisposition(decision=decision, reason="As it looked then")
        read_models.record(contacts, contact, command)
    assert report(read_models.db, "1467", DAY)[0].decision == "PATROL_SENT"


def test_withdrawn_and_duplicate_contacts_are_shown_as_such(read_models):
    original, contact = read_models.contact(at=NOON), read_models.contact(at=NOON)

    def after(command):
        read_models.record(contacts, contact, command)
        rows = {row.id: row for row in report(read_models.db, "1467", DAY)}
        return rows[contact].withdrawn, rows[contact].duplicate_of

    mark = MarkDuplicate(of=original, reason="The same matter")
    assert after(mark) == (False, original)
    assert after(WithdrawContact(reason="By mistake")) == (True, original)
    assert after(ReinstateContact(reason="No mistake")) == (False, original)
    assert after(WithdrawDuplicateMark(reason="Another matter")) == (False, None)


def test_a_correction_is_followed(read_models):
    contact = read_models.contact(at=NOON, narrative="En hund.", feels_unsafe=False)
    for field, old, new in (
        ("narrative", "En hund.", "En mand."),
        ("feels_unsafe", False, True),
        ("received_at", "2019-06-03T10:00:00Z", "2019-06-03T08:30:00Z"),
    ):
        change = CorrectContact(field=field, old=old, new=new, reason="Misheard")
        read_models.record(contacts, contact, change)
    [row] = report(read_models.db, "1467", DAY, with_words=True)
    assert (row.narrative, row.feels_unsafe) == ("En mand.", True)
    assert row.received_at == NOON - timedelta(minutes=90)


def test_forgotten_words_are_gone_and_the_contact_is_still_counted(read_models):
    contact = read_models.contact(at=NOON, place="Algade 1")
    before = report(read_models.db, "1467", DAY)
    read_models.forget(contact)
    for _ in ("live", "rebuilt"):
        assert report(read_models.db, "1467", DAY, with_words=True) == before
        read_models.rebuild()
