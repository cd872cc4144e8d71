"""Whether contacts are registered correctly: samples, findings, and what is agreed."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import Event, Frozen, Personal
from domain.facts import KnownContact
from domain.places import District
from domain.words import Day, Line, Position, Words

Size = Annotated[StrictInt, Field(ge=1, le=500)]


class Finding(StrEnum):
    CORRECT = "CORRECT"
    INCOMPLETE = "INCOMPLETE"
    WRONG = "WRONG"
    LATE = "LATE"
    UNFINDABLE = "UNFINDABLE"


class AuditSampleDrawn(Event):
    """Which contacts it holds follows from this for ever, and for everybody.

    Those whose registration names the district and a Danish day of receipt in the
    period, at a position not beyond this one; of them the first `size` by SHA-256 of
    seed, line feed and contact id.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    seed: str
    district: str | None = None
    since: date = Field(alias="from")
    until: date = Field(alias="to")  # not included
    size: int
    position: int


class AuditFindingRecorded(Event):
    contact: UUID
    finding: Finding
    note: Personal | None = None


class AuditActionAgreed(Event):
    action: UUID
    what: str
    due: date
    responsible: str


class AuditActionFinished(Event):
    action: UUID


class DrawSample(Command):
    """The same seed and position draw the same contacts for everybody."""

    model_config = ConfigDict(serialize_by_alias=True)

    seed: Line
    district: District | None = None
    since: Day = Field(alias="from")
    until: Day = Field(alias="to")
    size: Size
    position: Position

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.since >= self.until:
            raise PydanticCustomError(
                "order", "Give a period that ends after it begins"
            )
        return self


class RecordFinding(Command):
    """A later finding on the same contact replaces the former, which stays on record."""

    contact: UUID
    finding: Finding
    note: Words | None = None


class AgreeAction(Command):
    action: UUID
    what: Line
    due: Day
    responsible: Line


class FinishAction(Command):
    action: UUID


class Audit(Frozen):
    sample: AuditSampleDrawn
    findings: Mapping[UUID, AuditFindingRecorded] = {}  # the last on each contact
    actions: Mapping[UUID, AuditActionAgreed] = {}
    finished: frozenset[UUID] = frozenset()  # actions


def decide(
    audit: Audit | None,
    command: DrawSample | RecordFinding | AgreeAction | FinishAction,
    circumstances: Circumstances,
) -> Event:
    if isinstance(command, DrawSample):
        if audit:
            raise Refused("The sample of this audit is already drawn.")
        return AuditSampleDrawn.model_validate(command.model_dump())
    if audit is None:
        raise Refused("There is no registration audit with this id.")
    match command:
        case RecordFinding():
            return _found(command, circumstances)
        case AgreeAction():
            if command.action in audit.actions:
                raise Refused("An action is already agreed under this id.")
            return AuditActionAgreed(**dict(command))
        case FinishAction(action=action):
            if action not in audit.actions:
                raise Refused("No action is agreed under this id.")
            if action in audit.finished:
                raise Refused("This action is already finished.")
            return AuditActionFinished(action=action)


def _found(command: RecordFinding, circumstances: Circumstances) -> Event:
    """That the contact is in the sample is for whoever knows the sample to check."""
    about, note = command.contact, command.note
    circumstances.the(KnownContact, about, "contact")
    return AuditFindingRecorded(
        contact=about,
        finding=command.finding,
        note=None if note is None else Personal(about=about, text=note),
    )


def evolve(
    audit: Audit | None,
    event: AuditSampleDrawn
    | AuditFindingRecorded
    | AuditActionAgreed
    | AuditActionFinished,
) -> Audit:
    if isinstance(event, AuditSampleDrawn):
        return Audit(sample=event)
    if audit is None:
        raise LookupError("An audit begins with its sample.")
    return audit.model_copy(update=_change(audit, event))


def _change(
    audit: Audit,
    event: AuditFindingRecorded | AuditActionAgreed | AuditActionFinished,
) -> dict[str, object]:
    match event:
        case AuditFindingRecorded(contact=contact):
            return {"findings": {**audit.findings, contact: event}}
        case AuditActionAgreed(action=action):
            return {"actions": {**audit.actions, action: event}}
        case AuditActionFinished(action=action):
            return {"finished": audit.finished | {action}}


registration_audits = Decider(decide, evolve, first=DrawSample)
