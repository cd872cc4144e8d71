"""Papers for the court on screen: those issued from a course, and the form for another."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field

from api import court_prints as doors
from api.course_shown import Course
from api.doors import parts
from api.needs import Id, Now, known_then
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Notice, Outcome, TheForm, Typed, parsed
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.pages.told import Done, Position, came_of, told
from domain.court_papers import CourtPrintIssued, IssueCourtPrint, PrintFor
from domain.event import By, Frozen, Role
from domain.stalking_courses import stalking_courses
from domain.words import Digest
from infrastructure.sessions import Reason

router = APIRouter(prefix="/stalking", route_class=PageDoor)

OFFICERS = (Role.OFFICER, Role.SUPERVISOR)
Officer = Annotated[By, Depends(AtPages(*OFFICERS))]
Reader = Annotated[By, Depends(AtPages(*OFFICERS, Role.AUTHORITY))]
NO_PURPOSE = Notice("error", "Angiv formålet først. Intet er udstedt eller hentet.")
SAYS = {"for": "Vælg, hvem udskriften er til"}


class Chosen(Frozen):
    for_: PrintFor = Field(alias="for")


@dataclass(frozen=True)
class Prints:
    """Of one course, as somebody asks for them."""

    request: Request
    by: By
    now: datetime
    id: UUID

    @property
    def thing(self) -> str:
        """A purpose given for the course holds here too."""
        return f"/stalking/{self.id}"

    @property
    def here(self) -> str:
        return f"{self.thing}/retsudskrifter"

    def history(self) -> Course:
        """Raises Unknown."""
        return known_then(parts(self.request).registry, stalking_courses, self.id, None)

    def shown(self, outcome: Outcome) -> Response:
        history = self.history()
        return page(
            self.request,
            "court_prints/page.html",
            outcome.status,
            outcome=outcome,
            thing=self.thing,
            back=self.here,
            reason=reason_for(self.request, self.thing),
            issued=doors.issued(history)[::-1],
            version=len(history),
            position=history[-1].position,
            now=self.now,
            may_issue=self.by.role in OFFICERS,
        )

    def issue(self, typed: Typed) -> Response:
        reason = reason_for(self.request, self.thing)
        if reason is None:
            return self.shown(Outcome(403, NO_PURPOSE, "issue", typed=typed))
        chosen = parsed(Chosen, typed.filled(), SAYS)
        return told(
            self.request,
            self.by,
            stalking_courses,
            self.id,
            chosen
            if isinstance(chosen, list)
            else self._command(chosen.for_, typed, reason),
            typed,
            form="issue",
            shown=self.shown,
            to=self.here,
        )

    def _command(self, for_: PrintFor, typed: Typed, reason: Reason) -> IssueCourtPrint:
        """Of the newest position, its bytes kept; of a form that comes again, the first."""
        history = self.history()
        for each in history:
            first = each.event
            again = typed.key is not None and each.request == typed.key
            if again and isinstance(first, CourtPrintIssued) and first.for_ is for_:
                return IssueCourtPrint.model_validate(first.model_dump())
        held, access = parts(self.request), access_for(self.request, reason)
        command, pdf = doors.drafted(held, self.id, for_, self.by, access)
        if typed.version in (None, len(history)):  # or the command will be refused
            doors.keep(held.evidence, self.id, command.sha256, pdf)
        return command


@router.get("/{id}/retsudskrifter")
def listed(
    request: Request,
    by: Reader,
    now: Now,
    id: Id,
    done: Done = None,
    position: Position = None,
) -> Response:
    return Prints(request, by, now, id).shown(came_of(done))


@router.post("/{id}/retsudskrifter")
def issue(request: Request, by: Officer, now: Now, id: Id, typed: TheForm) -> Response:
    return Prints(request, by, now, id).issue(typed)


@router.get("/{id}/retsudskrifter/{sha256}")
def download(
    request: Request,
    by: Reader,
    now: Now,
    id: Id,
    sha256: Annotated[Digest, Path()],
) -> Response:
    asked = Prints(request, by, now, id)
    reason = reason_for(request, asked.thing)
    if reason is None:
        return asked.shown(Outcome(403, NO_PURPOSE))
    held, access = parts(request), access_for(request, reason)
    return doors.read(id, sha256, held.registry, held.evidence, by, access)
