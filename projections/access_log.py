"""Who was shown whose words, when and why?"""

from datetime import date, datetime
from uuid import UUID

from domain.calendar import day_bounds
from domain.disclosures import ExportMade, PersonalWordsDisclosed, SearchRun
from domain.event import Frozen, Recorded, Role
from projections.pages import Page, key_of, page_of
from projections.projection import Projection, Rows

access_log = Projection(
    name="access_log",
    tables="""
    create table entry (
        id uuid primary key, position bigint not null, at timestamptz not null,
        officer text not null, role text not null, district text, unit text,
        entry text not null, operation text not null, view text, subjects uuid[] not null,
        fields text[] not null, count integer not null, purpose text not null,
        reference text, result text not null, seen_position bigint, regime text,
        query text, query_about uuid
    );
    create index on entry (at, position);
    create index on entry (district, at, position);
    create index on entry (officer, at, position);
    create index on entry using gin (subjects);
    create index on entry (query_about) where query is not null;
    """,
    forget="""
    update access_log.entry set query = null where query_about = any(%(subjects)s)
    """,
)


@access_log.on(PersonalWordsDisclosed, SearchRun, ExportMade)
def add(db: Rows, recorded: Recorded[Event]) -> None:
    event, by = recorded.event, recorded.by
    query = getattr(event, "query", None)
    db.execute(
        """
        insert into access_log.entry values (
            %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
            %s, %s
        )
        """,
        (
            recorded.id,
            recorded.position,
            recorded.at,
            by.id,
            by.role,
            by.district,
            by.unit,
            type(event).__name__,
            event.operation,
        ),
    )


class Entry(Frozen):
    """One read of personal words; `position` is where the read models stood then."""

    id: UUID
    at: datetime
    officer: str
    role: Role
    district: str | None
    unit: str | None
    entry: str
    operation: str
    view: str | None
    subjects: list[UUID]
    fields: list[str]
    count: int
    purpose: str
    reference: str | None
    result: str
    position: int | None
    regime: str | None
    query: str | None  # words: only if asked for


Key = tuple[datetime, int]


def entries(
    db: Rows,
    *,
    district: str | None = None,
    officer: str | None = None,
    subject: UUID | None = None,
    purpose: str | None = None,
    since: date | None = None,
    until: date | None = None,
    with_authority: bool,
    with_words: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Entry]:
    """Newest first; `since` and `until`, which is left out, are Danish days.

    `district` is the reader's. What the Independent Police Complaints Authority read
    is never shown to police roles: they ask without `with_authority`. Raises BadCursor.
    """
    conditions: list[LiteralString] = ["true"]
    if not with_authority:
        conditions.append("role <> 'AUTHORITY'")
    if district:
        conditions.append("district = %(district)s")
    if officer:
        conditions.append("officer = %(officer)s")
    if subject:
        conditions.append("subjects @> array[%(subject)s]::uuid[]")
    if purpose:
        conditions.append("purpose = %(purpose)s")
    if since:
        conditions.append("at >= %(start)s")
    if until:
        conditions.append("at < %(end)s")
    if cursor:
        conditions.append("(at, position) < (%(after_at)s, %(after)s)")
