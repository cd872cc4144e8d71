"""Contacts on screen: registered, looked at for a purpose, and what is logged of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from httpx2 import Response

from api.composition import Parts
from domain.contacts import contacts
from domain.decider import Command
from domain.event import Event
from domain.registration import RegisterContact
from projections.access_log import entries
from tests.api.telling import MOPEDS
from tests.ids import new_id
from tests.pages.browsing import form, press
from tests.pages.waiting import JENSEN

PURPOSE = {"purpose": "CONTACT_HANDLING", "reference": "J-77"}
Tell = Callable[..., UUID]


def teller(parts: Parts) -> Tell:
    def tell(id: UUID | None = None, *commands: Command, **change: Any) -> UUID:
        """Registers a contact, then does the rest to it."""
        contact = id or new_id()
        first = RegisterContact.model_validate(MOPEDS | change)
        for command in (first, *commands):
            done(parts, contact, command)
        return contact

    return tell


def done(parts: Parts, contact: UUID, command: Command) -> None:
    receipt = parts.registry.execute(contacts, contact, command, JENSEN)
    parts.projector.wait_for(receipt.position)


def events(parts: Parts, id: UUID) -> list[Event]:
    return [each.event for each in parts.registry.history(id)]


def number(parts: Parts, id: UUID) -> str:
    told: str = events(parts, id)[0].number  # type: ignore[attr-defined]
    return told


def at(id: UUID, below: str = "") -> str:
    return f"/henvendelser/{id}{below}"


def opened(browser: TestClient, id: UUID, **asked: str) -> Response:
    """The page after its purpose was given."""
    asks = browser.get(at(id))
    if 'action="/formaal"' in asks.text:
        press(browser, asks, "/formaal", **PURPOSE)
    return browser.get(at(id), params=asked)


def send(browser: TestClient, page: Response, deed: str, **typed: str) -> Response:
    return press(browser, page, f"/{deed}", **typed)


def filled(page: Response, deed: str) -> dict[str, str]:
    return form(page, f"/{deed}")[1]


def logged(parts: Parts) -> list[tuple[str, str, str | None]]:
    """View, purpose and reference of each read, the last first."""
    position = parts.access_log.recorder.max_notification_id() or 0
    parts.access_projector.wait_for(position)
    with parts.reader.transaction() as db:
        items = entries(db, limit=20, with_authority=True).items
    return [(each.view, each.purpose, each.reference) for each in items]
