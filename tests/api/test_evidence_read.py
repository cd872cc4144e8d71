"""Reading a file: for a purpose, on record before its first byte, never half of it."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from urllib.parse import urlsplit

import httpx2
import psycopg
import pytest
import uvicorn

from api.app import create_app
from domain.event import Role
from tests.api.filing import PDF, attach, digest, file, kept, send, title
from tests.api.telling import HANDLING, told
from tests.buckets import LOGIN
from tests.ids import new_id
from tests.infrastructure.filing import replace_in_database, whole

LONG = PDF + bytes(3_000_000)


@pytest.fixture
def contact(officer):
    id = new_id()
    assert told(officer, id).status_code == 201
    return id


@pytest.fixture
def attached(officer, contact):
    send(officer, contact, LONG)
    assert attach(officer, contact, LONG).status_code == 201
    return contact


@pytest.fixture
def logged(supervisor, read_models):
    """What the access log says of files."""

    def logged() -> list[dict]:
        read_models()
        items = supervisor.get("/disclosures").json()["items"]
        return [item for item in items if item["view"] == "evidence"]

    return logged


@pytest.fixture
def broken(parts, as_admin, attached):
    """A file whose first, or last, sealed byte is another one."""

    def broken(at: int):
        kept = parts.evidence.store.find(attached, digest(LONG))
        sealed = bytearray(whole(parts.evidence, kept))
        sealed[at] ^= 1
        replace_in_database(as_admin.archive)(kept, bytes(sealed))
        return attached

    return broken


def test_nobody_reads_a_file_without_a_purpose(officer, attached, logged):
    answer = file(officer, attached, headers={})
    assert answer.status_code == 403
    assert "Access-Purpose" in title(answer)
    assert file(officer, attached, headers={"Access-Purpose": "x"}).status_code == 422
    assert logged() == []


def test_a_file_that_was_read_is_in_the_access_log(officer, attached, logged):
    assert file(officer, attached).content == LONG
    [entry] = logged()
    assert entry["subjects"] == [str(attached)]
    assert (entry["fields"], entry["purpose"]) == (["evidence"], "CONTACT_HANDLING")


def test_what_was_not_shown_is_not_in_the_access_log(officer, attached, logged):
    assert file(officer, attached, 2).status_code == 404
    assert logged() == []


def test_a_read_is_on_record_before_the_first_byte(officer, broken, logged):
    assert file(officer, broken(100)).content == b""
    assert len(logged()) == 1


def test_no_byte_leaves_when_the_read_cannot_be_recorded(officer, attached, as_admin):
    with psycopg.connect(as_admin.archive) as conn:
        conn.execute("DROP FUNCTION disclosures.append_stored_events")
    answer = file(officer, attached)
    assert answer.status_code >= 500
    assert PDF not in answer.content


def test_a_forgotten_file_is_gone(officer, attached, parts, logged):
    parts.keys.fence([attached])
    assert file(officer, attached).status_code == 410
    parts.keys.shred([attached])
    answer = file(officer, attached)
    assert answer.status_code == 410
    assert "never be read again" in title(answer)
    assert logged() == []
    [shown] = officer.get(f"/contacts/{attached}", headers=HANDLING).json()["evidence"]
    assert (shown["description"], shown["sha256"]) == (None, digest(LONG))
    answer = send(officer, attached, LONG)
    assert answer.status_code == 409
    assert "erased" in title(answer)


@pytest.fixture
def served(parts) -> Iterator[str]:
    """The application behind a real server, on loopback."""
    config = uvicorn.Config(create_app(parts), log_config=None, access_log=False)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as place:
        thread = Thread(target=server.run, args=([place],))
        thread.start()
        yield f"http://127.0.0.1:{place.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def bearer(issuer) -> dict[str, str]:
    return {"Authorization": f"Bearer {issuer.token(Role.OFFICER)}"}


def test_a_damaged_file_breaks_the_answer_off(served, broken, bearer):
    path = f"{served}/contacts/{broken(-1)}/evidence/1"
    headers = HANDLING | bearer
    with httpx2.Client(trust_env=False).stream("GET", path, headers=headers) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx2.RemoteProtocolError):
            answer.read()


@pytest.mark.parametrize(
    "framing", ["Content-Length: 3000050", "Transfer-Encoding: chunked"]
)
def test_an_upload_that_breaks_off_leaves_nothing_behind(
    served, contact, bearer, parts, officer, framing
):
    place = urlsplit(served)
    path = f"/evidence/{digest(LONG)}?contact={contact}"
    lines = [f"PUT {path} HTTP/1.1", f"Host: {place.netloc}", framing]
    lines += [f"{name}: {value}" for name, value in bearer.items()]
    size = b"2dc6c0\r\n" if "chunked" in framing else b""
    with socket.create_connection((place.hostname, place.port)) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + size)
        line.sendall(LONG[:2_500_000])
        line.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            while line.recv(65_536):
                pass
    assert kept(parts) == 0
    assert send(officer, contact, LONG).status_code == 201
    assert kept(parts) == 1


@pytest.mark.parametrize("evidence_url", [f"http://{LOGIN}@127.0.0.1:9/evidence"])
def test_a_store_that_cannot_be_reached_confirms_nothing(officer, contact):
    for answer in (send(officer, contact), attach(officer, contact)):
        assert answer.status_code == 503
        assert "Not confirmed" in title(answer)
