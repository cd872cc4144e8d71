"""Is what was acknowledged in the archive, once, with its receipt?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from psycopg.sql import SQL, Identifier

from tests.fire.attacks import is_sealed
from tests.fire.loading import Load, Receipt, everybody
from tests.fire.running import Demo, genfind, until
from tests.fire.sending import Sent, recorded

TABLES = """
SELECT table_schema, table_name,
    array_agg(column_name::text) FILTER (WHERE is_identity = 'NO')
FROM information_schema.columns
JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_type = 'BASE TABLE'
AND table_schema NOT IN ('views', 'public', 'pg_catalog', 'information_schema')
GROUP BY table_schema, table_name
"""
PLACES = (
    "SELECT notification_id, originator_id::text, originator_version"
    " FROM archive.stored_events WHERE originator_id = ANY(%s)"
)
Place = tuple[int, str, int]  # position, thing and version


@dataclass
class Found:
    """How many commands, of all that were sent."""

    acknowledged: int = 0
    in_doubt: int = 0  # for whoever sent them, until they sent them again
    recorded: int = 0  # of these, before they were sent again
    lost: int = 0  # acknowledged, and not in the archive where it was told
    doubled: int = 0  # in the archive more than once
    changed: int = 0  # sent again, and answered otherwise than the first time
    failures: list[str] = field(default_factory=list)

    @property
    def all_is_well(self) -> bool:
        return not (self.lost or self.doubled or self.changed or self.failures)


@dataclass
class Told:
    """All that a registry has acknowledged, in order to hold it to that."""

    places: set[Place] = field(default_factory=set)
    kinds: Counter[tuple[UUID, str]] = field(default_factory=Counter)
    numbers: dict[str, set[UUID]] = field(default_factory=dict)

    def add(self, receipts: Mapping[Sent, Receipt]) -> None:
        for command, receipt in receipts.items():
            self.places.add(_place(receipt))
            self.kinds[command.id, command.leads_to] += 1
            if number := receipt["number"]:
                self.numbers.setdefault(number, set()).add(command.id)

    def examined(self, demo: Demo) -> Found:
        found = Found(len(self.places))
        found.lost = len(self.places - _places(demo, self.places))
        there = recorded(demo, *(id for id, _ in self.kinds))
        for (id, kind), wanted in self.kinds.items():
            found.doubled += max(0, there.get(id, []).count(kind) - wanted)
        found.doubled += sum(len(things) - 1 for things in self.numbers.values())
        return found


def examined(demo: Demo, load: Load) -> Found:
    """What has become of a load; the archive first, for a repeat could mend a loss.

    In the end the load has a receipt for each of its commands.
    """
    told = Told()
    told.add(load.receipts)
    found = told.examined(demo)
    found.in_doubt, found.failures = len(load.unknown), list(load.failures)
    before = recorded(demo, *(each.id for each in load.unknown))
    again = everybody(load.writers, [*load.receipts, *load.unknown])
    for command, answer in again.items():
        first = load.receipts.get(command)
        there = first or before.get(command.id, []).count(command.leads_to)
        found.recorded += bool(there and not first)
        wanted = {200} if there else {200, 201}  # it may have been on its way still
        same = first is None or first == answer.json()
        found.changed += not same or answer.status_code not in wanted
        if answer.is_success:
            load.receipts[command] = answer.json()
    settled = Told()
    settled.add(load.receipts)
    after = settled.examined(demo)
    found.doubled = after.doubled
    found.changed += after.lost
    return found


def _place(receipt: Receipt) -> Place:
    return receipt["position"], receipt["id"], receipt["version"]


def _places(demo: Demo, wanted: Iterable[Place]) -> set[Place]:
    """All that are taken in the archive, of the things of the wanted ones."""
    ids = list({UUID(id) for _, id, _ in wanted})
    with psycopg.connect(demo.as_admin().archive) as conn:
        return set(conn.execute(PLACES, (ids,)))


def examined_whole(demo: Demo, told: Told) -> Found:
    """A registry held to all that it has told, its read models to ones filled anew."""
    found = told.examined(demo)
    found.acknowledged = 0  # they have been counted
    found.failures += _of("doctor", demo)
    until(partial(is_sealed, demo))
    found.failures += _of("verify", demo)
    found.failures += [f"{name} differs" for name in _differing_from_a_rebuild(demo)]
    return found


def _of(command: str, demo: Demo) -> list[str]:
    """What it finds."""
    examination = genfind(demo.home, command)
    return [examination.stderr] if examination.returncode else []


def _differing_from_a_rebuild(demo: Demo) -> list[str]:
    demo.wait_until_ready()
    live = _rows(demo)
    assert all(live[f"{name}.contact"] for name in ("contact_search", "daily_report"))
    rebuilt = genfind(demo.home, "rebuild")
    assert rebuilt.returncode == 0, rebuilt.stderr
    demo.wait_until_ready()
    anew = _rows(demo)
    return sorted(
        name for name in live.keys() | anew.keys() if live.get(name) != anew.get(name)
    )


def _rows(demo: Demo) -> dict[str, list[Any]]:
    """All that the read models hold, without what only tells the order of inserts."""
    rows = {}
    with psycopg.connect(demo.as_admin().views) as conn:
        for schema, table, columns in conn.execute(TABLES).fetchall():
            query = SQL(
                "SELECT to_jsonb(t)::text FROM (SELECT {} FROM {}) t ORDER BY 1"
            )
            chosen = SQL(", ").join(map(Identifier, sorted(columns)))
            found = conn.execute(query.format(chosen, Identifier(schema, table)))
            rows[f"{schema}.{table}"] = found.fetchall()
    return rows
