"""How fast all read models are filled again, and where the time goes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any, NamedTuple

import psutil
import psycopg
from eventsourcing.persistence import Notification
from psycopg import Cursor
from psycopg.rows import DictRow

from api.composition import Parts
from infrastructure.confirming import may_take
from infrastructure.page_turning import PAGE
from infrastructure.postgres import Addresses
from infrastructure.projector import Projector
from projections import READ_MODELS
from projections.projection import Projection
from tests.benchmarks.matters import record

CONTACTS = 10_000
STATEMENTS = 15  # of the longest
SETTINGS = {"shared_preload_libraries": "pg_stat_statements"}
APART = "contact_search"  # as much work as nearly all others together
LONGEST = """
select regexp_replace(query, '\\s+', ' ', 'g') as query, total_exec_time as ms, calls
from pg_stat_statements where toplevel is not true or query ilike 'create index %%'
order by ms desc limit %s
"""


class Spent(NamedTuple):
    """Seconds: of a clock, and of processors in Python and in PostgreSQL."""

    wall: float
    python: float
    postgres: float


class Watch:
    def __init__(self, postmaster: psutil.Process) -> None:
        self._postmaster = postmaster
        self._began = self._now()

    def read(self) -> Spent:
        now = self._now()
        return Spent(
            *(then - first for then, first in zip(now, self._began, strict=True))
        )

    def _now(self) -> Spent:
        backends = [each.cpu_times() for each in self._postmaster.children()]
        postgres = sum(each.user + each.system for each in backends)
        return Spent(perf_counter(), process_time(), postgres)


class Nowhere(Cursor[DictRow]):
    """Takes what handlers send, and sends it nowhere."""

    def __init__(self) -> None:
        """Without a connection."""

    def execute(self, *_: Any, **__: Any) -> Any:
        return self


def measure(parts: Parts, admin: Addresses, folder: Path) -> list[str]:
    events = record(parts, Random(1), CONTACTS)
    pid = int((folder / "pgdata/postmaster.pid").read_text().split()[0])
    postmaster = psutil.Process(pid)
    halves = [
        [p for p in READ_MODELS if (p.name == APART) is so] for so in (True, False)
    ]
    rows = [
        f"CPU in ms for each 1,000 of {events} events; wall time is of both cores.",
        "",
    ]
    rows += ["| read models | Python | PostgreSQL | indexes | together | events/s |"]
    rows += ["|---|---|---|---|---|---|"]
    for what, models in (
        ("all", READ_MODELS),
        (f"only {APART}", halves[0]),
        ("all others", halves[1]),
    ):
        filled, indexed = _rebuilt(parts, models, postmaster)
        told = [filled.python, filled.postgres, indexed.postgres]
        told.append(sum(told))
        cells = " | ".join(_per_thousand(each, events) for each in told)
        rate = events / (filled.wall + indexed.wall)
        rows.append(f"| {what} | {cells} | {rate:.0f} |")
    rows += ["", "| part in Python | ms |", "|---|---|"]
    rows += [f"| {what} | {ms:.0f} |" for what, ms in _in_python(parts, events)]
    rows += [
        "",
        "| statement in PostgreSQL, all watched | ms | calls |",
        "|---|---|---|",
    ]
    return [*rows, *_in_postgres(parts, admin, postmaster, events)]


def _rebuilt(
    parts: Parts, models: Sequence[Projection], postmaster: psutil.Process
) -> tuple[Spent, Spent]:
    """Filled without the indexes that only readers need, and then these."""
    views = parts.projector.datastore
    bare = [replace(each, indexes="") for each in models]
    projector = Projector(parts.projector.source, parts.registry.mapper, views, bare)
    projector.keep_books()
    with views.transaction(commit=True) as db:
        for model in projector.models:
            model.make(db)
            projector.pages.begin(db, model)
    filling = Watch(postmaster)
    projector.catch_up()
    filled, indexing = filling.read(), Watch(postmaster)
    with views.transaction(commit=True) as db:
        may_take(db, 0)
        for model, whole in zip(projector.models, models, strict=True):
            model.define(db, whole.indexes)
    return filled, indexing.read()


def _in_python(parts: Parts, events: int) -> Iterator[tuple[str, float]]:
    began = process_time()
    pages = list(_pages(parts))
    yield "read", 1e6 * (process_time() - began) / events
    mapper = parts.registry.mapper
    words = {kind for each in READ_MODELS for kind in each.words}
    for what, opened in (("words that somebody reads", words), ("no words", ())):
        began = process_time()
        decoded = [mapper.to_domain_events(page, words=opened) for page in pages]
        yield f"decode, {what}", 1e6 * (process_time() - began) / events
        if opened:
            began = process_time()
            for page in decoded:
                for model in READ_MODELS:
                    for each in page:
                        model.apply(Nowhere(), each)
            yield "handlers, sending nothing", 1e6 * (process_time() - began) / events


def _pages(parts: Parts) -> Iterator[Sequence[Notification]]:
    position: int | None = 0
    source = parts.projector.source
    while page := source.select_notifications(position, PAGE, inclusive_of_start=False):
        yield page
        position = page[-1].id


def _in_postgres(
    parts: Parts, admin: Addresses, postmaster: psutil.Process, events: int
) -> Iterator[str]:
    with psycopg.connect(admin.views, autocommit=True) as db:
        db.execute("create extension if not exists pg_stat_statements")
        db.execute("alter system set pg_stat_statements.track = 'all'")
        db.execute("select pg_reload_conf(), pg_stat_statements_reset()")
        _rebuilt(parts, READ_MODELS, postmaster)
        for query, ms, calls in db.execute(LONGEST, (STATEMENTS,)):
            yield f"| `{_short(query)}` | {1000 * ms / events:.1f} | {calls} |"


def _short(query: str) -> str:
    words = re.sub(r"\(v_told\[v_at \+ \$\d+\]\)::[a-z ]+", "…", query)
    return words[:90].replace("|", "\\|")


def _per_thousand(seconds: float, events: int) -> str:
    return f"{1e6 * seconds / events:.0f}"
