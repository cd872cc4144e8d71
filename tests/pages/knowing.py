"""Contacts and citizens that are known already when somebody looks for them."""

from html import unescape
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from httpx2 import Response

from api.composition import Parts
from domain.citizens import IdentifyCitizen, citizens
from domain.contacts import contacts
from domain.decider import Command
from domain.registration import RegisterContact
from infrastructure.asked import Receipt
from projections.access_log import Entry, entries
from tests.api.telling import MOPEDS
from tests.ids import new_id
from tests.pages.browsing import press
from tests.pages.waiting import JENSEN

CPR, NAME, PHONE = "1503885014", "Mette Rønnow", "+4520304050"
EMAIL, ADDRESS = "mette@example.dk", "Åvej 7, 6900 Skjern"
METTE = {"name": NAME, "phone": PHONE, "email": EMAIL, "address": ADDRESS}


def registered(parts: Parts, *parties: dict[str, Any], **change: Any) -> Receipt:
    """A contact, and the read models know it."""
    told = MOPEDS | {"parties": list(parties)} | change
    command = RegisterContact.model_validate(told)
    receipt = parts.registry.execute(contacts, new_id(), command, JENSEN)
    parts.projector.wait_for(parts.registry.recorder.max_notification_id() or 0)
    return receipt


def identified(parts: Parts, **particulars: str) -> UUID:
    id = new_id()
    decided(parts, id, IdentifyCitizen.model_validate(particulars or METTE))
    return id


def decided(parts: Parts, citizen: UUID, command: Command) -> None:
    receipt = parts.registry.execute(citizens, citizen, command, JENSEN)
    parts.projector.wait_for(receipt.position)


def with_purpose(browser: TestClient, path: str) -> Response:
    """The page at this path, after saying what it is read for."""
    return press(browser, browser.get(path), "/formaal", reference="J-77")


def logged(parts: Parts) -> list[Entry]:
    """Every read on record, newest first."""
    position = parts.access_log.recorder.max_notification_id() or 0
    parts.access_projector.wait_for(position)
    with parts.reader.transaction() as db:
        return entries(db, limit=20, with_authority=True, with_words=True).items


def said(page: Response) -> str:
    """Its text with single spaces, however the template is broken into lines."""
    return " ".join(unescape(page.text).split())
