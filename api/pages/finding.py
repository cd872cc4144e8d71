"""Finding a contact again: one box, and every search for a purpose and on record."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api import searching
from api.doors import TooOften, parts
from api.needs import Now, reading
from api.pages.doors import AtPages, PageDoor, secret_of
from api.pages.finding_asked import BOX, FILTERS, Asked, asked
from api.pages.forms import Notice, Outcome, TheForm, Typed
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from domain.event import By, Role
from domain.places import DISTRICTS, MUNICIPALITIES
from domain.sought import Term
from projections.contact_finding import known

HERE, FORM = "/soeg", "search"
A_PAGE = 20
OFTEN = (
    "Du har søgt meget ofte. Vent et minut, og søg igen. Det, du skrev, står her endnu."
)
SENT = (BOX, *FILTERS, "purpose", "reference")
LAST_LETTERS = str.maketrans("æøå", "{|}")  # which come after z
MUNICIPALITIES_BY_NAME = sorted(
    ((code, place.name) for code, place in MUNICIPALITIES.items()),
    key=lambda each: each[1].casefold().translate(LAST_LETTERS),
)

router = APIRouter(prefix=HERE, route_class=PageDoor)
Officer = Annotated[By, Depends(AtPages(Role.OFFICER, Role.SUPERVISOR))]


@dataclass(frozen=True)
class Hits:
    answer: searching.Answer
    term: Term | None
    known: int  # contacts in the registry
    seen: int  # hits up to here, with those of earlier pages


@router.get("")
def empty(request: Request, by: Officer, now: Now) -> Response:
    """Also what going back shows: hits are never kept."""
    reason = reason_for(request, HERE)
    typed = reason and {"purpose": reason.purpose, "reference": reason.reference or ""}
    return _shown(request, now, Outcome(form=FORM, typed=Typed(typed or {})))


@router.post("")
def search(request: Request, by: Officer, now: Now, typed: TheForm) -> Response:
    """Answers at once, with no redirect: what is sought is never in an address."""
    told = asked(typed)
    if isinstance(told, list):
        return _shown(request, now, Outcome(422, None, FORM, told, typed))
    parts(request).sessions.give_reason(secret_of(request), HERE, told.reason)
    try:
        hits = _found(request, by, now, told)
    except TooOften:
        often = Outcome(429, Notice("warning", OFTEN), FORM, typed=typed)
        answer = _shown(request, now, often)
        answer.headers["Retry-After"] = "60"
        return answer
    return _shown(request, now, Outcome(form=FORM, typed=typed), hits)


def _found(request: Request, by: By, now: Now, told: Asked) -> Hits:
    """As the JSON door finds it, which has it on record. Raises TooOften."""
    with reading(parts(request)) as models:
        answer = searching.found(
            told.search,
            models,
            parts(request).blind_index,
            by,
            access_for(request, told.reason),
            now,
            limit=A_PAGE,
            cursor=told.beside.cursor,
        )
        seen = told.beside.seen + len(answer.items)
        return Hits(answer, told.term, known(models.db), seen)


def _shown(
    request: Request, now: Now, outcome: Outcome, hits: Hits | None = None
) -> Response:
    return page(
        request,
        "finding/page.html",
        outcome.status,
        outcome=outcome,
        typed=outcome.typed,
        wrong=outcome.wrong(FORM),
        hits=hits,
        again={name: outcome.typed[name] for name in SENT if outcome.typed[name]},
        now=now,
        terms=Term,
        filters=FILTERS,
        box=BOX,
        districts=DISTRICTS.items(),
        municipalities=MUNICIPALITIES_BY_NAME,
    )
