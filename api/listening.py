"""A port that is listened at, and an application that answers there."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

from api.connections import IDLE, Connection, notice_who_is_gone
from api.memory import all_is_loaded
from infrastructure.settings import BadSettings

GRACE = 5  # seconds for requests under way when the server stops


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """First of all, so that a port in use changes no home. Who calls early waits."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        place = socket.create_server((host, port), family=family)
    except OSError as error:
        raise BadSettings(
            f"{host}, port {port}: {error.strerror}. Choose another port."
        ) from None
    with place:
        notice_who_is_gone(place)
        yield place


def run(app: ASGIApp, place: socket.socket, most: int) -> None:
    """Until interrupted; `most` connections at once."""
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        limit_concurrency=most,
        timeout_keep_alive=IDLE,
        log_config=None,  # ours is set already, and holds no personal words
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    all_is_loaded()
    with suppress(KeyboardInterrupt):  # uvicorn tells it again when all is answered
        uvicorn.Server(config).run(sockets=[place])
