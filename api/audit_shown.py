"""An audit as its readers see it: the sample, what was found, and what is agreed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from api.shown import words
from domain.event import Event, Frozen, Recorded
from domain.supervision import (
    Audit,
    AuditActionAgreed,
    AuditActionFinished,
    AuditFindingRecorded,
    Finding,
    registration_audits,
)
from projections.registration_audits import Registration


class FindingShown(Frozen):
    contact: UUID
    finding: Finding
    at: datetime
    by: str
    note: str | None  # words: only with a purpose
    replaced: bool  # by a later finding on the same contact


class ActionShown(Frozen):
    id: UUID
    what: str
    due: date
    responsible: str
    agreed_at: datetime
    agreed_by: str
    finished_at: datetime | None
    finished_by: str | None


class Progress(Frozen):
    """So many of so many: counts of registrations in the sample."""

    examined: int
    of: int
    findings: dict[Finding, int]


class AuditShown(Frozen):
    """`position` is what the sample was drawn at; fewer may be there than asked for."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    id: UUID
    version: int
    drawn_at: datetime
    drawn_by: str
    seed: str
    district: str | None
    since: date = Field(alias="from")
    until: date = Field(alias="to")
    position: int
    asked: int
    drawn: int
    contacts: Sequence[Registration]
    findings: list[FindingShown]
    actions: list[ActionShown]
    progress: Progress


def known_audit(history: Sequence[Recorded[Event]]) -> Audit:
    audit = registration_audits.state_after(each.event for each in history)
    assert audit is not None  # noqa: S101 - there is a first event
    return audit


def audit_shown(
    history: Sequence[Recorded[Event]],
    sample: Sequence[Registration],
    *,
    with_words: bool,
) -> AuditShown:
    audit, first = known_audit(history), history[0]
    drawn = audit.sample
    return AuditShown(
        id=first.id,
        version=history[-1].version,
        drawn_at=first.registered_at,
        drawn_by=first.by.id,
        seed=drawn.seed,
        district=drawn.district,
        since=drawn.since,
        until=drawn.until,
        position=drawn.position,
        asked=drawn.size,
        drawn=len(sample),
        contacts=sample,
        findings=_findings(history, audit, with_words=with_words),
        actions=_actions(history),
        progress=_progress(audit, sample),
    )


def _progress(audit: Audit, sample: Sequence[Registration]) -> Progress:
    found = [audit.findings[each.id] for each in sample if each.id in audit.findings]
    counted = Counter(each.finding for each in found)
    return Progress(
        examined=len(found),
        of=len(sample),
        findings={finding: counted[finding] for finding in Finding},
    )


def _findings(
    history: Sequence[Recorded[Event]], audit: Audit, *, with_words: bool
) -> list[FindingShown]:
    """All of them, in the order in which they were recorded."""
    return [
        FindingShown(
            contact=event.contact,
            finding=event.finding,
            at=each.registered_at,
            by=each.by.id,
            note=words(event.note) if with_words else None,
            replaced=audit.findings[event.contact] is not event,
        )
        for each in history
        if isinstance(event := each.event, AuditFindingRecorded)
    ]


def _actions(history: Sequence[Recorded[Event]]) -> list[ActionShown]:
    finished = {
        each.event.action: each
        for each in history
        if isinstance(each.event, AuditActionFinished)
    }
    return [
        _action(each, each.event, finished.get(each.event.action))
        for each in history
        if isinstance(each.event, AuditActionAgreed)
    ]


def _action(
    recorded: Recorded[Event],
    agreed: AuditActionAgreed,
    finished: Recorded[Event] | None,
) -> ActionShown:
    return ActionShown(
        id=agreed.action,
        what=agreed.what,
        due=agreed.due,
        responsible=agreed.responsible,
        agreed_at=recorded.registered_at,
        agreed_by=recorded.by.id,
        finished_at=finished and finished.registered_at,
        finished_by=finished and finished.by.id,
    )
