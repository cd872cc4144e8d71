"""Serves an application in this process."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from starlette.applications import Starlette


@contextmanager
def served(app: Starlette, place: socket.socket) -> Iterator[None]:
    config = uvicorn.Config(
        app, log_level="error", ws="none", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [place]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)
