"""Lawful forgetting: keys are destroyed, by two people, and what was sealed is unreadable.

Retshåndhævelsesloven § 17 (Directive (EU) 2016/680, article 16) and GDPR article 17.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from domain.calendar import danish_day
from domain.complaint_facts import KnownComplaint
from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import Event, Frozen
from domain.facts import KnownContact
from domain.ids import searches_of
from domain.known_course import StalkingCourse
from domain.known_intake import KnownIntake
from domain.people import KnownCitizen
from domain.traces import KeyName, Traces
from domain.words import Line

BACKUPS = timedelta(days=30)  # that a copy of the keys is kept at the longest
HAVE_WORDS = (KnownContact, KnownComplaint, StalkingCourse, KnownIntake)

# No blanks, so no words: this stays when all else about somebody is forgotten.
Reference = Annotated[str, Field(pattern=r"^[0-9A-Za-z][!-~]{0,99}$")]

FIRST_YEAR = 2000  # of searches
Year = Annotated[StrictInt, Field(ge=FIRST_YEAR, le=2200)]


class Basis(StrEnum):
    """Why words are to be destroyed. The paragraph is for the matter that is referred to."""

    CITIZEN_REQUEST = "CITIZEN_REQUEST"  # she asks, and is right
    UNLAWFUL_PROCESSING = "UNLAWFUL_PROCESSING"  # they should not have been kept
    LEGAL_OBLIGATION = "LEGAL_OBLIGATION"  # such as a court's decision
    RETENTION_ENDED = "RETENTION_ENDED"  # a rule of retention says so


class Progress(StrEnum):
    """How far an erasure has come."""

    REQUESTED = "REQUESTED"
    UNDER_WAY = "UNDER_WAY"  # the keys are fenced: there is no way back
    REFUSED = "REFUSED"
    DESTROYED = "DESTROYED"


class ErasureRequested(Event):
    """Nothing in it says who anybody is. `keys` are all that are to be destroyed."""

    custodian: str  # who asks, and may not be the one who destroys
    basis: Basis
    citizens: tuple[UUID, ...]
    narratives: tuple[UUID, ...]
    keys: tuple[KeyName, ...]
    rule: str | None = None  # of retention
    reference: str | None = None
    search_years: tuple[int, ...] = ()  # of the access log


class ErasureRefused(Event):
    reason: str


class KeysDestroyed(Event):
    keys: tuple[KeyName, ...]
    no_backup_from: date  # from this Danish day on no copy of the keys is kept either


class RequestErasure(Command):
    """Name citizens, and the contacts, complaints, courses and intakes whose words are to
    go too.

    What else holds words about these citizens is found: parties identified as them, their
    complaints, and the courses they are in, whose court prints name them. With
    RETENTION_ENDED, name the rule; people in the contacts and complaints go as well,
    unless they are citizens. What was searched for is forgotten by whole years.
    """

    citizens: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    narratives: Annotated[tuple[UUID, ...], Field(max_length=500)] = ()
    search_years: Annotated[tuple[Year, ...], Field(max_length=100)] = ()
    basis: Basis
    rule: Reference | None = None
    reference: Reference | None = None

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.citizens or self.narratives or self.search_years):
            raise PydanticCustomError(
                "nothing", "Name whose words are to be erased, or which"
            )
        if (self.basis is Basis.RETENTION_ENDED) != (self.rule is not None):
            raise PydanticCustomError(
                "rule", "Give a rule with RETENTION_ENDED, and only with it"
            )
        return self


class RefuseErasure(Command):
    """It is then over: who asks again makes a new request."""

    reason: Line


class DestroyKeys(Command):
    """By another custodian than the one who asked. There is no way back."""


class Requested(Frozen):
    request: ErasureRequested


class Declined(Requested):
    reason: str


class Destroyed(Requested):
    no_backup_from: date


def decide(
    erasure: Requested | None,
    command: RequestErasure | RefuseErasure | DestroyKeys,
    circumstances: Circumstances,
) -> Event:
    match command, erasure:
        case RequestErasure(), None:
            return _requested(command, circumstances)
        case RequestErasure(), _:
            raise Refused("This erasure is already requested.")
        case _, None:
            raise Refused("There is no erasure with this id.")
        case RefuseErasure(reason=reason), _:
            undecided(erasure)
            return ErasureRefused(reason=reason)
        case DestroyKeys(), _:
            return _destroyed(erasure, circumstances)


def _requested(
    command: RequestErasure, circumstances: Circumstances
) -> ErasureRequested:
    for citizen in command.citizens:
        circumstances.the(KnownCitizen, citizen, "citizen")
    for thing in command.narratives:
        if not isinstance(circumstances.others.get(thing), HAVE_WORDS):
            raise Refused(
                "There is no contact, complaint, course or intake with this id."
            )
    if any(year >= danish_day(circumstances.at).year for year in command.search_years):
        raise Refused("Searches are forgotten by years that are over.")
    keys = keys_of(command, circumstances.traces)
    if not keys:
        raise Refused("Nothing is sealed about these any more: there is no key left.")
    return ErasureRequested(**dict(command), custodian=circumstances.by.id, keys=keys)


def keys_of(
    asked: RequestErasure | ErasureRequested, traces: Traces
) -> tuple[KeyName, ...]:
    """Those that are there now: more may have been recorded since it was asked."""
    searches = [searches_of(year) for year in asked.search_years]
    whole = asked.basis is Basis.RETENTION_ENDED
    return traces.of(asked.citizens, (*asked.narratives, *searches), whole=whole)


def undecided(erasure: Requested) -> None:
    """Raises Refused."""
    match erasure:
        case Declined():
            raise Refused("This erasure was refused: make a new request.")
        case Destroyed():
            raise Refused("The keys are destroyed.")


def may_destroy(erasure: Requested, custodian: str) -> None:
    """Raises Refused."""
    undecided(erasure)
    if custodian == erasure.request.custodian:
        raise Refused("Another custodian than the one who asked must destroy the keys.")


def _destroyed(erasure: Requested, circumstances: Circumstances) -> KeysDestroyed:
    """The last of several steps, and a fact only when the others are done."""
    may_destroy(erasure, circumstances.by.id)
    keys = erasure.request.keys
    if not circumstances.traces.gone(keys):
        raise Refused("The keys are still there: they are destroyed at the door alone.")
    return KeysDestroyed(
        keys=keys, no_backup_from=danish_day(circumstances.at) + BACKUPS
    )


def evolve(
    erasure: Requested | None,
    event: ErasureRequested | ErasureRefused | KeysDestroyed,
) -> Requested:
    if isinstance(event, ErasureRequested):
        return Requested(request=event)
    if erasure is None:
        raise LookupError("An erasure begins with its request.")
    match event:
        case ErasureRefused(reason=reason):
            return Declined(request=erasure.request, reason=reason)
        case KeysDestroyed(no_backup_from=day):
            return Destroyed(request=erasure.request, no_backup_from=day)


erasures = Decider(decide, evolve, first=RequestErasure)
