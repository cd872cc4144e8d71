"""What is typed into the form of a registration, and the command that it makes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from fastapi.exceptions import RequestValidationError
from pydantic import UUID7, TypeAdapter, ValidationError

from api.pages.forms import Problem, Typed, parsed
from api.pages.registering_times import moment_of
from domain.people import SafeContact
from domain.registration import RegisterContact

DAY, CLOCK = "received_on", "received_clock"
PLAIN = (
    "channel",
    "municipality",
    "kind",
    "narrative",
    "place",
    "patrol",
    "late_reason",
    "intake",
)
FLAGS = ("feels_unsafe", "told_to_stop")
WHO = ("id", "role", "name", "cpr", "phone", "email", "address", "safe_contact")
MOST_ROWS = 50
LONGEST_COUNT = 9  # digits
SAYS = {
    "received_at": "Skriv dato som 22-11-2026 og klokkeslæt som 13.05",
    "channel": "Vælg kanal",
    "kind": "Vælg, hvad henvendelsen drejer sig om",
    "narrative": "Skriv, hvad borgeren fortæller, med højst 20.000 tegn",
}
SAYS_OF_ROWS = {
    "role": "Vælg partens rolle",
    "cpr": "Skriv et CPR på ti cifre",
    "kind": "Vælg handling",
    "count": "Skriv antallet som et helt tal fra 1",
}
a_contact = TypeAdapter(UUID7)


def contact_of(typed: Typed) -> UUID:
    """Made before anything is sent, here or on a device, so that it counts once.

    Raises RequestValidationError.
    """
    try:
        return a_contact.validate_python(typed["contact"])
    except ValidationError:
        raise RequestValidationError([]) from None


def rows(typed: Typed, name: str, least: int = 0) -> range:
    """Of the form's parties, acts or evidence, filled or not."""
    parts = [field.split(".") for field in typed.fields]
    numbers = [int(each[1]) for each in parts if each[0] == name and _is_row(each)]
    return range(min(max([least - 1, *numbers]) + 1, MOST_ROWS))


def _is_row(parts: Sequence[str]) -> bool:
    return len(parts) == 3 and parts[1].isdecimal() and len(parts[1]) < 3  # noqa: PLR2004


def filled_rows(typed: Typed, name: str) -> list[int]:
    return [n for n in rows(typed, name) if FILLED[name](typed, f"{name}.{n}.")]


def _has_party(typed: Typed, row: str) -> bool:
    """A role alone is nobody."""
    told = (*WHO[2:-1], "address_protected")
    return typed[row + "safe_contact"] not in ("", SafeContact.ANY) or any(
        typed[row + name].strip() for name in told
    )


def _has_act(typed: Typed, row: str) -> bool:
    return bool(typed[row + "kind"]) or typed[row + "count"].strip() not in ("", "1")


def _has_evidence(typed: Typed, row: str) -> bool:
    return bool(typed[row + "description"].strip())


FILLED: Mapping[str, Callable[[Typed, str], bool]] = {
    "parties": _has_party,
    "acts": _has_act,
    "evidence": _has_evidence,
}


def command_of(
    typed: Typed, district: str | None, now: datetime
) -> RegisterContact | list[Problem]:
    """Problems are named after the form's fields."""
    filled = {name: filled_rows(typed, name) for name in FILLED}
    told: dict[str, object] = {
        **{name: typed[name] for name in PLAIN if typed[name].strip()},
        **{name: True for name in FLAGS if typed[name]},
        "district": district,
        "received_at": moment_of(typed[DAY], typed[CLOCK], now),
        "parties": [_party(typed, f"parties.{n}.") for n in filled["parties"]],
        "acts": [_act(typed, f"acts.{n}.") for n in filled["acts"]],
        "evidence": [
            {"annex": nth, "description": typed[f"evidence.{n}.description"]}
            for nth, n in enumerate(filled["evidence"], 1)
        ],
    }
    command = parsed(RegisterContact, told, _says(filled))
    if isinstance(command, list):
        return [Problem(_in_form(name, filled), text) for name, text in command]
    return command


def _party(typed: Typed, row: str) -> dict[str, object]:
    told: dict[str, object] = {
        name: typed[row + name].strip() for name in WHO if typed[row + name].strip()
    }
    return told | {"address_protected": bool(typed[row + "address_protected"])}


def _act(typed: Typed, row: str) -> dict[str, object]:
    count = typed[row + "count"].strip()
    number = count.isdecimal() and len(count) <= LONGEST_COUNT
    told = {"kind": typed[row + "kind"]} if typed[row + "kind"] else {}
    return told | {"count": int(count) if number else count}


def _says(filled: Mapping[str, list[int]]) -> dict[str, str]:
    return SAYS | {
        f"{name}.{n}.{field}": text
        for name, kept in filled.items()
        for n in range(len(kept))
        for field, text in SAYS_OF_ROWS.items()
    }


def _in_form(name: str, filled: Mapping[str, list[int]]) -> str:
    """Empty rows are left out of the command, and are still in the form."""
    if name == "received_at":
        return DAY
    match name.split("."):
        case [kind, nth, field]:
            return f"{kind}.{filled[kind][int(nth)]}.{field}"
    return name
