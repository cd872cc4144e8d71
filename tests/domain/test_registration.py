from datetime import timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.contacts import RegisterContact, contacts
from domain.event import CprNumber, Personal
from domain.facts import Act, Evidence
from domain.kinds import ActKind, ContactKind, LateReason
from domain.people import KnownCitizen
from domain.purposes import Regime
from tests.domain.cast import (
    ANNE,
    CPR,
    KASPER,
    METTE,
    OFFENDER,
    OTHER,
    VICTIM,
    about_contact,
    mette,
    registered,
    told,
    told_victim,
    unanswered,
    victim,
)
from tests.specification import NOW, THING, given


def test_a_citizen_turns_to_the_police():
    given(contacts).when(told()).then(registered())


def test_a_contact_is_registered_only_once():
    given(contacts, registered()).when(told()).then_refused("already registered")


def test_words_are_about_the_contact_and_of_a_stranger_about_the_party():
    command = told(
        place="By the school",
        acts=[{"kind": "SMS", "count": 14}],
        evidence=[{"annex": 1, "description": "A list of calls"}],
        parties=[told_victim(name="Mette Rønnow", phone="20 30 40 50")],
    )
    party = victim(
        name=Personal(about=VICTIM, text="Mette Rønnow"),
        phone=Personal(about=VICTIM, text="20 30 40 50"),
    )
    given(contacts).when(command).then(
        registered(
            party,
            place=about_contact("By the school"),
            acts=(Act(kind=ActKind.SMS, count=14),),
            evidence=(Evidence(annex=1, description=about_contact("A list of calls")),),
        )
    )


def test_nothing_was_received_in_the_future_but_clocks_may_differ_by_five_minutes():
    ahead = told(received_at=NOW.at + timedelta(minutes=5))
    given(contacts).when(ahead).then(registered(received_at=ahead.received_at))
    further = told(received_at=NOW.at + timedelta(minutes=5, seconds=1))
    given(contacts).when(further).then_refused("in the future")


def test_a_late_registration_says_why_it_is_late():
    day_before = told(received_at=NOW.at - timedelta(hours=24))
    given(contacts).when(day_before).then(
        registered(received_at=day_before.received_at)
    )
    before = NOW.at - timedelta(hours=24, seconds=1)
    given(contacts).when(told(received_at=before)).then_refused("late_reason")
    given(contacts).when(told(received_at=before, late_reason="PAPER_NOTE")).then(
        registered(received_at=before, late_reason=LateReason.PAPER_NOTE)
    )


def test_a_cpr_finds_the_citizen_or_brings_a_new_one():
    command = told(parties=[told_victim(name="Mette Rønnow", cpr="150388-5014")])
    for others in ({METTE: mette}, {}):
        given(contacts).where(citizens={CPR: METTE}, others=others).when(command).then(
            registered(
                victim(
                    citizen=METTE,
                    name=Personal(about=METTE, text="Mette Rønnow"),
                    cpr=CprNumber(about=METTE, text=CPR),
                )
            )
        )


def test_a_named_citizen_exists():
    command = told(parties=[told_victim(citizen=METTE)])
    given(contacts).when(command).then_refused("no citizen")
    given(contacts).where(others={METTE: mette}).when(command).then(
        registered(victim(citizen=METTE))
    )


def test_a_cpr_is_not_taken_from_another_citizen():
    command = told(parties=[told_victim(citizen=METTE, cpr=CPR)])
    here = given(contacts).where(citizens={CPR: KASPER})
    both = {METTE: mette, KASPER: KnownCitizen()}
    here.where(others=both).when(command).then_refused("belongs to another citizen")
    here.where(others={METTE: mette}, bound={CPR}).when(command).then_refused(
        f"reserved for the citizen {KASPER}"
    )


def test_a_cpr_that_is_nobodys_becomes_the_named_citizens_for_all_parties():
    command = told(
        parties=[
            {"id": OFFENDER, "role": "REPORTER", "cpr": CPR},
            told_victim(citizen=METTE, cpr=CPR),
        ]
    )
    event = (
        given(contacts)
        .where(citizens={CPR: ANNE}, others={METTE: mette})
        .when(command)
        .decided()
    )
    assert [party.citizen for party in event.parties] == [METTE, METTE]
    assert {party.cpr for party in event.parties} == {CprNumber(about=METTE, text=CPR)}


def test_a_citizen_known_under_one_cpr_does_not_get_another_from_a_contact():
    known = KnownCitizen(cpr=CprNumber(about=METTE, text="0911905032"))
    command = told(parties=[told_victim(citizen=METTE, cpr=CPR)])
    given(contacts).where(citizens={CPR: ANNE}, others={METTE: known}).when(
        command
    ).then_refused("under another CPR")


def test_two_citizens_do_not_share_a_cpr():
    parties = [
        told_victim(citizen=METTE, cpr=CPR),
        {"id": OFFENDER, "role": "RELATIVE", "citizen": ANNE, "cpr": CPR},
    ]
    given(contacts).where(
        citizens={CPR: KASPER}, others={METTE: mette, ANNE: KnownCitizen()}
    ).when(told(parties=parties)).then_refused("same CPR")


@pytest.mark.parametrize("taken", [THING, METTE, OTHER])
def test_a_party_has_an_id_of_its_own(taken: UUID):
    parties = [told_victim(id=taken), told_victim(id=OFFENDER, citizen=METTE)]
    given(contacts).where(others={METTE: mette, OTHER: unanswered}).when(
        told(parties=parties, intake=OTHER)
    ).then_refused("id of its own")


def test_the_law_follows_from_the_kind_unless_it_is_told():
    assert registered().law == Regime.LED
    assert registered(kind=ContactKind.LOST_PROPERTY).law == Regime.GDPR
    lost = registered(kind=ContactKind.LOST_PROPERTY, regime=Regime.LED)
    assert lost.law == Regime.LED


@pytest.mark.parametrize(
    "wrong",
    [
        {"district": "1472"},
        {"municipality": "265"},
        {"channel": "FAX"},
        {"received_at": "2019-06-03T22:14:00"},
        {"received_at": 1559600000},
        {"feels_unsafe": "yes"},
        {"told_to_stop": 1},
        {"narrative": ""},
        {"narrative": " \n"},
        {"acts": [{"kind": "SMS", "count": 0}]},
        {"acts": [{"kind": "SMS", "count": True}]},
        {"acts": [{"kind": "SMS", "count": 1_000_001}]},
        {"acts": [{"kind": "SMS", "count": 1}] * 101},
        {"evidence": [{"annex": 1, "description": "x"}] * 2},
        {"evidence": [{"annex": 1, "description": "x", "sha256": "A" * 64}]},
        {"parties": [{"id": str(VICTIM), "role": "VICTIM"}] * 2},
        {"parties": [{"id": str(VICTIM), "role": "VICTIM", "cpr": "310288-5014"}]},
        {"number": "H-1"},
    ],
)
def test_what_the_body_alone_shows_to_be_wrong_is_not_even_asked(wrong: dict):
    body = told().model_dump(mode="json")
    assert RegisterContact.model_validate(body) == told()
    with pytest.raises(ValidationError):
        RegisterContact.model_validate(body | wrong)
