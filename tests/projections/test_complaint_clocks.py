from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from domain.complaint_kinds import Outcome
from domain.complaints import (
    ConsentToNoteProcedure,
    ForwardComplaint,
    HoldNoteProcedure,
    OfferNoteProcedure,
    RefuseNoteProcedure,
    ReopenComplaint,
    SendDelayNotice,
    SendNoteCopy,
    complaints,
)
from domain.event import By, Role
from infrastructure.asked import Asked
from projections.clocks_running import clocks, clocks_of, not_forwarded
from projections.pages import BadCursor
from tests.projections.complaining import AUTHORITY, conclude, receive

ON = date(2019, 8, 31)
AT = datetime(2019, 9, 2, 22, 30, tzinfo=UTC)  # the third, in Denmark
THIRD = date(2019, 9, 3)
POLICE = By(id="L-6701", role=Role.SUPERVISOR, district="1467")
COPIES = ["AUTHORITY", "NATIONAL_POLICE", "PROSECUTOR"]


class Complaint:
    def __init__(self, read_models, **more: Any) -> None:
        self.models, self.allegation = read_models, uuid7()
        self.id = read_models.new_id(AT)
        self.do(receive(ON, self.allegation, **{"via": "DISTRICT"} | more))

    def do(self, *commands, by=POLICE) -> "Complaint":
        for command in commands:
            self.models.record(complaints, self.id, command, by=by, at=AT)
        return self

    def conclude(self, outcome: Outcome = Outcome.UNFOUNDED) -> "Complaint":
        return self.do(conclude(ON, {self.allegation: outcome}), by=AUTHORITY)

    def running(self) -> list[tuple[str, str | None, date | None]]:
        items = clocks(self.models.db, today=THIRD).items
        return [(i.what, i.to, i.due) for i in items if i.complaint == self.id]

    def without_notices(self) -> list[str]:
        return [what for what, _, _ in self.running() if what != "DELAY_NOTICE"]


@pytest.fixture
def complaint(read_models):
    return lambda **more: Complaint(read_models, **{"via": "DISTRICT"} | more)


NOTICES = [("DELAY_NOTICE", to, date(2020, 2, 29)) for to in ("COMPLAINANT", "OFFICER")]


def test_what_came_to_a_district_is_forwarded_at_once(read_models, complaint):
    one = complaint()
    assert one.running() == [("FORWARD", None, ON), *NOTICES]
    [forward, *_] = clocks(read_models.db, today=THIRD).items
    assert (forward.days_left, forward.overdue) == (-3, True)
    [forward, *_] = clocks(read_models.db, today=ON).items
    assert (forward.days_left, forward.overdue) == (0, False)
    assert one.do(ForwardComplaint(to="AUTHORITY")).running() == NOTICES


def test_what_came_to_the_authority_needs_no_forwarding(complaint):
    assert complaint(via="AUTHORITY").running() == NOTICES


def test_both_are_told_after_six_months_or_a_year(complaint):
    one = complaint(via="AUTHORITY").do(SendDelayNotice(to="OFFICER"))
    assert one.running() == NOTICES[:1]
    assert one.do(SendDelayNotice(to="COMPLAINANT")).running() == []
    criminal = complaint(via="AUTHORITY", kind="CRIMINAL_OFFENCE").running()
    assert {due for _, _, due in criminal} == {date(2020, 8, 31)}
    assert complaint(via="AUTHORITY", kind="OTHER").running() == []


def test_a_note_procedure_is_followed_to_its_last_copy(complaint):
    one = complaint().do(OfferNoteProcedure())
    assert one.running() == [("NOTE_CONSENT", None, None), *NOTICES]
    assert one.do(ConsentToNoteProcedure()).without_notices() == ["NOTE_TALK"]
    one.do(HoldNoteProcedure(note="Vi talte.", agrees=True))
    copies = [("NOTE_COPY", to, THIRD) for to in COPIES]
    assert one.running() == [*copies, *NOTICES]
    one.do(SendNoteCopy(to="AUTHORITY")).conclude(Outcome.NOTE_PROCEDURE)
    assert one.running() == copies[1:]


def test_without_agreement_it_is_forwarded_after_all(complaint):
    one = complaint().do(OfferNoteProcedure(), RefuseNoteProcedure())
    assert one.without_notices() == ["FORWARD"]
    one.do(OfferNoteProcedure(), ConsentToNoteProcedure())
    one.do(HoldNoteProcedure(note="Vi talte.", agrees=False))
    assert one.without_notices() == ["FORWARD", *["NOTE_COPY"] * 3]
    forwarded = complaint().do(ForwardComplaint(to="AUTHORITY"), OfferNoteProcedure())
    assert forwarded.do(RefuseNoteProcedure()).without_notices() == []


def test_clocks_stop_at_the_conclusion_and_go_on_when_it_is_reopened(complaint):
    one = complaint().conclude()
    assert one.running() == []
    one.do(ReopenComplaint(reason="Et vidne"), by=AUTHORITY)
    assert one.running() == [("FORWARD", None, ON), *NOTICES]


def test_clocks_are_counted_listed_and_asked_page_by_page(read_models, complaint):
    here = [complaint() for _ in range(3)]
    there = complaint(district="1471")
    here[0].do(ForwardComplaint(to="AUTHORITY"))
    db = read_models.db
    assert not_forwarded(db) == {"1467": 2, "1471": 1}
    there.do(ForwardComplaint(to="AUTHORITY"))
    assert not_forwarded(read_models.db) == {"1467": 2}

    def of(**asked: Any):
        return clocks(read_models.db, today=THIRD, **asked)

    assert {each.complaint for each in of(district="1471").items} == {there.id}
    assert len(of(what="FORWARD").items) == len(of(overdue=True).items) == 2
    whole, page = of(limit=200).items, of(limit=3)
    parts = [*page.items]
    while page.next:
        page = of(limit=3, cursor=page.next)
        parts += page.items
    assert parts == whole
    assert len(whole) == 10
    with pytest.raises(BadCursor):
        of(cursor="x")


def test_an_imported_step_waits_since_the_day_that_was_told(read_models, complaint):
    one = complaint()
    told = AT - timedelta(days=1)
    offer = Asked(complaints, one.id, OfferNoteProcedure(), POLICE, at=AT, told_at=told)
    read_models.parts.registry.execute_all([offer])
    [consent] = clocks(read_models.db, today=THIRD, what="NOTE_CONSENT").items
    assert consent.since == THIRD - timedelta(days=1)


def test_what_is_due_about_some_complaints_is_found_at_once(read_models, complaint):
    one, copied, other = complaint(), complaint(), complaint()
    copied.do(OfferNoteProcedure(), ConsentToNoteProcedure())
    copied.do(HoldNoteProcedure(note="We talked.", agrees=True))
    copied.conclude()
    found = clocks_of(read_models.db, [one.id, copied.id], today=THIRD)
    assert [(each.what, each.overdue) for each in found[one.id]] == [
        ("FORWARD", True),
        ("DELAY_NOTICE", False),
        ("DELAY_NOTICE", False),
    ]
    assert [each.to for each in found[copied.id]] == COPIES
    assert other.id not in found
    assert clocks_of(read_models.db, [], today=THIRD) == {}
