"""A citizen turns to the police, and it is written down."""

from collections.abc import Hashable, Iterable
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from domain.calendar import SKEW
from domain.decider import Circumstances, Command, Refused
from domain.event import Event, Frozen, Personal
from domain.facts import Act, Evidence, Facts
from domain.kinds import ActKind, Channel, ContactKind, LateReason, Patrol
from domain.known_intake import KnownIntake, still_open
from domain.places import District, Municipality
from domain.purposes import Regime
from domain.told_people import ToldParty, citizens_of, words
from domain.words import Count, Digest, Flag, Line, Moment, Words

LATE = timedelta(hours=24)


class ContactRegistered(Facts, Event):
    pass


class ToldAct(Frozen):
    kind: ActKind
    count: Count


class ToldEvidence(Frozen):
    annex: Count
    description: Words
    sha256: Digest | None = None

    def about(self, contact: UUID) -> Evidence:
        return Evidence(
            annex=self.annex,
            description=Personal(about=contact, text=self.description),
            sha256=self.sha256,
        )


def _each_once(names: Iterable[Hashable]) -> None:
    seen = list(names)
    if len(set(seen)) < len(seen):
        raise PydanticCustomError("twice", "Give each an id or annex of its own")


def _distinct_parties(parties: tuple[ToldParty, ...]) -> tuple[ToldParty, ...]:
    _each_once(party.id for party in parties)
    return parties


def _distinct_annexes(
    evidence: tuple[ToldEvidence, ...],
) -> tuple[ToldEvidence, ...]:
    _each_once(each.annex for each in evidence)
    return evidence


class RegisterContact(Command):
    """A contact at once has a number, without any case."""

    received_at: Moment
    channel: Channel
    district: District
    municipality: Municipality | None = None
    kind: ContactKind
    narrative: Words
    place: Words | None = None
    feels_unsafe: Flag = False
    patrol: Patrol = Patrol.NOT_NEEDED
    told_to_stop: Flag = False
    acts: Annotated[tuple[ToldAct, ...], Field(max_length=100)] = ()
    evidence: Annotated[
        tuple[ToldEvidence, ...],
        Field(max_length=200),
        AfterValidator(_distinct_annexes),
    ] = ()
    parties: Annotated[
        tuple[ToldParty, ...], Field(max_length=50), AfterValidator(_distinct_parties)
    ] = ()
    late_reason: LateReason | None = None
    regime: Regime | None = None
    intake: UUID | None = None
    source: Line | None = None


def registered(
    command: RegisterContact, circumstances: Circumstances
) -> ContactRegistered:
    if command.intake:
        still_open(circumstances.the(KnownIntake, command.intake, "intake"))
    not_ahead(command.received_at, circumstances.at)
    if not command.late_reason and circumstances.at - command.received_at > LATE:
        raise Refused("It was received more than 24 hours ago: give a late_reason.")
    citizens = citizens_of(command.parties, circumstances, command.intake)
    contact = circumstances.id
    return ContactRegistered(
        number=circumstances.drawn,
        received_at=command.received_at,
        channel=command.channel,
        district=command.district,
        municipality=command.municipality,
        kind=command.kind,
        narrative=Personal(about=contact, text=command.narrative),
        place=words(contact, command.place),
        feels_unsafe=command.feels_unsafe,
        patrol=command.patrol,
        told_to_stop=command.told_to_stop,
        acts=tuple(Act(kind=act.kind, count=act.count) for act in command.acts),
        evidence=tuple(each.about(contact) for each in command.evidence),
        parties=tuple(
            party.known_as(party.citizen or citizens.get(party.cpr or ""))
            for party in command.parties
        ),
        late_reason=command.late_reason,
        regime=command.regime,
        source=command.source,
        intake=command.intake,
    )


def not_ahead(received_at: datetime, at: datetime) -> None:
    """Raises Refused."""
    if received_at > at + SKEW:
        raise Refused("The contact can't have been received in the future.")
