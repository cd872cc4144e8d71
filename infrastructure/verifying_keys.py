"""Are the keys as the archive says? Destroyed only on a sealed request, and then for good.

For whoever may read both databases; a look into sealed words is for who has the keys too.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from psycopg import Connection, ServerCursor
from psycopg.rows import dict_row

from domain.event import Recorded
from infrastructure.sealing import SealBroken
from infrastructure.verifying import Finding

PAGE = 5_000  # rows in memory
REMEMBERED = 100_000  # keys: those of one thing are named again soon
# As the mapper writes words; inside a text, each of these marks would be escaped.
WORDS = re.compile(rb'"about":"([0-9a-f-]{36})","key":"([0-9a-f-]{36})","pc":"')
LOGS = ("archive", "disclosures")
EVENTS = """
select notification_id, originator_id, originator_version, state
from {}.stored_events order by notification_id
"""
NAMED = """
select topic, originator_id, notification_id,
    (told ->> 'key')::uuid, (told ->> 'subject')::uuid,
    exists (select from transparency.leaf as l
        where l.notification_id = e.notification_id)
from archive.stored_events as e, lateral jsonb_array_elements(
    convert_from(state, 'UTF8')::jsonb -> 'event' -> 'keys'
) as told
where topic in ('ErasureRequested', 'KeysDestroyed')
order by notification_id
"""
NOT_ACTIVE = "select key, subject, state from keys.subject_key where state <> 'active'"
KNOWN = """
select key::text, subject::text from keys.subject_key where key = any(%s::uuid[])
"""
POSITIONS = "select coalesce(max(notification_id), 0) from archive.stored_events"
DRAWN = """
select notification_id, originator_id, originator_version, topic, state
from archive.stored_events where notification_id = any(%s) order by notification_id
"""
UNKNOWN = "Its words are under a key that is not known."
ANOTHERS = "Its words are under the key of another."
Page = Sequence[tuple[Any, list[tuple[bytes, bytes]]]]  # rows, with the words in each
Opened = Callable[[StoredEvent], Recorded[Any]]


class Named(NamedTuple):
    """A key that a request or a destruction names."""

    topic: str
    erasure: UUID
    position: int
    key: UUID
    subject: UUID
    sealed: bool


class KeyAudit:
    """Of one archive and its keys. `findings` grow as it goes."""

    def __init__(
        self,
        archive: Connection[Any],
        keys: Connection[Any],
        told: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._archive, self._keys, self._told = archive, keys, told
        self.findings: list[Finding] = []
        self._subjects: dict[bytes, bytes] = {}  # by key, of those seen last

    def destructions(self) -> int:
        """Of every key that is gone or on its way; how many that are."""
        states = {key: (subject, state) for key, subject, state in self._not_active()}
        named = [Named(*row) for row in self._archive.execute(NAMED)]
        requested = {
            each.key
            for each in named
            if each.topic == "ErasureRequested" and each.sealed
        }
        for key, (subject, state) in states.items():
            if key not in requested:
                self._find(f"A key is {state} without a sealed request.", thing=subject)
        for each in named:
            if each.topic != "KeysDestroyed":
                continue
            if states.get(each.key, (None, None))[1] != "shredded":
                problem = "A key is there although it was destroyed: restored, perhaps."
                self._find(problem, each.position, each.subject)
            if each.key not in requested:
                problem = "A key was destroyed without a sealed request."
                self._find(problem, each.position, each.subject)
        return len(states)

    def names(self) -> int:
        """Goes through all words of both logs; how many there are."""
        return sum(self._named_in(log) for log in LOGS)

    def sample(self, opened: Opened, count: int, random: Random) -> int:
        """Opens the words of so many events, tag and commitment; how many it found."""
        [(last,)] = self._archive.execute(POSITIONS).fetchall()
        drawn = random.sample(range(1, last + 1), min(count, last))
        with self._archive.cursor(row_factory=dict_row) as db:
            rows = db.execute(DRAWN, (drawn,)).fetchall()
        for row in rows:
            position, thing = row.pop("notification_id"), row["originator_id"]
            event = StoredEvent(**row)
            try:
                opened(event)
            except (SealBroken, ValueError):  # or it is no event any more
                self._find(
                    "Its words don't open, or are not those committed to.",
                    position,
                    thing,
                    event.originator_version,
                )
        return len(rows)

    def _named_in(self, log: str) -> int:
        count = 0
        with ServerCursor(self._archive, "words") as cursor:
            cursor.execute(EVENTS.format(log).encode(), binary=True)
            while rows := cursor.fetchmany(PAGE):
                words = [(row, WORDS.findall(row[3])) for row in rows]
                self._compare(words)
                count += sum(len(found) for _, found in words)
                self._told(count)
        return count

    def _compare(self, words: Page) -> None:
        known = self._known({key for _, found in words for _, key in found})
        for (position, thing, version, _), found in words:
            for about, key in dict.fromkeys(found):
                if known.get(key) != about:
                    problem = ANOTHERS if key in known else UNKNOWN
                    self._find(problem, position, thing, version)

    def _known(self, keys: Collection[bytes]) -> Mapping[bytes, bytes]:
        """Whose each of these is; asked once for those that were not seen lately."""
        if len(self._subjects) > REMEMBERED:
            self._subjects.clear()
        new = [key.decode() for key in keys if key not in self._subjects]
        for key, subject in self._keys.execute(KNOWN, (new,)) if new else ():
            self._subjects[key.encode()] = subject.encode()
        return self._subjects

    def _not_active(self) -> Iterator[tuple[UUID, UUID, str]]:
        yield from self._keys.execute(NOT_ACTIVE)

    def _find(
        self,
        problem: str,
        position: int | None = None,
        thing: UUID | None = None,
        version: int | None = None,
    ) -> None:
        self.findings.append(
            Finding(problem, position=position, thing=thing, version=version)
        )
