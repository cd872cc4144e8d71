"""What is typed into the forms of the follow-up queue."""

from enum import StrEnum

from pydantic import UUID7, ValidationError

from api.pages.forms import Problem
from domain.event import Frozen
from domain.follow_ups import AttemptKind, RecordTalk

ANSWERS = {"ja": True, "nej": False, "": None}
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


class Asked(Frozen):
    """What every form of the page brings."""

    view: Tab = Tab.DISTRICT
    key: UUID7 | None = None  # of this form: sent twice, it counts once


class AttemptTyped(Asked):
    kind: AttemptKind


class TalkTyped(Asked):
    """Whatever was typed, so that nothing is lost when some of it can't be used."""

    mode: str = ""
    more_help: str = ""
    solved: str = ""
    safer: str = ""
    note: str = ""

    def command(self) -> RecordTalk | list[Problem]:
        told = {
            "mode": self.mode,
            "note": self.note if self.note.strip() else None,
            **{name: ANSWERS.get(getattr(self, name)) for name in QUESTIONS},
        }
        try:
            return RecordTalk.model_validate(told)
        except ValidationError as error:
            names = {str(each["loc"][0]) for each in error.errors()}
            return [Problem(name, SAYS[name]) for name in SAYS if name in names]
