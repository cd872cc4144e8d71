"""What is typed into the forms of a stalking course, as commands."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from uuid import UUID

from pydantic import UUID7, ValidationError
from starlette.exceptions import HTTPException

from api.pages.forms import Problem, Typed, parsed
from api.pages.picked_times import picked_moment
from domain.decider import Command
from domain.event import Frozen
from domain.stalking_courses import (
    AppealOrder,
    DecideOrder,
    EndOrder,
    ReferenceRiskTool,
    ReportBreach,
    ServeOrder,
)

SAYS = {
    "contact": "Vælg en henvendelse",
    "basis": "Skriv, hvorfor henvendelsen hører til forløbet",
    "reason": "Skriv en begrundelse",
    "kind": "Vælg, hvad der anmodes om",
    "granted": "Vælg, hvad der blev afgjort",
    "on": "Skriv en dato",
    "served_at": "Skriv dato og klokkeslæt",
    "tool": "Skriv redskabets navn",
    "version": "Skriv redskabets udgave",
    "rating": "Skriv den samlede vurdering",
    "annex": "Skriv bilagets nummer som et helt tal",
}
ANSWERS = {"ja": True, "nej": False}
ANNEX = re.compile(r"[0-9]{1,7}")
PAGE_OF_CITIZEN = re.compile(r"(?:^|/borgere/)([0-9a-f-]{36})$")
Asked = Command | list[Problem]


class Step(StrEnum):
    """What becomes of an order, as addresses say it."""

    DECISION = "afgoerelse"
    SERVICE = "forkyndelse"
    APPEAL = "klage"
    BREACH = "overtraedelse"
    END = "ophoer"


STEP_OF: Mapping[type[Command], Step] = {
    DecideOrder: Step.DECISION,
    ServeOrder: Step.SERVICE,
    AppealOrder: Step.APPEAL,
    ReportBreach: Step.BREACH,
    EndOrder: Step.END,
}


class Opening(Frozen):
    """What the form of a new course hides: sent twice, it is one course."""

    course: UUID7
    contacts: tuple[UUID7, ...] = ()


def citizen_in(typed: str) -> UUID | None:
    """The citizen whose id, or page's address, this is."""
    found = PAGE_OF_CITIZEN.search(typed.strip().lower())
    try:
        return UUID(found.group(1)) if found else None
    except ValueError:
        return None


def opening(typed: Typed) -> Opening:
    """Raises HTTPException 422 where it is not what our form hides."""
    told = {"course": typed["course"], "contacts": typed["contacts"].split()}
    try:
        return Opening.model_validate(told)
    except ValidationError:
        raise HTTPException(422) from None


def risk_tool(typed: Typed) -> Asked:
    """The tool's version is typed as `edition`: each form hides one of the course."""
    told: dict[str, object] = dict(typed.filled())
    told["version"] = told.pop("edition", "")
    told["annex"] = int(typed["annex"]) if ANNEX.fullmatch(typed["annex"]) else None
    asked = parsed(ReferenceRiskTool, told, SAYS)
    if isinstance(asked, list):
        return [
            each._replace(field="edition") if each.field == "version" else each
            for each in asked
        ]
    return asked


def _decided(typed: Typed, order: UUID) -> Asked:
    granted = ANSWERS.get(typed["granted"])
    told = {**typed.filled(), "order": order, "granted": granted}
    return parsed(DecideOrder, told, SAYS)


def _served(typed: Typed, order: UUID) -> Asked:
    told: dict[str, object] = {"order": order}
    with suppress(ValueError):
        told["served_at"] = picked_moment(typed["served_at"])
    return parsed(ServeOrder, told, SAYS)


def _plain(kind: type[Command]) -> Callable[[Typed, UUID], Asked]:
    return lambda typed, order: parsed(kind, {**typed.filled(), "order": order}, SAYS)


STEPS: Mapping[Step, Callable[[Typed, UUID], Asked]] = {
    Step.DECISION: _decided,
    Step.SERVICE: _served,
    Step.APPEAL: _plain(AppealOrder),
    Step.BREACH: _plain(ReportBreach),
    Step.END: _plain(EndOrder),
}
