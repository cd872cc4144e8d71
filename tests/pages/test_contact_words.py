"""Every event, field and refusal of a contact has Danish words."""

import re
from pathlib import Path

import pytest

from api.pages import danish
from api.pages.contact_events import RECEIPTS
from api.pages.contact_words import said, size
from api.pages.danish.refusals import REFUSALS
from domain import (
    contacts,
    corrections,
    duplicates,
    evidence,
    follow_up_opening,
    identification,
    registration,
)
from domain.facts import Facts
from domain.media import MediaType
from domain.people import Party

TOPICS = (
    contacts,
    corrections,
    duplicates,
    evidence,
    follow_up_opening,
    identification,
    registration,
)
BIRTHDAYS = {
    "The birthday can't be in the future.",
    "The CPR begins with another birthday: correct one of them.",
}
RAISED = re.compile(r'raise Refused\(\s*((?:f?"[^"]+"\s*)+)\)')


def test_each_event_of_a_contact_is_told():
    events = {event.__name__: event for event in contacts.contacts.events}
    assert danish.CONTACT_EVENTS.keys() == events.keys()
    shown = danish.CONTACT_DETAILS.keys() | {"sha256"}  # a number of no use to people
    for name, event in events.items():
        if name not in {"ContactRegistered", "ContactCorrected", *RECEIPTS}:
            assert event.model_fields.keys() <= shown, name


def test_each_field_has_a_name():
    assert danish.CONTACT_FIELDS.keys() == Facts.model_fields.keys()
    assert danish.PARTY_FIELDS.keys() == Party.model_fields.keys() - {"id"}
    assert danish.MEDIA.keys() == set(MediaType)


def test_each_refusal_of_a_contact_is_said_in_danish():
    texts = [Path(topic.__file__).read_text("utf-8") for topic in TOPICS]
    found = [told for text in texts for told in RAISED.findall(text)]
    sentences = {"".join(re.findall(r'"([^"]+)"', each)) for each in found}
    sentences = {each.replace("{MOST}", str(evidence.MOST)) for each in sentences}
    assert len(sentences) >= 24
    assert sentences | BIRTHDAYS <= REFUSALS.keys()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("acts", [{"kind": "SMS", "count": 2}], "Sms: 2"),
        ("acts", [], "ukendt"),
        ("late_reason", None, "ingen"),
        ("told_to_stop", False, "Nej"),
        ("district", "9999", "ukendt"),
        ("evidence", [{"annex": 2, "description": None}], "2: Slettet"),
        ("parties", [{"role": "VICTIM", "name": None}], "1 person: Forurettet"),
        ("source", "TC-7", "TC-7"),
    ],
)
def test_a_value_is_said_in_words(field, value, words):
    assert str(said(field, value)).startswith(words)


def test_a_secret_address_is_not_said():
    assert said("parties.x.address", "Åvej 7", secret=True) == "skjult (beskyttet)"
    assert said("parties.x.address", "Åvej 7") == "Åvej 7"


def test_sizes_are_rounded_down_but_for_megabytes():
    told = [size(count) for count in (999, 1999, 24_960_000)]
    assert told == ["999 byte", "1 kB", "25,0 MB"]
