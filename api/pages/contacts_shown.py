"""The page of a contact: what is known of it, or was then, and what can be added."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from api import contacts as doors
from api.contact_shown import ContactShown
from api.doors import parts
from api.needs import known_then
from api.pages.contact_beside import Beside, Look
from api.pages.contact_controls import choices, control
from api.pages.contact_words import FORGOTTEN, called, said, size
from api.pages.forms import Outcome, Problem, Typed
from api.pages.reasons import access_for, reason_for
from api.pages.receipts_shown import receipt_shown
from api.pages.templates import page
from api.pages.then import NO_TIME, address_then, known_by, not_then
from api.pages.told import read_after, told
from domain.contacts import contacts
from domain.decider import Command
from domain.event import By, Event, Recorded
from infrastructure.asked import Unknown
from infrastructure.registry import Registry
from infrastructure.sessions import Reason

HERE = "/henvendelser"
CORRECTION = "ret"  # the form that corrects


@dataclass(frozen=True)
class Asked:
    """How the page is asked for."""

    then: str = ""
    field: str = ""  # to be corrected
    look: Look | None = None
    position: int | None = None


@dataclass(frozen=True)
class Contact:
    """A contact as somebody asks for it."""

    request: Request
    by: By
    now: datetime
    id: UUID
    asked: Asked = Asked()

    @property
    def path(self) -> str:
        return path_of(self.id)

    @property
    def history(self) -> list[Recorded[Event]]:
        """Raises Unknown."""
        return known_then(self._registry, contacts, self.id, None)

    def told(
        self, command: Command | list[Problem], typed: Typed, form: str
    ) -> Response:
        """What is added to it, and the page as it then is."""
        return told(
            self.request,
            self.by,
            contacts,
            self.id,
            command,
            typed,
            form=form,
            shown=self.shown,
            to=self.path,
        )

    def shown(self, outcome: Outcome | None = None) -> Response:
        """Reading for a purpose is on record before this returns. Raises Unknown."""
        outcome = outcome or Outcome()
        known_then(self._registry, contacts, self.id, None)
        reason = reason_for(self.request, self.path)
        if reason is None:
            return self._page("asked.html", outcome)
        try:
            return self._as_of(known_by(self.asked.then), reason, outcome)
        except ValueError:
            return self._as_of(None, reason, NO_TIME)

    def _as_of(
        self, as_of: datetime | None, reason: Reason, outcome: Outcome
    ) -> Response:
        access = access_for(self.request, reason)
        try:
            contact = doors.read(self.id, self._registry, self.by, access, as_of)
        except Unknown:
            return not_then(self.request, self.path, self.asked.then)
        with read_after(self.request, self.asked.position) as models:
            beside = Beside(self.request, models, self.by, access, as_of)
            return self._page(
                "page.html",
                outcome,
                reason=reason,
                contact=contact,
                as_of=as_of,
                position=models.position,
                **beside.known(contact, self.asked.look),
                given=None if as_of else receipt_shown(parts(self.request), self.id),
                **self._forms(contact, outcome),
            )

    def _forms(self, contact: ContactShown, outcome: Outcome) -> dict[str, Any]:
        """What can be chosen in them."""
        typed = outcome.kept(CORRECTION)
        field = typed["field"] or self.asked.field
        new_id = parts(self.request).new_id()
        people = ((each.id, each.model_dump()) for each in contact.parties)
        return {
            "persons": [(str(id), called(party)) for id, party in people],
            "annexes": _annexes(contact),
            "fields": choices(contact),
            "control": control(contact, self.history, field, typed, new_id),
        }

    def _page(self, template: str, outcome: Outcome, **words: object) -> Response:
        ids = {each.field: f"{outcome.form}-{each.field}" for each in outcome.problems}
        return page(
            self.request,
            f"contacts/{template}",
            outcome.status,
            outcome=outcome,
            ids=ids,
            path=self.path,
            back=address_then(self.path, self.asked.then),
            then=self.asked.then,
            now=self.now,
            said=said,
            size=size,
            **words,
        )

    @property
    def _registry(self) -> Registry:
        return parts(self.request).registry


def path_of(id: UUID) -> str:
    return f"{HERE}/{id}"


def _annexes(contact: ContactShown) -> list[tuple[str, str]]:
    """Under what number a file can come: the next, or one that was told without a file."""
    free = max((each.annex for each in contact.evidence), default=0) + 1
    told = [each for each in contact.evidence if each.media_type is None]
    return [(str(free), f"Nyt bilag {free}")] + [
        (str(each.annex), f"Bilag {each.annex}: {each.description or FORGOTTEN}")
        for each in told
    ]
