"""What is typed into the forms of the follow-up queue, as commands."""

from collections.abc import Callable
from enum import StrEnum

from api.pages.forms import Problem, Typed, parsed
from domain.follow_ups import (
    ClaimFollowUp,
    CloseFollowUp,
    DeclineFollowUp,
    PlanFollowUp,
    RecordAttempt,
    RecordTalk,
    ReleaseFollowUp,
)

ANSWERS = {"ja": True, "nej": False}
QUESTIONS = {
    "more_help": "Kan politiet hjælpe mere?",
    "solved": "Er problemet løst?",
    "safer": "Føler borgeren sig mere tryg?",
}
SAYS = {
    "mode": "Vælg, hvordan samtalen blev holdt",
    "note": "Notatet kan ikke bruges: højst 20.000 tegn, og ingen styretegn",
}


class Tab(StrEnum):
    DISTRICT = "kredsen"
    MINE = "mine"


class Step(StrEnum):
    """As its address spells it."""

    CLAIM = "tag"
    RELEASE = "frigiv"
    ATTEMPT = "forsoeg"
    TALK = "samtale"
    PLAN = "planlaeg"
    DECLINE = "frabedt"
    CLOSE = "afslut"


Told = (
    ClaimFollowUp
    | ReleaseFollowUp
    | RecordAttempt
    | RecordTalk
    | PlanFollowUp
    | DeclineFollowUp
    | CloseFollowUp
)


def tab(typed: Typed) -> Tab:
    return Tab.MINE if typed["view"] == Tab.MINE else Tab.DISTRICT


def _only(typed: Typed, *names: str) -> dict[str, str]:
    return {name: text for name, text in typed.filled().items() if name in names}


def talk(typed: Typed) -> RecordTalk | list[Problem]:
    """An answer that was not given stays open."""
    answers = {name: ANSWERS.get(typed[name]) for name in QUESTIONS}
    return parsed(RecordTalk, {**_only(typed, "mode", "note"), **answers}, SAYS)


COMMANDS: dict[Step, Callable[[Typed], Told | list[Problem]]] = {
    Step.CLAIM: lambda _: ClaimFollowUp(),
    Step.RELEASE: lambda _: ReleaseFollowUp(),
    Step.ATTEMPT: lambda typed: parsed(RecordAttempt, _only(typed, "kind")),
    Step.TALK: talk,
    Step.PLAN: lambda typed: parsed(
        PlanFollowUp, _only(typed, "mode", "officer", "on")
    ),
    Step.DECLINE: lambda _: DeclineFollowUp(),
    Step.CLOSE: lambda typed: parsed(CloseFollowUp, _only(typed, "reason")),
}
