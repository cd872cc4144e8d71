"""What happened to a contact of a sample, event by event, as Danish officers say it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from api.pages import danish
from api.pages.templates import moment
from api.shown import EventShown
from domain.places import DISTRICTS, MUNICIPALITIES

EVENTS = {
    "ContactRegistered": "Registreret",
    "ContactSupplemented": "Suppleret",
    "ContactCorrected": "Rettet",
    "DispositionRecorded": "Beslutning registreret",
    "PartyIdentified": "Part identificeret",
    "IdentificationWithdrawn": "Identifikation trukket tilbage",
    "ContactMarkedDuplicate": "Markeret som dublet",
    "DuplicateNoted": "En anden henvendelse er markeret som dublet af denne",
    "DuplicateMarkWithdrawn": "Dubletmarkering trukket tilbage",
    "DuplicateNoteWithdrawn": "En anden henvendelses dubletmarkering trukket tilbage",
    "ContactWithdrawn": "Trukket tilbage",
    "ContactReinstated": "Genindsat",
    "ContactReferredToCase": "Henvist til sag",
    "EvidenceAttached": "Bilag vedhæftet",
}
FIELDS = {
    "received_at": "Modtaget",
    "channel": "Kanal",
    "district": "Politikreds",
    "municipality": "Kommune",
    "kind": "Art",
    "narrative": "Fortælling",
    "place": "Sted",
    "feels_unsafe": "Føler sig utryg",
    "patrol": "Patrulje",
    "told_to_stop": "Bedt om at holde op",
    "acts": "Handlinger",
    "evidence": "Bilag",
    "parties": "Parter",
    "late_reason": "Grund til sen registrering",
    "regime": "Lovgrundlag",
    "source": "Fremmed nummer",
    "role": "Rolle",
    "name": "Navn",
    "phone": "Telefon",
    "email": "E-mail",
    "address": "Adresse",
    "address_protected": "Adressebeskyttelse",
    "safe_contact": "Sikker kontakt",
    "birthday": "Fødselsdag",
}
CODES: Mapping[str, Mapping[Any, str]] = {
    "channel": danish.CHANNELS,
    "district": DISTRICTS,
    "municipality": {code: place.name for code, place in MUNICIPALITIES.items()},
    "kind": danish.KINDS,
    "patrol": danish.PATROLS,
    "late_reason": danish.LATE_REASONS,
    "regime": danish.REGIMES,
    "role": danish.PARTY_ROLES,
    "safe_contact": danish.SAFE_CONTACT,
}


class Change(NamedTuple):
    field: str
    before: str
    now: str


class Happened(NamedTuple):
    what: str
    event: EventShown
    why: str | None
    change: Change | None


def happened(history: Sequence[EventShown]) -> list[Happened]:
    return [_happened(event) for event in history]


def _happened(event: EventShown) -> Happened:
    told = event.details
    changed = event.what == "ContactCorrected"
    return Happened(
        EVENTS[event.what],
        event,
        told.get("reason") or told.get("journal_number"),
        _change(told) if changed else None,
    )


def _change(told: Mapping[str, Any]) -> Change:
    """Of a party's field the name alone: whose it is, stands among the parties."""
    *party, name = str(told["field"]).split(".")
    label = f"{FIELDS[name]} (part)" if party else FIELDS[name]
    return Change(label, _said(name, told["old"]), _said(name, told["new"]))


def _said(field: str, value: Any) -> str:
    if value is None:
        return "mangler"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if field == "received_at":
        return moment(datetime.fromisoformat(value))
    if field == "acts":
        told = (f"{danish.ACTS[each['kind']]} ({each['count']})" for each in value)
        return ", ".join(told) or "ingen"
    if isinstance(value, list):
        return str(len(value))
    return CODES.get(field, {}).get(value, str(value))
