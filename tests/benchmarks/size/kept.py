"""A registry that grows from size to size, kept on a disk between the turns."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from uuid import UUID

import psycopg

from api.composition import Parts, compose
from infrastructure.embedded_postgres import SERVICE, EmbeddedPostgres
from infrastructure.key_encryption import from_file, made_once
from infrastructure.migrate import migrate
from infrastructure.postgres import Addresses
from infrastructure.projector import Projector
from projections import READ_MODELS
from projections.projection import Projection
from tests.benchmarks.nation.filling import LAST
from tests.ids import new_id

PLACE = Path("/var/tmp/genfind-size")
SETTINGS = {
    "shared_buffers": "1GB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "max_connections": "100",
}
EACH = 5_000  # bytes of disk an event takes at most, read models and log included
SPARE = 8 * 2**30  # bytes that must stay free


class Clock:
    """Goes on from a nation's last event, so that what is added follows it."""

    def __init__(self, last: datetime) -> None:
        self._last, self._began = last, monotonic()

    def __call__(self) -> datetime:
        return self._last + timedelta(seconds=monotonic() - self._began)

    def new_id(self) -> UUID:
        return new_id(self())


@dataclass(frozen=True)
class Kept:
    server: EmbeddedPostgres
    admin: Addresses
    service: Addresses
    folder: Path
    models: tuple[Projection, ...]  # those that are filled

    @property
    def kek(self) -> str:
        return (self.folder / "kek").read_text()

    @property
    def settings(self) -> dict[str, str]:
        """With which the registry's own commands find it."""
        return {
            "GENFIND_ARCHIVE_URL": self.service.archive,
            "GENFIND_KEYS_URL": self.service.keys,
            "GENFIND_VIEWS_URL": self.service.views,
            "GENFIND_KEK_FILE": str(self.folder / "kek"),
        }

    @contextmanager
    def parts(self) -> Iterator[tuple[Parts, Clock]]:
        last = next((at for _, at in self.ask(LAST)), datetime.now(UTC))
        clock = Clock(last)
        kek = from_file(self.folder / "kek")
        with compose(self.service, kek, clock=clock, new_id=clock.new_id) as parts:
            projector = Projector(
                parts.projector.source,
                parts.registry.mapper,
                parts.projector.datastore,
                self.models,
            )
            projector.prepare()
            yield replace(parts, projector=projector), clock

    def ask(self, question: str, *, of: str = "archive") -> list[tuple]:
        with psycopg.connect(getattr(self.admin, of), autocommit=True) as conn:
            cursor = conn.execute(question)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def kept(
    events: int,
    tell: Callable[[str], None],
    models: tuple[Projection, ...] = READ_MODELS,
) -> Iterator[Kept]:
    """Raises SystemExit where the disk has no room for so many events."""
    _room_for(events, tell)
    PLACE.mkdir(exist_ok=True)
    PLACE.chmod(0o711)
    made_once(PLACE / "kek")
    server = EmbeddedPostgres(PLACE / "postgres", **SETTINGS)
    server.ensure()
    admin, service = (Addresses.of(server.dsn("n", *who)) for who in ((), (SERVICE,)))
    migrate(admin, service)
    try:
        yield Kept(server, admin, service, PLACE, models)
    finally:
        server.stop()


def _room_for(events: int, tell: Callable[[str], None]) -> None:
    held = sum(map(_size, PLACE.rglob("*")))
    wanted = max(0, events * EACH - held) + SPARE
    free = shutil.disk_usage(PLACE.parent).free
    tell(
        f"{events} events: up to {wanted / 2**30:.0f} GiB more on {PLACE.parent},"
        f" where {free / 2**30:.0f} GiB are free."
    )
    if wanted > free:
        raise SystemExit("That is not enough: nothing was begun.")


def _size(file: Path) -> int:
    """None, where a running server has just removed it."""
    with suppress(FileNotFoundError):
        return file.stat().st_size
    return 0


def throw_away() -> None:
    if PLACE.exists():
        EmbeddedPostgres(PLACE / "postgres").stop("immediate")
        shutil.rmtree(PLACE)
