"""What the page of a complaint shows: what is known of it, what is due, what is next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response

from api import complaints as doors
from api.access import Access
from api.complaint_shown import ComplaintShown, known_complaint
from api.doors import parts
from api.pages.complaint_steps import forms, ids, outcome_field, steps
from api.pages.doors import AtPages
from api.pages.forms import Outcome
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.pages.then import NO_TIME, address_then, known_by, not_then
from api.pages.told import read_after
from domain.calendar import danish_day
from domain.event import By
from infrastructure.asked import Unknown
from infrastructure.sessions import Reason
from projections.clocks_running import clocks_of

HERE = "/klager"
Anybody = Annotated[By, Depends(AtPages(*doors.ALL.roles))]


@dataclass(frozen=True)
class ComplaintPage:
    """The page of one complaint as somebody asks for it."""

    request: Request
    by: By
    now: datetime
    id: UUID
    then: str = ""

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
        """Reading for a purpose is on record before this returns. Raises Unknown."""
        try:
            as_of = known_by(self.then)
        except ValueError:
            return self._now(NO_TIME)
        return self._past(as_of) if as_of else self._now(outcome, position)

    def _now(self, outcome: Outcome, position: int | None = None) -> Response:
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

    def _past(self, as_of: datetime) -> Response:
        """Nothing can be done about that."""
        try:
            complaint = self._read(self.access, as_of)
        except Unknown:
            self.facts()  # it may not exist at all, or be none of his business
            return not_then(self.request, self.thing, self.then)
        return self._page(200, outcome=Outcome(), complaint=complaint, as_of=as_of)

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

    def _page(self, status: int, **words: object) -> Response:
        return page(
            self.request,
            "complaints/complaint.html",
            status,
            thing=self.thing,
            reason=self.reason,
            now=self.now,
            then=self.then,
            back=address_then(self.thing, self.then),
            named=_named,
            **({"as_of": None} | words),
        )


def _named(table: Mapping[Any, str], values: Iterable[StrEnum]) -> str:
    """Each once, in words."""
    return ", ".join(dict.fromkeys(table[each] for each in values))
