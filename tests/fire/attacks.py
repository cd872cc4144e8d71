"""What is done to a registry that works, and how it is helped up again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import choice

import httpx2
import psycopg

from api.composition import now
from api.home import Home
from domain.event import Role
from infrastructure.embedded_postgres import EmbeddedPostgres
from infrastructure.mapper import spelled
from infrastructure.settings import Settings
from tests.fire import another_clock
from tests.fire.another_clock import SETTING
from tests.fire.importing import imported_in_spite_of_a_kill
from tests.fire.line import AnyByte, Appends, line, to_port, to_socket
from tests.fire.loading import Comes, Load
from tests.fire.running import Demo, kill_all, until

EMPTY = "--no-samples"
CUTS = 20
MEANWHILE = 40  # commands that are answered, or not, while an attack lasts
UNSIGNED = """
SELECT coalesce((SELECT max(size) FROM transparency.head), 0)
    > coalesce((SELECT max(size) FROM transparency.checkpoint), 0)
"""
SEALED = """
SELECT coalesce(max(notification_id), 0) = (
    SELECT coalesce(max(leaf.notification_id), 0)
    FROM transparency.leaf JOIN transparency.checkpoint ON size = idx + 1
)
FROM archive.stored_events
"""


@dataclass(frozen=True)
class Stage:
    """A registry at work, who writes to it and how, and what befalls it there."""

    demo: Demo
    writers: Sequence[Comes]
    attacks: Mapping[str, Callable[[Load], None]]
    revive: Callable[[], None]


def revived(demo: Demo) -> None:
    """What runs is left as it is, and a server helps its own PostgreSQL up."""
    if "GENFIND_DATABASE_URL" in demo.settings:  # it is not the server's own
        demo.postgres.ensure()
    demo.go_on(EMPTY)


def resealed(demo: Demo) -> None:
    """A new sealer goes on from what the killed one has left."""
    revived(demo)
    until(partial(is_sealed, demo))


def is_sealed(demo: Demo) -> bool:
    """Whether a signed tree holds all that is recorded."""
    with psycopg.connect(demo.as_admin().archive) as conn:
        [(is_so,)] = conn.execute(SEALED).fetchall()
    return bool(is_so)


def promise_nothing(demo: Demo, **settings: str) -> None:
    """From here on its PostgreSQL says that something is safe before it is.

    Started by us alone, for a server would start its own as it should be.
    """
    prepared(demo)
    demo.postgres.stop()
    demo.postgres = EmbeddedPostgres(demo.postgres.state, **settings)
    demo.postgres.ensure()
    demo.know_postgres_by_address(str(demo.postgres.socket_dir), demo.postgres.port)


def prepared(demo: Demo) -> None:
    """It has its databases and its key, and no server has run."""
    home = Home(Settings(home=demo.home))
    home.become_demo(demo.port)
    home.prepare()
    home.kek()


def all_at_once(demo: Demo) -> None:
    kill_all(demo.processes())
    demo.kill()


@contextmanager
def killed(demo: Demo) -> Iterator[Stage]:
    """One server; whatever runs there is killed in turn, and its line to people cut."""
    demo.start(EMPTY)

    def one_backend(load: Load) -> None:
        """PostgreSQL then ends all the others, and recovers by itself."""
        kill_all([choice(demo.postgres_processes()[1:])])
        load.reaches(MEANWHILE)

    def the_follower(load: Load) -> None:
        until(demo.follower)
        demo.follower().kill()
        load.reaches(MEANWHILE)

    def an_import(load: Load) -> None:
        """A journal comes in beside what people write."""
        load.failures += imported_in_spite_of_a_kill(demo)

    with line(to_port(demo.port), AnyByte) as laid:

        def somebody() -> httpx2.Client:
            return demo.client_with(demo.token(Role.OFFICER), laid.port)

        attacks = {
            "kill -9 of the server": lambda _: demo.kill(),
            "kill -9 of PostgreSQL": lambda _: demo.kill_postgres(),
            "kill -9 of one of its processes": one_backend,
            "kill -9 of the follower": the_follower,
            "kill -9 of all at once": lambda _: all_at_once(demo),
            "kill -9 of an import": an_import,
            "connections cut in mid-request": lambda _: laid.cut(CUTS),
        }
        yield Stage(demo, [somebody], attacks, partial(revived, demo))


@contextmanager
def sealer_killed(demo: Demo) -> Iterator[Stage]:
    """At any moment, and where it has stored a tree and may not have signed it yet."""
    demo.start(EMPTY)

    def kill() -> None:
        until(demo.sealer)
        demo.sealer().kill()

    def any_moment(load: Load) -> None:
        kill()
        load.reaches(MEANWHILE)

    def before_it_signs(load: Load) -> None:
        with psycopg.connect(demo.as_admin().archive, autocommit=True) as conn:
            until(lambda: conn.execute(UNSIGNED).fetchone() == (True,), pause=0)
            kill()
        load.reaches(MEANWHILE)

    attacks = {
        "kill -9 of the sealer": any_moment,
        "kill -9 of the sealer once a tree is stored": before_it_signs,
    }
    yield Stage(demo, [demo.client], attacks, partial(resealed, demo))


@contextmanager
def cut_from_postgres(demo: Demo) -> Iterator[Stage]:
    """The server's and its follower's connections all go through a line."""
    prepared(demo)
    place = demo.postgres.socket_dir / f".s.PGSQL.{demo.postgres.port}"
    with line(to_socket(place), Appends) as laid:
        demo.know_postgres_by_address("127.0.0.1", laid.port)
        demo.start(EMPTY)
        attacks = {"connections cut in mid-commit": lambda _: laid.cut(CUTS)}
        yield Stage(demo, [demo.client], attacks, partial(revived, demo))
        demo.kill()


@contextmanager
def two_servers(demo: Demo) -> Iterator[Stage]:
    """Two on one database, each with a follower, and one with a clock of its own."""
    demo.start(EMPTY)
    other, clock = Demo(demo.home), demo.home.with_name(f"{demo.home.name}.clock")
    other.command, other.settings = another_clock.COMMAND, {SETTING: str(clock)}
    another_clock.put(clock, 0)
    other.start(EMPTY)

    def an_hour_back(load: Load) -> None:
        """It has happened when receipts say so."""
        earlier = spelled(now() - timedelta(minutes=50))
        another_clock.put(clock, -3600)
        until(
            lambda: any(each["at"] < earlier for each in list(load.receipts.values()))
        )
        load.reaches(MEANWHILE)

    def somebody() -> httpx2.Client:
        """Who has signed in well before."""
        return other.client_with(other.token(Role.OFFICER, timedelta(hours=3)))

    def revive() -> None:
        another_clock.put(clock, 0)
        for each in (demo, other):
            revived(each)

    attacks = {
        "kill -9 of one of two servers": lambda _: choice([demo, other]).kill(),
        "clock of one of two back an hour": an_hour_back,
    }
    try:
        yield Stage(demo, [demo.client, somebody], attacks, revive)
    finally:
        other.kill()
        clock.unlink()
