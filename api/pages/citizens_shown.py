"""What the page of a citizen shows: of her words nothing without a purpose."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fastapi import Request, Response

from api import citizens as doors
from api import suggestions
from api.citizen_shown import CitizenShown
from api.doors import parts
from api.listed import Listed
from api.needs import known_then, until
from api.pages.forms import Outcome
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.pages.then import NO_TIME, address_then, known_by, not_then
from api.pages.told import read_after
from domain.calendar import danish_day
from domain.citizens import citizens
from domain.event import By
from domain.people import SafeContact
from infrastructure.sessions import Reason
from projections.citizen_history import Chapter
from projections.people_paired import direct_only
from projections.suggestions import Suggestion

HERE = "/borgere"
PLACES = {"form": "name-{}", "safe_contact": "safe_contact-{}-option1"}


@dataclass(frozen=True)
class About:
    """What is read of a citizen for a purpose; each part of it is on record."""

    citizen: CitizenShown
    linked: dict[UUID, CitizenShown]
    history: Listed[Chapter]
    suggested: Listed[Suggestion] | None  # of the past there is nothing to be decided
    direct_only: (
        bool  # instructed, or said in any contact, also of who she is linked with
    )


@dataclass(frozen=True)
class CitizenPage:
    """The page as somebody asks for it."""

    request: Request
    by: By
    now: datetime
    id: UUID
    then: str = ""
    position: int | None = None
    cursor: str | None = None

    @property
    def path(self) -> str:
        return f"{HERE}/{self.id}"

    def shown(self, outcome: Outcome) -> Response:
        """Raises Unknown."""
        history = known_then(parts(self.request).registry, citizens, self.id, None)
        reason, as_of = reason_for(self.request, self.path), None
        try:
            as_of = known_by(self.then)
        except ValueError:
            outcome = NO_TIME
        if reason and not until(history, as_of):
            return not_then(self.request, self.path, self.then)
        return page(
            self.request,
            "citizens/page.html",
            outcome.status,
            outcome=outcome,
            places=places(outcome),
            id=self.id,
            path=self.path,
            reason=reason,
            about=self._about(reason, as_of) if reason else None,
            then=self.then,
            back=address_then(self.path, self.then),
            as_of=as_of,
            now=self.now,
            danish_day=danish_day,
            date=date.fromisoformat,
        )

    def _about(self, reason: Reason, as_of: datetime | None) -> About:
        """As the JSON doors answer it, with those who are taken for the same person."""
        registry, by = parts(self.request).registry, self.by
        access = access_for(self.request, reason)
        citizen = doors.read(self.id, registry, by, access, as_of)
        linked = {
            other: doors.read(other, registry, by, access, as_of)
            for other in citizen.linked
        }
        with read_after(self.request, self.position) as models:
            direct = citizen.safe_contact == SafeContact.DIRECT_ONLY or bool(
                direct_only(models.db, [self.id])
            )
            history = doors.history(
                self.id, registry, models, by, access, as_of, cursor=self.cursor
            )
            suggested = (
                suggestions.of_citizen(self.id, registry, models, by, access)
                if as_of is None
                else None
            )
        return About(citizen, linked, history, suggested, direct)


def places(outcome: Outcome) -> dict[str, str]:
    """By field, the id of the element in which it is wrong."""
    return {
        each.field: PLACES.get(each.field, f"{each.field}-{{}}").format(outcome.form)
        for each in outcome.problems
    }
