from typing import Any
from uuid import UUID

import pytest

from domain.citizens import CitizensLinked, CitizensUnlinked, IdentifyCitizen, citizens
from domain.contacts import (
    ContactMarkedDuplicate,
    ContactRegistered,
    DuplicateMarkWithdrawn,
    DuplicateNoted,
    DuplicateNoteWithdrawn,
    contacts,
)
from domain.decider import Counterpart, Reaction
from domain.event import CprNumber, Event, Personal, Recorded
from domain.follow_ups import OpenFollowUp, follow_ups
from domain.ids import follow_up_of
from domain.kinds import Patrol
from domain.people import Party
from domain.reactions import REACTIONS
from tests.domain.cast import (
    CPR,
    METTE,
    OFFENDER,
    OTHER,
    VICTIM,
    mette,
    registered,
    victim,
)
from tests.domain.complaining import received as complaint_received
from tests.specification import NOW, THING


def effects(event: Event, others: dict[UUID, object] | None = None) -> list[Any]:
    recorded = Recorded(THING, 1, NOW.at, NOW.by, None, None, event)
    return list(REACTIONS[type(event)](recorded, others or {}))


def opens(event: ContactRegistered) -> OpenFollowUp | None:
    [effect] = effects(event) or [None]
    if effect is None:
        return None
    assert (effect.decider, effect.id) == (follow_ups, follow_up_of(THING))
    return effect.command


def test_a_victim_is_followed_up_whoever_else_is_there():
    witness = Party(id=OFFENDER, role="WITNESS")
    second = victim(id=METTE)
    assert opens(registered(witness, victim(), second, patrol=Patrol.SENT)) == (
        OpenFollowUp(
            contact=THING, party=VICTIM, district="1467", victim=True, cause="RULE_1"
        )
    )


@pytest.mark.parametrize("patrol", Patrol)
@pytest.mark.parametrize("feels_unsafe", [True, False])
def test_who_felt_unsafe_and_got_no_patrol_is_followed_up(patrol, feels_unsafe):
    wanted = patrol in (Patrol.NO_UNIT_AVAILABLE, Patrol.OTHER_PRIORITY)
    expected = OpenFollowUp(
        contact=THING, district="1467", victim=False, cause="RULE_1"
    )
    event = registered(patrol=patrol, feels_unsafe=feels_unsafe)
    assert opens(event) == (expected if wanted and feels_unsafe else None)


def test_a_citizen_who_is_new_by_cpr_is_identified_once():
    words = {
        "cpr": CprNumber(about=METTE, text=CPR),
        "name": Personal(about=METTE, text="Mette Rønnow"),
        "birthday": Personal(about=METTE, text="1988-03-15"),
    }
    reporter, again = (
        Party(id=id, role="REPORTER", citizen=METTE, **words)
        for id in (OFFENDER, OTHER)
    )
    event = registered(reporter, again)
    command = IdentifyCitizen(cpr=CPR, name="Mette Rønnow", birthday="1988-03-15")
    assert effects(event) == [Reaction(citizens, METTE, command)]
    assert effects(event, {METTE: mette}) == []


def test_a_complainant_who_is_new_by_cpr_is_identified():
    words = {
        "cpr": CprNumber(about=METTE, text=CPR),
        "name": Personal(about=METTE, text="Mette Rønnow"),
    }
    her = Party(id=OFFENDER, role="COMPLAINANT", citizen=METTE, **words)
    event = complaint_received(complainant=her)
    command = IdentifyCitizen(cpr=CPR, name="Mette Rønnow")
    assert effects(event) == [Reaction(citizens, METTE, command)]
    assert effects(event, {METTE: mette}) == []
    assert effects(complaint_received()) == []


def test_a_party_without_cpr_makes_no_citizen():
    assert effects(registered(Party(id=OFFENDER, role="REPORTER", citizen=METTE))) == []


@pytest.mark.parametrize(
    ("fact", "other"),
    [
        (
            ContactMarkedDuplicate(of=OTHER, reason="x"),
            Counterpart(contacts, OTHER, DuplicateNoted(contact=THING, reason="x")),
        ),
        (
            DuplicateMarkWithdrawn(of=OTHER, reason="x"),
            Counterpart(
                contacts, OTHER, DuplicateNoteWithdrawn(contact=THING, reason="x")
            ),
        ),
        (
            CitizensLinked(other=METTE, basis="x", score=7),
            Counterpart(
                citizens, METTE, CitizensLinked(other=THING, basis="x", score=7)
            ),
        ),
        (
            CitizensUnlinked(other=METTE, reason="x"),
            Counterpart(citizens, METTE, CitizensUnlinked(other=THING, reason="x")),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_concerns_two_things_is_written_on_both(fact: Event, other: Counterpart):
    assert effects(fact) == [other]
