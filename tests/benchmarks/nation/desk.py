"""The registry itself, with its archive in memory: it decides, and what it decided is
handed over as rows to be stored. So each event is one that the registry would write.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from domain.citizens import CitizenIdentified
from domain.decider import Decider
from domain.event import Event, Recorded
from domain.ids import EPOCH
from domain.reactions import LEADS_TO, REACTIONS, TOPICS
from infrastructure.asked import Asked
from infrastructure.blind_index import BlindIndex
from infrastructure.key_encryption import KeyEncryptionKey
from infrastructure.keys import Keys
from infrastructure.postgres import Database
from infrastructure.registry import Registry
from tests.projections.danish_contacts import new_id

CITIZENS = 100_000  # remembered: far more than are named again within months
EventRow = tuple[datetime, UUID, int, str, bytes]
KeyRow = tuple[UUID, UUID, str, bytes, datetime]


@dataclass
class Written:
    """Rows of the archive and of the keys, in the order in which they came."""

    events: list[EventRow] = field(default_factory=list)
    keys: list[KeyRow] = field(default_factory=list)
    cprs: list[tuple[bytes, UUID]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)  # that come next


class MadeKeys(Keys):
    """In place of the table, a dictionary: the rows are stored with what they seal."""

    def __init__(self, db: Database, kek: KeyEncryptionKey) -> None:
        super().__init__(db, kek, lambda: self.at)
        self.at = EPOCH  # until something happens
        self.made: list[KeyRow] = []
        self._rows: dict[UUID, dict[str, Any]] = {}

    def _ask(self, statement: str, **given: Any) -> list[dict[str, Any]]:
        drawn = zip(given["subjects"], given["keys"], given["wrapped"], strict=True)
        return [self._row(given["kek"], *each) for each in drawn]

    def _row(
        self, kek: str, subject: UUID, key: UUID, wrapped: bytes
    ) -> dict[str, Any]:
        if subject not in self._rows:
            self.made.append((key, subject, kek, wrapped, self.at))
            row = {"key": key, "subject": subject, "wrapped": wrapped}
            self._rows[subject] = row | {"state": "active"}
        return self._rows[subject]

    def forget(self, subjects: Iterable[UUID]) -> None:
        for subject in subjects:
            self._rows.pop(subject, None)


class KnownCprs(BlindIndex):
    """The same for whose each CPR is."""

    def __init__(self, db: Database, key: bytes) -> None:
        super().__init__(db, key)
        self._holders: dict[str, UUID] = {}
        self.made: list[tuple[bytes, UUID]] = []

    def find(self, cpr: str) -> UUID | None:
        return self._holders.get(cpr)

    def reserve(self, wanted: Mapping[str, UUID]) -> bool:
        for cpr, citizen in wanted.items():
            if cpr not in self._holders:
                self._holders[cpr] = citizen
                self.made.append((self._digest(cpr), citizen))
        return all(self._holders[cpr] == wanted[cpr] for cpr in wanted)

    def forget_number(self, cpr: str) -> None:
        self._holders.pop(cpr, None)


class Numbers:
    """Every second number, or third: as many desks draw from one series."""

    def __init__(self, first: Mapping[str, int], step: int) -> None:
        self._drawn, self._step = Counter(first), step

    def draw_numbers(self, prefix: str, count: int) -> list[int]:
        first = self._drawn[prefix]
        self._drawn[prefix] += count * self._step
        return list(range(first, self._drawn[prefix], self._step))

    @property
    def next(self) -> dict[str, int]:
        return dict(self._drawn)


class Desk(Registry):
    def __init__(
        self, random: Random, keys: Database, kek: KeyEncryptionKey, numbers: Numbers
    ) -> None:
        self._made = MadeKeys(keys, kek)
        self._cprs = KnownCprs(keys, self._made.index)
        self._streams: dict[UUID, list[Recorded[Event]]] = {}
        self._citizens: OrderedDict[UUID, None] = OrderedDict()  # the latest named last
        self._new_citizens: deque[UUID] = deque(maxlen=500)
        self.written = Written()
        recorder: Any = numbers
        self._numbers = numbers
        super().__init__(
            recorder,
            self._made,
            self._cprs,
            TOPICS,
            REACTIONS,
            clock=lambda: self._made.at,
            new_id=lambda: new_id(random, self._made.at),
            leads_to=LEADS_TO,
        )

    @property
    def now(self) -> datetime:
        return self._made.at

    @now.setter
    def now(self, at: datetime) -> None:
        self._made.at = at

    def decided(self, asked: Asked) -> set[UUID]:
        """All that was written to. Raises what the registry answers where it says no:
        stories are lawful.
        """
        before = len(self.written.events)
        [answer] = self.execute_all([asked])
        if isinstance(answer, Exception):
            raise answer
        return {id for _, id, *_ in self.written.events[before:]}

    def knows(self, id: UUID) -> bool:
        return id in self._streams

    def somebody(self, random: Random) -> UUID | None:
        """One of the citizens identified of late."""
        return random.choice(self._new_citizens) if self._new_citizens else None

    def state(self, topic: Decider[Any, Any], id: UUID) -> Any:
        return topic.state_after(each.event for each in self._streams[id])

    def _concerned(self, asked: Asked) -> Iterator[UUID]:
        yield asked.id  # what else it names is here as well: nothing to read ahead

    def histories(self, ids: Sequence[UUID]) -> dict[UUID, list[Recorded[Event]]]:
        return {id: list(self._streams.get(id, ())) for id in ids}

    def save(self, *decided: Recorded[Event], **_: Any) -> list[Any]:
        rows = self.mapper.to_stored_events(decided)
        for recorded, row in zip(decided, rows, strict=True):
            self._streams.setdefault(recorded.id, []).append(recorded)
            self.written.events.append(
                (recorded.at, row.originator_id, recorded.version, row.topic, row.state)
            )
            self._take_note(recorded)
        nowhere = SimpleNamespace(notification=SimpleNamespace(id=0))
        return [nowhere] * len(decided)  # they have no position yet

    def _take_note(self, recorded: Recorded[Event]) -> None:
        if isinstance(recorded.event, CitizenIdentified):
            self._citizens[recorded.id] = None
            self._new_citizens.append(recorded.id)
        for party in getattr(recorded.event, "parties", ()):
            if party.citizen in self._citizens:
                self._citizens.move_to_end(party.citizen)

    def forget(self, things: Iterable[UUID]) -> None:
        """What no story refers to any more; citizens only when there are too many."""
        for thing in things:
            if thing not in self._citizens:
                self._drop(thing)
        while len(self._citizens) > CITIZENS:
            citizen, _ = self._citizens.popitem(last=False)
            self._drop(citizen)

    def _drop(self, thing: UUID) -> None:
        for recorded in self._streams.pop(thing, ()):
            event = recorded.event
            if isinstance(event, CitizenIdentified) and event.cpr and event.cpr.text:
                self._cprs.forget_number(event.cpr.text)
            self._made.forget(each.id for each in getattr(event, "parties", ()))
        self._made.forget([thing])

    def hand_over(self) -> Written:
        """All that was written since the last time."""
        done = self.written
        done.keys, self._made.made = self._made.made, []
        done.numbers = self._numbers.next
        done.cprs, self._cprs.made = self._cprs.made, []
        self.written = Written()
        return done
