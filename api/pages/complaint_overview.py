"""Complaints counted on screen: tables first, a rate only with its basis, no ranking."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.needs import Now, ReadModels
from api.pages import complaint_pictures
from api.pages.complaint_overview_shown import Asked, Shown
from api.pages.danish.figures import (
    ARRANGED_BY,
    BASES,
    COMPLAINTS,
    MARKS,
    NUMERATORS,
    OF_BASIS,
    SPANS,
)
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Problem, Typed, parsed
from api.pages.periods import SAYS, DaysTyped, Text, span_name, tenth
from api.pages.templates import is_partial, page
from domain.event import By, Role

router = APIRouter(prefix="/klager", route_class=PageDoor)

Reader = Annotated[By, Depends(AtPages(Role.OFFICER, Role.SUPERVISOR, Role.AUTHORITY))]
WHOLE, PART = "complaint_overview/page.html", "complaint_overview/overview.html"
NO_BASIS = Problem("grundlag", "Vælg grundlag: modtaget, afsluttet eller afgjort")
WORDS = {
    "arranged_by": ARRANGED_BY,
    "bases": BASES,
    "complaints": COMPLAINTS,
    "marks": MARKS,
    "numerators": NUMERATORS,
    "of_basis": OF_BASIS,
    "pictures": complaint_pictures,
    "span_name": span_name,
    "spans": SPANS,
    "tenth": tenth,
}


async def _typed(
    days: DaysTyped, fordelt: Text = "", taeller: Text = "", grundlag: Text = ""
) -> Typed:
    own = {"fordelt": fordelt, "taeller": taeller, "grundlag": grundlag}
    return Typed({**days.fields, **own})


Filter = Annotated[Typed, Depends(_typed)]


@router.get("")
def overview(
    request: Request, by: Reader, models: ReadModels, now: Now, typed: Filter
) -> Response:
    """All from one position; without a basis all but the rate."""
    asked = parsed(Asked, typed.filled(), SAYS)
    if isinstance(asked, list):
        problems, shown = asked, None
    else:
        problems = [NO_BASIS] if asked.numerator and not asked.basis else []
        shown = Shown.of(models, by, asked)
    return page(
        request,
        PART if is_partial(request) else WHOLE,
        422 if problems else 200,
        typed=typed,
        problems=problems,
        shown=shown,
        position_read=models.position,
        now=now,
        **WORDS,
    )
