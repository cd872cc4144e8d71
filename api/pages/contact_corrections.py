"""What is typed to correct a contact: one field, with what stood there when it was read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.contact_shown import known_contact
from api.pages.forms import Problem, Typed, parsed
from api.pages.picked_times import picked_moment
from domain.contacts import CorrectContact
from domain.corrections import as_it_stands
from domain.event import Event, Recorded

SEEN = "seen"  # hidden: the version whose value is to be corrected
FLAGS = {"ja": True, "nej": False}
FLAGGED = {"feels_unsafe", "told_to_stop", "address_protected"}
SAYS = {"form": "Det nye passer ikke i feltet", "field": "Vælg, hvad der skal rettes"}
OF_A_PARTY = ("role", "name", "birthday", "phone", "email", "address")
History = Sequence[Recorded[Event]]


def command(history: History, typed: Typed) -> CorrectContact | list[Problem]:
    field = typed["field"]
    try:
        old = stood(history, field, typed)
        new = wanted(field, old, typed)
    except LookupError:
        return [Problem("field", SAYS["field"])]
    except ValueError:
        return [Problem("new", SAYS["form"])]
    reason = {"reason": typed["reason"]} if typed["reason"].strip() else {}
    told = {"field": corrected(field), "old": old, "new": new, **reason}
    made = parsed(CorrectContact, told, SAYS)
    if isinstance(made, list):
        return [_at_control(problem) for problem in made]
    return made


def corrected(field: str) -> str:
    """To take a party out is to correct the whole list of them."""
    return "parties" if is_removal(field) else field


def is_removal(field: str) -> bool:
    return field.startswith("parties.") and field.count(".") == 1


def stood(history: History, field: str, typed: Typed) -> Any:
    """What the form was filled from. Raises LookupError."""
    return standing(history[: int(typed[SEEN] or 0)] or history, field)


def standing(history: History, field: str) -> Any:
    """Raises LookupError."""
    return as_it_stands(known_contact(list(history)).facts, corrected(field))


def wanted(field: str, old: Any, typed: Typed) -> Any:
    """What stands there if this is recorded. Raises ValueError."""
    match field.split("."):
        case ["acts"]:
            return _acts(typed)
        case ["evidence"]:
            return _evidence(old, typed)
        case ["parties"]:
            return [*old, _party(typed)]
        case ["parties", id]:
            return [each for each in old if each["id"] != id]
        case [*_, name]:
            return _one(name, typed["new"])


def _one(name: str, text: str) -> object:
    if not text.strip():
        return None
    if name == "received_at":
        return picked_moment(text).isoformat()
    return FLAGS.get(text, text) if name in FLAGGED else text


def _acts(typed: Typed) -> list[dict[str, object]]:
    """Raises ValueError."""
    return [
        {"kind": kind, "count": int(typed[f"acts-{row}-count"])}
        for row in rows("acts", typed)
        if (kind := typed[f"acts-{row}-kind"])
    ]


def _evidence(old: list[dict[str, Any]], typed: Typed) -> list[dict[str, object]]:
    """A line without a description is taken out. Raises ValueError."""
    files = {each["annex"]: each["sha256"] for each in old}
    told = [
        (int(typed[f"evidence-{row}-annex"]), description)
        for row in rows("evidence", typed)
        if (description := typed[f"evidence-{row}-description"]).strip()
    ]
    return [
        {"annex": annex, "description": description, "sha256": files.get(annex)}
        for annex, description in told
    ]


def rows(list_: str, typed: Typed) -> range:
    """Of a kind and a count, or of an annex and a description."""
    return range(sum(name.startswith(f"{list_}-") for name in typed.fields) // 2)


def _party(typed: Typed) -> dict[str, object]:
    """Raises ValueError."""
    told = {name: typed[name] for name in OF_A_PARTY if typed[name].strip()}
    return {
        "id": str(UUID(typed["party"])),
        "address_protected": bool(typed["address_protected"]),
        "safe_contact": "DIRECT_ONLY" if typed["safe_contact"] else "ANY",
        **told,
    }


def _at_control(problem: Problem) -> Problem:
    name = problem.field.partition(".")[0]
    return problem._replace(field="new" if name in {"form", "new", "old"} else name)
