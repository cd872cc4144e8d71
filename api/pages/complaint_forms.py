"""What is typed where a complaint is received, as the command that it becomes."""

from typing import Any
from uuid import UUID

from api.pages.danish.complaints import category_code
from api.pages.forms import Problem, Typed, parsed
from domain.complaint_kinds import Via
from domain.complaints import ReceiveComplaint
from domain.event import By, Role

MOST_ROWS = 100  # allegations that a complaint can be received with
PERSON = ("name", "cpr", "phone", "email", "address", "birthday", "safe_contact")
UNKNOWN = "Ingen henvendelse har dette nummer. Kontrollér det."
ALLEGATION = "Skriv, hvad klagepunktet handler om, kun med bogstaver"
SAYS = {
    "received_on": "Skriv, hvornår klagen er modtaget",
    "matter_on": "Skriv, hvornår det skete",
    "kind": "Vælg klagens art",
    "district": "Vælg den politikreds, der klages over",
    "via": "Vælg, hvor klagen er indgivet",
    "text": "Skriv, hvad der klages over: højst 20.000 tegn, og ingen styretegn",
    "complainant.cpr": "CPR-nummeret kan ikke bruges: skriv ti cifre",
    "complainant.birthday": "Skriv fødselsdagen som en dato",
    "allegations": ALLEGATION,
    "form": "Klagen kan ikke være modtaget, før det skete",
}


def row(n: int, what: str) -> str:
    """The field of the form that has this of its nth allegation."""
    return f"allegations.{n}.{what}"


def rows_of(typed: Typed) -> int:
    """How many allegations the form has room for."""
    return sum(1 for n in range(MOST_ROWS) if typed[row(n, "id")])


def received(
    typed: Typed, by: By, contact: UUID | None
) -> ReceiveComplaint | list[Problem]:
    """`contact` is the one whose number was typed."""
    filled = typed.filled()
    rows = [n for n in range(MOST_ROWS) if row(n, "category") in filled]
    authority = by.role == Role.AUTHORITY
    told = only(filled, "received_on", "matter_on", "kind", "text") | {
        "district": by.district or typed["district"],
        "via": Via.AUTHORITY if authority else typed["via"],
        "contact": contact,
        "complainant": _complainant(typed),
        "allegations": [
            {
                "id": typed[row(n, "id")],
                "category": category_code(filled[row(n, "category")]),
            }
            for n in rows
        ],
    }
    command = parsed(ReceiveComplaint, told, SAYS)
    problems = list(command) if isinstance(command, list) else []
    if typed["contact"].strip() and contact is None:
        problems.append(Problem("contact", UNKNOWN))
    problems.sort(key=_place)
    return [_at_its_row(each, rows) for each in problems] or command


def _complainant(typed: Typed) -> dict[str, Any]:
    of_her = {
        name.removeprefix("complainant."): text for name, text in typed.filled().items()
    }
    return only(of_her, *PERSON) | {
        "id": typed["complainant.id"],
        "address_protected": typed["complainant.address_protected"] == "true",
    }


def _place(problem: Problem) -> int:
    """Of its field in the form, which asks in the order of the command."""
    fields = list(ReceiveComplaint.model_fields)
    name = problem.field.partition(".")[0]
    return fields.index(name if name in fields else "matter_on")


def _at_its_row(problem: Problem, rows: list[int]) -> Problem:
    """Rows left blank are no allegations, and the form counts them all the same."""
    match problem.field.split("."):
        case ["allegations"]:
            return Problem(row(0, "category"), problem.text)
        case ["allegations", n, _]:
            return Problem(row(rows[int(n)], "category"), ALLEGATION)
    return problem


def only(fields: dict[str, str], *names: str) -> dict[str, Any]:
    return {name: fields[name] for name in names if name in fields}
