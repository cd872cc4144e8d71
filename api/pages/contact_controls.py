"""The form that corrects a field: what stands there, and a control that fits it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from markupsafe import Markup

from api.contact_shown import ContactShown
from api.pages.contact_corrections import (
    FLAGGED,
    FLAGS,
    History,
    corrected,
    is_removal,
    rows,
    standing,
    stood,
    wanted,
)
from api.pages.contact_words import CHOICES, called, label, said
from api.pages.forms import Typed
from api.pages.picked_times import as_picked
from domain.people import PartyRole

SPARE = 2  # empty rows for more acts
CONTROLS = {
    "received_at": "moment",
    "narrative": "area",
    "birthday": "day",
    "acts": "acts",
    "evidence": "evidence",
    "parties": "party",
}
OF_THE_CONTACT = (
    "narrative",
    "kind",
    "received_at",
    "channel",
    "district",
    "municipality",
    "place",
    "feels_unsafe",
    "patrol",
    "told_to_stop",
    "acts",
    "evidence",
    "late_reason",
    "regime",
    "source",
)
OF_A_PARTY = (
    "role",
    "name",
    "phone",
    "email",
    "address",
    "address_protected",
    "safe_contact",
    "birthday",
)
Words = str | Markup


@dataclass(frozen=True)
class Control:
    field: str
    label: str
    kind: str
    options: list[tuple[str, str]]
    stands: Words
    seen: int  # version
    filled: Mapping[str, str]  # by name: what was typed, else what stands
    rows: range
    then: Words | None = None  # where a correction was refused: what it was made from,
    wanted: Words | None = None  # and what it was to be


def choices(contact: ContactShown) -> list[tuple[str, str]]:
    """What can be corrected, each by its name and how it is called."""
    parties = [(f"parties.{each.id}", called(dict(each))) for each in contact.parties]
    return [
        *((name, label(name)) for name in OF_THE_CONTACT),
        ("parties", "Tilføj en person"),
        *(
            (f"{party}.{name}", f"{who}: {label(f'{party}.{name}')}")
            for party, who in parties
            for name in OF_A_PARTY
        ),
        *((party, f"Tag ud: {who}") for party, who in parties),
    ]


def control(
    contact: ContactShown, history: History, field: str, typed: Typed, new_id: UUID
) -> Control | None:
    """None where there is no such field."""
    names = dict(choices(contact))
    if field not in names:
        return None
    old, secret = standing(history, field), _secret(contact, field)
    name = field.rpartition(".")[2]
    kind = _kind(field, name)
    filled = typed.fields or _filled(name, kind, None if secret else old, new_id)
    return Control(
        field=field,
        label=names[field],
        kind=kind,
        options=_options(name, kind),
        stands=said(corrected(field), old, secret=secret),
        seen=len(history),
        filled=filled,
        rows=rows(kind, Typed(filled)),
        **_refused(history, field, typed, secret=secret),
    )


def _refused(
    history: History, field: str, typed: Typed, *, secret: bool
) -> dict[str, Words]:
    """Empty unless something else stands now than when the form was filled."""
    if not typed.fields:
        return {}
    name = corrected(field)
    try:
        then = stood(history, field, typed)
        new = wanted(field, then, typed)
    except (LookupError, ValueError):
        return {}
    if then == standing(history, field):
        return {}
    return {
        "then": said(name, then, secret=secret),
        "wanted": said(name, new, secret=secret),
    }


def _secret(contact: ContactShown, field: str) -> bool:
    """Whether it is an address that is not to be shown."""
    protected = (each.id for each in contact.parties if each.address_protected)
    return field in {f"parties.{id}.address" for id in protected}


def _kind(field: str, name: str) -> str:
    if is_removal(field):
        return "removal"
    if name in FLAGGED:
        return "flag"
    return "choice" if name in CHOICES else CONTROLS.get(name, "line")


def _options(name: str, kind: str) -> list[tuple[str, str]]:
    if kind == "flag":
        return [("ja", "Ja"), ("nej", "Nej")]
    return [(str(value), text) for value, text in CHOICES.get(name, {}).items()]


def _filled(name: str, kind: str, old: Any, new_id: UUID) -> Mapping[str, str]:
    match kind:
        case "acts":
            told = [(each["kind"], str(each["count"])) for each in old]
            return _numbered("acts", "kind", "count", told + [("", "")] * SPARE)
        case "evidence":
            lines = [(str(each["annex"]), each["description"] or "") for each in old]
            free = max((each["annex"] for each in old), default=0) + 1
            lines.append((str(free), ""))
            return _numbered("evidence", "annex", "description", lines)
        case "party":
            return {"role": PartyRole.WITNESS, "party": str(new_id)}
        case "flag":
            return {"new": next(text for text, flag in FLAGS.items() if flag is old)}
        case "moment":
            return {"new": as_picked(datetime.fromisoformat(old))}
    return {"new": "" if old is None else str(old)}


def _numbered(
    list_: str, first: str, second: str, told: list[tuple[str, str]]
) -> dict[str, str]:
    return {
        f"{list_}-{row}-{part}": text
        for row, pair in enumerate(told)
        for part, text in zip((first, second), pair, strict=True)
    }
