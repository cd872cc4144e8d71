"""What reached the police: open until a contact is registered, or it is settled."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.calendar import SKEW
from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import Event, Personal
from domain.kinds import Channel
from domain.known_intake import (
    KnownIntake,
    Observed,
    Open,
    Registered,
    Settled,
    SettledAs,
    still_open,
)
from domain.places import District
from domain.words import Moment, Words

# No blanks, so no words; and no number as people write it down for dialling abroad.
OwnId = Annotated[str, Field(pattern=r"^[0-9A-Za-z][!-~]{0,199}$")]


class IntakeObserved(Observed, Event):
    pass


class IntakeRegistered(Event):
    """⇄ of the registration that names the intake."""

    contact: UUID


class IntakeSettled(Event):
    reason: SettledAs
    note: Personal | None = None


class ObserveIntake(Command):
    """`source` is the exchange's own id of the call or mail, and `at` its own time.

    No words, and nobody's number or address.
    """

    source: OwnId
    channel: Channel
    district: District
    at: Moment


class SettleIntake(Command):
    """There is no contact to register, and the reason says why."""

    reason: SettledAs
    note: Words | None = None


def decide(
    intake: KnownIntake | None,
    command: ObserveIntake | SettleIntake,
    circumstances: Circumstances,
) -> Event:
    match command, intake:
        case ObserveIntake(), None:
            if command.at > circumstances.at + SKEW:
                raise Refused("The intake can't have been observed in the future.")
            return IntakeObserved(**dict(command))
        case ObserveIntake(), _:
            raise Refused("The intake is already observed.")
        case SettleIntake(), None:
            raise Refused("There is no intake with this id.")
        case SettleIntake(reason=reason, note=note), KnownIntake():
            still_open(intake)
            about = circumstances.id
            words = None if note is None else Personal(about=about, text=note)
            return IntakeSettled(reason=reason, note=words)


def evolve(
    intake: KnownIntake | None,
    event: IntakeObserved | IntakeRegistered | IntakeSettled,
) -> KnownIntake:
    if isinstance(event, IntakeObserved):
        return Open(**dict(event))
    if intake is None:
        raise LookupError("An intake begins when it is observed.")
    seen = {name: getattr(intake, name) for name in Observed.model_fields}
    match event:
        case IntakeRegistered(contact=contact):
            return Registered(**seen, contact=contact)
        case IntakeSettled(reason=reason, note=note):
            return Settled(**seen, reason=reason, note=note)


intake = Decider(decide, evolve, first=ObserveIntake)
