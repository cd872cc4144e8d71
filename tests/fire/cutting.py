"""Stages on which the lines are cut: from people to the server, from there to PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx2

from domain.event import Role
from tests.fire.attacks import EMPTY, Stage
from tests.fire.line import AnyByte, Appends, Line, line, to_port, to_socket
from tests.fire.loading import Comes, Load
from tests.fire.running import Demo, until

CUTS = 20


@contextmanager
def cut_from_people(demo: Demo) -> Iterator[Stage]:
    demo.start(EMPTY)
    with line(to_port(demo.port), AnyByte) as laid:

        def somebody() -> httpx2.Client:
            return demo.client_with(demo.token(Role.OFFICER), laid.port)

        yield _cut(demo, laid, "connections cut in mid-request", [somebody])


@contextmanager
def cut_from_postgres(demo: Demo) -> Iterator[Stage]:
    """The server's and its follower's connections all go through the line."""
    demo.start(EMPTY)
    demo.end()
    place = demo.postgres.socket_dir / f".s.PGSQL.{demo.postgres.port}"
    with line(to_socket(place), Appends) as laid:
        demo.know_postgres_by_address("127.0.0.1", laid.port)
        demo.start(EMPTY)
        yield _cut(demo, laid, "connections cut in mid-commit", [demo.client])
        demo.end()


def _cut(demo: Demo, laid: Line, name: str, writers: Sequence[Comes]) -> Stage:
    def cut(load: Load) -> None:
        enough, laid.cutting = laid.cuts + CUTS, True
        until(lambda: laid.cuts >= enough)

    def let_be() -> None:
        laid.cutting = False

    return Stage(demo, writers, {name: cut}, let_be)
