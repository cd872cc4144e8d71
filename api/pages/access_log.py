"""The access log on screen: who was shown what, when and why, and what stands out."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AfterValidator, StringConstraints
from starlette.responses import RedirectResponse

from api.access_review import review
from api.disclosures import disclosures
from api.needs import AccessLog, Cursor, Now, Reading, TheRegistry
from api.pages import danish
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Outcome, Problem, TheForm
from api.pages.periods import Blank, Last, Since, tenth, until
from api.pages.templates import page
from domain.event import By, Role
from domain.purposes import Purpose
from projections import access_review as rules
from projections.access_log import readers
from projections.contact_numbers import numbered, numbers

HERE = "/opslag"
NAMED = 3  # subjects of an entry that are told one by one
NOBODYS = "Ingen henvendelse har dette nummer"

router = APIRouter(prefix=HERE, route_class=PageDoor)
Inspector = Annotated[By, Depends(AtPages(Role.SUPERVISOR, Role.AUTHORITY))]
OneWord = Annotated[str, StringConstraints(pattern=r"^\S+$", max_length=100)]
Officer = Annotated[OneWord | None, Blank, Query(alias="person")]


def _known(view: str) -> str:
    if view not in danish.VIEWS:
        raise ValueError("nobody was ever shown that")
    return view


View = Annotated[
    Annotated[str, AfterValidator(_known)] | None, Blank, Query(alias="vis")
]


@dataclass(frozen=True)
class Chosen:
    """What stands in the address: nobody's words, and names of fields in Danish."""

    person: str | None = None
    formaal: Purpose | None = None
    vis: str | None = None
    om: UUID | None = None
    fra: date | None = None
    til: date | None = None

    @property
    def spelled(self) -> str:
        return urlencode({name: told for name, told in asdict(self).items() if told})


@router.get("")
def log(
    request: Request,
    by: Inspector,
    now: Now,
    models: AccessLog,
    officer: Officer = None,
    purpose: Annotated[Purpose | None, Blank, Query(alias="formaal")] = None,
    view: View = None,
    subject: Annotated[UUID | None, Blank, Query(alias="om")] = None,
    since: Since = None,
    last: Last = None,
    cursor: Cursor = None,
) -> Response:
    chosen = Chosen(officer, purpose, view, subject, since, last)
    return _listed(request, by, now, models, chosen, cursor=cursor)


@router.post("/henvendelse")
def find(
    request: Request, by: Inspector, now: Now, models: AccessLog, form: TheForm
) -> Response:
    """By POST, since anything may be typed here, and addresses are kept."""
    found = numbered(models.db, form["number"])
    if found:
        return RedirectResponse(f"{HERE}?om={found}", 303)
    problems = [Problem("number", NOBODYS)]
    outcome = Outcome(422, problems=problems, form="find", typed=form)
    return _listed(request, by, now, models, Chosen(), outcome)


@router.get("/skiller-sig-ud")
def stands_out(
    request: Request,
    by: Inspector,
    now: Now,
    models: AccessLog,
    registry: TheRegistry,
) -> Response:
    found = review(models, registry, by, now)
    subjects = [
        *(each.subject for each in found.often_read),
        *(each.subject for each in found.read_by_many),
        *(each.subject for each in found.without_work),
        *(id for each in found.own_record for id in each.subjects),
        *(id for each in found.same_surname for id in each.subjects),
    ]
    return page(
        request,
        "access_log/review.html",
        found=found,
        rules=rules,
        tenth=tenth,
        numbers=numbers(models.db, subjects),
        now=now,
    )


def _listed(
    request: Request,
    by: By,
    now: Now,
    models: Reading,
    chosen: Chosen,
    outcome: Outcome | None = None,
    cursor: str | None = None,
) -> Response:
    """As the JSON door answers it; contacts by their number, everything else by id."""
    listed = disclosures(
        models,
        by,
        officer=chosen.person,
        subject=chosen.om,
        purpose=chosen.formaal,
        view=chosen.vis,
        since=chosen.fra,
        until=until(chosen.til),
        cursor=cursor,
    )
    named = {id for each in listed.items for id in each.subjects[:NAMED]}
    outcome = outcome or Outcome()
    return page(
        request,
        "access_log/page.html",
        outcome.status,
        listed=listed,
        chosen=chosen,
        named=NAMED,
        numbers=numbers(models.db, named | ({chosen.om} if chosen.om else set())),
        people=_readers(models, by),
        outcome=outcome,
        now=now,
    )


def _readers(models: Reading, by: By) -> list[tuple[str, str]]:
    """To choose from: as whoever asks may see them."""
    everybody = by.role is Role.AUTHORITY
    found = readers(models.db, district=by.district, with_authority=everybody)
    return [(each, each) for each in found]
