"""The values of a contact's fields in words: as they stand, stood, or are wanted."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from api.pages import danish
from api.pages.templates import day, moment, plural
from domain.kinds import ActKind
from domain.places import DISTRICTS, MUNICIPALITIES

YES_NO = {True: "Ja", False: "Nej"}
MUNICIPALITY_NAMES = {code: place.name for code, place in MUNICIPALITIES.items()}
CHOICES: dict[str, Mapping[Any, str]] = {  # of a field, by its last name
    "channel": danish.CHANNELS,
    "district": DISTRICTS,
    "municipality": MUNICIPALITY_NAMES,
    "kind": danish.KINDS,
    "patrol": danish.PATROLS,
    "late_reason": danish.LATE_REASONS,
    "regime": danish.REGIMES,
    "feels_unsafe": YES_NO,
    "told_to_stop": YES_NO,
    "role": danish.PARTY_ROLES,
    "address_protected": YES_NO,
    "safe_contact": danish.SAFE_CONTACT,
    "decision": danish.DECISIONS,
    "media_type": danish.MEDIA,
}
NOTHING = {"late_reason": "ingen", "regime": "efter arten", "source": "intet"}
FORGOTTEN, SECRET, UNKNOWN = "Slettet", "skjult (beskyttet)", "ukendt"
KILOBYTE = 1000


def label(field: str) -> str:
    """How a field is called, also one of a party."""
    *of_party, name = field.split(".")
    return (danish.PARTY_FIELDS if of_party else danish.CONTACT_FIELDS)[name]


def said(
    field: str, value: Any, *, secret: bool = False, nothing: str | None = None
) -> str | Markup:
    """`secret` is whether the party's address is; `nothing` what null means here."""
    name = field.rpartition(".")[2]
    if name == "address" and secret:
        return SECRET
    if value is None or value in ([], ()):
        return nothing or NOTHING.get(name, UNKNOWN)
    if name in CHOICES:
        return CHOICES[name].get(value, UNKNOWN)
    spelled = SPELLED.get(name, str)
    return spelled(value)


def size(count: int) -> str:
    """Bytes as people count them."""
    if count < KILOBYTE:
        return f"{count} byte"
    if count < KILOBYTE**2:
        return f"{count // KILOBYTE} kB"
    return f"{count / KILOBYTE**2:.1f} MB".replace(".", ",")


def _acts(acts: list[dict[str, Any]]) -> str:
    told = (f"{danish.ACTS[ActKind(act['kind'])]}: {act['count']}" for act in acts)
    return ", ".join(told)


def _evidence(lines: list[dict[str, Any]]) -> str:
    return "; ".join(
        f"{line['annex']}: {line['description'] or FORGOTTEN}" for line in lines
    )


def _parties(parties: list[dict[str, Any]]) -> str:
    return f"{plural(len(parties), 'person', 'personer')}: " + ", ".join(
        map(called, parties)
    )


def called(party: Mapping[str, Any]) -> str:
    role = danish.PARTY_ROLES[party["role"]]
    return f"{role} ({party['name'] or 'navn ukendt'})"


SPELLED: dict[str, Callable[[Any], str | Markup]] = {
    "received_at": lambda told: moment(datetime.fromisoformat(str(told))),
    "birthday": lambda told: day(date.fromisoformat(str(told))),
    "acts": _acts,
    "evidence": _evidence,
    "parties": _parties,
    "size": size,
}
