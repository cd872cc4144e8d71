"""What may be done with a complaint next, as whoever looks at it is offered it."""

import pytest

from domain.complaint_kinds import AFTER_INVESTIGATION, Outcome, Recipient
from domain.complaint_steps import CHOICES, open_steps
from domain.complaints import (
    ComplaintAppealLodged,
    ComplaintForwarded,
    ConcludeComplaint,
    ForwardComplaint,
    HoldNoteProcedure,
    InvestigateComplaint,
    NoteCopySent,
    NoteProcedureConsented,
    NoteProcedureOffered,
    SendNoteCopy,
    complaints,
)
from domain.event import Event
from tests.domain.complaining import (
    AUTHORITY,
    SUPERVISOR,
    TODAY,
    a_complaint,
    concluded,
    disposition,
    investigated,
    received,
)

offered, consented = NoteProcedureOffered(), NoteProcedureConsented()
held = (
    a_complaint(received(), offered, consented)
    .when(HoldNoteProcedure(note="We talked.", agrees=True))
    .decided()
)
lodged = ComplaintAppealLodged(to=Recipient.PROSECUTOR, on=TODAY)
late = received(matter_on="2018-06-11")
PENDING = {"ForwardComplaint", "SendDelayNotice", "AddAllegation"} | {
    "InvestigateComplaint",
    "ConcludeComplaint",
}
TIMES: dict[str, tuple[tuple[Event, ...], set[str]]] = {
    "received": ((received(),), PENDING | {"OfferNoteProcedure"}),
    "late": ((late,), PENDING | {"OfferNoteProcedure", "WaiveDeadline"}),
    "offered": (
        (received(), offered),
        PENDING | {"ConsentToNoteProcedure", "RefuseNoteProcedure"},
    ),
    "consented": (
        (received(), offered, consented),
        PENDING | {"HoldNoteProcedure", "RefuseNoteProcedure"},
    ),
    "held": ((received(), offered, consented, held), PENDING | {"SendNoteCopy"}),
    "concluded": (
        (disposition(), concluded("CONFIRMED")),
        {"ReopenComplaint", "LodgeAppeal"},
    ),
    "appealed": (
        (disposition(), concluded("CONFIRMED"), lodged),
        {"ForwardComplaint", "DecideAppeal"},
    ),
}


def steps(*past: Event, by=AUTHORITY):
    here = a_complaint(*past, by=by)
    return open_steps(here.state, here.circumstances)


@pytest.mark.parametrize("time", TIMES)
def test_each_time_has_its_steps(time: str):
    past, names = TIMES[time]
    assert {kind.__name__ for kind in steps(*past)} == names


def test_every_step_but_the_first_has_its_time():
    seen = {kind for past, _ in TIMES.values() for kind in steps(*past)}
    assert seen == set(complaints.commands) - {complaints.first}
    assert set(CHOICES) < seen


def test_a_complaint_is_offered_to_whom_the_law_says_and_once():
    assert steps(received())[ForwardComplaint] == [Recipient.AUTHORITY]
    assert steps(disposition())[ForwardComplaint] == [Recipient.POLICE_DIRECTOR]
    sent = ComplaintForwarded(to=Recipient.AUTHORITY)
    assert ForwardComplaint not in steps(received(), sent)
    copied = NoteCopySent(to="PROSECUTOR")
    past = received(), offered, consented, held, copied
    assert steps(*past)[SendNoteCopy] == ["AUTHORITY", "NATIONAL_POLICE"]


def test_the_authority_alone_is_offered_to_conclude_what_only_it_may():
    assert ConcludeComplaint not in steps(received(), by=SUPERVISOR)
    assert ConcludeComplaint in steps(disposition(), by=SUPERVISOR)


def test_only_outcomes_that_each_allegation_may_have_are_offered():
    closings = {
        Outcome.UNFOUNDED,
        Outcome.TIME_BARRED,
        Outcome.WITHDRAWN_BY_COMPLAINANT,
        Outcome.OTHER_CLOSING,
    }
    both = received("LANGUAGE", "USE_OF_FORCE")
    assert set(steps(both)[ConcludeComplaint]) == closings
    after = set(steps(both, investigated)[ConcludeComplaint])
    assert after == closings | set(AFTER_INVESTIGATION)
    assert steps(late)[ConcludeComplaint] == [Outcome.TIME_BARRED]


def test_what_would_change_nothing_is_not_offered():
    assert InvestigateComplaint not in steps(received(), investigated)
