import pytest

from domain.complaint_kinds import ComplaintKind, CopyRecipient
from domain.complaints import (
    ConsentToNoteProcedure,
    HoldNoteProcedure,
    NoteCopySent,
    NoteProcedureConsented,
    NoteProcedureHeld,
    NoteProcedureOffered,
    NoteProcedureRefused,
    OfferNoteProcedure,
    RefuseNoteProcedure,
    SendNoteCopy,
)
from tests.domain.complaining import (
    SUPERVISOR,
    a_complaint,
    about_complaint,
    concluded,
    received,
)

offered, consented, refused = (
    NoteProcedureOffered(),
    NoteProcedureConsented(),
    NoteProcedureRefused(),
)
hold = HoldNoteProcedure(note="We talked about it.", agrees=True)
held = NoteProcedureHeld(note=about_complaint("We talked about it."), agrees=True)


def after(*past):
    return a_complaint(received(), *past, by=SUPERVISOR)


def test_scenario_13_a_note_procedure_is_held_only_with_consent():
    for past in ((), (offered,), (offered, refused), (offered, consented, refused)):
        after(*past).when(hold).then_refused("only with the complainant's consent")
    after(offered, consented).when(hold).then(held)
    after(offered, consented, held).when(hold).then_refused("held already")


def test_she_is_asked_first_and_may_change_her_mind():
    after().when(OfferNoteProcedure()).then(offered)
    for answer in (ConsentToNoteProcedure(), RefuseNoteProcedure()):
        after().when(answer).then_refused("awaits")
        after(offered).when(answer).decided()
        after(offered, refused).when(answer).then_refused("awaits")
        after(offered, consented, held).when(answer).then_refused("awaits")
    after(offered, consented).when(RefuseNoteProcedure()).then(refused)
    after(offered, refused).when(OfferNoteProcedure()).then(offered)


@pytest.mark.parametrize("past", [(offered,), (offered, consented)])
def test_it_is_offered_once_as_long_as_it_goes_on(past):
    after(*past).when(OfferNoteProcedure()).then_refused("offered already")


@pytest.mark.parametrize("kind", list(ComplaintKind))
def test_it_is_for_behaviour_complaints(kind: ComplaintKind):
    asked = a_complaint(received(kind=kind)).when(OfferNoteProcedure())
    if kind == ComplaintKind.BEHAVIOUR:
        asked.then(offered)
    else:
        asked.then_refused("for behaviour complaints")


@pytest.mark.parametrize("to", list(CopyRecipient))
def test_scenario_13_each_copy_is_sent_once_and_after_the_talk(to: CopyRecipient):
    copy, command = NoteCopySent(to=to), SendNoteCopy(to=to)
    after(offered, consented).when(command).then_refused("not held")
    after(offered, consented, held).when(command).then(copy)
    after(offered, consented, held, copy).when(command).then_refused("sent already")


def test_a_missing_copy_can_be_sent_after_the_conclusion():
    past = offered, consented, held, concluded("NOTE_PROCEDURE")
    after(*past).when(SendNoteCopy(to="PROSECUTOR")).decided()
