"""A citizen complains, wherever she turned to, and each allegation is written down."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from domain.calendar import danish_day
from domain.complaint_facts import Allegation, KnownComplaint, ReceivedFacts
from domain.complaint_kinds import ComplaintKind, Via
from domain.decider import Circumstances, Command, Refused
from domain.event import Event, Frozen, Personal, Role
from domain.facts import KnownContact
from domain.people import PartyRole
from domain.places import District
from domain.purposes import Regime
from domain.told_people import ToldParty, citizens_of
from domain.words import Day, Words

Category = Annotated[str, Field(pattern=r"^[A-Z_]{1,40}$")]


class ComplaintReceived(ReceivedFacts, Event):
    pass


class AllegationAdded(Allegation, Event):
    pass


class ToldAllegation(Frozen):
    id: UUID
    category: Category


class Complainant(ToldParty):
    role: PartyRole = PartyRole.COMPLAINANT


def _each_once(allegations: tuple[ToldAllegation, ...]) -> tuple[ToldAllegation, ...]:
    if len({each.id for each in allegations}) < len(allegations):
        raise PydanticCustomError("twice", "Give each allegation an id of its own")
    return allegations


class ReceiveComplaint(Command):
    """By the police or by the Authority; it at once has a number."""

    received_on: Day
    matter_on: Day
    kind: ComplaintKind
    district: District
    via: Via
    contact: UUID | None = None
    complainant: Complainant
    text: Words
    allegations: Annotated[
        tuple[ToldAllegation, ...],
        Field(min_length=1, max_length=100),
        AfterValidator(_each_once),
    ]
    regime: Regime | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.matter_on > self.received_on:
            raise PydanticCustomError(
                "order", "Give matter_on no later than received_on"
            )
        return self


class AddAllegation(Command):
    """As long as the complaint is not concluded."""

    id: UUID
    category: Category


def received(
    command: ReceiveComplaint, circumstances: Circumstances
) -> ComplaintReceived:
    """Raises Refused."""
    if command.received_on > danish_day(circumstances.at):
        raise Refused("The complaint can't have been received in the future.")
    if circumstances.by.role == Role.AUTHORITY and command.via != Via.AUTHORITY:
        raise Refused("What the Authority receives comes via AUTHORITY.")
    if command.contact:
        circumstances.the(KnownContact, command.contact, "contact")
    told = command.complainant
    citizens = citizens_of((told,), circumstances)
    return ComplaintReceived(
        number=circumstances.drawn,
        received_on=command.received_on,
        matter_on=command.matter_on,
        kind=command.kind,
        district=command.district,
        via=command.via,
        contact=command.contact,
        complainant=told.known_as(told.citizen or citizens.get(told.cpr or "")),
        text=Personal(about=circumstances.id, text=command.text),
        allegations=tuple(
            Allegation(id=each.id, category=each.category)
            for each in command.allegations
        ),
        regime=command.regime,
    )


def added(command: AddAllegation, complaint: KnownComplaint) -> AllegationAdded:
    """Raises Refused."""
    if any(each.id == command.id for each in complaint.allegations):
        raise Refused("There is already an allegation with this id.")
    return AllegationAdded(id=command.id, category=command.category)
