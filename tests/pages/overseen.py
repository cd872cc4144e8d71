"""What a supervisor oversees: calls that came in, samples that were drawn."""

from collections.abc import Callable
from uuid import UUID

import pytest

from domain.contacts import RegisterContact, contacts
from domain.event import By, Role
from domain.intake import ObserveIntake, intake
from domain.supervision import DrawSample, registration_audits
from projections.access_log import Entry, entries
from tests.api.telling import CALL, MOPEDS, party
from tests.ids import new_id
from tests.pages.waiting import ADDRESS, JENSEN, NAME, PHONE

HOLM = By(id="L-1101", role=Role.SUPERVISOR, district="1467")
EXCHANGE = By(id="GW-01", role=Role.GATEWAY, district="1467")
WEEK = {"from": "2026-11-16", "to": "2026-11-23", "seed": "Uge 47"}
PURPOSE = {"purpose": "SUPERVISION", "reference": "T-7"}


@pytest.fixture
def registered(parts, followed) -> Callable[..., UUID]:
    """Registers a contact with somebody in it."""

    def registered(**change: object) -> UUID:
        her = party(name=NAME, phone=PHONE, address=ADDRESS)
        command = RegisterContact.model_validate(MOPEDS | {"parties": [her]} | change)
        id = new_id()
        receipt = parts.registry.execute(contacts, id, command, JENSEN)
        parts.projector.wait_for(receipt.position)
        return id

    return registered


@pytest.fixture
def drawn(parts, followed) -> Callable[..., UUID]:
    """Draws a sample of all that is registered by now."""

    def drawn(by: By = HOLM, **change: object) -> UUID:
        usual = WEEK | {"district": by.district, "size": 20}
        usual["position"] = parts.registry.recorder.newest()
        id, command = new_id(), DrawSample.model_validate(usual | change)
        receipt = parts.registry.execute(registration_audits, id, command, by)
        parts.projector.wait_for(receipt.position)
        return id

    return drawn


@pytest.fixture
def call(parts, followed) -> Callable[..., UUID]:
    """Something reaches the police."""

    def call(**change: object) -> UUID:
        id, command = new_id(), ObserveIntake.model_validate(CALL | change)
        receipt = parts.registry.execute(intake, id, command, EXCHANGE)
        parts.projector.wait_for(receipt.position)
        return id

    return call


@pytest.fixture
def logged(parts, followed) -> Callable[[], list[Entry]]:
    """The access log with all that was read by now, newest first."""

    def logged() -> list[Entry]:
        newest = parts.access_log.recorder.max_notification_id() or 0
        parts.access_projector.wait_for(newest)
        with parts.reader.transaction() as db:
            return entries(db, limit=50, with_authority=True).items

    return logged
