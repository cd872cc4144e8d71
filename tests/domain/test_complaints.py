from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.complaint_kinds import ComplaintKind
from domain.complaints import (
    AddAllegation,
    AllegationAdded,
    ComplaintForwarded,
    ConsentToNoteProcedure,
    DecideAppeal,
    DelayNoticeSent,
    ForwardComplaint,
    HoldNoteProcedure,
    InvestigateComplaint,
    LodgeAppeal,
    OfferNoteProcedure,
    RefuseNoteProcedure,
    ReopenComplaint,
    SendDelayNotice,
    SendNoteCopy,
    WaiveDeadline,
    complaints,
)
from domain.event import CprNumber, Personal
from domain.purposes import Regime
from tests.domain.cast import CPR, METTE, OTHER, mette, standing
from tests.domain.complaining import (
    AT,
    AUTHORITY,
    COMPLAINANT,
    FIRST,
    SECOND,
    SUPERVISOR,
    TODAY,
    a_complaint,
    conclude,
    concluded,
    disposition,
    investigated,
    received,
    told,
)
from tests.specification import OFFICER, THING, given

LATER: list[Any] = [
    AddAllegation(id=SECOND, category="USE_OF_FORCE"),
    WaiveDeadline(reason="In hospital"),
    OfferNoteProcedure(),
    ConsentToNoteProcedure(),
    RefuseNoteProcedure(),
    HoldNoteProcedure(note="We talked.", agrees=True),
    InvestigateComplaint(),
    SendDelayNotice(to="COMPLAINANT"),
    conclude("UNFOUNDED"),
]


def by_name(command: object) -> str:
    return type(command).__name__


def test_a_citizen_complains():
    a_complaint(by=OFFICER).when(told()).then(received())


def test_a_complaint_is_received_only_once():
    a_complaint(received()).when(told()).then_refused("already received")


@pytest.mark.parametrize(
    "command",
    [
        *LATER,
        ForwardComplaint(to="AUTHORITY"),
        SendNoteCopy(to="PROSECUTOR"),
        ReopenComplaint(reason="x"),
        LodgeAppeal(),
        DecideAppeal(outcome="CONFIRMED"),
    ],
    ids=by_name,
)
def test_nothing_happens_to_what_was_never_received(command):
    a_complaint().when(command).then_refused("no complaint")


def test_words_of_a_citizen_are_about_her_and_of_a_stranger_about_the_party():
    words = {"id": COMPLAINANT, "name": "Mette Rønnow"}
    told_of_mette = told(complainant=words | {"cpr": CPR})
    here = a_complaint(by=OFFICER).where(citizens={CPR: METTE}, others={METTE: mette})
    event = here.when(told_of_mette).decided()
    assert event.complainant.name == Personal(about=METTE, text="Mette Rønnow")
    assert event.complainant.cpr == CprNumber(about=METTE, text=CPR)
    assert event.complainant.citizen == METTE
    stranger = here.when(told(complainant=words)).decided().complainant
    assert stranger.name == Personal(about=COMPLAINANT, text="Mette Rønnow")
    assert (stranger.role, stranger.citizen) == ("COMPLAINANT", None)


def test_a_complainant_needs_an_id_of_her_own():
    command = told(complainant={"id": THING})
    a_complaint(by=OFFICER).when(command).then_refused("id of its own")


def test_the_contact_that_is_complained_of_exists():
    here, command = a_complaint(by=OFFICER), told(contact=OTHER)
    here.when(command).then_refused("no contact")
    here.where(others={OTHER: standing}).when(command).then(received(contact=OTHER))


def test_no_complaint_was_received_in_the_future():
    tomorrow = TODAY + timedelta(days=1)
    a_complaint(by=OFFICER).when(told(received_on=tomorrow)).then_refused("future")
    a_complaint(by=OFFICER).when(told(received_on=TODAY)).decided()


@pytest.mark.parametrize(
    "wrong",
    [
        {"matter_on": date(2019, 6, 12)},
        {"allegations": []},
        {"allegations": [{"id": FIRST, "category": "Sprogbrug"}]},
        {"allegations": [{"id": FIRST, "category": c} for c in ("A", "B")]},
        {"district": "1400"},
        {"kind": "RUDENESS"},
    ],
    ids=str,
)
def test_what_can_never_be_is_not_even_a_complaint(wrong: dict[str, Any]):
    with pytest.raises(ValidationError):
        told(**wrong)


def test_what_the_authority_receives_came_to_the_authority():
    a_complaint().when(told()).then_refused("comes via AUTHORITY")
    a_complaint().when(told(via="AUTHORITY", district="1460")).then(
        received(via="AUTHORITY", district="1460")
    )


def test_an_allegation_is_added_once_and_gets_an_outcome_too():
    added = AllegationAdded(id=SECOND, category="USE_OF_FORCE")
    command = AddAllegation(id=SECOND, category="USE_OF_FORCE")
    a_complaint(received()).when(command).then(added)
    a_complaint(received(), added).when(command).then_refused("already an allegation")
    a_complaint(received(), added).when(conclude("UNFOUNDED")).then_refused("each")
    a_complaint(received(), added).when(conclude("UNFOUNDED", "UNFOUNDED")).decided()


@pytest.mark.parametrize("kind", ["BEHAVIOUR", "CRIMINAL_OFFENCE", "TRAFFIC_OFFENCE"])
def test_scenario_14_the_authority_investigates_behaviour_and_offences(kind: str):
    here = a_complaint(received(kind=kind), by=OFFICER)
    here.when(ForwardComplaint(to="AUTHORITY")).then(ComplaintForwarded(to="AUTHORITY"))
    for to in ("POLICE_DIRECTOR", "NATIONAL_POLICE", "PROSECUTOR"):
        here.when(ForwardComplaint(to=to)).then_refused("goes to AUTHORITY")


@pytest.mark.parametrize(
    ("kind", "instance"),
    [
        ("DISPOSITION_ADMINISTRATIVE", "NATIONAL_POLICE"),
        ("DISPOSITION_CRIMINAL_PROCEDURE", "PROSECUTOR"),
    ],
)
def test_scenario_14_a_disposition_is_first_for_the_police_director(kind, instance):
    past = [received(kind=kind)]
    here = a_complaint(*past, by=OFFICER)
    for to in ("AUTHORITY", "NATIONAL_POLICE", "PROSECUTOR"):
        here.when(ForwardComplaint(to=to)).then_refused("goes to POLICE_DIRECTOR")
    past.append(here.when(ForwardComplaint(to="POLICE_DIRECTOR")).decided())
    past.append(concluded("CONFIRMED"))
    past.append(a_complaint(*past).when(LodgeAppeal()).decided())
    here = a_complaint(*past, by=OFFICER)
    here.when(ForwardComplaint(to=instance)).then(ComplaintForwarded(to=instance))
    here.when(ForwardComplaint(to="AUTHORITY")).then_refused(f"goes to {instance}")


def test_of_other_matters_the_police_must_find_the_right_place():
    here = a_complaint(received(kind="OTHER"), by=OFFICER)
    for to in ("AUTHORITY", "POLICE_DIRECTOR", "NATIONAL_POLICE", "PROSECUTOR"):
        here.when(ForwardComplaint(to=to)).then(ComplaintForwarded(to=to))


def test_a_complaint_is_forwarded_once_and_never_to_who_received_it():
    command, event = (
        ForwardComplaint(to="AUTHORITY"),
        ComplaintForwarded(to="AUTHORITY"),
    )
    a_complaint(received(), event).when(command).then_refused("there already")
    a_complaint(received(via="AUTHORITY")).when(command).then_refused("itself")
    a_complaint(received(), concluded("UNFOUNDED")).when(command).then_refused(
        "concluded"
    )


def test_both_are_told_of_the_delay_as_often_as_need_be():
    notice = DelayNoticeSent(to="OFFICER")
    for past in ((received(),), (received(), notice)):
        a_complaint(*past).when(SendDelayNotice(to="OFFICER")).then(notice)


@pytest.mark.parametrize("command", LATER, ids=by_name)
def test_after_its_conclusion_a_complaint_is_left_as_it_is(command):
    past = received(), investigated, concluded("UNFOUNDED")
    a_complaint(*past).when(command).then_refused("concluded: it must be reopened")


@pytest.mark.parametrize("kind", list(ComplaintKind))
def test_only_an_alleged_offence_is_law_enforcement_unless_told(kind: ComplaintKind):
    offence = kind in {"CRIMINAL_OFFENCE", "TRAFFIC_OFFENCE"}
    assert received(kind=kind).law is (Regime.LED if offence else Regime.GDPR)
    assert received(kind=kind, regime="LED").law is Regime.LED


def test_an_appeal_goes_where_the_law_says_and_is_decided_once():
    past = [disposition(), concluded("CONFIRMED")]
    here = a_complaint(*past, by=SUPERVISOR)
    here.when(LodgeAppeal(to="NATIONAL_POLICE")).then_refused("goes to PROSECUTOR")
    past.append(here.when(LodgeAppeal(to="PROSECUTOR")).decided())
    here = a_complaint(*past, by=SUPERVISOR)
    here.when(LodgeAppeal()).then_refused("and once")
    here.when(ReopenComplaint(reason="x")).then_refused("before an appeal")
    past.append(here.when(DecideAppeal(outcome="REVERSED")).decided())
    final = a_complaint(*past, by=SUPERVISOR)
    assert (final.state.decision, final.state.decided_on) == ("REVERSED", TODAY)
    final.when(DecideAppeal(outcome="REVERSED")).then_refused("no appeal")
    final.when(ReopenComplaint(reason="x")).then_refused("before an appeal")


def test_the_authoritys_conclusion_is_final():
    past = received(), concluded("UNFOUNDED")
    a_complaint(*past).when(LodgeAppeal()).then_refused("only a disposition")


def test_an_appeal_comes_after_the_conclusion_and_not_in_the_future():
    past = disposition(), concluded("CONFIRMED", on=TODAY)
    for on, because in (
        (TODAY - timedelta(1), "before"),
        (TODAY + timedelta(1), "fut"),
    ):
        a_complaint(*past).when(LodgeAppeal(on=on)).then_refused(because)


def test_a_number_is_drawn_for_a_complaint():
    assert complaints.prefix == "KL"
    here = given(complaints).where(at=AT, by=AUTHORITY, number="KL-27")
    assert here.when(told(via="AUTHORITY")).decided().number == "KL-27"
