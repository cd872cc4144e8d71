"""One district: who answers there, who calls, and the stories that are going on."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from domain.calendar import COPENHAGEN, danish_day
from domain.decider import Command, Decider
from domain.event import By, Role
from infrastructure.asked import Asked
from tests.benchmarks.nation.desk import Desk
from tests.benchmarks.nation.figures import CONTACTS
from tests.benchmarks.nation.people import Callers
from tests.benchmarks.nation.telling import Teller
from tests.projections.danish_contacts import new_id

Story = Iterator[Asked]  # each goes on after the former has been decided
OPENING, CLOSING = 8, 20  # o'clock: when people are called back
LEAST = timedelta(seconds=2)  # between two things that one person does
REFERRED_TO = 12  # days in which a finished story may still be named by another


class Stories:
    """All that is going on at one desk, in the order of time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._next: list[tuple[datetime, int, Asked | None, Story, set[UUID]]] = []
        self._order = count()
        self._ended: deque[tuple[date, set[UUID]]] = deque()
        self._named = Counter[UUID]()  # by how many stories

    def begin(self, at: datetime, story: Story, *named: UUID) -> None:
        self._named.update(named)
        self._wait(at, None, story, set(named))

    def until(self, end: datetime) -> None:
        """Decide all that is asked before then."""
        while self._next and self._next[0][0] < end:
            at, _, asked, story, things = heappop(self._next)
            self._desk.now = at
            if asked:
                new = self._desk.decided(asked) - things
                self._named.update(new)
                things |= new
            if asked := next(story, None):
                self._wait(asked.at, asked, story, things)
            else:
                self._ended.append((at.date(), things))
        self._forget(end)

    def _wait(
        self, at: datetime, asked: Asked | None, story: Story, things: set[UUID]
    ) -> None:
        if at < self._desk.now:
            raise ValueError(f"{story.__qualname__} goes back in time")
        heappush(self._next, (at, next(self._order), asked, story, things))

    def _forget(self, now: datetime) -> None:
        last = now.date() - timedelta(days=REFERRED_TO)
        while self._ended and self._ended[0][0] < last:
            _, things = self._ended.popleft()
            self._named.subtract(things)
            over = [thing for thing in things if not self._named[thing]]
            for thing in over:
                del self._named[thing]
            self._desk.forget(over)


class Station:
    def __init__(
        self,
        district: str,
        towns: Sequence[str],
        random: Random,
        desk: Desk,
        stories: Stories,
        numbers: Iterator[int],
        share: float,
    ) -> None:
        """`share` of the country's people call here."""
        self.district, self.towns = district, towns
        self.random, self.desk, self.stories = random, desk, stories
        a_month = int(CONTACTS / 12 * share)
        self.callers = Callers(random, towns, numbers, max(a_month, 20))
        self.teller = Teller(random)
        self.registered: deque[tuple[date, UUID]] = deque()  # of late, by day received
        self.before_today: list[tuple[date, UUID]] = []
        self.share = share
        self.position = 0  # of the archive, when this day began
        self._officers = [f"K-{district}-{n:03}" for n in range(150)]

    def begin_day(self, position: int) -> None:
        self.before_today, self.position = list(self.registered), position

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def new_id(self, at: datetime) -> UUID:
        return new_id(self.random, at)

    def officer(self) -> By:
        id = self.random.choice(self._officers)
        return By(id=id, role=Role.OFFICER, district=self.district)

    def supervisor(self) -> By:
        id = f"V-{self.district}-{self.random.randrange(12):02}"
        return By(id=id, role=Role.SUPERVISOR, district=self.district)

    def take_note(self, received_at: datetime, contact: UUID) -> None:
        """Of what a sample may be drawn from."""
        self.registered.append((danish_day(received_at), contact))
        last = danish_day(self.desk.now) - timedelta(days=REFERRED_TO)
        while self.registered[0][0] < last:
            self.registered.popleft()

    def asks(
        self,
        topic: Decider[Any, Any],
        id: UUID,
        command: Command,
        by: By,
        at: datetime,
    ) -> Asked:
        """With a key, as clients send it, unless the id says enough."""
        first = isinstance(command, topic.first)
        key = None if first else str(UUID(int=self.random.getrandbits(128), version=4))
        return Asked(topic, id, command, by, key, at=at)

    def soon(self, at: datetime, minutes: float) -> datetime:
        """So many minutes later, on average."""
        later = timedelta(minutes=self.random.expovariate(1 / minutes))
        return at + max(later, LEAST)

    def by_day(self, at: datetime, days: float) -> datetime:
        """So many days later, on average, when people are called back."""
        when = self.soon(at, days * 24 * 60)
        local = when.astimezone(COPENHAGEN)
        if local.hour < OPENING:
            return when + timedelta(hours=OPENING - local.hour)
        if local.hour >= CLOSING:
            return when + timedelta(hours=24 + OPENING - local.hour)
        return when
