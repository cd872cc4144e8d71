"""Measures everything in one run, and writes docs/benchmarks.md with the machine."""

import platform
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psutil
from rich.console import Console

from api.composition import Parts, compose, now
from infrastructure.embedded_postgres import SERVICE, EmbeddedPostgres
from infrastructure.key_encryption import KeyEncryptionKey
from infrastructure.migrate import migrate
from infrastructure.postgres import Addresses
from tests.benchmarks import (
    appends,
    complaining,
    courses,
    doors,
    journals,
    pages,
    reading,
)

DISK = Path("/var/tmp")
REPORT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
console = Console(stderr=True)


@contextmanager
def durable() -> Iterator[tuple[Addresses, Addresses, Path]]:
    """A fresh server that flushes to a real disk: the service, the admin, its folder."""
    folder = DISK / f"genfind-bench-{uuid4().hex[:8]}"
    server = EmbeddedPostgres(folder, max_connections="500")
    server.ensure()
    admin, service = (Addresses.of(server.dsn("b", *who)) for who in ((), (SERVICE,)))
    try:
        migrate(admin, service)
        yield service, admin, folder
    finally:
        server.stop("immediate")
        shutil.rmtree(folder)


def with_parts(measure: Callable[[Parts, Path], list[str]]) -> list[str]:
    kek = KeyEncryptionKey(bytes(32))
    with durable() as (service, _, folder), compose(service, kek) as parts:
        parts.projector.prepare()
        return measure(parts, folder)


def _appends() -> list[str]:
    with durable() as (service, admin, _):
        return appends.measure(service, admin)


SECTIONS: dict[str, Callable[[], list[str]]] = {
    "Appends, one event of 528 bytes a call, median of three runs": _appends,
    "PUT /contacts over HTTP": doors.measure,
    "Pages of the demo, each in turn with its JSON door": pages.measure,
    "Import of the follow-up article's journal": lambda: with_parts(journals.measure),
    f"Among {reading.CONTACTS} contacts": lambda: with_parts(
        lambda parts, _: reading.measure(parts)
    ),
    f"A stalking course of {courses.CONTACTS} contacts": lambda: with_parts(
        lambda parts, _: courses.measure(parts)
    ),
    f"Among {complaining.COMPLAINTS} complaints": lambda: with_parts(
        lambda parts, _: complaining.measure(parts)
    ),
}


def machine() -> str:
    memory = psutil.virtual_memory().total // 2**30
    return (
        f"{now():%Y-%m-%d}, {platform.system()} {platform.machine()},"
        f" {psutil.cpu_count()} cores shared by server, database and callers,"
        f" {memory} GiB, Python {platform.python_version()}, PostgreSQL embedded"
    )


def main() -> None:
    lines = [
        "# Benchmarks",
        "",
        f"Measured by `make bench`: {machine()}.",
        "Absolute figures belong to this machine; the ratios were taken side by side.",
    ]
    for title, measure in SECTIONS.items():
        console.print(title)
        rows = measure()
        console.print("\n".join(rows))
        lines += ["", f"## {title}", "", *rows]
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
