"""Beside a registration: what is known of these citizens, and what may be told twice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fastapi import Request

from api import searching
from api.doors import parts
from api.needs import reading
from api.pages.forms import Typed, parsed
from api.pages.reasons import access_for
from api.pages.registering_times import moment_of
from api.pages.registering_typed import CLOCK, DAY, rows
from api.searching import SearchContacts
from domain.calendar import danish_day
from domain.event import By
from infrastructure.sessions import Reason
from projections.contact_finding import Found, known

HERE = "/henvendelser/ny"  # the page, and the thing that a purpose is given for
MOST = 10  # hits of each search
NEAR = timedelta(days=1)  # between the days on which the same was told twice


@dataclass(frozen=True)
class Known:
    """`contacts` are all that the registry knows, at this position."""

    earlier: list[Found]
    alike: list[Found]
    contacts: int
    position: int


def searched(
    request: Request, by: By, reason: Reason, typed: Typed, now: datetime
) -> Known | None:
    """Each search is on record. None where nothing is typed yet that can be sought."""
    people = list(_people(typed))
    same = list(_same(typed, by.district, now))
    if not people and not same:
        return None
    access = access_for(request, reason)
    index = parts(request).blind_index
    with reading(parts(request)) as models:

        def found(asked: Iterable[SearchContacts]) -> list[Found]:
            hits: dict[UUID, Found] = {}
            for each in asked:
                answer = searching.found(
                    each, models, index, by, access, now, limit=MOST
                )
                hits |= {hit.id: hit for hit in answer.items if hit.id not in hits}
            return list(hits.values())

        earlier = sorted(found(people), key=lambda hit: hit.received_at, reverse=True)
        return Known(earlier, found(same)[:MOST], known(models.db), models.position)


def _people(typed: Typed) -> Iterator[SearchContacts]:
    """By name only where there is nothing better: many have the same."""
    for n in rows(typed, "parties"):
        told = {
            field: typed[f"parties.{n}.{field}"].strip()
            for field in ("cpr", "phone", "name")
        }
        surer = {field: told[field] for field in ("cpr", "phone") if told[field]}
        for field, text in (surer or {"name": told["name"]}).items():
            if isinstance(
                asked := parsed(SearchContacts, {field: text}), SearchContacts
            ):
                yield asked


def _same(
    typed: Typed, district: str | None, now: datetime
) -> Iterator[SearchContacts]:
    """At this place first; then of this kind, in these days, anywhere in the district."""
    at = moment_of(typed[DAY], typed[CLOCK], now)
    if at is None or not typed["kind"]:
        return
    near: dict[str, object] = {
        "district": district,
        "kind": typed["kind"],
        "received_from": danish_day(at - NEAR),
        "received_to": danish_day(at + NEAR) + timedelta(days=1),
    }
    for told in ({"text": typed["place"].strip()}, {}) if typed["place"] else ({},):
        if isinstance(asked := parsed(SearchContacts, near | told), SearchContacts):
            yield asked
