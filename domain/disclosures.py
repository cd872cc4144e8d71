"""The access log: who was shown whose words, and what for; recorded before they are."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.calendar import danish_day
from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import Event, Frozen, Personal
from domain.ids import searches_of
from domain.purposes import Purpose, Regime
from domain.words import Line, Position, Words


class Operation(StrEnum):
    """Directive (EU) 2016/680, article 25."""

    COLLECTION = "COLLECTION"
    ALTERATION = "ALTERATION"
    CONSULTATION = "CONSULTATION"
    DISCLOSURE = "DISCLOSURE"
    COMBINATION = "COMBINATION"
    ERASURE = "ERASURE"


class StandsOut(StrEnum):
    """What stands out in a read by itself, known only while it is made."""

    OWN_RECORD = "OWN_RECORD"
    SAME_SURNAME = "SAME_SURNAME"


class Result(StrEnum):
    SHOWN = "SHOWN"
    NONE = "NONE"
    REFUSED = "REFUSED"


class Entry(Frozen):
    """`count` is of things shown; `position` is where the read models stood.

    `recipient` is whom a disclosure went to, in words that name no citizen.
    `break_glass` is what opened protected addresses.
    """

    operation: Operation
    view: str
    subjects: tuple[UUID, ...] = ()
    count: int
    fields: tuple[str, ...] = ()
    purpose: Purpose
    reference: str | None = None
    result: Result
    position: int | None = None
    regime: Regime | None = None
    recipient: str | None = None
    break_glass: tuple[UUID, ...] = ()
    stands_out: tuple[StandsOut, ...] = ()


class PersonalWordsDisclosed(Entry, Event):
    pass


class SearchRun(Entry, Event):
    query: Personal


class ExportMade(Entry, Event):
    pass


class LogAccess(Command):
    """`result` is by default whether anything was there to be shown."""

    operation: Operation = Operation.CONSULTATION
    view: Line
    subjects: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    count: Position
    fields: Annotated[tuple[Line, ...], Field(max_length=200)] = ()
    purpose: Purpose
    reference: Line | None = None
    result: Result | None = None
    position: Position | None = None
    regime: Regime | None = None
    recipient: Line | None = None
    break_glass: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    stands_out: Annotated[tuple[StandsOut, ...], Field(max_length=len(StandsOut))] = ()


class DisclosePersonalWords(LogAccess):
    pass


class RunSearch(LogAccess):
    query: Words


class MakeExport(LogAccess):
    operation: Operation = Operation.DISCLOSURE


class Logged(Frozen):
    """An entry is one event, and nothing is added to it."""


def decide(
    entry: Logged | None,
    command: DisclosePersonalWords | RunSearch | MakeExport,
    circumstances: Circumstances,
) -> Event:
    if entry:
        raise Refused("This entry is already in the access log.")
    _with_recipient(command)
    told = dict(command)
    told["result"] = command.result or (Result.SHOWN if command.count else Result.NONE)
    match command:
        case DisclosePersonalWords():
            return PersonalWordsDisclosed(**told)
        case RunSearch(query=query):
            about = year_of_searches(circumstances.at)
            return SearchRun(**told | {"query": Personal(about=about, text=query)})
        case MakeExport():
            return ExportMade(**told)


def _with_recipient(command: LogAccess) -> None:
    disclosed = command.operation is Operation.DISCLOSURE
    if disclosed and command.recipient is None:
        raise Refused("Say who receives it: a disclosure has a recipient.")
    if command.recipient is not None and not disclosed:
        raise Refused("Only a disclosure has a recipient: this stays in the house.")


def year_of_searches(at: datetime) -> UUID:
    return searches_of(danish_day(at).year)


def evolve(
    entry: Logged | None, event: PersonalWordsDisclosed | SearchRun | ExportMade
) -> Logged:
    return Logged()


disclosures = Decider(decide, evolve, first=LogAccess)
