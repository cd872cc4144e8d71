"""What was said in each contact, and which words are known by it?

A part of the contact search, with tables in its schema.
"""

from collections.abc import Mapping
from typing import LiteralString
from uuid import UUID

from psycopg.types.json import Jsonb

from domain.folding import searched_words
from projections.people_sought import people_sought
from projections.projection import Projection, Rows

words_said = Projection(
    name=people_sought.name,
    tables="""
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
    indexes="""
    create index on known_word using gin (keys)
        with (gin_pending_list_limit = 256);
    create index on known_word using gin (stem gin_trgm_ops)
        with (gin_pending_list_limit = 256);
    create index on wording using gin (words, facets)
        with (gin_pending_list_limit = 256);
    """,
    hints=frozenset({"known_word"}),
)
# A word goes to another contact that says it, or goes.
UNSAID: LiteralString = """
orphaned as materialized (
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
"""
EVIDENCE = "evidence."
Said = str | None  # None: nothing, or forgotten


def say(db: Rows, contact: UUID, said: Mapping[str, Said]) -> None:
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


def say_no_annex(db: Rows, contact: UUID) -> None:
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
