"""A contact as a reader sees it: its facts as they stand, and what was added to it."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from api.access import Access
from api.needs import known_then
from api.shown import PartyShown, forgotten, party_shown, words
from domain.citizens import citizens
from domain.contacts import (
    ContactSupplemented,
    DispositionRecorded,
    EvidenceAttached,
    contacts,
)
from domain.event import By, Event, Frozen, Recorded
from domain.facts import Act, Facts, KnownContact
from domain.kinds import Channel, ContactKind, Decision, LateReason, Patrol
from domain.media import MediaType
from domain.people import KnownCitizen
from domain.purposes import Regime
from infrastructure.registry import Registry

WORDS = (
    "address",
    "birthday",
    "cpr",
    "email",
    "evidence",
    "name",
    "narrative",
    "phone",
    "place",
    "text",
)


class Status(StrEnum):
    STANDING = "STANDING"
    DUPLICATE = "DUPLICATE"
    WITHDRAWN = "WITHDRAWN"


class EvidenceShown(Frozen):
    """An annex; one that has no file has neither size, media type nor time."""

    annex: int
    description: str | None
    sha256: str | None
    size: int | None  # bytes
    media_type: MediaType | None
    attached: datetime | None


class Added(Frozen):
    """Something added later, with who and when."""

    at: datetime
    by: By
    text: str | None


class DispositionShown(Added):
    decision: Decision
    reason: str


class ContactShown(Frozen):
    """A contact as known; words that are null while `forgotten` were erased."""

    id: UUID
    version: int
    number: str
    source: str | None
    intake: UUID | None
    status: Status
    received_at: datetime
    registered_at: datetime
    imported: bool
    registered_by: By
    channel: Channel
    district: str
    municipality: str | None
    kind: ContactKind
    narrative: str | None
    place: str | None
    feels_unsafe: bool
    patrol: Patrol
    told_to_stop: bool
    acts: tuple[Act, ...]
    evidence: list[EvidenceShown]
    parties: list[PartyShown]
    late_reason: LateReason | None
    regime: Regime
    supplements: list[Added]
    dispositions: list[DispositionShown]
    journal_numbers: tuple[str, ...]
    duplicate_of: UUID | None
    duplicates: list[UUID]
    forgotten: bool
    forgotten_parties: list[UUID]  # whose words that are null were erased


def known_contact(history: list[Recorded[Event]]) -> KnownContact:
    state: KnownContact = contacts.state_after(each.event for each in history)  # type: ignore[assignment]
    return state


def citizens_of(registry: Registry, contact: KnownContact) -> dict[UUID, KnownCitizen]:
    """Those whom the parties have been identified as, with their protection."""
    ids = {party.citizen for party in contact.facts.parties if party.citizen}
    return {
        id: citizens.state_after(each.event for each in history) or KnownCitizen()
        for id, history in registry.histories(list(ids)).items()
    }


def protected_in(contact: KnownContact, people: dict[UUID, KnownCitizen]) -> set[UUID]:
    """Whose addresses are shown in no event but behind broken glass: parties, also as
    the citizens that they were found to be later."""
    return {
        subject
        for party in contact.facts.parties
        if party.address_protected
        or (party.citizen and people[party.citizen].address_protected)
        for subject in (party.id, party.subject)
    }


def contact_read(
    registry: Registry, id: UUID, as_of: datetime | None, access: Access, view: str
) -> ContactShown:
    """As now known, or as known then; on record as a read in this view."""
    history = known_then(registry, contacts, id, as_of)
    contact = known_contact(history)
    people = citizens_of(registry, contact)
    opened = access.opened(protected_in(contact, people))
    shown = contact_shown(history, people, opened)
    access.shown(
        view,
        [id, *people],
        WORDS,
        position=history[-1].position,
        regime=contact.facts.law,
        names=[each.name for each in shown.parties],
        glass=opened.values(),
    )
    return shown


def contact_shown(
    history: list[Recorded[Event]],
    people: dict[UUID, KnownCitizen],
    opened: Collection[UUID] = (),
) -> ContactShown:
    """`opened` are those whose protected address may be seen."""
    first, last = history[0], history[-1]
    contact = known_contact(history)
    facts = contact.facts
    return ContactShown(
        id=first.id,
        version=last.version,
        status=Status(type(contact).__name__.upper()),
        registered_at=first.registered_at,
        imported=first.stated_at is not None,
        registered_by=first.by,
        narrative=words(facts.narrative),
        place=words(facts.place),
        evidence=_evidence(history, facts),
        parties=[
            party_shown(
                party, people.get(party.citizen) if party.citizen else None, opened
            )
            for party in facts.parties
        ],
        regime=facts.law,
        supplements=[
            Added(at=each.registered_at, by=each.by, text=words(each.event.text))
            for each in history
            if isinstance(each.event, ContactSupplemented)
        ],
        dispositions=[
            DispositionShown(
                at=each.registered_at,
                by=each.by,
                text=words(each.event.text),
                decision=each.event.decision,
                reason=each.event.reason,
            )
            for each in history
            if isinstance(each.event, DispositionRecorded)
        ],
        journal_numbers=contact.journal_numbers,
        duplicate_of=getattr(contact, "of", None),
        duplicates=sorted(contact.duplicates),
        forgotten=forgotten(contact),
        forgotten_parties=[each.id for each in facts.parties if forgotten(each)],
        **facts.model_dump(include=SAME),
    )


def _evidence(history: list[Recorded[Event]], facts: Facts) -> list[EvidenceShown]:
    files = {
        each.event.annex: (each.event, each.registered_at)
        for each in history
        if isinstance(each.event, EvidenceAttached)
    }
    nothing = (None, None)
    return [
        EvidenceShown(
            annex=line.annex,
            description=words(line.description),
            sha256=line.sha256,
            size=file.size if file else None,
            media_type=file.media_type if file else None,
            attached=attached,
        )
        for line in facts.evidence
        for file, attached in [files.get(line.annex, nothing)]
    ]


SAME = Facts.model_fields.keys() - {
    "narrative",
    "place",
    "evidence",
    "parties",
    "regime",
}
