"""The forms of a complaint: which are open, what they offer, and what is typed there."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from api import complaints as doors
from api.pages import danish
from api.pages.complaint_forms import ALLEGATION, only
from api.pages.danish.complaints import category_code
from api.pages.forms import Outcome, Problem, Typed, parsed
from domain.complaint_states import Complaint
from domain.complaint_steps import CHOICES, Steps, open_steps
from domain.complaints import (
    AddAllegation,
    ConcludeComplaint,
    ConsentToNoteProcedure,
    DecideAppeal,
    ForwardComplaint,
    HoldNoteProcedure,
    InvestigateComplaint,
    LodgeAppeal,
    OfferNoteProcedure,
    RefuseNoteProcedure,
    ReopenComplaint,
    SendDelayNotice,
    SendNoteCopy,
    WaiveDeadline,
)
from domain.decider import Circumstances, Command
from domain.event import By

PLACES: dict[type[Command], str] = {  # where the form of each step is sent
    ForwardComplaint: "videresend",
    OfferNoteProcedure: "tilbyd-notitssag",
    ConsentToNoteProcedure: "samtyk-til-notitssag",
    RefuseNoteProcedure: "afslaa-notitssag",
    HoldNoteProcedure: "hold-samtale",
    SendNoteCopy: "send-kopi",
    WaiveDeadline: "dispenser",
    InvestigateComplaint: "undersoeg",
    SendDelayNotice: "underret",
    AddAllegation: "tilfoej-klagepunkt",
    ConcludeComplaint: "afslut",
    ReopenComplaint: "genoptag",
    LodgeAppeal: "paaklag",
    DecideAppeal: "afgoer-paaklage",
}
LABELS: dict[type[Command], dict[Any, str]] = {
    ForwardComplaint: danish.RECIPIENTS,
    SendNoteCopy: danish.COPY_RECIPIENTS,
    SendDelayNotice: danish.NOTICE_RECIPIENTS,
    ConcludeComplaint: danish.OUTCOMES,
    DecideAppeal: danish.APPEAL_OUTCOMES,
}
SAYS = {
    "category": ALLEGATION,
    "to": "Vælg, hvem det er",
    "reason": "Skriv en begrundelse",
    "note": "Skriv, hvad der blev talt om: højst 20.000 tegn, og ingen styretegn",
    "agrees": "Vælg, om klageren er enig",
    "on": "Skriv datoen",
    "outcome": "Vælg et udfald",
}
RADIOS = ("to", "agrees")


YES_OR_NO = {"ja": True, "nej": False}


class Step(NamedTuple):
    """A form of the page."""

    name: str
    place: str
    choices: list[tuple[StrEnum, str]]


def steps(complaint: Complaint, id: UUID, by: By, now: datetime) -> Steps:
    """Those that are open to whoever asks, in the order in which they are shown."""
    found = open_steps(complaint, Circumstances(at=now, by=by, id=id))
    mine = [kind for kind in PLACES if by.role in doors.MAY[kind].roles]
    return {kind: found[kind] for kind in mine if kind in found}


def forms(found: Steps, returned: str) -> list[Step]:
    """Also the one that came back, though its step may be closed by now."""
    return [
        Step(kind.__name__, place, _labelled(kind, found.get(kind)))
        for kind, place in PLACES.items()
        if kind in found or kind.__name__ == returned
    ]


def _labelled(
    kind: type[Command], choices: list[StrEnum] | None
) -> list[tuple[StrEnum, str]]:
    """All that there are where the step is closed: what was typed is among them."""
    if kind not in CHOICES:
        return []
    return [(each, LABELS[kind][each]) for each in choices or CHOICES[kind]]


def ids(outcome: Outcome) -> dict[str, str]:
    """Where each wrong field is on the page, which has many forms."""
    place = next(
        (PLACES[kind] for kind in PLACES if kind.__name__ == outcome.form), outcome.form
    )
    return {
        field: f"{place}-{field}{'-option1' if field in RADIOS else ''}"
        for field in outcome.wrong(outcome.form)
    }


def step(
    kind: type[Command], typed: Typed, allegations: list[UUID]
) -> Command | list[Problem]:
    """A later command; `allegations` are those that the complaint has."""
    told: dict[str, Any] = typed.filled()
    if kind is AddAllegation:
        told = {
            "id": typed["allegation"],
            "category": category_code(typed["category"]),
        }
    elif kind is HoldNoteProcedure:
        told |= {"agrees": YES_OR_NO.get(typed["agrees"])}
    elif kind is ConcludeComplaint:
        return _concluded(typed, allegations)
    return parsed(kind, told, SAYS)


def outcome_field(allegation: UUID) -> str:
    return f"outcome-{allegation}"


def _concluded(
    typed: Typed, allegations: list[UUID]
) -> ConcludeComplaint | list[Problem]:
    told = only(typed.filled(), "on") | {
        "outcomes": [
            {"allegation": id, "outcome": typed[outcome_field(id)]}
            for id in allegations
        ]
    }
    command = parsed(ConcludeComplaint, told, SAYS)
    if not isinstance(command, list):
        return command
    return [_at_its_allegation(each, allegations) for each in command]


def _at_its_allegation(problem: Problem, allegations: list[UUID]) -> Problem:
    match problem.field.split("."):
        case ["outcomes", n, _]:
            return Problem(outcome_field(allegations[int(n)]), SAYS["outcome"])
    return problem
