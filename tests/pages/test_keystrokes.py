"""How much there is to press for a contact: counted, and never more than it was."""

import json
from datetime import datetime
from importlib.resources import files
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect

from api.pages.registering_times import typed_clock, typed_day
from domain.event import Event, Role
from domain.registration import LATE, RegisterContact
from tests.ids import NOON
from tests.pages.typing import form_of, registers

# The most keys and fields of each; letters of the narrative apart, those of names not.
TYPICAL = {
    "H-0001": (23, 8),  # 114: unsafe, and no patrol
    "H-0002": (23, 8),  # 112: a burglary, told by its victim
    "H-0003": (20, 8),  # at the station, as the contact before it
    "H-0005": (24, 8),  # 114: neighbours
    "H-0009": (44, 12),  # registered days later
    "S-01": (66, 22),  # stalking: two parties, a CPR, acts
}
NOT_TYPED = {"parties": {"__all__": {"id", "citizen"}}, "source": True, "number": True}


def sample(source: str) -> dict[str, Any]:
    name = "contacts-2019" if source.startswith("H") else "stalking-2021"
    lines = files("api.samples").joinpath(f"{name}.jsonl").read_text("utf-8")
    told = [json.loads(line) for line in lines.splitlines()]
    return next(each for each in told if each["with"].get("source") == source)


def plain(value: Any) -> Any:
    """Words without whom they are about."""
    match value:
        case {"about": _, "text": text}:
            return text
        case dict():
            return {name: plain(each) for name, each in value.items()}
        case list():
            return [plain(each) for each in value]
    return value


def facts(told: RegisterContact | Event) -> Any:
    return plain(told.model_dump(mode="json", exclude=NOT_TYPED))


@pytest.mark.parametrize("source", TYPICAL)
def test_a_typical_contact_takes_few_keys(window, parts, source):
    line = sample(source)
    contact = line["with"]
    delay = datetime.fromisoformat(line["at"]) - datetime.fromisoformat(
        contact["received_at"]
    )
    received = NOON - delay if delay > LATE else NOON  # else it is told on the phone
    before = {
        "received_on": typed_day(received).replace("-", ""),
        "received_clock": typed_clock(received).replace(".", ""),
    }
    page = window(
        Role.OFFICER,
        f"/henvendelser/ny?kanal={contact['channel']}",
        district=contact["district"],
    )
    typist = registers(page, form_of(contact), before if delay > LATE else {})
    expect(page.locator("#done")).to_be_focused()
    [first, *_] = parts.registry.history(UUID(page.url.split("/")[-2]))
    wanted = RegisterContact.model_validate(contact | {"received_at": received})
    assert facts(first.event) == facts(wanted)
    assert typist.prose == len(contact["narrative"])
    most_keys, most_fields = TYPICAL[source]
    assert typist.keys <= most_keys
    assert len(typist.visited) <= most_fields
