"""What somebody may know of a contact, and how it is compared with what is kept."""

import re
from collections.abc import Callable
from typing import Annotated, Any, LiteralString
from uuid import UUID

from psycopg.sql import Composed
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from domain.calendar import day_bounds
from domain.event import Frozen
from domain.folding import digits, fold, folded_words, phone_digits, whole_danish
from domain.kinds import Channel, ContactKind
from domain.places import District, Municipality
from domain.words import Day, Line
from projections.pages import all_of
from projections.people_sought import PROTECTED

# Looked for once: the view `known_as` would look twice, in contacts and among citizens.
TOLD: LiteralString = """id = any(array(
    with told as materialized (
        select contact, citizen from contact_search.particular where {}
    )
    select contact from told where contact is not null
    union all
    select hers.contact from told cross join lateral (
        select contact from contact_search.party where party.citizen = told.citizen
        offset 0 -- from each citizen to her parties, never through all parties
    ) as hers
))"""
ASKED: dict[str, LiteralString] = {
    "number": "number = %(number)s",
    "source": "source = %(source)s",
    "district": "district = %(district)s",
    "municipality": "municipality = %(municipality)s",
    "kind": "kind = %(kind)s",
    "channel": "channel = %(channel)s",
    "officer": "officer = %(officer)s",
    "journal_number": "journal_numbers @> array[%(journal_number)s]",
    "received_from": "received_at >= %(received_from)s",
    "received_to": "received_at < %(received_to)s",
    "registered_from": "registered_at >= %(registered_from)s",
    "registered_to": "registered_at < %(registered_to)s",
    "citizen": """id in (
        select contact from contact_search.party where citizen = %(citizen)s
    )""",
    "phone": TOLD.format("field = 'phone' and folded like any(%(phone)s)"),
    "email": TOLD.format("field = 'email' and folded like any(%(email)s)"),
    # Who looks for an address must not learn who has a secret one.
    "address": f"""id = any(array(
        select known_as.contact
        from contact_search.known_as join contact_search.party
            on party.contact = known_as.contact and party.id = known_as.party
        where field = 'address'
        and to_tsvector('simple', folded) @@ to_tsquery('simple', %(address)s)
        and not {PROTECTED}
    ))""",  # noqa: S608 - written above
}
# What an index knows beside the words: the district whole, and of times the month.
FACETS: dict[str, LiteralString] = {
    "district": "facets @> array[%(district)s]",
    "received_from": """facets && contact_search.months(%(received_from)s, coalesce(
        %(received_to)s, (select max(received_at) from contact_search.contact)
    ))""",
}
# Of two whole Danish numbers neither is a part of the other.
DANISH_PHONE: LiteralString = TOLD.format("""field = 'phone' and (
    folded = %(danish_phone)s
    or folded not like '45________' and folded like any(%(phone)s)
)""")


def _of_use(phone: str) -> str:
    if len(digits(phone)) < 4:  # noqa: PLR2004
        raise PydanticCustomError("few_digits", "Give at least four digits of a number")
    return phone


def _with_words(text: str) -> str:
    if not folded_words(text):
        raise PydanticCustomError("no_word", "Give at least one word")
    return text


Said = Annotated[Line, AfterValidator(_with_words)]


class Criteria(Frozen):
    """All that are given must fit. Days are Danish; `…_to` is not included."""

    number: Line | None = None
    source: Line | None = None
    text: Said | None = None
    citizen: UUID | None = None
    phone: Annotated[Line, AfterValidator(_of_use)] | None = None
    email: Line | None = None
    name: Said | None = None
    address: Said | None = None
    district: District | None = None
    municipality: Municipality | None = None
    kind: ContactKind | None = None
    channel: Channel | None = None
    officer: Line | None = None
    journal_number: Line | None = None
    received_from: Day | None = None
    received_to: Day | None = None
    registered_from: Day | None = None
    registered_to: Day | None = None


def _like(*parts: str) -> list[str]:
    """Patterns of LIKE for these parts of a word; what holds another one adds nothing."""
    shortest = [
        each for each in parts if not any(o in each and o != each for o in parts)
    ]
    return [
        "%" + re.sub(r"([\\%_])", r"\\\1", part) + "%"
        for part in dict.fromkeys(shortest)
    ]


WRITTEN: dict[str, Callable[[Any], object]] = {  # as it is compared
    "number": lambda number: number.strip().upper(),
    "source": str.strip,
    "phone": lambda phone: _like(phone_digits(phone), digits(phone)),
    "email": lambda email: _like(fold(email.strip())),
    "address": lambda address: " & ".join(f"{w}:*" for w in folded_words(address)),
    "received_from": lambda day: day_bounds(day)[0],
    "received_to": lambda day: day_bounds(day)[0],
    "registered_from": lambda day: day_bounds(day)[0],
    "registered_to": lambda day: day_bounds(day)[0],
}


def conditions(criteria: Criteria) -> Composed:
    """All but those on text and name, which also tell what comes first."""
    asked = dict(ASKED)
    if criteria.phone and whole_danish(criteria.phone):
        asked["phone"] = DANISH_PHONE
    return all_of({asked[name]: value for name, value in criteria if name in asked})


def facets(criteria: Criteria) -> Composed:
    """What the words of such a contact stand beside; it may be true of others too."""
    return all_of({FACETS[name]: value for name, value in criteria if name in FACETS})


def arguments(criteria: Criteria) -> dict[str, object]:
    given = dict(criteria)
    given["danish_phone"] = criteria.phone and whole_danish(criteria.phone)
    for name, written in WRITTEN.items():
        if given[name]:
            given[name] = written(given[name])
    return given
