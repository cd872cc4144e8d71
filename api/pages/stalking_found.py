"""Whom and what a form means: found by the search's own door, so each time on record."""

from datetime import datetime
from uuid import UUID

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from api import searching
from api.doors import parts
from api.needs import reading
from api.pages.forms import Problem
from api.pages.reasons import access_for
from api.pages.stalking_forms import citizen_in
from api.searching import SearchContacts
from domain.cpr import Cpr
from domain.event import By
from infrastructure.sessions import Reason

a_cpr = TypeAdapter(Cpr)


def citizen_told(
    request: Request,
    by: By,
    now: datetime,
    reason: Reason | None,
    field: str,
    typed: str,
) -> UUID | Problem:
    """By CPR, or by the id or address of a citizen's page.

    Raises TooOften: nobody finds out by trying which CPRs are known.
    """
    if (citizen := citizen_in(typed)) is not None:
        return citizen
    try:
        cpr = a_cpr.validate_python(typed.strip())
    except ValidationError:
        return Problem(field, "Skriv et CPR-nummer eller adressen på borgerens side")
    if reason is None:
        return Problem(field, "Angiv først et formål: opslag på CPR logges")
    known = _search(request, by, now, reason, SearchContacts(cpr=cpr)).citizen
    return known or Problem(field, "Ingen kendt borger har dette CPR-nummer")


def contact_told(
    request: Request, by: By, now: datetime, reason: Reason | None, number: str
) -> UUID | Problem:
    """By its number. Raises TooOften."""
    if reason is None:
        return Problem("number", "Angiv først et formål: opslag på numre logges")
    try:
        asked = SearchContacts(number=number.strip().upper())
    except ValidationError:
        return Problem("number", "Skriv henvendelsens nummer")
    hits = _search(request, by, now, reason, asked).items
    return hits[0].id if hits else Problem("number", "Ingen henvendelse har nummeret")


def _search(
    request: Request, by: By, now: datetime, reason: Reason, asked: SearchContacts
) -> searching.Answer:
    access, index = access_for(request, reason), parts(request).blind_index
    with reading(parts(request)) as models:
        return searching.found(asked, models, index, by, access, now, limit=1)
