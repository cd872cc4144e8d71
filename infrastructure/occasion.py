"""What one attempt to decide sees: the archive, and on top of it what it is about to save."""

from collections.abc import (
    Callable,
    Container,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from stdnum.iso7064 import mod_11_10

from domain.decider import Decider
from domain.event import CprNumber, Event, Recorded, inside
from infrastructure.blind_index import BlindIndex
from infrastructure.mapper import personal_words

MANY = 100


class Streams(Mapping[UUID, object]):
    """The states of things by id, read only when asked for."""

    def __init__(
        self,
        read: Callable[[Sequence[UUID]], dict[UUID, list[Recorded[Event]]]],
        topics: Mapping[str, Decider[Any, Any]],
    ) -> None:
        self._read, self._topics = read, topics
        self._known: dict[UUID, list[Recorded[Event]]] = {}
        self.pending: list[Recorded[Event]] = []

    def expect(self, ids: Iterable[UUID]) -> None:
        """Read these together, where one question after the other would take longer."""
        if new := list(set(ids) - self._known.keys()):
            self._known |= self._read(new)

    def expect_named(self) -> None:
        """Read what the events known so far name: but of a thing that names many, a
        command seldom asks for more than one, which is read then.
        """
        each = [
            {named for recorded in history for named in named_in(recorded.event)}
            for history in self._known.values()
        ]
        self.expect(id for named in each if len(named) <= MANY for id in named)

    def history(self, id: UUID) -> list[Recorded[Event]]:
        if id not in self._known:
            self.expect([id])
        return self._known[id]

    def undo(self, before: int) -> None:
        """Take back what a refused command would have led to."""
        while len(self.pending) > before:
            self._known[self.pending.pop().id].pop()

    def add(self, recorded: Recorded[Event]) -> None:
        self.history(recorded.id).append(recorded)
        self.pending.append(recorded)

    def __getitem__(self, id: UUID) -> object:
        history = self.history(id)
        if not history:
            raise KeyError(id)
        topic = self._topics[type(history[0].event).__name__]
        return topic.state_after(each.event for each in history)

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def named_in(value: object) -> Iterator[UUID]:
    return (part for part in inside(value) if isinstance(part, UUID))


class Citizens(Mapping[str, UUID]):
    """The citizen of each CPR that a command names: the known one, or a new id."""

    def __init__(self, index: BlindIndex, new_id: Callable[[], UUID]) -> None:
        self._index, self._new_id = index, new_id
        self._found: dict[str, UUID] = {}
        self._drawn: dict[str, UUID] = {}
        self._named: dict[str, UUID] = {}  # in what is about to be saved

    def __getitem__(self, cpr: str) -> UUID:
        if cpr in self._named:
            return self._named[cpr]
        if cpr in self._found or cpr in self._drawn:
            return self._found.get(cpr) or self._drawn[cpr]
        if found := self._index.find(cpr):
            return self._found.setdefault(cpr, found)
        return self._drawn.setdefault(cpr, self._new_id())

    @property
    def known(self) -> Container[str]:
        """The CPRs that are bound to a citizen already."""
        return self._found

    def take_note(self, decided: Iterable[Recorded[Event]]) -> None:
        """Whom a command gave a CPR to: the next one in this save must agree."""
        for recorded in decided:
            for words in personal_words(recorded.event):
                if isinstance(words, CprNumber) and words.text:
                    self._named[words.text] = words.about

    def reserve(self) -> bool:
        """Before the save: bind each CPR that is new. False when a race is lost."""
        return self._index.reserve(
            {
                cpr: citizen
                for cpr, citizen in self._named.items()
                if self._found.get(cpr) != citizen
            }
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._found | self._drawn)

    def __len__(self) -> int:
        return len(self._found | self._drawn)


@dataclass(frozen=True)
class Occasion:
    """One attempt: what it sees of the archive, and the numbers drawn for it."""

    streams: Streams
    citizens: Citizens
    numbers: Mapping[str, Iterator[int]]

    def number(self, prefix: str | None) -> str | None:
        if prefix is None:
            return None
        digits = str(next(self.numbers[prefix]))
        return f"{prefix}-{digits}{mod_11_10.calc_check_digit(digits)}"
