"""Clients that send or read slowly, or vanish: none keeps anything for ever."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from typing import NamedTuple

import pytest
import uvicorn

from api import connections
from api.connections import Connection, most_connections, notice_who_is_gone
from api.turns import AT_WORK
from domain.event import Role
from tests.benchmarks.pages import signed_in
from tests.fire.running import PATIENCE, Demo, until
from tests.fire.sending import Sent

IDLE_ONES = 2_000
SHORT = 0.3  # seconds, in place of the limits
MUCH = b"x" * 40_000_000  # more than the kernel keeps for somebody who doesn't read


@pytest.fixture
def limits(monkeypatch) -> None:
    for name in ("HEAD", "BODY", "UNREAD"):
        monkeypatch.setattr(connections, name, SHORT)


async def app(scope, receive, send) -> None:
    """Reads what is sent, and answers with much, or little."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    body = MUCH if scope["path"] == "/much" else b"well"
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    for part in range(0, len(body), 100_000):
        piece = body[part : part + 100_000]
        more = part + 100_000 < len(body)
        await send({"type": "http.response.body", "body": piece, "more_body": more})


class Served(NamedTuple):
    place: tuple[str, int]
    server: uvicorn.Server

    def connect(self) -> socket.socket:
        return socket.create_connection(self.place)


@contextmanager
def serving(**how: int) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as place:
        notice_who_is_gone(place)
        config = uvicorn.Config(
            app, http=Connection, ws="none", log_config=None, lifespan="off", **how
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [place]})
        thread.start()
        try:
            yield Served(place.getsockname(), server)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def cut_off(wire: socket.socket) -> bool:
    """Waits until the other side has ended it."""
    wire.settimeout(PATIENCE)
    try:
        while wire.recv(65_536):
            pass
    except ConnectionError:
        pass
    return True


SLOW = {
    "half a head": b"GET / HTTP/1.1\r\nHost: x\r\n",
    "empty lines": b"\r\n",
    "half a body": b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n12",
}


@pytest.mark.parametrize("sent", SLOW.values(), ids=SLOW)
def test_who_never_finishes_a_request_is_cut_off(limits, sent) -> None:
    with serving() as served, served.connect() as wire:
        wire.sendall(sent)
        assert cut_off(wire)


def refused(wire: socket.socket, more: bytes) -> bool:
    try:
        wire.sendall(more)
    except ConnectionError:
        return True
    return False


def test_a_byte_now_and_then_does_not_keep_a_head_open(limits) -> None:
    with serving() as served, served.connect() as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nX: ")
        until(lambda: refused(wire, b"x"), pause=SHORT / 10)


def test_a_head_without_end_is_cut_off() -> None:
    with serving() as served, served.connect() as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nX: ")
        until(lambda: refused(wire, b"x" * 10_000))


def test_who_connects_and_says_nothing_is_let_go_in_the_end() -> None:
    with serving(timeout_keep_alive=1) as served, served.connect() as wire:
        assert cut_off(wire)


def test_who_does_not_read_his_answer_is_cut_off(limits) -> None:
    with serving() as served, served.connect() as wire:
        here = served.server.server_state.connections
        wire.sendall(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
        until(lambda: here)
        until(lambda: not here)


def test_there_are_no_more_connections_than_the_limit() -> None:
    with serving(limit_concurrency=3) as served, ExitStack() as held:
        wires = [held.enter_context(served.connect()) for _ in range(3)]
        assert cut_off(wires[-1])
        wires[0].sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert wires[0].recv(100).startswith(b"HTTP/1.1 200")


def test_a_peer_that_vanishes_is_noticed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as place:
        notice_who_is_gone(place)
        with socket.create_connection(place.getsockname()):
            accepted, _ = place.accept()
            with accepted:
                assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
                idle = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
                assert idle <= 60


def test_thousands_of_idle_connections_keep_nobody_waiting(running) -> None:
    assert most_connections() > IDLE_ONES
    with ExitStack() as idle:
        for wire in crowd(running, IDLE_ONES):
            idle.enter_context(wire)
        with running.client() as client:
            assert Sent.registration().insisted(client).status_code == 201


def crowd(demo: Demo, number: int) -> Iterator[socket.socket]:
    for _ in range(number):
        wire = socket.create_connection(("127.0.0.1", demo.port))
        wire.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        yield wire


def test_pages_that_listen_take_nobodys_turn(running) -> None:
    with signed_in(running, Role.OFFICER) as browser:
        cookie = browser.headers["Cookie"]
    ask = (
        f"GET /opfoelgning/nyt?stand=0 HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n"
    )
    with ExitStack() as held:
        for _ in range(3 * AT_WORK):
            wire = socket.create_connection(("127.0.0.1", running.port))
            held.enter_context(wire).sendall(ask.encode())
            assert wire.recv(100).startswith(b"HTTP/1.1 200")
        with running.client() as client:
            assert Sent.registration().insisted(client).status_code == 201


def test_half_sent_bodies_take_nobodys_turn(running) -> None:
    """More of them than may be at work at once."""
    token = running.token(Role.OFFICER)
    contact = Sent.registration()
    head = (
        f"PUT {contact.path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(contact.body)}\r\n\r\n"
    )
    with ExitStack() as held:
        for _ in range(100):
            wire = socket.create_connection(("127.0.0.1", running.port))
            held.enter_context(wire).sendall(head.encode() + b"{")
        with running.client() as client:
            assert contact.insisted(client).status_code == 201


def test_the_limit_of_open_files_is_raised_as_far_as_it_may_be() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1_000, before[1]))
        most = most_connections()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == most + connections.FILES
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
