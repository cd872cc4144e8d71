"""Are the logs that ended as they were signed, and does each one's end say what was lost?

What is left of one must be the beginning of the log that grows, which was derived from the
events before. Nothing can be said of leaves that are lost but how many there were.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection, ServerCursor
from pydantic_core import from_json

from domain.merkle import TreeHead
from domain.notes import base64
from domain.origins import ORIGIN, number_of, successor_of
from domain.policies import Policy
from domain.tiles import GrowingTree
from infrastructure.frozen_logs import frozen, schema_of
from infrastructure.transparency_log import SCHEMA
from infrastructure.verifying import HEADS, PAGE, SIZE, Finding
from infrastructure.verifying_notes import notes_of

FORKS = """
select notification_id, originator_id, state from archive.stored_events
where topic = %s order by notification_id
"""
LEAVES = "select hash from transparency.leaf order by idx"
ENDED = """
select size, root from transparency.checkpoint join transparency.head using (size)
order by size desc limit 1
"""
COUNT = "select count(*) from transparency.leaf"
SIZES = "select size from transparency.checkpoint"
OTHER_LEAVES = """
select ended.idx from transparency.leaf as ended
left join growing.leaf as now using (idx)
where (ended.notification_id, ended.hash) is distinct from (now.notification_id, now.hash)
order by ended.idx limit 1
"""
OTHER_TILES = """
select level, coalesce(ended.idx, now.idx) from transparency.tile as ended
full join growing.tile as now using (level, idx)
where (ended.hashes, ended.root) is distinct from (now.hashes, now.root)
    and (ended.idx is not null or (now.idx + 1) * 256::bigint ^ (level + 1) <= %s)
order by 1, 2 limit 1
"""


@dataclass(frozen=True)
class Fork:
    """What an event says of the log that ended, and where it stands."""

    origin: str
    successor: str
    size: int
    root: str
    first_lost: int
    lost: int
    position: int
    thing: UUID


@dataclass
class Ended:
    """A log that is frozen, with what is left of it."""

    origin: str
    size: int
    root: str
    kept: int  # leaves
    findings: list[Finding] = field(default_factory=list)

    @property
    def lost(self) -> int:
        return self.size - self.kept


def ended_logs(
    conn: Connection[Any],
    topic: str,
    policies: Sequence[Policy],
    signed: Mapping[str, TreeHead],
) -> tuple[list[Ended], list[Finding]]:
    """`topic` is the kind of event that tells that a log ended; `policies` are of those
    logs, `signed` what their signers signed last, as far as these are here. The findings
    are of no log that is here.
    """
    forks, here = forks_of(conn, topic), frozen(conn)
    numbers = [_number(fork) for fork in forks]
    findings = [
        Finding(f"Log {number} is frozen, and no event says why.")
        for number in here
        if number not in numbers
    ]
    ended = []
    for fork, number in zip(forks, numbers, strict=True):
        if number not in here or numbers.count(number) > 1:
            problem = f"{fork.origin} is said to have ended: it is not here, or twice."
            findings.append(_about(fork, problem))
        elif number is not None:
            one = _Audit(conn, fork, schema_of(number))
            ended.append(one.examined(policies, signed.get(fork.origin)))
    return ended, findings


def forks_of(conn: Connection[Any], topic: str) -> list[Fork]:
    names = [each.name for each in fields(Fork)][:-2]
    return [
        Fork(**{name: told[name] for name in names}, position=position, thing=thing)
        for position, thing, state in conn.execute(FORKS, (topic,)).fetchall()
        for told in [from_json(state)["event"]]
    ]


def _number(fork: Fork) -> int | None:
    return number_of(fork.origin) if ORIGIN.fullmatch(fork.origin) else None


def _about(fork: Fork, problem: str) -> Finding:
    return Finding(problem, position=fork.position, thing=fork.thing)


class _Audit:
    def __init__(self, conn: Connection[Any], fork: Fork, schema: str) -> None:
        self._conn, self._fork, self._schema = conn, fork, schema

    def examined(self, policies: Sequence[Policy], signed: TreeHead | None) -> Ended:
        fork, [(kept,)] = self._fork, self._asked(SIZE)
        policy = next((each for each in policies if each.origin == fork.origin), None)
        problems = [
            *self._claim(kept, signed),
            *self._leaves_and_tiles(kept),
            *self._heads(kept),
        ]
        if policy is None:
            problems.append(
                f"Nothing vouches for {fork.origin}: name its policy in"
                " GENFIND_FORMER_POLICY_FILES."
            )
        findings = [_about(fork, problem) for problem in problems]
        if policy:
            findings += notes_of(self._conn, policy, self._schema).findings
        return Ended(fork.origin, fork.size, fork.root, kept, findings)

    def _claim(self, kept: int, signed: TreeHead | None) -> Iterator[str]:
        """What the event says of the log that ended."""
        fork = self._fork
        said = (fork.size, fork.root)
        for size, root in [*self._asked(ENDED), *([signed] if signed else [])]:
            if (size, base64(root)) != said:
                yield (
                    f"It says that {fork.origin} ended with {fork.size} leaves under"
                    f" {fork.root}, and what was signed last are {size} under {base64(root)}."
                )
        if (fork.first_lost, fork.lost) != (kept, fork.size - kept):
            yield (
                f"It says that {fork.lost} leaves are lost from {fork.first_lost} on, and"
                f" {kept} of {fork.size} are here."
            )
        if not ORIGIN.fullmatch(fork.origin) or fork.successor != successor_of(
            fork.origin
        ):
            yield f"{fork.successor} does not follow {fork.origin}."

    def _leaves_and_tiles(self, kept: int) -> Iterator[str]:
        """Those of the log that grows were derived from the events."""
        for (leaf,) in self._asked(OTHER_LEAVES):
            yield f"From leaf {leaf} on {self._fork.origin} is not what was sealed again."
        for level, index in self._asked(OTHER_TILES, kept):
            yield f"Tile {level}/{index} of {self._fork.origin} is another, or missing."
        [(count,)] = self._asked(COUNT)
        if count != kept:
            yield f"{kept - count} leaves of {self._fork.origin} were taken out."

    def _heads(self, kept: int) -> Iterator[str]:
        """Those that can be derived from what is left; others need a signature."""
        heads = [TreeHead(*row) for row in self._asked(HEADS)]
        signed = {size for (size,) in self._asked(SIZES)}
        tree, before = GrowingTree(0, lambda *_: b""), 0
        with ServerCursor(self._conn, "ended") as cursor:
            cursor.itersize = PAGE
            cursor.execute(self._own(LEAVES), binary=True)
            for head in heads:
                if head.size > kept:
                    if head.size not in signed:
                        yield f"Its head of {head.size} leaves was never signed."
                    continue
                tree.extend(row[0] for row in islice(cursor, head.size - before))
                before = head.size
                if tree.head() != head:
                    yield f"The head of {head.size} leaves does not follow from them."
                    return

    def _asked(self, query: LiteralString, *told: int) -> list[Any]:
        return self._conn.execute(self._own(query), told or None).fetchall()

    def _own(self, query: LiteralString) -> bytes:
        ended = query.replace(f"{SCHEMA}.", f"{self._schema}.")
        return ended.replace("growing.", f"{SCHEMA}.").encode()
