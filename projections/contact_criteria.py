"""What somebody may know of a contact, and how it is compared with what is kept."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any, LiteralString
from uuid import UUID

from psycopg.sql import Composed
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from domain.calendar import danish_day, day_bounds
from domain.event import Frozen
from domain.folding import digits, fold, folded_words, phone_digits, whole_danish
from domain.kinds import Channel, ContactKind
from domain.places import District, Municipality
from domain.words import Day, Line
from projections.pages import all_of
from projections.people_shown import PROTECTED

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
}
# What is told of contacts elsewhere, and may be told of many.
TOLD: dict[str, tuple[LiteralString, LiteralString]] = {
    "text": ("wording", "words @@ %(words)s::tsquery"),
    "phone": ("particular", "field = 'phone' and folded like any(%(phone)s)"),
    "email": ("particular", "field = 'email' and folded like any(%(email)s)"),
    # Who looks for an address must not learn who has a secret one.
    "address": (
        "particular",
        f"""field = 'address'
        and to_tsvector('simple', folded) @@ to_tsquery('simple', %(address)s)
        and exists (
            select from contact_search.party
            where (party.contact, party.id) = (particular.contact, particular.party)
            and not {PROTECTED}
        )""",
    ),
}
# What the indexes of these know beside it.
FACETS: dict[str, LiteralString] = {
    "wording": "facets && %(facets)s::text[]",
    "particular": "contact_search.facets(received_at) && %(facets)s::text[]",
}
IN_DISTRICT: LiteralString = " and facets @> array[%(district)s]"
MONTH = 31  # days
# Of two whole Danish numbers neither is a part of the other.
DANISH_PHONE: LiteralString = """id = any(array(
    select contact from contact_search.particular
    where contact is not null and field = 'phone' and (
        folded = %(danish_phone)s
        or folded not like '45________' and folded like any(%(phone)s)
    )
))"""


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


def fits_few(criteria: Criteria) -> bool:
    """Whether it is enough to look at what is told of the contacts that fit the rest."""
    return bool(
        criteria.number
        or criteria.source
        or criteria.name
        or criteria.citizen
        or criteria.journal_number
        or (criteria.phone and whole_danish(criteria.phone))
    )


def conditions(criteria: Criteria) -> Composed:
    """All but the one on the name, which also tells what comes first.

    Where many may fit, only those from %(since)s until %(until)s, which have some of
    %(facets)s. Those that fit a text have %(words)s.
    """
    given = {condition: getattr(criteria, name) for name, condition in ASKED.items()}
    few = fits_few(criteria)
    for name, (table, condition) in TOLD.items():
        value = getattr(criteria, name)
        if name == "phone" and value and whole_danish(value):
            given[DANISH_PHONE] = value
        elif few:
            given[_told_of_each(table, condition)] = value
        else:
            beside = IN_DISTRICT if name == "text" and criteria.district else ""
            given[_told_in_time(table, condition + beside)] = value
    if not few:
        given["received_at >= %(since)s and received_at < %(until)s"] = True
    return all_of(given)


def _told_of_each(table: LiteralString, condition: LiteralString) -> LiteralString:
    return f"""exists (
        select from contact_search.{table}
        where {table}.contact = contact.id and {condition}
    )"""


def _told_in_time(table: LiteralString, condition: LiteralString) -> LiteralString:
    return f"""id = any(array(
        select contact from contact_search.{table}
        where contact is not null and {condition} and {FACETS[table]}
    ))"""  # noqa: S608 - written above


def arguments(criteria: Criteria) -> dict[str, object]:
    given = dict(criteria)
    given["danish_phone"] = criteria.phone and whole_danish(criteria.phone)
    for name, written in WRITTEN.items():
        if given[name]:
            given[name] = written(given[name])
    return given


def facets(since: datetime, until: datetime) -> list[str]:
    """One of these has each contact of that time: its days, or its months if it is long."""
    first, last = danish_day(since), danish_day(until)
    days = [first + timedelta(days=day) for day in range((last - first).days + 1)]
    if len(days) <= MONTH:
        return [day.isoformat() for day in days]
    return sorted({day.isoformat()[:7] for day in days})
