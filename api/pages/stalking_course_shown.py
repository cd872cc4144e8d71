"""A stalking course on screen: as the registry knows it now, or knew it then."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request, Response

from api import stalking_courses as doors
from api.course_shown import CourseShown, HistoryShown
from api.doors import parts
from api.pages.forms import Outcome, Typed
from api.pages.reasons import access_for, reason_for
from api.pages.stalking_forms import STEP_OF, Asked, Step
from api.pages.stalking_picture import drawn
from api.pages.stalking_rows import rows_of
from api.pages.stalking_words import ids_of, words_of
from api.pages.templates import clock, page
from api.pages.then import NO_TIME, address_then, known_by, not_then
from api.pages.told import read_after, told
from domain.event import By, Role
from domain.order_steps import next_steps
from domain.people import SafeContact
from domain.purposes import Purpose
from domain.stalking_courses import stalking_courses
from domain.stalking_history import ContactTold, Excluded, Exclusion
from infrastructure.asked import Unknown
from infrastructure.sessions import Reason
from projections.people_paired import direct_only
from projections.stalking_course_list import Missing

POLICE = (Role.OFFICER, Role.SUPERVISOR)
PURPOSES = {True: Purpose.PROTECTION, False: Purpose.COMPLAINT}  # proposed, for police


@dataclass(frozen=True)
class CoursePage:
    """A course as somebody asks for it."""

    request: Request
    by: By
    now: datetime
    id: UUID
    then: str = ""
    position: int | None = None

    @property
    def here(self) -> str:
        return f"/stalking/{self.id}"

    @property
    def reason(self) -> Reason | None:
        return reason_for(self.request, self.here)

    def told(self, form: str, command: Asked, typed: Typed) -> Response:
        return told(
            self.request,
            self.by,
            stalking_courses,
            self.id,
            command,
            typed,
            form=form,
            shown=self.shown,
            to=self.here,
        )

    def shown(self, outcome: Outcome) -> Response:
        """Reading for a purpose is on record before this returns. Raises Unknown."""
        reason, as_of = self.reason, None
        try:
            as_of = known_by(self.then)
        except ValueError:
            outcome = NO_TIME
        said = {
            "thing": self.here,
            "outcome": outcome,
            "ids": ids_of(outcome),
            "then": self.then,
            "back": address_then(self.here, self.then),
            "as_of": as_of,
        }
        template = "stalking/closed.html"
        known: dict[str, object] = {"chosen": PURPOSES[self.by.role in POLICE]}
        if reason:
            try:
                known = self._known(reason, as_of)
                template = "stalking/course.html"
            except Unknown:
                if as_of is None:
                    raise
                return not_then(self.request, self.here, self.then)
        return page(self.request, template, outcome.status, **said, **known)

    def _known(self, reason: Reason, as_of: datetime | None) -> dict[str, object]:
        """As the JSON doors answer it; the version first, so that it is never too new."""
        registry = parts(self.request).registry
        access = access_for(self.request, reason)
        course, missing = None, list[Missing]()
        if self.by.role in POLICE:
            course = doors.read(self.id, registry, self.by, access, as_of)
        history = doors.history(self.id, registry, self.by, access, self.now, as_of)
        with read_after(self.request, self.position) as models:
            said_elsewhere = direct_only(models.db, [history.victim])
            if course and as_of is None:
                missing = doors.lacking(self.id, registry, models, self.by).items
        return {
            "direct": bool(said_elsewhere)
            or history.safe_contact is SafeContact.DIRECT_ONLY,
            "course": course,
            "history": history,
            "missing": missing,
            "steps": _steps(course) if course and as_of is None else None,
            "linked": _linked(history, self.now),
            "numbers": _numbers(history),
            "reason": reason,
            **_drawn(history),
            **words_of(history),
        }


def _drawn(history: HistoryShown) -> dict[str, object]:
    """The picture of the very rows that stand in the table."""
    rows = rows_of(history)
    return {"rows": rows, "picture": drawn(rows) if rows else None}


def _steps(course: CourseShown) -> dict[UUID, list[Step]]:
    return {
        order.order: [STEP_OF[kind] for kind in next_steps(order)]
        for order in course.orders
    }


def _linked(history: HistoryShown, now: datetime) -> list[tuple[str, str]]:
    """What a form can choose among: also those that are linked and do not count."""
    out = [each for each in history.excluded if each.why != Exclusion.UNLINKED]
    linked: list[ContactTold | Excluded] = [*history.contacts, *out]
    linked.sort(key=lambda each: each.received_at)
    return [
        (str(each.id), f"{each.number}, modtaget {clock(each.received_at, now)}")
        for each in linked
    ]


def _numbers(history: HistoryShown) -> dict[UUID, str]:
    told: list[ContactTold | Excluded] = [*history.contacts, *history.excluded]
    return {each.id: each.number for each in told}
