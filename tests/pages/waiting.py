"""Citizens who wait for a talk, and calls that wait to be registered."""

from collections.abc import Callable
from uuid import UUID

import pytest

from domain.contacts import contacts
from domain.event import By, Role
from domain.ids import follow_up_of
from domain.intake import ObserveIntake, intake
from domain.registration import RegisterContact
from tests.api.telling import CALL, MOPEDS, party
from tests.ids import new_id

JENSEN = By(id="K-1147", role=Role.OFFICER, district="1467")
NAME, PHONE, ADDRESS = "Mette Frandsen", "+4572588888", "Åvej 7, 6900 Skjern"


@pytest.fixture
def waits(parts, followed) -> Callable[..., UUID]:
    """Registers a contact and answers with the id of the follow-up that it opens."""

    def waits(role: str = "REPORTER", **words: object) -> UUID:
        told = {"name": NAME, "phone": PHONE, "address": ADDRESS} | words
        id = new_id()
        command = RegisterContact.model_validate(
            MOPEDS | {"parties": [party(role, **told)]}
        )
        receipt = parts.registry.execute(contacts, id, command, JENSEN)
        parts.projector.wait_for(receipt.position + 1)  # its reaction comes after it
        return follow_up_of(id)

    return waits


@pytest.fixture
def observed(parts, followed):
    """An intake of the exchange, which no contact answers yet."""

    def observed(**change: str) -> UUID:
        id, command = new_id(), ObserveIntake.model_validate(CALL | change)
        receipt = parts.registry.execute(intake, id, command, JENSEN)
        parts.projector.wait_for(receipt.position)
        return id

    return observed
