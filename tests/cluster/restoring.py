"""A restore to a moment: all that was told by then, nothing else, and the keys apart."""

from pathlib import Path
from time import monotonic
from typing import Any

import psycopg

from infrastructure.embedded_postgres import SERVICE
from tests.api.telling import HANDLING
from tests.cluster.backups import Barman, Restored
from tests.cluster.machines import Cluster
from tests.cluster.serving import Registry, Told, writing
from tests.fire.running import genfind, until

ENOUGH = 100  # acknowledged between two steps


def drill(cluster: Cluster, registry: Registry) -> list[str]:
    """Rows of the report. Raises AssertionError where the restored is not what was told."""
    barman = Barman(cluster)
    old_keys, keys = (cluster.folder / f"keys-{age}.dump" for age in ("old", "new"))
    with barman.following():
        with writing(registry) as first:
            barman.back_up()
            _some_more(first)
        _dump_keys(cluster, registry, old_keys)
        with writing(registry) as second:
            _some_more(second)
        moment, expected = _now(registry), registry.stored()
        with writing(registry) as too_late:
            _some_more(too_late)
        _dump_keys(cluster, registry, keys)
        barman.catch_up()
        began = monotonic()
        barman.restore(moment, cluster.folder / "restored")
    took = monotonic() - began
    restored = Restored(cluster, cluster.folder / "restored")
    restored.start()
    opened = monotonic() - began
    service = restored.address(SERVICE, cluster.service_password)
    admin = restored.address("postgres", cluster.password)
    try:
        with registry.elsewhere(service, admin) as other:
            _holds(other, expected, first, second, too_late)
            _keys_tell(other, restored, old_keys, keys, first, second)
    finally:
        restored.stop()
    told = len(first.receipts) + len(second.receipts)
    return [
        "| what | result |",
        "|---|---|",
        f"| acknowledged before the moment, restored | {told} |",
        f"| acknowledged after it, left out | {len(too_late.receipts)} |",
        f"| files restored | {took:.1f} s |",
        f"| open, at the moment | {opened:.1f} s |",
    ]


def _holds(
    other: Registry, expected: list[Any], first: Told, second: Told, too_late: Told
) -> None:
    """Exactly what was there at the moment, and all that was told by then."""
    assert not [*first.failures, *second.failures, *too_late.failures]
    assert other.stored() == expected
    assert (first.lost(other), second.lost(other)) == (0, 0)
    assert too_late.lost(other) == len(too_late.receipts)
    other.run("doctor")
    other.serve()
    live = other.shown()
    other.run("rebuild")
    assert other.shown() == live


def _keys_tell(
    other: Registry, restored: Restored, old: Path, new: Path, first: Told, second: Told
) -> None:
    """Newer keys than the archive open everything; older ones do not, and it is seen."""
    other.end()
    restored.replace_keys(old)
    other.begin("serve", "--no-projector", **other.settings)
    assert (_shown(other, first), _shown(other, second)) == (200, 500)
    assert genfind(other.home, "rebuild", **other.settings).returncode != 0
    assert "SealBroken" in other.said()
    other.end()
    restored.replace_keys(new)
    other.run("doctor")
    other.serve()
    assert (_shown(other, first), _shown(other, second)) == (200, 200)
    other.end()


def _shown(registry: Registry, told: Told) -> int:
    """How the door answers that is asked for one of these contacts."""
    contact = next(iter(told.receipts))
    with registry.client() as client:
        return client.get(f"/contacts/{contact.id}", headers=HANDLING).status_code


def _some_more(told: Told) -> None:
    before = len(told.receipts)
    until(lambda: len(told.receipts) > before + ENOUGH, 0.05)


def _now(registry: Registry) -> str:
    """By the clock of the server that leads."""
    with psycopg.connect(registry.as_admin().archive) as conn:
        [moment] = conn.execute("SELECT clock_timestamp()::text").fetchone() or [None]
    return str(moment)


def _dump_keys(cluster: Cluster, registry: Registry, to: Path) -> None:
    address = registry.as_admin().keys
    cluster.programs.run(
        cluster.folder / "dump.log", "pg_dump", "-Fc", "-f", to, address
    )
