"""Citizens who complain."""

from collections.abc import Callable
from uuid import UUID

import pytest

from domain.complaints import ReceiveComplaint, complaints
from domain.decider import Command
from domain.event import By, Role
from tests.api.complaining import TALKED_DOWN
from tests.ids import new_id

HOLM = By(id="L-1101", role=Role.SUPERVISOR, district="1467")
DUP = By(id="DUP-01", role=Role.AUTHORITY, district=None)
NAME, PHONE, ADDRESS = "Jonas Friis", "+4520304050", "Engvej 12, 7400 Herning"
WORDS = TALKED_DOWN["text"]


@pytest.fixture
def complains(parts, followed) -> Callable[..., UUID]:
    """Receives a complaint about LANGUAGE, and takes these steps; answers its id.

    The allegation has the complaint's own id, so that all know it.
    """

    def complains(
        *steps: Command, by: By = HOLM, of: dict[str, object] | None = None, **change
    ) -> UUID:
        id = new_id()
        complainant = {"id": new_id(), "name": NAME, "phone": PHONE, "address": ADDRESS}
        told = TALKED_DOWN | {
            "complainant": complainant | (of or {}),
            "allegations": [{"id": id, "category": "LANGUAGE"}],
        }
        first = ReceiveComplaint.model_validate(told | change)
        receipt = parts.registry.execute(complaints, id, first, by)
        for step in steps:
            receipt = parts.registry.execute(complaints, id, step, by)
        parts.projector.wait_for(receipt.position)
        return id

    return complains
