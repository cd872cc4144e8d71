"""What is asked of the registry, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field

from domain.calendar import SKEW
from domain.decider import Command, Decider, Refused
from domain.event import By, Event, Frozen, Recorded
from domain.ids import time_of

AHEAD = timedelta(days=1)  # how far an id's own time may lie ahead of the clock


class Unknown(Exception):
    """There is nothing of this topic under this id."""


class MovedOn(Exception):
    """The thing is no longer in the version that the client has seen."""


class Receipt(Frozen):
    """The answer to every command: keep it, and give people the number."""

    id: UUID
    number: str | None
    version: int
    position: int
    at: datetime
    repeated: bool = Field(default=False, exclude=True)


SOMETHING_ELSE = "Something else is recorded under this id or key."
No = Refused | Unknown | MovedOn


@dataclass(frozen=True)
class Answer:
    """What was recorded now or earlier, and the first event, which holds the number."""

    first: Recorded[Event]
    recorded: Recorded[Event]
    repeated: bool = False

    def receipt(self, positions: Mapping[tuple[UUID, int], int]) -> Receipt:
        recorded = self.recorded
        position = recorded.position or positions[recorded.id, recorded.version]
        return Receipt(
            id=recorded.id,
            number=getattr(self.first.event, "number", None),
            version=recorded.version,
            position=position,
            at=recorded.at,
            repeated=self.repeated,
        )


@dataclass(frozen=True)
class Asked:
    """A command on its way to a decision."""

    decider: Decider[Any, Any]
    id: UUID
    command: Command
    by: By
    request: str | None = None
    expected: int | None = None  # the version that the client has seen
    at: datetime | None = None  # instead of the clock; only a demo home may set it
    told_at: datetime | None = None  # the time of registration that a journal tells


def same_request(
    history: list[Recorded[Event]], asked: Asked
) -> Recorded[Event] | None:
    """What an equal request has led to before."""
    if isinstance(asked.command, asked.decider.first):
        return history[0] if history else None
    return next(
        (r for r in history if asked.request and r.request == asked.request), None
    )


def check(asked: Asked, history: list[Recorded[Event]], at: datetime) -> None:
    """Raises Refused, Unknown or MovedOn where the thing can't begin or go on at all."""
    if isinstance(asked.command, asked.decider.first):
        if time_of(asked.id) > at + AHEAD:
            raise Refused(
                "The id is more than a day ahead of the clock: make a new one."
            )
    elif not history or not isinstance(history[0].event, asked.decider.events):
        raise Unknown
    if asked.told_at and asked.told_at > at + SKEW:
        raise Refused("The time that the journal tells is ahead of the clock.")
    if asked.expected is not None and asked.expected != len(history):
        raise MovedOn
