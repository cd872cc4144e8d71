from datetime import date
from uuid import UUID

import pytest

from domain.contacts import Withdrawn
from domain.event import By, Personal, Role
from domain.facts import KnownContact
from domain.follow_ups import (
    Cause,
    ClaimFollowUp,
    CloseFollowUp,
    DeclineFollowUp,
    FollowUpAttemptMade,
    FollowUpClaimed,
    FollowUpClosed,
    FollowUpDeclined,
    FollowUpOpened,
    FollowUpPlanned,
    FollowUpReleased,
    PlanFollowUp,
    ReassuranceTalkHeld,
    RecordAttempt,
    RecordTalk,
    ReleaseFollowUp,
    Waiting,
    follow_ups,
)
from domain.people import KnownCitizen, Party, SafeContact
from tests.domain.cast import (
    METTE,
    OFFENDER,
    OTHER,
    VICTIM,
    duplicate,
    mette,
    registered,
    victim,
)
from tests.specification import OFFICER, given

COLLEAGUE = By(id="K-2000", role=Role.OFFICER, district="1467")
SUPERVISOR = By(id="K-1000", role=Role.SUPERVISOR, district="1467")
CONTACT = OTHER

bystander = Party(id=OFFENDER, role="WITNESS")
contact = KnownContact(facts=registered(victim(), bystander))
withdrawn = Withdrawn(facts=registered(), of=None, reason="A test call")

opened = FollowUpOpened(
    contact=CONTACT,
    party=VICTIM,
    district="1467",
    victim=True,
    cause=Cause.OFFICER,
    due=date(2019, 6, 10),
)
claimed = FollowUpClaimed(officer=OFFICER.id)
declined = FollowUpDeclined()
closed = FollowUpClosed(reason="Moved abroad")
talk = ReassuranceTalkHeld(
    mode="PHONE",
    more_help=False,
    solved=True,
    note=Personal(about=CONTACT, text="Sleeps again"),
)
record_talk = RecordTalk(
    mode="PHONE", more_help=False, solved=True, note="Sleeps again"
)
plan = PlanFollowUp(mode="PHONE", officer="K-2000", on="2019-06-05")
IN_THE_QUEUE = [
    plan,
    ClaimFollowUp(),
    RecordAttempt(kind="PHONE"),
    DeclineFollowUp(),
    CloseFollowUp(reason="Moved abroad"),
]


def by_name(command: object) -> str:
    return type(command).__name__


def waiting(*past, contact=contact, **more):
    return given(follow_ups, opened, *past).where(others={CONTACT: contact}, **more)


def test_a_follow_up_is_planned_for_an_officer_and_a_day():
    event = FollowUpPlanned(mode="PHONE", officer="K-2000", on=date(2019, 6, 5))
    waiting().when(plan).then(event)
    assert waiting(event).state.plan == event


def test_a_follow_up_is_claimed_by_one_officer():
    waiting().when(ClaimFollowUp()).then(claimed)
    assert waiting(claimed).state.claimed_by == OFFICER.id
    waiting(claimed).when(ClaimFollowUp()).then_refused(
        "claimed this follow-up already"
    )


@pytest.mark.parametrize(
    "command", [*IN_THE_QUEUE, record_talk, ReleaseFollowUp()], ids=by_name
)
def test_a_claimed_follow_up_is_refused_to_others(command):
    waiting(claimed, by=COLLEAGUE).when(command).then_refused("Somebody else")


def test_a_follow_up_is_released_by_who_claimed_it_or_a_supervisor():
    released = FollowUpReleased()
    for who in (OFFICER, SUPERVISOR):
        waiting(claimed, by=who).when(ReleaseFollowUp()).then(released)
    waiting(claimed, by=SUPERVISOR).when(DeclineFollowUp()).then_refused(
        "Somebody else"
    )
    waiting(claimed, released).when(ReleaseFollowUp()).then_refused("Nobody")
    waiting(claimed, released, by=COLLEAGUE).when(ClaimFollowUp()).decided()


def test_a_retry_is_one_more_attempt():
    attempt = FollowUpAttemptMade(kind="PHONE")
    waiting(attempt).when(RecordAttempt(kind="PHONE")).then(attempt)
    assert waiting(attempt, attempt).state.attempts == ("PHONE", "PHONE")


@pytest.mark.parametrize("kind", ["NEIGHBOUR", "RELATIVE", "LEAFLET"])
def test_scenario_19_nobody_is_betrayed_by_an_attempt_through_others(kind: str):
    attempt = RecordAttempt(kind=kind)
    waiting().when(attempt).then(FollowUpAttemptMade(kind=kind))
    careful = victim(safe_contact=SafeContact.DIRECT_ONLY)
    facts = registered(careful, bystander)
    waiting(contact=KnownContact(facts=facts)).when(attempt).then_refused("DIRECT_ONLY")


@pytest.mark.parametrize("kind", ["PHONE", "VISIT"])
def test_she_herself_may_be_called_and_visited(kind: str):
    facts = registered(victim(safe_contact=SafeContact.DIRECT_ONLY))
    waiting(contact=KnownContact(facts=facts)).when(RecordAttempt(kind=kind)).then(
        FollowUpAttemptMade(kind=kind)
    )


def test_a_citizens_own_instruction_holds_in_every_contact():
    facts = registered(victim(citizen=METTE))
    instructed = KnownCitizen(safe_contact=SafeContact.DIRECT_ONLY)
    here = waiting(contact=KnownContact(facts=facts))
    others = dict(here.circumstances.others)
    leaflet = RecordAttempt(kind="LEAFLET")
    here.where(others=others | {METTE: mette}).when(leaflet).decided()
    here.where(others=others | {METTE: instructed}).when(leaflet).then_refused(
        "DIRECT_ONLY"
    )


@pytest.mark.parametrize("party", [None, OFFENDER, METTE])
def test_the_victims_safety_counts_whoever_is_followed_up(party: UUID | None):
    careful = victim(safe_contact=SafeContact.DIRECT_ONLY)
    known = KnownContact(facts=registered(bystander, careful))
    past = opened.model_copy(update={"party": party})
    given(follow_ups, past).where(others={CONTACT: known}).when(
        RecordAttempt(kind="NEIGHBOUR")
    ).then_refused("DIRECT_ONLY")


@pytest.mark.parametrize("party", [None, OFFENDER, VICTIM])
def test_a_witness_safety_counts_where_she_may_be_meant(party: UUID | None):
    careful = bystander.model_copy(update={"safe_contact": SafeContact.DIRECT_ONLY})
    known = KnownContact(facts=registered(victim(), careful))
    past = opened.model_copy(update={"party": party})
    asked = (
        given(follow_ups, past)
        .where(others={CONTACT: known})
        .when(RecordAttempt(kind="NEIGHBOUR"))
    )
    if party == VICTIM:
        asked.then(FollowUpAttemptMade(kind="NEIGHBOUR"))
    else:
        asked.then_refused("DIRECT_ONLY")


@pytest.mark.parametrize("end", [talk, declined, closed], ids=by_name)
@pytest.mark.parametrize("command", [*IN_THE_QUEUE, ReleaseFollowUp()], ids=by_name)
def test_after_its_end_only_a_talk_is_taken(command, end):
    waiting(end).when(command).then_refused("only a talk")


@pytest.mark.parametrize("contact", [duplicate, withdrawn], ids=by_name)
@pytest.mark.parametrize("command", [*IN_THE_QUEUE, ReleaseFollowUp()], ids=by_name)
def test_without_an_effective_contact_only_a_talk_is_taken(command, contact):
    waiting(contact=contact).when(command).then_refused("only a talk")


def test_a_talk_is_taken_from_anybody_once_the_follow_up_has_left_the_queue():
    for end in (talk, declined, closed):
        waiting(claimed, end, by=COLLEAGUE).when(record_talk).then(talk)
    waiting(claimed, contact=withdrawn, by=COLLEAGUE).when(record_talk).then(talk)


def test_the_last_talk_counts():
    visit = ReassuranceTalkHeld(mode="IN_PERSON", safer=True)
    waiting(talk).when(RecordTalk(mode="IN_PERSON", safer=True)).then(visit)
    ended = waiting(declined, talk, visit).state
    assert (ended.talk, ended.declined) == (visit, True)


def test_a_follow_up_that_is_declined_or_closed_has_ended():
    waiting().when(DeclineFollowUp()).then(declined)
    waiting().when(CloseFollowUp(reason="Moved abroad")).then(closed)
    assert not isinstance(waiting(declined).state, Waiting)
    assert waiting(closed).state.closed == "Moved abroad"


@pytest.mark.parametrize("command", [*IN_THE_QUEUE, record_talk], ids=by_name)
def test_nothing_happens_to_what_was_never_opened(command):
    given(follow_ups).when(command).then_refused("no follow-up")
