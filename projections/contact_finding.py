"""Which contacts does somebody look for, who knows only a part of it?"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL, Composed, Literal
from pydantic import AwareDatetime, TypeAdapter

from domain.event import Frozen
from domain.kinds import ContactKind
from projections.contact_criteria import (
    Criteria,
    arguments,
    conditions,
    facets,
    fits_few,
)
from projections.excerpts import excerpt
from projections.likeness import called, likeness
from projections.pages import Page, key_of, page_of
from projections.people_shown import KnownParty, parties_of
from projections.projection import Rows
from projections.words_sought import SOME, wordings, words_of


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


class Asked(NamedTuple):
    criteria: Criteria
    nearness: int  # of words and names; what is less near is shown if nothing is nearer
    words: str | None  # of a text, as a tsquery


Key = tuple[int, int, AwareDatetime, UUID]
KEY = TypeAdapter(Key)
ORDER = ("nearness", "score", "received_at", "id")
FIRST = timedelta(days=3)  # are gone through at once, from the newest contact backward
FARTHER = 6  # times as far each time after that
INSTANT = timedelta(microseconds=1)
NEVER = (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))
NEWEST = SQL("""
select contact.*, {nearness} as nearness, 0 as score from contact_search.contact
where {asked} and {behind} order by received_at desc, id desc limit %(limit)s
""")
# Names are gone through from the best: of each only the newest that have it.
NAMED = SQL("""
with called as materialized (
    select folded, {score} as score from contact_search.known_name where {alike}
), best as (
    select score, array_agg(folded) as names from called
    group by score order by score desc
)
select contact.*, {nearness} as nearness, score
from best cross join lateral (
    select distinct id, received_at
    from unnest(names) as heard cross join lateral (
        select contact as id, received_at from contact_search.particular as theirs
        where field = 'name' and folded = heard and received_at is not null
        and {behind} and {asked} and not exists ( -- a better name in the same contact
            select from called join contact_search.particular as other using (folded)
            where called.score > best.score and other.field = 'name'
            and (other.received_at, other.contact) = (theirs.received_at, theirs.contact)
        )
        order by received_at desc, contact desc limit %(limit)s
    ) as newest
    order by received_at desc, id desc limit %(limit)s
) as named join contact_search.contact using (id, received_at)
order by score desc, received_at desc, id desc limit %(limit)s
""")
BESIDE = SQL("""exists (
    select from contact_search.contact where id = theirs.contact and {}
)""")
SHOWN = SQL("""
with page as materialized ({page})
select page.*, said, {parties} as parties
from page left join contact_search.wording on wording.contact = page.id
order by score desc, received_at desc, id desc
""")


def search(
    db: Rows, criteria: Criteria, *, limit: int = 50, cursor: str | None = None
) -> Page[Found]:
    """Best first, then newest. Raises BadCursor.

    Words fit in any inflection, names in nearly any spelling and order, phone numbers
    by any four digits. Withdrawn and duplicate contacts are found as well. Where no
    contact has each word, those are found that have them nearly, or most of them.
    """
    after = key_of(cursor, KEY) if cursor is not None else None
    # To compare the keys of names is dearer than the planner believes, and a map of all
    # contacts with some words must not become coarse.
    db.execute("set local enable_seqscan = off; set local work_mem = '64MB'")
    rows: list[DictRow] = []
    stems: set[str] = set()
    for asked, sought in _nearest_first(db, criteria):
        if after and asked.nearness < after[0]:
            continue
        stems |= sought
        behind = after if after and asked.nearness == after[0] else None
        rows += _found(db, asked, limit + 1 - len(rows), behind)
        if len(rows) > limit or (asked.nearness < SOME and (rows or behind)):
            break
    return page_of(rows, limit, ORDER, partial(_item, stems=stems))


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


def _nearest_first(db: Rows, criteria: Criteria) -> Iterator[tuple[Asked, set[str]]]:
    if criteria.text:
        if words := words_of(db, criteria.text):
            for each in wordings(db, words):
                yield Asked(criteria, each.nearness, each.query), each.stems
    else:
        for nearness in (0, 1) if criteria.name else (0,):
            yield Asked(criteria, nearness, None), set()


def _found(db: Rows, asked: Asked, limit: int, after: Key | None) -> list[DictRow]:
    given = arguments(asked.criteria) | {"words": asked.words}
    query = SHOWN.format(page=_page(asked, after), parties=parties_of("page.id"))
    if fits_few(asked.criteria):
        db.execute(query, {**given, "limit": limit})
        return db.fetchall()
    rows: list[DictRow] = []
    oldest, until = _time(db, given, after)
    time = FIRST
    while oldest < until and len(rows) < limit:
        since = until - min(time, until - oldest)
        within = {"since": since, "until": until, "facets": facets(since, until)}
        db.execute(query, {**given, **within, "limit": limit - len(rows)})
        rows += db.fetchall()
        until, time = since, time * FARTHER
    return rows


def _page(asked: Asked, after: Key | None) -> Composed:
    last = SQL(", ").join(map(Literal, after[1:])) if after else None
    nearness, condition = Literal(asked.nearness), conditions(asked.criteria)
    if name := asked.criteria.name:
        beside = asked.criteria != Criteria(name=name)
        behind = SQL("(best.score, received_at, contact) < ({})")
        return NAMED.format(
            nearness=nearness,
            asked=BESIDE.format(condition) if beside else SQL("true"),
            alike=called(name, each_word=asked.nearness == 0),
            score=SQL("round(1000000 * {})::bigint").format(likeness(name)),
            behind=behind.format(last) if last else SQL("true"),
        )
    behind = SQL("(0, received_at, id) < ({})")
    return NEWEST.format(
        nearness=nearness,
        asked=condition,
        behind=behind.format(last) if last else SQL("true"),
    )


def _time(
    db: Rows, given: Mapping[str, Any], after: Key | None
) -> tuple[datetime, datetime]:
    """Its first instant, and the one behind its last."""
    db.execute("select min(received_at), max(received_at) from contact_search.contact")
    [bounds] = db
    if bounds["max"] is None:
        return NEVER
    newest = min(bounds["max"], after[2]) if after else bounds["max"]
    return (
        max(filter(None, (bounds["min"], given["received_from"]))),
        min(filter(None, (newest + INSTANT, given["received_to"]))),
    )


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
