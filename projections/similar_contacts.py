"""Which contacts may be the same as this one, told twice?"""

from datetime import datetime, timedelta
from uuid import UUID

from psycopg.sql import SQL, Composed, Literal

from domain.event import Frozen
from domain.folding import heard
from domain.kinds import Channel, ContactKind
from projections.likeness import called
from projections.people_shown import KnownParty, parties_of
from projections.projection import Rows

NEAR = timedelta(days=14)  # between the times when both were received
MOST = 10


class Similar(Frozen):
    """What to compare side by side; `likeness`, of 100, only sorts."""

    id: UUID
    number: str
    received_at: datetime
    registered_at: datetime
    imported: bool
    channel: Channel
    district: str
    municipality: str | None
    kind: ContactKind
    place: str | None
    narrative: str | None
    parties: list[KnownParty]
    likeness: int


# What is told of a contact most tellingly: its longest stems are its rarest.
THIS = """
select contact.*, tsvector_to_array(words) as stems,
    (
        select string_agg('''' || stem || '''', ' | ') from (
            select stem from unnest(tsvector_to_array(words)) as stem
            order by length(stem) desc, stem limit 12
        ) as telling
    ) as telling,
    array(select citizen from contact_search.party
        where contact = contact.id and citizen is not null) as citizens,
    array(select distinct name from contact_search.particular
        where contact = contact.id and field = 'name') as names,
    array(select distinct folded from contact_search.particular
        where contact = contact.id and field = 'phone') as phones
from contact_search.contact join contact_search.wording on wording.contact = contact.id
where contact.id = %(id)s
"""
# Of the signs a citizen, a telephone, a name or a text in common each is enough. A text
# is compared within its district: with those of two weeks of a nation it takes a second.
SIMILAR = SQL("""
with near as not materialized (
    select * from contact_search.contact
    where received_at between %(received_at)s - %(near)s and %(received_at)s + %(near)s
    and id <> %(id)s and id is distinct from %(duplicate_of)s
    and duplicate_of is null and not withdrawn
), sign as (
    select contact, 'CITIZEN' as sign, 40 as strength
    from contact_search.party where citizen = any(%(citizens)s::uuid[])
    union all
    select contact, 'PHONE', 35 from contact_search.particular
    where contact is not null and field = 'phone'
    and folded = any(%(phones)s::text[]) and length(folded) >= 8
    {names}
    union all
    select contact, 'TEXT', 50 * alike from (
        select contact, shared,
            2.0 * shared / (length(words) + cardinality(%(stems)s::text[])) as alike
        from (
            select contact, words, cardinality(array(
                select unnest(tsvector_to_array(words))
                intersect select unnest(%(stems)s::text[])
            )) as shared
            from contact_search.wording join near on near.id = wording.contact
            where words @@ %(telling)s::tsquery and district = %(district)s
            order by ts_rank(words, %(telling)s::tsquery) desc limit 200
        ) as told
    ) as told where shared >= 3 and alike > 0.3
), alike as (
    select contact, sum(strongest) as strength from (
        select contact, max(strength) as strongest from sign group by contact, sign
    ) as signs group by contact
), found as (
    select near.*, least(100, round(
        strength + 5 * (kind = %(kind)s)::int + 5 * (district = %(district)s)::int
        + 10 * (1 - extract(epoch from away) / extract(epoch from %(near)s))
    ))::int as likeness, away
    from near join alike on alike.contact = near.id
    cross join lateral (
        select greatest(
            received_at - %(received_at)s, %(received_at)s - received_at
        ) as away
    ) as distance
    order by likeness desc, away, id limit %(most)s
)
select found.*, said ->> 'narrative' as narrative, said ->> 'place' as place,
    {parties} as parties
from found left join contact_search.wording on wording.contact = found.id
order by likeness desc, away, id
""")
NAME = SQL("""
    union all
    select contact, 'NAME', 35 * alike
    from (
        select folded, public.similarity(folded, {heard}) as alike
        from contact_search.known_name where {called}
    ) as called cross join lateral (
        select contact from contact_search.particular
        where field = 'name' and particular.folded = called.folded and received_at
            between %(received_at)s - %(near)s and %(received_at)s + %(near)s
        offset 0 -- from each name to whoever has it, never through all people
    ) as theirs
    where alike >= 0.6
""")


def similar(db: Rows, contact: UUID) -> list[Similar]:
    """Best first, at most ten; none that is withdrawn or marked as a duplicate.

    Received at most 14 days before or after, and with a citizen, a telephone or nearly a
    name in common; or, in one district, much of the text.
    """
    db.execute(THIS, {"id": contact})
    this = db.fetchone()
    if this is None:
        return []
    query = SIMILAR.format(names=_named(this["names"]), parties=parties_of("found.id"))
    db.execute(query, {**this, "near": NEAR, "most": MOST})
    return [
        Similar(**{field: row[field] for field in Similar.model_fields}) for row in db
    ]


def _named(names: list[str]) -> Composed:
    return SQL("").join(
        NAME.format(
            heard=Literal(" ".join(heard(name))), called=called(name, each_word=True)
        )
        for name in names
        if heard(name)
    )
