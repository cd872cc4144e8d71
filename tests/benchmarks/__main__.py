"""Measures each section of docs/benchmarks.md, or those that are named."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from rich.console import Console

from api.composition import Parts, compose
from infrastructure.embedded_postgres import SERVICE, EmbeddedPostgres
from infrastructure.key_encryption import KeyEncryptionKey
from infrastructure.migrate import migrate
from infrastructure.postgres import Addresses
from tests.benchmarks import (
    appends,
    commands,
    complaining,
    courses,
    doors,
    journals,
    overload,
    pages,
    reading,
    rebuilding,
    sealing,
    service,
)
from tests.benchmarks.report import put

DISK = Path("/var/tmp")
console = Console(stderr=True)


@contextmanager
def durable(**settings: str) -> Iterator[tuple[Addresses, Addresses, Path]]:
    """A fresh server that flushes to a real disk: the service, the admin, its folder."""
    folder = DISK / f"genfind-bench-{uuid4().hex[:8]}"
    server = EmbeddedPostgres(folder, max_connections="500", **settings)
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


def _rebuilding() -> list[str]:
    kek = KeyEncryptionKey(bytes(32))
    with (
        durable(**rebuilding.SETTINGS) as (service, admin, folder),
        compose(service, kek) as parts,
    ):
        return rebuilding.measure(parts, admin, folder)


def _sealing() -> list[str]:
    with durable() as (service, admin, folder):
        return sealing.measure(service, admin, folder)


SECTIONS: dict[str, tuple[str, Callable[[], list[str]]]] = {
    "appends": (
        "Appends, one event of 528 bytes a call, median of three runs",
        _appends,
    ),
    "doors": ("PUT /contacts over HTTP", doors.measure),
    "overload": ("Four times what it can do", overload.measure),
    "service": ("A national service at its peak, times twenty", service.measure),
    "pages": ("Pages of the demo, each in turn with its JSON door", pages.measure),
    "journals": (
        "Import of the follow-up article's journal",
        lambda: with_parts(journals.measure),
    ),
    "reading": (
        f"Among {reading.CONTACTS} contacts",
        lambda: with_parts(lambda parts, _: reading.measure(parts)),
    ),
    "commands": ("Read models filled anew and compared by command", commands.measure),
    "rebuilding": (
        f"Rebuild of all read models, {rebuilding.CONTACTS} contacts and what became of them",
        _rebuilding,
    ),
    "sealing": ("The transparency log", _sealing),
    "courses": (
        f"A stalking course of {courses.CONTACTS} contacts",
        lambda: with_parts(lambda parts, _: courses.measure(parts)),
    ),
    "complaining": (
        f"Among {complaining.COMPLAINTS} complaints",
        lambda: with_parts(lambda parts, _: complaining.measure(parts)),
    ),
}


def main(names: list[str]) -> None:
    """Those of these names; all, if none is named."""
    for name in names or SECTIONS:
        title, measure = SECTIONS[name]
        console.print(title)
        rows = measure()
        console.print("\n".join(rows))
        put(title, rows, f"make bench ONLY={name}")


if __name__ == "__main__":
    main(sys.argv[1:])
