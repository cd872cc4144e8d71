"""What is typed into the forms of an audit."""

from contextlib import suppress
from datetime import date
from uuid import UUID

from api.pages.forms import Problem, Typed, parsed
from api.pages.periods import until
from domain.supervision import AgreeAction, DrawSample, RecordFinding

SAYS_OF_SAMPLE = {
    "seed": "Skriv et frø, så andre kan trække den samme stikprøve",
    "from": "Skriv den første dag",
    "to": "Skriv den sidste dag",
    "form": "Perioden slutter, før den begynder",
    "size": "Skriv et helt tal fra 1 til 500",
    "position": "Skriv et helt tal",
}
SAYS_OF_FINDING = {
    "finding": "Vælg, hvad du fandt",
    "note": "Notatet kan ikke bruges: højst 20.000 tegn, og ingen styretegn",
}
SAYS_OF_ACTION = {
    "what": "Skriv, hvad der er aftalt: højst 500 tegn",
    "due": "Skriv fristen",
    "responsible": "Skriv, hvem der er ansvarlig",
}


def sample(form: Typed) -> DrawSample | list[Problem]:
    """With the last day counted in, as people say periods."""
    filled = form.filled()
    told: dict[str, object] = {**filled}
    for name in ("size", "position"):
        if filled.get(name, "").isdecimal():
            told[name] = int(filled[name])
    with suppress(KeyError, ValueError, OverflowError):  # which the field then shows
        told["to"] = until(date.fromisoformat(filled["to"]))
    return parsed(DrawSample, told, SAYS_OF_SAMPLE)


def finding(form: Typed, contact: UUID) -> RecordFinding | list[Problem]:
    told = form.filled() | {"contact": str(contact)}
    return parsed(RecordFinding, told, SAYS_OF_FINDING)


def agreed(form: Typed) -> AgreeAction | list[Problem]:
    return parsed(AgreeAction, form.filled(), SAYS_OF_ACTION)
