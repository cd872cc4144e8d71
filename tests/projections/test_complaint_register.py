from datetime import date, timedelta
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from domain.complaint_kinds import Outcome
from domain.complaints import (
    AddAllegation,
    ConsentToNoteProcedure,
    DecideAppeal,
    ForwardComplaint,
    HoldNoteProcedure,
    InvestigateComplaint,
    LodgeAppeal,
    OfferNoteProcedure,
    RefuseNoteProcedure,
    ReopenComplaint,
    WaiveDeadline,
    complaints,
)
from domain.event import By, Role
from projections.complaint_register import Registered, register
from tests.projections.complaining import AUTHORITY, LATER, conclude, receive

ON = date(2020, 3, 1)
POLICE = By(id="L-6701", role=Role.SUPERVISOR, district="1467")


@pytest.fixture
def complaint(read_models):
    """Received by the police; returns a way to go on with it and to see it."""

    def begin(received_on: date = ON, **more: Any):
        id, allegation = uuid7(), uuid7()

        def go_on(*commands, by: By = AUTHORITY) -> Registered:
            for command in commands:
                read_models.record(complaints, id, command, by=by, at=LATER)
            items = register(read_models.db, with_words=True).items
            return next(item for item in items if item.id == id)

        go_on.id, go_on.allegation = id, allegation
        told = {"via": "DISTRICT"} | more
        go_on(receive(received_on, allegation, **told), by=POLICE)
        return go_on

    return begin


def ended(complaint, outcome: Outcome):
    return conclude(ON, {complaint.allegation: outcome})


def test_the_register_tells_how_far_a_complaint_has_come(complaint):
    go_on = complaint(matter_on=date(2019, 8, 1))
    seen = go_on()
    assert (seen.late, seen.waived, seen.open, seen.investigated) == (
        True,
        False,
        True,
        False,
    )
    assert go_on(WaiveDeadline(reason="Syg")).waived
    added = go_on(AddAllegation(id=go_on.id, category="USE_OF_FORCE"))
    assert added.categories == ["LANGUAGE", "USE_OF_FORCE"]
    assert go_on(ForwardComplaint(to="AUTHORITY")).forwarded == ["AUTHORITY"]
    steps = {
        OfferNoteProcedure(): "OFFERED",
        RefuseNoteProcedure(): "REFUSED",
    }
    for command, step in steps.items():
        assert go_on(command).note_procedure == step
    go_on(OfferNoteProcedure())
    assert go_on(ConsentToNoteProcedure()).note_procedure == "CONSENTED"
    held = go_on(HoldNoteProcedure(note="Vi talte.", agrees=False))
    assert held.note_procedure == "HELD"
    assert go_on(InvestigateComplaint()).investigated
    outcomes = {go_on.allegation: Outcome.UNFOUNDED, go_on.id: Outcome.REGRETTABLE}
    seen = go_on(conclude(ON, outcomes))
    assert (seen.open, seen.concluded_on, seen.outcome) == (False, ON, "REGRETTABLE")
    seen = go_on(ReopenComplaint(reason="Et vidne"))
    assert (seen.open, seen.concluded_on, seen.outcome) == (True, None, None)


def test_the_register_tells_of_an_appeal(complaint):
    go_on = complaint(kind="DISPOSITION_ADMINISTRATIVE")
    go_on(ended(go_on, Outcome.CONFIRMED), by=POLICE)
    assert go_on(LodgeAppeal(), by=POLICE).appealed_to == "NATIONAL_POLICE"
    assert go_on(DecideAppeal(outcome="REVERSED")).appeal_outcome == "REVERSED"


def test_it_is_asked_by_district_kind_state_and_day(read_models, complaint):
    here, there = complaint(), complaint(ON + timedelta(days=1), district="1471")
    offence = complaint(kind="CRIMINAL_OFFENCE")
    offence(ended(offence, Outcome.UNFOUNDED))

    def found(**asked: Any) -> set:
        return {item.id for item in register(read_models.db, **asked).items}

    assert found() == {here.id, there.id, offence.id}
    assert found(district="1471") == {there.id}
    assert found(kind="CRIMINAL_OFFENCE") == found(is_open=False) == {offence.id}
    assert found(is_open=True) == {here.id, there.id}
    assert found(received_from=ON + timedelta(days=1)) == {there.id}
    assert found(received_to=ON + timedelta(days=1)) == {here.id, offence.id}


def test_it_is_read_page_by_page_newest_first(read_models, complaint):
    begun = [complaint(ON - timedelta(days=n // 2)) for n in range(5)]
    whole = register(read_models.db).items
    assert len(whole) == len(begun)
    assert [i.received_on for i in whole] == sorted(
        (i.received_on for i in whole), reverse=True
    )
    page = register(read_models.db, limit=2)
    parts = [*page.items]
    while page.next:
        page = register(read_models.db, limit=2, cursor=page.next)
        parts += page.items
    assert parts == whole


def test_words_are_told_only_if_asked_for_and_not_when_forgotten(
    read_models, complaint
):
    go_on = complaint()
    [plain] = register(read_models.db).items
    assert (plain.name, plain.excerpt) == (None, None)
    seen = go_on()
    assert (seen.name, seen.excerpt) == ("Jonas Friis", "Betjenten talte nedladende.")
    read_models.forget(seen.complainant)
    assert (go_on().name, go_on().excerpt) == (None, "Betjenten talte nedladende.")
    read_models.forget(go_on.id)
    for _ in ("live", "rebuilt"):
        seen = go_on()
        assert (seen.name, seen.excerpt, seen.number) == (None, None, seen.number)
        read_models.rebuild()
