"""Which contacts are known, and by what can each be found again?

How they are asked for is in contact_finding.py, similar_contacts.py and suggestions.py.
"""

from collections.abc import Mapping
from uuid import UUID

from psycopg.types.json import Jsonb

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
from domain.folding import searched_words
from projections.corrections import correct
from projections.people_sought import GONE, UNKNOWN, add_parties, correct_parties
from projections.people_told_apart import people_told_apart
from projections.projection import Projection, Rows

contact_search = Projection(
    name=people_told_apart.name,
    tables=people_told_apart.tables  # noqa: S608 - nothing that anybody says
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

    -- PostgreSQL takes up to 1 MB of stems a row: no words make a contact unreadable.
    create function joined(parts jsonb) returns text immutable parallel safe return (
        select left(string_agg(
            value, ' ' order by key ~ '^[0-9]', length(key), key  -- as it was said
        ), 200000) from jsonb_each_text(parts)
    );
    -- What stands beside words, telephones and the like: the month and the day.
    create function facets(at timestamptz) returns text[] immutable parallel safe return
        array[
            to_char(at at time zone 'Europe/Copenhagen', 'YYYY-MM'),
            to_char(at at time zone 'Europe/Copenhagen', 'YYYY-MM-DD')
        ];
    create table wording (
        contact uuid primary key,
        said jsonb not null,    -- what was said, by part
        folded jsonb not null,  -- the same, as it is looked for
        facets text[] not null, -- district, month and day of the contact
        words tsvector generated always
            as (to_tsvector('pg_catalog.danish', joined(folded))) stored
    );

    -- Each stem that was said, once, so that what is asked for may be misspelt.
    create function misspellings(word text) returns text[] immutable parallel safe return
        array(
            select word
            union select overlay(word placing '' from place for 1)
            from generate_series(1, length(word)) as place
        );
    create table known_word (
        stem text primary key,
        contact uuid not null,  -- in which it was said, and with which it goes
        keys text[] not null generated always as (misspellings(stem)) stored
    );
    create index on known_word (contact);
    """,
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
    create index on known_word using gin (keys)
        with (gin_pending_list_limit = 256);
    create index on known_word using gin (stem gin_trgm_ops)
        with (gin_pending_list_limit = 256);
    create index on wording using gin (words, facets)
        with (gin_pending_list_limit = 256);
    """,
    # In the order in which a shadow's indexes lock the tables, or both would wait for ever.
    forget=GONE.format("about = any(%(subjects)s)")  # noqa: S608 - as above
    + f", unknown as ({UNKNOWN})"
    + """
    , orphaned as materialized (
        select stem, (
            select wording.contact from contact_search.wording
            where words @@ stem::tsquery and wording.contact <> all(%(subjects)s) limit 1
        ) as heir
        from contact_search.known_word where contact = any(%(subjects)s)
    ), unsaid as (
        delete from contact_search.known_word using orphaned
        where known_word.stem = orphaned.stem and heir is null
    ), inherited as (
        update contact_search.known_word set contact = heir from orphaned
        where known_word.stem = orphaned.stem and heir is not null
    )
    update contact_search.wording set said = '{}', folded = '{}'
    where contact = any(%(subjects)s)
    """,
    hints=frozenset({"known_word"}),
    handlers=dict(people_told_apart.handlers),
)
COLUMNS = {"source", "district", "municipality", "received_at", "kind", "channel"}
EVIDENCE = "evidence."
Said = str | None  # None: nothing, or forgotten


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
    _say(db, contact, said)
    add_parties(db, contact, event.parties)


@contact_search.on(ContactSupplemented, words=True)
def supplement(db: Rows, recorded: Recorded[ContactSupplemented]) -> None:
    _say(db, recorded.id, {str(recorded.version): recorded.event.text.text})


@contact_search.on(DispositionRecorded, words=True)
def decide(db: Rows, recorded: Recorded[DispositionRecorded]) -> None:
    text = recorded.event.text
    _say(db, recorded.id, {str(recorded.version): text.text if text else None})


@contact_search.on(ContactCorrected, words=True)
def follow(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    correct(db, "contact_search", recorded, COLUMNS)
    correct_parties(db, recorded)
    new = recorded.event.model_dump()["new"]
    match recorded.event.field:
        case "district" | "received_at":
            _say(db, recorded.id, {})
        case "narrative" | "place" as part:
            _say(db, recorded.id, {part: new and new["text"]})
        case "evidence":
            lines = {annex(each["annex"]): each["description"]["text"] for each in new}
            _say_no_annex(db, recorded.id)
            _say(db, recorded.id, lines)


@contact_search.on(EvidenceAttached, words=True)
def attach(db: Rows, recorded: Recorded[EvidenceAttached]) -> None:
    event = recorded.event
    _say(db, recorded.id, {annex(event.annex): event.description.text})


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


def _say(db: Rows, contact: UUID, said: Mapping[str, Said]) -> None:
    """Each part takes the place of what the same part said before."""
    folded = {part: _folded(words) for part, words in said.items()}
    db.execute(
        """
        with told as (
            insert into contact_search.wording as known
            select id, jsonb_strip_nulls(%(told)s), jsonb_strip_nulls(%(folded)s),
                district || contact_search.facets(received_at)
            from contact_search.contact where id = %(contact)s
            on conflict (contact) do update
            set said = jsonb_strip_nulls(known.said || %(told)s),
                folded = jsonb_strip_nulls(known.folded || %(folded)s),
                facets = excluded.facets
            returning contact, words
        )
        insert into contact_search.known_word (stem, contact)
        select stem, contact from (
            select stem, contact from told, unnest(tsvector_to_array(words)) as stem
            where length(stem) between 4 and 40 and not exists (
                select from contact_search.known_word where known_word.stem = stem.stem
                offset 0 -- one by one, never through all words
            )
            offset 0 -- most are known, and need no more than that
        ) as new where stem ~ '^[a-z]+$'
        """,
        {"contact": contact, "told": Jsonb(dict(said)), "folded": Jsonb(folded)},
    )


def _say_no_annex(db: Rows, contact: UUID) -> None:
    db.execute(
        """
        update contact_search.wording
        set said = said - array(
                select part from jsonb_object_keys(said) as part
                where starts_with(part, %(evidence)s)
            ),
            folded = folded - array(
                select part from jsonb_object_keys(folded) as part
                where starts_with(part, %(evidence)s)
            )
        where contact = %(contact)s
        """,
        {"contact": contact, "evidence": EVIDENCE},
    )


def annex(number: int) -> str:
    """The part in which an annex is described."""
    return f"{EVIDENCE}{number}"


def _folded(words: Said) -> str | None:
    return " ".join(searched_words(words or "")) or None
