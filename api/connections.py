"""Connections that end: whoever sends or reads too slowly, or not at all, is cut off.

uvicorn's protocol has a limit for silence between two requests, and no other: half a head,
half a body or an answer that nobody reads would hold a connection for ever.
"""

import asyncio
import resource
import socket
from typing import Any

import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST = 12_000  # connections
FILES = 500  # open files besides: databases, logs, what is served
HEAD = 10.0  # seconds from the first byte of a request until its head is here
LARGEST_HEAD = 32_768  # bytes
BODY = 20.0  # seconds until its body is here, and more for what has come:
SLOWEST = 10_000  # bytes a second
UNREAD = 30.0  # seconds until what was sent is taken
IDLE = 75  # seconds without a request: longer than proxies keep a connection
GONE = (  # a peer that has vanished is noticed within a minute
    (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
    (socket.IPPROTO_TCP, "TCP_KEEPIDLE", 30),  # seconds
    (socket.IPPROTO_TCP, "TCP_KEEPINTVL", 10),
    (socket.IPPROTO_TCP, "TCP_KEEPCNT", 3),
    (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", 30_000),  # milliseconds
)
log = structlog.get_logger()


def notice_who_is_gone(place: socket.socket) -> None:
    """Whom it accepts inherits these; not every system knows them all."""
    for level, name, value in GONE:
        if hasattr(socket, name):
            place.setsockopt(level, getattr(socket, name), value)


def most_connections() -> int:
    """As many as there may be open files for, once that limit is as high as we may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + FILES
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft not in (resource.RLIM_INFINITY, allowed) and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    if allowed < wanted:
        log.warning("raise the limit of open files", count=allowed)
    return max(1, allowed - FILES)


class Connection(HttpToolsProtocol):
    """Never more of them than the server's `limit_concurrency`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._comes: str | None = None  # head or body, of a request not yet here
        self._due = 0.0  # when it must be, by the loop's clock
        self._look: asyncio.TimerHandle | None = None  # whether it is
        self._unread: asyncio.TimerHandle | None = None
        self._head = 0  # bytes

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        if self.limit_concurrency and len(self.connections) >= self.limit_concurrency:
            transport.abort()
        else:
            self._rest()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._look, self._unread, self.timeout_keep_alive_task):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._comes is None:
            self._head = 0
            self._await("head", HEAD)
        if self._comes == "head":
            self._head += len(data)
        super().data_received(data)
        if self._comes == "head" and self._head > LARGEST_HEAD:
            self.transport.abort()

    def on_headers_complete(self) -> None:
        self._await("body", BODY)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._due += len(body) / SLOWEST
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._comes = None
        super().on_message_complete()
        if self.cycle and self.cycle.response_complete:  # before all had come
            self._rest()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing() and self.transport.get_write_buffer_size():
            self._await_reader()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._await_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread and not self.transport.is_closing():
            self._unread.cancel()
            self._unread = None

    def timeout_keep_alive_handler(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()  # a polite end would wait for the reader
        super().timeout_keep_alive_handler()

    def _rest(self) -> None:
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def _await(self, what: str, seconds: float) -> None:
        self._comes, self._due = what, self.loop.time() + seconds
        if self._look is None:  # one look is enough for many requests
            self._look = self.loop.call_later(seconds, self._cut_off_if_late)

    def _cut_off_if_late(self) -> None:
        self._look = None
        if self._comes is None:
            return
        if self.flow.read_paused:  # it is we who are slow
            self._await(self._comes, BODY)
        elif (left := self._due - self.loop.time()) > 0:
            left = min(left, BODY)  # the next request may have less time than this one
            self._look = self.loop.call_later(left, self._cut_off_if_late)
        else:
            self.transport.abort()

    def _await_reader(self) -> None:
        if self._unread is None:
            self._unread = self.loop.call_later(UNREAD, self.transport.abort)
