"""A decider turns intent into a fact, and facts into the state of the next intent."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, reduce
from typing import Any, Generic, TypeAlias, TypeVar, get_args, get_type_hints
from uuid import UUID

from domain.event import By, Event, Frozen, Recorded
from domain.traces import NoTraces, Traces


class Command(Frozen):
    """Something asked for, in the imperative."""


class Refused(Exception):
    """The request was understood, and the rules say no."""


T = TypeVar("T")


@dataclass(frozen=True)
class Circumstances:
    """What a decision may depend on besides the history of its own thing."""

    at: datetime  # now, or the time that an imported journal tells
    by: By
    id: UUID  # of the thing itself
    number: str | None = None  # drawn for a first command, by topics that number
    others: Mapping[UUID, object] = field(default_factory=dict)  # states by id
    citizens: Mapping[str, UUID] = field(default_factory=dict)  # by CPR, known or new
    bound: Container[str] = ()  # CPRs that are somebody's in the blind index
    follow_up_days: int = 7
    traces: Traces = field(default_factory=NoTraces)  # of what could be forgotten

    @property
    def drawn(self) -> str:
        if self.number is None:
            raise ValueError("no number was drawn for this topic")
        return self.number

    def the(self, kind: type[T], id: UUID, name: str) -> T:
        """The state of another thing. Raises Refused where there is none."""
        other = self.others.get(id)
        if not isinstance(other, kind):
            raise Refused(f"There is no {name} with this id.")
        return other


S = TypeVar("S")
C = TypeVar("C", bound=Command)


@dataclass(frozen=True)
class Decider(Generic[S, C]):
    decide: Callable[[S | None, C, Circumstances], Event]
    evolve: Callable[[S | None, Any], S]
    first: type[Command]  # the command that begins a stream
    prefix: str | None = None  # of the numbers people use

    def state_after(self, events: Iterable[Event]) -> S | None:
        return reduce(self.evolve, events, None)

    @cached_property
    def commands(self) -> tuple[type[Command], ...]:
        return _members(get_type_hints(self.decide)["command"])

    @cached_property
    def events(self) -> tuple[type[Event], ...]:
        return _members(get_type_hints(self.evolve)["event"])


def _members(union: Any) -> tuple[Any, ...]:
    return get_args(union) or (union,)


@dataclass(frozen=True)
class Reaction:
    """What the registry asks of another thing because of a fact."""

    decider: Decider[Any, Any]
    id: UUID
    command: Command


@dataclass(frozen=True)
class Counterpart:
    """The same fact, written on the other thing that it is about (⇄).

    It makes a race between the two things a version conflict.
    """

    decider: Decider[Any, Any]
    id: UUID
    event: Event


Others: TypeAlias = Mapping[UUID, object]
Reactions: TypeAlias = Mapping[
    type[Event],
    Callable[[Recorded[Any], Others], Iterable[Reaction | Counterpart]],
]
