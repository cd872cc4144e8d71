from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from domain.contacts import WithdrawContact, contacts
from domain.decider import Refused
from domain.event import By, Personal, Role
from domain.intake import (
    IntakeObserved,
    IntakeRegistered,
    IntakeSettled,
    ObserveIntake,
    SettleIntake,
    intake,
)
from domain.known_intake import Open, Registered, Settled, SettledAs
from domain.reactions import REACTIONS
from tests.domain.cast import EVENING, METTE, OTHER, mette, told, unanswered
from tests.specification import NOW, THING, World, given

GATEWAY = By(id="GW-01", role=Role.GATEWAY, district=None)
CALL = {"source": "TC1-42", "channel": "PHONE_114", "district": "1467", "at": EVENING}

observed = IntakeObserved.model_validate(CALL)
registered = IntakeRegistered(contact=OTHER)
settled = IntakeSettled(reason=SettledAs.WRONG_NUMBER)
ELSEWHERE = SettleIntake(reason="ANSWERED_ELSEWHERE", note="At the station")


def observe(**more) -> ObserveIntake:
    return ObserveIntake.model_validate(CALL | more)


def test_what_reaches_the_police_is_observed_without_words():
    given(intake).where(by=GATEWAY).when(observe()).then(observed)
    assert given(intake, observed).state == unanswered


def test_a_call_is_observed_only_once():
    given(intake, observed).when(observe()).then_refused("already observed")


@pytest.mark.parametrize("ahead", [timedelta(minutes=5), timedelta(days=-400)])
def test_clocks_may_differ_a_little_and_an_exchange_may_be_late(ahead: timedelta):
    given(intake).when(observe(at=NOW.at + ahead)).decided()


def test_nothing_is_observed_in_the_future():
    later = NOW.at + timedelta(minutes=5, seconds=1)
    given(intake).when(observe(at=later)).then_refused("in the future")


def test_what_is_no_contact_is_settled_with_a_reason():
    note = Personal(about=THING, text="At the station")
    event = IntakeSettled(reason="ANSWERED_ELSEWHERE", note=note)
    given(intake, observed).when(ELSEWHERE).then(event)
    state = given(intake, observed, event).state
    assert state == Settled(**CALL, reason="ANSWERED_ELSEWHERE", note=note)
    given(intake, observed).when(SettleIntake(reason="WRONG_NUMBER")).then(settled)


@pytest.mark.parametrize(
    ("end", "because"), [(settled, "already settled"), (registered, "A contact is")]
)
def test_an_intake_is_closed_once(end, because: str):
    given(intake, observed, end).when(ELSEWHERE).then_refused(because)


def test_nothing_is_settled_that_was_never_observed():
    given(intake).when(ELSEWHERE).then_refused("no intake")
    with pytest.raises(LookupError):
        given(intake, settled).state  # noqa: B018


def test_a_registration_answers_the_intake_that_it_names():
    event = given(contacts).where(others={OTHER: unanswered}).when(told(intake=OTHER))
    assert event.decided().intake == OTHER


@pytest.mark.parametrize(
    ("named", "because"),
    [
        (None, "no intake"),
        (mette, "no intake"),
        (Registered(**CALL, contact=METTE), "already registered"),
        (Settled(**CALL, reason="WRONG_NUMBER", note=None), "already settled"),
    ],
)
def test_only_an_open_intake_is_answered(named: object, because: str):
    given(contacts).where(others={OTHER: named}).when(told(intake=OTHER)).then_refused(
        because
    )


@pytest.fixture
def world() -> World:
    here = World()
    here.tell(intake, observe(), id=OTHER, by=GATEWAY)
    return here


def test_of_two_registrations_of_one_call_the_second_is_refused(world: World):
    world.tell(contacts, told(intake=OTHER))
    assert world.state(OTHER) == Registered(**CALL, contact=THING)
    with pytest.raises(Refused, match="already registered"):
        world.tell(contacts, told(intake=OTHER), id=METTE)
    assert METTE not in world.states


def test_a_contact_that_is_withdrawn_is_still_the_answer(world: World):
    world.tell(contacts, told(intake=OTHER))
    world.tell(contacts, WithdrawContact(reason="A test call"))
    assert isinstance(world.state(OTHER), Registered)


def test_a_contact_that_names_no_intake_leaves_all_of_them_open(world: World):
    event = world.tell(contacts, told())
    assert type(event) in REACTIONS
    assert isinstance(world.state(OTHER), Open)


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": ""},
        {"source": "Birthe ringede igen"},
        {"source": "+4572588888"},
        {"source": "x" * 201},
        {"source": "TC1-42\n"},
        {"source": None},
        {"channel": "FAX"},
        {"district": "1472"},
        {"at": datetime(2019, 6, 3)},  # noqa: DTZ001
        {"at": 1559600000},
        {"narrative": "Somebody stands outside."},
        {"phone": "72 58 88 88"},
    ],
)
def test_words_and_numbers_of_citizens_are_not_taken(wrong: dict):
    with pytest.raises(ValidationError):
        observe(**wrong)


@pytest.mark.parametrize("wrong", [{}, {"reason": "OTHER"}, {"note": "Why not"}])
def test_settling_needs_a_reason_of_the_list(wrong: dict):
    with pytest.raises(ValidationError):
        SettleIntake.model_validate(wrong)
