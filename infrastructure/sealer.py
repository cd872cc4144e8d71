"""Seals every event into the transparency log: durable first, then signed.

Appends never wait for it. One process is active; on any doubt it signs nothing, says so,
and leaves appends alone.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event as Flag
from typing import Any

import structlog
from eventsourcing.persistence import Notification
from psycopg import Connection

from domain.merkle import TreeHead
from domain.tiles import GrowingTree, Tile
from infrastructure.alarms import Alarm, Alarms
from infrastructure.page_turning import StandingBy
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.signer import Signer, WillNotSign
from infrastructure.transparency_log import InDoubt, Leaf, TransparencyLog, leaf_of
from infrastructure.wakeup import Wakeup
from infrastructure.witnesses import Witnesses

BATCH = 10_000  # events
LOOKED_AT_AGAIN = 1_000  # leaves, whenever a sealer begins
POLL = 1.0  # seconds
SEALING = "select pg_try_advisory_lock(hashtextextended('transparency', 0)) as taken"
SEALED = "select pg_advisory_unlock(hashtextextended('transparency', 0))"
ALARMS: dict[type[Exception], Alarm] = {
    InDoubt: Alarm.IN_DOUBT,
    WillNotSign: Alarm.WILL_NOT_SIGN,
}
log = structlog.get_logger()


class Sealer:
    def __init__(
        self,
        events: GroupCommitRecorder,
        tree: TransparencyLog,
        signer: Signer,
        witnesses: Witnesses | None = None,
    ) -> None:
        self._events, self._log, self._signer = events, tree, signer
        self._witnesses = witnesses or Witnesses(tree, None, Alarms())
        self._untold: tuple[int, str] | None = None  # the newest checkpoint

    def catch_up(self) -> None:
        """Seal and sign all that has been recorded so far. Raises StandingBy, InDoubt or
        WillNotSign.
        """
        with self._active():
            self._begin()
            while self._seal():
                pass

    def run(self, stop: Flag) -> None:
        """Until told to stop; stands by while another process is active."""
        while not stop.is_set():
            try:
                with self._active(), Wakeup(self._events) as wakeup:
                    self._begin()
                    self._witnesses.alarms.settle()
                    with self._witnesses.at_work():
                        self._go_on(wakeup, stop)
            except StandingBy:
                pass
            except Exception as error:  # noqa: BLE001 - a new one begins from storage
                log.error("the sealer stopped", error=type(error).__name__)  # noqa: TRY400
                if alarm := ALARMS.get(type(error)):
                    self._witnesses.alarms.sound(alarm)
            stop.wait(POLL)

    def _go_on(self, wakeup: Wakeup, stop: Flag) -> None:
        while not stop.is_set():
            self._witnesses.raise_doubt()
            if not self._seal():
                stop.wait(POLL)
                wakeup.wait(POLL)

    def _begin(self) -> None:
        """Each "no" here is an alarm, and nothing is signed before somebody has come."""
        head = self._log.head()
        self._tree = self._log.growing(head.size)
        if self._tree.head() != head:
            raise InDoubt(f"The tiles do not give the root of the {head.size} leaves.")
        self._sealed = self._log.last_sealed()
        self._look_again(head.size)
        if head.size < self._signer.last.size:
            self._come_back(self._signer.last)
        self._witnesses.compare(self._tree.head())
        self._sign(self._tree.head())

    def _come_back(self, signed: TreeHead) -> None:
        """After a restore: what was brought back must give the root that was signed,
        before any of it is sealed again.
        """
        leaves, full = brought_back(self._events, self._sealed, self._tree, signed.size)
        if self._tree.head() != signed:
            raise InDoubt(
                f"{signed.size} events were signed, and they are not all there as they"
                " were: bring back what a restore has lost, under its old positions."
            )
        self._log.add(leaves, full, signed)
        self._sealed = leaves[-1].position

    def _look_again(self, size: int) -> None:
        """The last leaves come out of their events again, and no event lacks one."""
        leaves = self._log.leaves(max(0, size - LOOKED_AT_AGAIN), size)
        if not leaves:
            return
        found = self._events.select_notifications(
            leaves[0].position, LOOKED_AT_AGAIN + 1, stop=leaves[-1].position
        )
        again = _leaves(found, leaves[0].index)
        for leaf, derived in zip(leaves, again, strict=False):
            if leaf != derived:
                raise InDoubt(f"Event {leaf.position} is not what was sealed.")
        if len(leaves) != len(again):
            raise InDoubt("There are more or fewer events than leaves.")

    def _seal(self) -> bool:
        """Whether there may be more at once.

        Until there is none no witness is told: what waits was recorded before, and a tree
        without it that was witnessed now would say that it came later (`WitnessedTimes`).
        """
        found = self._events.select_notifications(
            self._sealed, BATCH, inclusive_of_start=False
        )
        if found:
            leaves = _leaves(found, self._tree.size)
            full = self._tree.extend(leaf.hash for leaf in leaves)
            head = self._tree.head()
            self._log.add(leaves, full, head)
            self._sealed = leaves[-1].position
            self._sign(head)
        more = len(found) == BATCH
        if self._untold and not more:
            self._witnesses.tell(*self._untold)
            self._untold = None
        return more

    def _sign(self, head: TreeHead) -> None:
        if not head.size:
            return
        last = self._signer.last
        proof: list[bytes] = []
        if last.size <= head.size:  # else the signer refuses, and says why
            proof = self._log.tree(head.size).consistency_proof(last.size)
        note = self._signer.sign(head, proof)
        self._log.keep(head.size, note)
        self._untold = head.size, note

    @contextmanager
    def _active(self) -> Iterator[None]:
        with self._events.datastore.get_connection() as conn, sealing_alone(conn):
            yield


@contextmanager
def sealing_alone(conn: Connection[Any]) -> Iterator[None]:
    """Nobody seals but who holds this session. Raises StandingBy."""
    taken = conn.execute(SEALING).fetchone()
    if not (taken and taken["taken"]):
        raise StandingBy
    try:
        yield
    finally:
        if not conn.closed:
            conn.execute(SEALED)


def brought_back(
    events: GroupCommitRecorder, sealed: int, tree: GrowingTree, size: int
) -> tuple[list[Leaf], list[Tile]]:
    """What the events behind the last one that is sealed add to this tree, up to a size.
    Raises InDoubt.
    """
    missing = size - tree.size
    found = events.select_notifications(sealed, missing, inclusive_of_start=False)
    leaves = _leaves(found, tree.size)
    return leaves, tree.extend(leaf.hash for leaf in leaves)


def _leaves(events: Sequence[Notification], first: int) -> list[Leaf]:
    """Raises InDoubt for a row that could not be audited."""
    try:
        return [
            Leaf(first + nth, each.id, leaf_of(each)) for nth, each in enumerate(events)
        ]
    except ValueError as error:
        raise InDoubt(str(error)) from None
