"""What the page of a complaint shows: what is known of it, what is due, what is next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import TypeAdapter

from api import complaints as doors
from api.access import Access
from api.complaint_shown import ComplaintShown, known_complaint
from api.doors import parts
from api.pages.complaint_steps import forms, ids, outcome_field, steps
from api.pages.doors import AtPages
from api.pages.forms import Outcome
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.pages.told import read_after
from domain.calendar import COPENHAGEN, danish_day
from domain.event import By
from domain.words import Moment
from infrastructure.asked import Unknown
from infrastructure.sessions import Reason
from projections.complaint_clocks import clocks_of

HERE = "/klager"
a_moment: TypeAdapter[datetime] = TypeAdapter(Moment)
Anybody = Annotated[By, Depends(AtPages(*doors.ALL.roles))]


@dataclass(frozen=True)
class ComplaintPage:
    """The page of one complaint as somebody asks for it."""

    request: Request
    by: By
    now: datetime
    id: UUID

    @property
    def thing(self) -> str:
        return f"{HERE}/{self.id}"

    @cached_property
    def reason(self) -> Reason | None:
        return reason_for(self.request, self.thing)

    @property
    def access(self) -> Access | None:
        return access_for(self.request, self.reason) if self.reason else None

    def shown(self, outcome: Outcome, position: int | None = None) -> Response:
        """As now known. Reading for a purpose is on record before this returns."""
        complaint = self._read(self.access)
        history = parts(self.request).registry.history(self.id)
        found = steps(known_complaint(history), self.id, self.by, self.now)
        with read_after(self.request, position) as models:
            [due] = clocks_of(models.db, [self.id], today=danish_day(self.now)).values()
        return self._page(
            outcome.status,
            outcome=outcome,
            ids=ids(outcome),
            complaint=complaint,
            due=due,
            position=models.position,
            steps=forms(found, outcome.form),
            outcome_field=outcome_field,
            today=danish_day(self.now).isoformat(),
        )

    def then(self, asked: str) -> Response:
        """As it was known at the time that was typed; nothing can be done about that."""
        as_of = _moment(asked)
        if as_of is None:
            return self._not_then(422, asked)
        try:
            complaint = self._read(self.access, as_of)
        except Unknown:
            self.facts()  # it may not exist at all, or be none of his business
            return self._not_then(404, asked, as_of)
        return self._page(200, complaint=complaint, as_of=as_of, asked=asked)

    def facts(self) -> ComplaintShown:
        """Without anybody's words."""
        return self._read(None)

    def below(self, template: str, **words: object) -> Response:
        """A page of its own about the same complaint."""
        return page(
            self.request,
            f"complaints/{template}.html",
            200,
            thing=self.thing,
            reason=self.reason,
            now=self.now,
            **words,
        )

    def _read(
        self, access: Access | None, as_of: datetime | None = None
    ) -> ComplaintShown:
        registry = parts(self.request).registry
        return doors.read(self.id, registry, self.by, access, as_of)

    def _not_then(
        self, status: int, asked: str, as_of: datetime | None = None
    ) -> Response:
        return page(
            self.request,
            "complaints/not_then.html",
            status,
            thing=self.thing,
            asked=asked,
            as_of=as_of,
        )

    def _page(self, status: int, **words: object) -> Response:
        return page(
            self.request,
            "complaints/complaint.html",
            status,
            thing=self.thing,
            reason=self.reason,
            now=self.now,
            local_now=f"{self.now.astimezone(COPENHAGEN):%Y-%m-%dT%H:%M}",
            named=_named,
            **({"as_of": None, "asked": ""} | words),
        )


def _named(table: Mapping[Any, str], values: Iterable[StrEnum]) -> str:
    """Each once, in words."""
    return ", ".join(dict.fromkeys(table[each] for each in values))


def _moment(typed: str) -> datetime | None:
    """A time of day in Denmark, as browsers send it; None if it is none."""
    try:
        local = datetime.fromisoformat(typed).replace(tzinfo=COPENHAGEN)
        return a_moment.validate_python(local)
    except ValueError:
        return None
