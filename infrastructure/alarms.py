"""Alarms of the transparency log: told once, kept, and counted where operators look."""

from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum

import structlog
from eventsourcing.persistence import PersistenceError

from infrastructure.postgres import Database

KEEP = "insert into transparency.alarm (kind, witness) values (%s, %s)"
COUNT = "select kind, count(*) as number from transparency.alarm group by kind"
log = structlog.get_logger()


class Alarm(StrEnum):
    IN_DOUBT = "in_doubt"  # what is stored is not what was sealed
    WILL_NOT_SIGN = "will_not_sign"  # the signer refuses
    WITNESS_AHEAD = "witness_ahead"  # it knows a larger tree: ours was set back
    WITNESS_CONTRADICTS = "witness_contradicts"  # it knows another tree: a fork
    WITNESS_REFUSES = "witness_refuses"  # our key, origin or request is wrong there
    WITNESS_WAVERS = "witness_wavers"  # what it answers makes no sense
    WITNESS_SILENT = "witness_silent"  # for a minute by now
    BAD_COSIGNATURE = "bad_cosignature"  # not under this checkpoint, or not by its key
    OLD_COSIGNATURE = "old_cosignature"  # of an earlier time than one before


class Alarms:
    """Without a database they are only logged."""

    def __init__(self, db: Database | None = None) -> None:
        self._db = db
        self._standing: set[tuple[Alarm, str | None]] = set()

    def sound(self, kind: Alarm, witness: str | None = None) -> None:
        """Once, until it is settled."""
        if (kind, witness) in self._standing:
            return
        self._standing.add((kind, witness))
        log.error("alarm of the transparency log", reason=kind.value, witness=witness)
        if self._db:
            with (
                suppress(PersistenceError),
                self._db.transaction(commit=True) as db,
            ):
                db.execute(KEEP, (kind.value, witness))

    def settle(self, witness: str | None = None) -> None:
        """All is well again with this witness, or with the log itself."""
        self._standing = {each for each in self._standing if each[1] != witness}


def count_alarms(db: Database) -> Mapping[str, int]:
    """Of each kind, since the log began."""
    counts = dict.fromkeys((each.value for each in Alarm), 0)
    with db.cursor() as rows:
        found = rows.execute(COUNT).fetchall()
    return counts | {row["kind"]: row["number"] for row in found}
