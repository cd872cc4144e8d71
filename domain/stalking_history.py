"""What a stalking course holds, as known at a moment: facts in order, and no verdict."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.contacts import ContactMarkedDuplicate, Duplicate, Withdrawn, contacts
from domain.event import By, Event, Frozen, Recorded
from domain.facts import Act, KnownContact
from domain.kinds import Channel, Decision, LateReason, Patrol
from domain.people import KnownCitizen, PartyRole, SafeContact
from domain.restraining_orders import RestrainingOrderBreachReported
from domain.stalking_courses import StalkingCourse, stalking_courses
from domain.stalking_summary import Summary, reporter_of, summary_of

SAME = (
    "number",
    "source",
    "received_at",
    "late_reason",
    "channel",
    "district",
    "acts",
    "told_to_stop",
    "patrol",
)

Histories = Mapping[UUID, Sequence[Recorded[Event]]]


class Exclusion(StrEnum):
    UNLINKED = "UNLINKED"
    WITHDRAWN = "WITHDRAWN"
    DUPLICATE = "DUPLICATE"


class AnnexTold(Frozen):
    annex: int
    sha256: str | None


class DispositionTold(Frozen):
    decision: Decision
    reason: str


class ContactTold(Frozen):
    """One contact of a course. It has no words of anybody: those are in the contact."""

    id: UUID
    number: str
    source: str | None
    received_at: datetime
    registered_at: datetime
    imported: bool
    registered_by: By
    late_reason: LateReason | None
    channel: Channel
    district: str
    reporter: PartyRole
    acts: tuple[Act, ...]
    told_to_stop: bool
    evidence: tuple[AnnexTold, ...]
    patrol: Patrol
    disposition: DispositionTold | None  # the last
    journal_numbers: tuple[str, ...]
    basis: str  # why it is in the course
    after_service: bool


class Excluded(Frozen):
    id: UUID
    number: str
    source: str | None
    received_at: datetime
    why: Exclusion
    reason: str
    duplicate_of: UUID | None


class Breach(Frozen):
    """As reported; `excluded` where its contact has left the course since."""

    order: UUID
    contact: UUID
    number: str
    received_at: datetime
    reported_at: datetime
    reported_by: By
    excluded: bool


class StalkingHistory(Frozen):
    safe_contact: SafeContact
    contacts: tuple[ContactTold, ...]  # in the order they were received
    excluded: tuple[Excluded, ...]
    breaches: tuple[Breach, ...]
    summary: Summary


def history_of(
    course: Sequence[Recorded[Event]], told: Histories, victim: KnownCitizen
) -> StalkingHistory:
    """`told` are the events of the contacts that are or were linked.

    What is left out of all three was not known then, and is not in the answer.
    """
    state: StalkingCourse = stalking_courses.state_after(each.event for each in course)  # type: ignore[assignment]
    once = {id: _known(told[id]) for id in (*state.linked, *state.unlinked) if told[id]}
    effective = (id for id in state.linked if id in once and once[id].effective)
    inside = sorted(effective, key=lambda each: (once[each].facts.received_at, each))
    cases = {number for id in inside for number in once[id].journal_numbers}
    shown = tuple(_told(state, once[id], told[id]) for id in inside)
    out = (_excluded(state, once[id], told[id]) for id in once.keys() - set(inside))
    return StalkingHistory(
        safe_contact=_safe_contact(victim, (once[id] for id in inside)),
        contacts=shown,
        excluded=tuple(sorted(out, key=lambda each: (each.received_at, each.id))),
        breaches=tuple(_breaches(course, once, inside)),
        summary=summary_of(
            [once[id].facts for id in inside], state.orders, cases=len(cases)
        ),
    )


def _known(history: Sequence[Recorded[Event]]) -> KnownContact:
    state: KnownContact = contacts.state_after(each.event for each in history)  # type: ignore[assignment]
    return state


def _told(
    course: StalkingCourse, contact: KnownContact, history: Sequence[Recorded[Event]]
) -> ContactTold:
    facts, first = contact.facts, history[0]
    last = contact.dispositions[-1] if contact.dispositions else None
    return ContactTold(
        id=first.id,
        registered_at=first.registered_at,
        imported=first.stated_at is not None,
        registered_by=first.by,
        reporter=reporter_of(facts),
        evidence=tuple(
            AnnexTold(annex=each.annex, sha256=each.sha256) for each in facts.evidence
        ),
        disposition=last
        and DispositionTold(decision=last.decision, reason=last.reason),
        journal_numbers=contact.journal_numbers,
        basis=course.linked[first.id],
        after_service=any(
            each.served_before(facts.received_at) for each in course.orders
        ),
        **{name: getattr(facts, name) for name in SAME},
    )


def _excluded(
    course: StalkingCourse, contact: KnownContact, history: Sequence[Recorded[Event]]
) -> Excluded:
    id, facts = history[0].id, contact.facts
    why, reason = _why(course.unlinked.get(id), contact, history)
    return Excluded(
        id=id,
        number=facts.number,
        source=facts.source,
        received_at=facts.received_at,
        why=why,
        reason=reason,
        duplicate_of=getattr(contact, "of", None),
    )


def _why(
    unlinked: str | None, contact: KnownContact, history: Sequence[Recorded[Event]]
) -> tuple[Exclusion, str]:
    if unlinked is not None:
        return Exclusion.UNLINKED, unlinked
    if isinstance(contact, Withdrawn):
        return Exclusion.WITHDRAWN, contact.reason
    assert isinstance(contact, Duplicate)  # noqa: S101 - nothing else is ineffective
    marks = [e.event for e in history if isinstance(e.event, ContactMarkedDuplicate)]
    return Exclusion.DUPLICATE, marks[-1].reason


def _safe_contact(victim: KnownCitizen, inside: Iterable[KnownContact]) -> SafeContact:
    """The stricter of what was instructed and what any of the contacts says."""
    told = [
        party.safe_contact
        for contact in inside
        for party in contact.facts.parties
        if party.role == PartyRole.VICTIM
    ]
    direct = SafeContact.DIRECT_ONLY in (victim.safe_contact, *told)
    return SafeContact.DIRECT_ONLY if direct else SafeContact.ANY


def _breaches(
    course: Iterable[Recorded[Event]],
    once: Mapping[UUID, KnownContact],
    inside: Sequence[UUID],
) -> Iterable[Breach]:
    for recorded in course:
        event = recorded.event
        if isinstance(event, RestrainingOrderBreachReported) and event.contact in once:
            facts = once[event.contact].facts
            yield Breach(
                order=event.order,
                contact=event.contact,
                number=facts.number,
                received_at=facts.received_at,
                reported_at=recorded.registered_at,
                reported_by=recorded.by,
                excluded=event.contact not in inside,
            )
