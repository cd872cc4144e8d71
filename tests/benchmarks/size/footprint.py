"""Where the bytes are: by table, by index, and inside an event."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from tests.benchmarks.size.kept import Kept

ARCHIVE = """
select 'events' as what, sum(pg_table_size(relid))
from pg_partition_tree('archive.stored_events')
union all
select case when pg_get_indexdef(indexrelid) like '%notification_id%'
    then 'index of positions' else 'index of ids' end,
    sum(pg_relation_size(indexrelid))
from pg_index where indrelid in (
    select relid from pg_partition_tree('archive.stored_events') where isleaf
) group by 1
"""
KEYS = """
select relname, sum(pg_table_size(c.oid)) from pg_class c
where relnamespace = 'keys'::regnamespace and relkind = 'r' group by 1
union all
select 'indexes of ' || relname, sum(pg_relation_size(indexrelid))
from pg_index i join pg_class c on c.oid = i.indrelid
where relnamespace = 'keys'::regnamespace group by 1
"""
VIEWS = """
select nspname, sum(pg_total_relation_size(c.oid))
from pg_class c join pg_namespace n on n.oid = relnamespace
where relkind = 'r' and n.oid in (
    select relnamespace from pg_class join pg_roles r on r.oid = relowner
    where rolname = 'genfind_projector'
) group by 1
"""
TOPICS = """
select topic, count(*), sum(length(state)) from archive.stored_events tablesample system ({})
group by 1
"""
STATES = "select state from archive.stored_events tablesample system ({}) limit 20000"
SEALED = {"about", "key", "pc", "sealed"}
ENVELOPE = ("at", "by", "request", "body", "salt")
SALTED = 32 + 12 + 16  # bytes beside the words inside a seal: salt, nonce, tag


def tables(kept: Kept) -> dict[str, int]:
    """Bytes on disk, indexes and free space included; of the read models filled."""
    filled = {each.name for each in kept.models}
    found = {}
    for of, question in (("archive", ARCHIVE), ("keys", KEYS), ("views", VIEWS)):
        for what, size in kept.ask(question, of=of):
            if of != "views" or what in filled:
                found[f"{of}: {what}"] = int(size)
    return found


def counted(kept: Kept, events: int) -> tuple[dict[str, float], dict[str, float]]:
    """Events of each kind, estimated from a sample; and what an average one holds."""
    share = min(100.0, 100 * 200_000 / events)
    rows = kept.ask(TOPICS.format(share))
    seen = sum(n for _, n, _ in rows)
    kinds = {topic: n / seen * events for topic, n, _ in rows}
    held = Counter[str]()
    states = kept.ask(STATES.format(min(100.0, 100 * 40_000 / events)))
    for (state,) in states:
        held.update(_held(bytes(state)))
    return kinds, {what: n / len(states) for what, n in held.items()}


def _held(state: bytes) -> Counter[str]:
    told = json.loads(state)
    held = Counter[str]()
    for words in _sealed(told["event"]):
        size = len(json.dumps(words, separators=(",", ":")))
        clear = len(words["sealed"]) * 3 // 4 - SALTED
        held["words"] += clear
        held["sealing of words"] += size - clear
    whole = len(
        json.dumps(told["event"], separators=(",", ":"), ensure_ascii=False).encode()
    )
    held["facts"] += whole - held["words"] - held["sealing of words"]
    held["envelope"] += len(state) - whole
    return held


def _sealed(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if value.keys() == SEALED:
            yield value
        else:
            for part in value.values():
                yield from _sealed(part)
    elif isinstance(value, list):
        for part in value:
            yield from _sealed(part)


def backed_up(kept: Kept) -> tuple[int, float]:
    """Bytes of a base backup, and seconds to stream it; it is not kept."""
    program = kept.server.install / "bin" / "pg_basebackup"
    command = [program, "-d", kept.server.dsn(), "-D", "-", "-Ft", "-X", "fetch"]
    began, size = perf_counter(), 0
    with subprocess.Popen(
        [*map(str, command), "-c", "fast"], stdout=subprocess.PIPE
    ) as running:
        while part := running.stdout.read(1 << 20):
            size += len(part)
    assert running.returncode == 0
    return size, perf_counter() - began
