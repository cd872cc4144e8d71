"""What is typed to register a contact, and what is recorded of it."""

from uuid import UUID

from domain.contacts import ContactRegistered
from tests.pages.browsing import press

HERE = "/henvendelser/ny"
TOLD = {
    "kind": "STALKING",
    "narrative": "Han har sendt 14 sms'er og ventet ved bilen.",
    "municipality": "0316",
    "place": "Søndergade",
    "feels_unsafe": "true",
    "patrol": "NO_UNIT_AVAILABLE",
    "told_to_stop": "true",
    "parties.0.role": "VICTIM",
    "parties.0.name": "Mette Frandsen",
    "parties.0.cpr": "150388-5014",
    "parties.0.phone": "72 58 88 88",
    "parties.0.safe_contact": "DIRECT_ONLY",
    "parties.0.address": "Åvej 7, 6900 Skjern",
    "parties.0.address_protected": "true",
    "acts.0.kind": "SMS",
    "acts.0.count": "14",
    "acts.1.kind": "PRESENCE_HOME",
    "acts.1.count": "1",
    "evidence.0.description": "Skærmbilleder, som hun har",
}


def sent(officer, **typed):
    return press(officer, officer.get(HERE), "/henvendelser", **typed)


def first_event(parts, answer) -> ContactRegistered:
    [first, *_] = parts.registry.history(UUID(answer.url.path.split("/")[2]))
    return first.event
