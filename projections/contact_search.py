"""Which contacts are known, and by what can each be found again?

How they are asked for is in contact_finding.py, similar_contacts.py and suggestions.py.
"""

from domain.contacts import (
    ContactCorrected,
    ContactMarkedDuplicate,
    ContactReferredToCase,
    ContactRegistered,
    ContactReinstated,
    ContactSupplemented,
    ContactWithdrawn,
    DispositionRecorded,
    DuplicateMarkWithdrawn,
    EvidenceAttached,
)
from domain.event import Event, Recorded
from projections.corrections import correct
from projections.people_sought import GONE, UNKNOWN, add_parties, correct_parties
from projections.people_told_apart import people_told_apart
from projections.projection import Projection, Rows
from projections.words_said import UNSAID, Said, annex, say, say_no_annex, words_said

contact_search = Projection(
    name=people_told_apart.name,
    tables=people_told_apart.tables
    + """
    create table contact (
        id uuid primary key, nth bigint not null, number text not null, source text,
        received_at timestamptz not null, registered_at timestamptz not null,
        imported boolean not null, district text not null, municipality text,
        kind text not null, channel text not null, officer text not null,
        journal_numbers text[] not null default '{}',
        withdrawn boolean not null default false, duplicate_of uuid
    );
    create index on contact (nth);
    """
    + words_said.tables,
    indexes=people_told_apart.indexes
    + """
    create index on contact (number);
    create index on contact (source);
    create index on contact using gin (journal_numbers);
    create index on contact (received_at, id);
    create index on contact (registered_at);
    create index on contact (district, received_at, id);
    create index on contact (municipality, received_at, id);
    create index on contact (kind, received_at, id);
    create index on contact (channel, received_at, id);
    create index on contact (officer, received_at, id);
    """
    + words_said.indexes,
    # In the order in which a shadow's indexes lock the tables, or both would wait for ever.
    forget=GONE.format("about = any(%(subjects)s)")
    + f", unknown as ({UNKNOWN})"
    + f", {UNSAID}",
    hints=words_said.hints,
    handlers=dict(people_told_apart.handlers),
)
COLUMNS = {"source", "district", "municipality", "received_at", "kind", "channel"}


@contact_search.on(ContactRegistered, words=True)
def register(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
    contact, event = recorded.id, recorded.event
    db.execute(
        """
        insert into contact_search.contact values (
            %s, 1 + (select coalesce(max(nth), 0) from contact_search.contact),
            %s, %s, %s, %s, %s, %s, %s, %s, %s, %s
        )
        """,
        (
            contact,
            event.number,
            event.source,
            event.received_at,
            recorded.registered_at,
            recorded.stated_at is not None,
            event.district,
            event.municipality,
            event.kind,
            event.channel,
            recorded.by.id,
        ),
    )
    said: dict[str, Said] = {
        "narrative": event.narrative.text,
        "place": event.place.text if event.place else None,
    }
    said |= {annex(each.annex): each.description.text for each in event.evidence}
    say(db, contact, said)
    add_parties(db, contact, event.parties)


@contact_search.on(ContactSupplemented, words=True)
def supplement(db: Rows, recorded: Recorded[ContactSupplemented]) -> None:
    say(db, recorded.id, {str(recorded.version): recorded.event.text.text})


@contact_search.on(DispositionRecorded, words=True)
def decide(db: Rows, recorded: Recorded[DispositionRecorded]) -> None:
    text = recorded.event.text
    say(db, recorded.id, {str(recorded.version): text.text if text else None})


@contact_search.on(ContactCorrected, words=True)
def follow(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    correct(db, "contact_search", recorded, COLUMNS)
    correct_parties(db, recorded)
    new = recorded.event.model_dump()["new"]
    match recorded.event.field:
        case "district" | "received_at":
            say(db, recorded.id, {})
        case "narrative" | "place" as part:
            say(db, recorded.id, {part: new and new["text"]})
        case "evidence":
            lines = {annex(each["annex"]): each["description"]["text"] for each in new}
            say_no_annex(db, recorded.id)
            say(db, recorded.id, lines)


@contact_search.on(EvidenceAttached, words=True)
def attach(db: Rows, recorded: Recorded[EvidenceAttached]) -> None:
    event = recorded.event
    say(db, recorded.id, {annex(event.annex): event.description.text})


@contact_search.on(ContactWithdrawn, ContactReinstated)
def withdraw(db: Rows, recorded: Recorded[Event]) -> None:
    db.execute(
        "update contact_search.contact set withdrawn = %s where id = %s",
        (isinstance(recorded.event, ContactWithdrawn), recorded.id),
    )


@contact_search.on(ContactMarkedDuplicate, DuplicateMarkWithdrawn)
def mark(db: Rows, recorded: Recorded[Event]) -> None:
    event = recorded.event
    db.execute(
        "update contact_search.contact set duplicate_of = %s where id = %s",
        (event.of if isinstance(event, ContactMarkedDuplicate) else None, recorded.id),
    )


@contact_search.on(ContactReferredToCase)
def refer(db: Rows, recorded: Recorded[ContactReferredToCase]) -> None:
    db.execute(
        """
        update contact_search.contact set journal_numbers = journal_numbers || %s::text
        where id = %s
        """,
        (recorded.event.journal_number, recorded.id),
    )
