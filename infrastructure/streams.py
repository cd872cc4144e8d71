"""What one attempt to decide sees: the archive, and on top of it what it is about to save."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from domain.decider import Decider
from domain.event import CprNumber, Event, Recorded
from infrastructure.blind_index import BlindIndex
from infrastructure.mapper import personal_words


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

    def expect(self, ids: Sequence[UUID]) -> None:
        self._known |= self._read(ids)

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


class Citizens(Mapping[str, UUID]):
    """The citizen of each CPR that a command names: the known one, or a new id."""

    def __init__(self, index: BlindIndex, new_id: Callable[[], UUID]) -> None:
        self._index, self._new_id = index, new_id
        self._found: dict[str, UUID] = {}
        self._drawn: dict[str, UUID] = {}

    def __getitem__(self, cpr: str) -> UUID:
        if cpr in self._found or cpr in self._drawn:
            return self._found.get(cpr) or self._drawn[cpr]
        if found := self._index.find(cpr):
            return self._found.setdefault(cpr, found)
        return self._drawn.setdefault(cpr, self._new_id())

    def reserve(self, pending: list[Recorded[Event]]) -> bool:
        """Before the save: bind each CPR that is new. False when a race is lost."""
        named = {
            words.text: words.about
            for recorded in pending
            for words in personal_words(recorded.event)
            if isinstance(words, CprNumber) and words.text
        }
        return self._index.reserve(
            {
                cpr: citizen
                for cpr, citizen in named.items()
                if self._found.get(cpr) != citizen
            }
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._found | self._drawn)

    def __len__(self) -> int:
        return len(self._found | self._drawn)
