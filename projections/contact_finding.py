"""Which contacts does somebody look for, who knows only a part of it?"""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import IntEnum
from itertools import combinations
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL, Composed, Identifier, Literal
from pydantic import AwareDatetime, TypeAdapter

from domain.event import Frozen
from domain.folding import searched_words
from domain.kinds import ContactKind
from projections.contact_criteria import Criteria, arguments, conditions, facets
from projections.excerpts import excerpt
from projections.likeness import called, likeness
from projections.pages import Page, key_of, page_of
from projections.people_sought import KnownParty, parties_of
from projections.projection import Rows


class Found(Frozen):
    id: UUID
    number: str
    received_at: datetime
    registered_at: datetime
    imported: bool  # registered_at is what another system told
    district: str
    kind: ContactKind
    excerpt: str
    parties: list[KnownParty]
    withdrawn: bool
    duplicate_of: UUID | None


class Patience(IntEnum):
    """How far from the words asked for a contact may be: only if none is nearer."""

    EACH_WORD = 0
    ALL_BUT_ONE = 1
    EACH_WORD_NEARLY = 2
    SOME_WORD = 3


Key = tuple[Patience, int, AwareDatetime, UUID]
KEY = TypeAdapter(Key)
MOST_WORDS = 16  # more than these tell no contact from another
ORDER = ("patience", "score", "received_at", "id")
FOUND = SQL("""
with found as (
    select contact.*, {patience} as patience,
        round(1000000 * ({score}))::bigint as score -- cursors hold no fractions
    from {contacts} {text}
    where {asked}
), page as materialized (
    select * from found where {behind} order by {order} limit %(limit)s
)
select page.*, said, {parties} as parties
from page left join contact_search.wording on wording.contact = page.id
order by {order}
""")
TEXT = SQL("""
join (
    select contact, (
        ({share}) / {words}::float + ts_rank_cd(words, {some}::tsquery, 32)
    ) / 2 as text_score
    from contact_search.wording where {condition} and {facets}
) as told on told.contact = contact.id
""")
NAMED = SQL("""
(
    with called as materialized (
        select folded, {likeness} as alike
        from contact_search.known_name where {condition}
    ), told as materialized (
        select contact, citizen, alike from called cross join lateral (
            select contact, citizen from contact_search.particular
            where field = 'name' and particular.folded = called.folded
            offset 0 -- from each name to whoever has it, never through all people
        ) as theirs
    )
    select contact, max(alike) as name_score
    from (
        select contact, alike from told where contact is not null
        union all
        select hers.contact, alike from told cross join lateral (
            select contact from contact_search.party
            where party.citizen = told.citizen
            offset 0 -- from each citizen to her parties, never through all parties
        ) as hers
    ) as known_as
    group by contact
) as named cross join lateral (
    select * from contact_search.contact where id = named.contact
    offset 0 -- from each name to its contact, never through all of a district
) as contact
""")


class Word(NamedTuple):
    folded: str
    stem: str


def search(
    db: Rows, criteria: Criteria, *, limit: int = 50, cursor: str | None = None
) -> Page[Found]:
    """Best first, then newest. Raises BadCursor.

    Words fit in any inflection, names in nearly any spelling and order, phone numbers
    by any four digits. Withdrawn and duplicate contacts are found as well.
    """
    after = key_of(cursor, KEY) if cursor is not None else None
    words = _stemmed(db, criteria.text) if criteria.text else []
    if criteria.text and not words:
        return Page(items=[], next=None)
    stems = {word.stem for word in words}
    # To compare the keys of names is dearer than the planner believes, and a map of all
    # contacts with some words must not become coarse.
    db.execute("set local enable_seqscan = off; set local work_mem = '64MB'")
    for patience in [after[0]] if after else _patience(criteria):
        query = _query(criteria, words, patience, after)
        db.execute(query, {**arguments(criteria), "limit": limit + 1})
        if rows := db.fetchall():
            return page_of(rows, limit, ORDER, lambda row: _item(row, stems))
    return Page(items=[], next=None)


def known(db: Rows) -> int:
    """How many contacts the registry knows, also withdrawn and duplicate ones."""
    db.execute("select coalesce(max(nth), 0) as known from contact_search.contact")
    [row] = db
    return int(row["known"])


def completeness(n: int, at: datetime) -> str:
    """What is missing from an answer means, from n contacts known at that time."""
    time = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return (
        f"{n} contacts known to the registry as of {time};"
        " absence here is not proof of absence."
    )


def _stemmed(db: Rows, text: str) -> list[Word]:
    """The words that tell something, with and without their endings."""
    db.execute(
        """
        select word as folded,
            (tsvector_to_array(to_tsvector('pg_catalog.danish', word)))[1] as stem
        from unnest(%s::text[]) as word
        """,
        (list(dict.fromkeys(searched_words(text))),),
    )
    return [Word(**row) for row in db if row["stem"]][:MOST_WORDS]


def _patience(criteria: Criteria) -> list[Patience]:
    if criteria.text:
        return list(Patience)
    if criteria.name:
        return [Patience.EACH_WORD, Patience.SOME_WORD]
    return [Patience.EACH_WORD]


def _query(
    criteria: Criteria, words: list[Word], patience: Patience, after: Key | None
) -> Composed:
    scores = [SQL("text_score")] * bool(words) + [SQL("name_score")] * bool(
        criteria.name
    )
    order = ORDER[1:] if scores else ORDER[2:]  # in which there are indexes
    return FOUND.format(
        patience=Literal(patience.value),
        score=SQL(" + ").join(scores or [SQL("0")]),
        contacts=_named(criteria.name, patience)
        if criteria.name
        else SQL("contact_search.contact"),
        text=_text(words, patience, criteria) if words else SQL(""),
        asked=conditions(criteria),
        behind=_behind(order, after[-len(order) :]) if after else SQL("true"),
        order=SQL(", ").join(SQL("{} desc").format(Identifier(key)) for key in order),
        parties=parties_of("page.id"),
    )


def _text(words: list[Word], patience: Patience, criteria: Criteria) -> Composed:
    """The more of the words, and the nearer together, the better."""
    stems = [f"'{word.stem}'" for word in words]
    found, some = [_has(stem) for stem in stems], " | ".join(stems)
    match patience:
        case Patience.EACH_WORD:
            condition = SQL(" and ").join(found)
        case Patience.ALL_BUT_ONE:
            most = combinations(stems, max(len(stems) - 1, min(len(stems), 2)))
            condition = _has(" | ".join(f"({' & '.join(each)})" for each in most))
        case Patience.EACH_WORD_NEARLY:
            condition = SQL(" and ").join(map(_has_nearly, words))
        case Patience.SOME_WORD:
            condition = _has(some)
    return TEXT.format(
        condition=condition,
        facets=facets(criteria),
        some=Literal(some),
        share=Literal(len(words))
        if patience is Patience.EACH_WORD
        else SQL(" + ").join(SQL("({})::int").format(each) for each in found),
        words=Literal(len(words)),
    )


def _has(query: str) -> Composed:
    return SQL("words @@ {}::tsquery").format(Literal(query))


def _has_nearly(word: Word) -> Composed:
    return SQL(
        "(words @@ {}::tsquery or contact_search.joined(folded) operator(public.%%>) {})"
    ).format(Literal(f"'{word.stem}'"), Literal(word.folded))


def _named(name: str, patience: Patience) -> Composed:
    each_word = patience is Patience.EACH_WORD
    return NAMED.format(
        condition=called(name, each_word=each_word), likeness=likeness(name)
    )


def _behind(order: Sequence[str], last: Sequence[object]) -> Composed:
    columns = SQL(", ").join(map(Identifier, order))
    return SQL("({}) < ({})").format(columns, SQL(", ").join(map(Literal, last)))


def _item(row: DictRow, stems: set[str]) -> Found:
    shown = Found.model_fields.keys() - {"excerpt"}
    return Found(
        **{name: row[name] for name in shown},
        excerpt=excerpt(_texts(row["said"] or {}), stems),
    )


def _texts(said: dict[str, Any]) -> list[str]:
    """In the order in which they were said."""
    added = [said[part] for part in sorted(filter(str.isdigit, said), key=int)]
    first = [said[part] for part in ("narrative", "place") if part in said]
    annexes = sorted(
        (part for part in said if part.startswith("evidence.")),
        key=lambda part: (len(part), part),
    )
    return [*first, *(said[part] for part in annexes), *added]
