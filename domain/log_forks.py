"""A transparency log that can't go on, since what it signed was lost for good.

It is frozen, and whatever survived is sealed again under the next number of its origin.
"""

from typing import Annotated, Self

from pydantic import Field, StrictInt, model_validator

from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import Event, Frozen, Role
from domain.notes import from_base64
from domain.origins import successor_of
from domain.tiles import HASH
from domain.words import Line, Position

Lost = Annotated[StrictInt, Field(ge=1, lt=2**63)]


class LogForked(Event):
    """`origin` ended with `size` leaves and this root (base64), as it was signed last.
    From the leaf `first_lost` on, counted from 0, `lost` of them are not here any more;
    events of theirs may be, at other places. `successor` is the log that this stands in.
    """

    origin: str
    successor: str
    size: int
    root: str
    first_lost: int
    lost: int
    reason: str


class ForkLog(Command):
    """`reason` tells what happened, and names nobody."""

    origin: Line
    successor: Line
    size: Position
    root: Line
    first_lost: Position
    lost: Lost
    reason: Line

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.successor != successor_of(self.origin):
            raise ValueError("the next log has the next number")
        if self.first_lost + self.lost != self.size:
            raise ValueError("what is left and what is lost are not all there was")
        if len(from_base64(self.root)) != HASH:
            raise ValueError("a root has 32 bytes")
        return self


class Ended(Frozen):
    """A log ends once."""


def decide(log: Ended | None, command: ForkLog, circumstances: Circumstances) -> Event:
    if circumstances.by.role is not Role.CUSTODIAN:
        raise Refused("A custodian decides that a log has ended.")
    if log:
        raise Refused("This log has ended already.")
    return LogForked(**dict(command))


def evolve(log: Ended | None, event: LogForked) -> Ended:
    return Ended()


log_forks = Decider(decide, evolve, first=ForkLog)
