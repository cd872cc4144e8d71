"""How the provider's keys are had, kept, and asked for again."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event, Thread

import pytest
from joserfc.jwk import ECKey

from infrastructure.provider_keys import (
    ProviderKeys,
    Unavailable,
    fetch,
    is_loopback,
    is_trustworthy,
)

ISSUER = "https://sign-in.example"


def public(kid: str, curve: str = "P-256") -> dict[str, str]:
    return {**ECKey.generate_key(curve, {"kid": kid}).as_dict(private=False)}


class Provider:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 11, tzinfo=UTC)
        self.discovery = {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys"}
        self.published = [public("first")]
        self.asked = 0
        self.down = False
        self.keys = ProviderKeys(ISSUER, self.fetch, lambda: self.now)

    def fetch(self, url):
        if self.down:
            self.asked += 1
            raise Unavailable("down")
        if url == f"{ISSUER}/.well-known/openid-configuration":
            self.asked += 1
            return self.discovery
        return {"keys": self.published}

    def pass_time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def ids(self, kid: str = "first") -> set[str | None]:
        return {key.kid for key in self.keys.with_id(kid)}


@pytest.fixture
def provider() -> Provider:
    return Provider()


def test_the_provider_is_asked_once_in_five_minutes(provider):
    for _ in range(50):
        provider.ids()
        provider.pass_time(5)
    assert provider.asked == 1
    provider.pass_time(50)
    provider.ids()
    assert provider.asked == 2


def test_a_key_that_is_new_is_fetched_at_once(provider):
    provider.ids()
    provider.published.append(public("second"))
    provider.pass_time(10)
    assert provider.ids("second") == {"first", "second"}
    assert provider.asked == 2


def test_a_key_that_was_withdrawn_is_believed_for_five_minutes_at_most(provider):
    provider.ids()
    provider.published = [public("second")]
    provider.pass_time(299)
    assert provider.ids() == {"first"}
    provider.pass_time(1)
    assert provider.ids() == {"second"}


def test_a_flood_of_made_up_key_ids_is_one_fetch_in_ten_seconds(provider):
    provider.ids()
    provider.pass_time(10)
    for made_up in range(1_000):
        assert provider.ids(f"made up {made_up}") == {"first"}
    assert provider.asked == 2


def test_many_at_once_wait_for_one_fetch(provider):
    together, another = Barrier(16), Event()

    def slow(url):
        published = provider.fetch(url)
        if provider.asked > 1:
            another.set()
        another.wait(0.2)  # time enough for a second one to ask, if it could
        return published

    provider.keys = ProviderKeys(ISSUER, slow, lambda: provider.now)

    def ask(_):
        together.wait(10)
        return provider.ids()

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(ask, range(16))) == [{"first"}] * 16
    assert provider.asked == 1


def test_a_clock_that_was_set_back_leads_to_a_new_fetch(provider):
    provider.ids()
    provider.pass_time(-3_600)
    provider.ids()
    assert provider.asked == 2


def test_a_provider_that_is_down_is_unavailable_and_left_in_peace(provider):
    provider.down = True
    for _ in range(100):
        with pytest.raises(Unavailable):
            provider.ids()
    assert provider.asked == 1
    provider.down = False
    provider.pass_time(10)
    assert provider.ids() == {"first"}


def test_a_short_failure_goes_unnoticed_where_the_keys_are_known(provider):
    provider.ids()
    provider.down = True
    provider.pass_time(60)
    assert provider.ids() == {"first"}
    for _ in range(2):  # the new key may be good: nobody can say now
        with pytest.raises(Unavailable):
            provider.ids("second")
    assert provider.ids() == {"first"}


@pytest.mark.parametrize(
    "discovery",
    [
        {},
        {"issuer": "https://elsewhere.example", "jwks_uri": f"{ISSUER}/keys"},
        {"issuer": f"{ISSUER}/", "jwks_uri": f"{ISSUER}/keys"},
        {"issuer": ISSUER},
        {"issuer": ISSUER, "jwks_uri": 7},
        {"issuer": ISSUER, "jwks_uri": "http://sign-in.example/keys"},
        {"issuer": ISSUER, "jwks_uri": "file:///etc/passwd"},
    ],
    ids=str,
)
def test_a_doubtful_discovery_is_not_followed(provider, discovery):
    provider.discovery = discovery
    with pytest.raises(Unavailable):
        provider.ids()


def test_keys_of_another_kind_are_passed_over(provider):
    odd = [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "symmetric"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AA", "kid": "other"},
        {"kty": "RSA", "n": "!", "e": "AQAB", "kid": "broken"},
        {**public("encrypting"), "use": "enc"},
        public("longer", "P-384"),
        {"kid": "nothing"},
        "no key",
        None,
    ]
    provider.published = [*odd, public("first")]
    assert provider.ids() == {"first"}


@pytest.mark.parametrize("published", [[], None, {}, [{"kty": "oct"}]], ids=str)
def test_a_provider_without_a_usable_key_is_unavailable(provider, published):
    provider.published = published
    with pytest.raises(Unavailable):
        provider.ids()


@contextmanager
def answering(*parts: bytes):
    """A server on this machine that says this, once, and hangs up."""

    def answer() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65_536)
            try:
                for part in parts:
                    connection.sendall(part)
            except OSError:
                return  # hung up on: it was enough

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Thread(target=answer)
        server.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.join(10)


OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


def test_an_answer_is_fetched_over_the_wire():
    with answering(OK, b'{"issuer": "here"}') as url:
        assert fetch(url) == {"issuer": "here"}


@pytest.mark.parametrize(
    "parts",
    [
        [OK, b"[]"],
        [OK, b"<html>"],
        [OK, b"\xff\xfe\xff"],
        [OK, b"[" * 200_000],
        [OK, b'{"a": "', *[b"a" * 65_536] * 5, b'"}'],
        [b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n\r\n"],
        [b"HTTP/1.1 500 Sorry\r\nContent-Length: 2\r\n\r\n{}"],
        [b"who is there?\r\n\r\n"],
        [],
    ],
    ids=["list", "html", "bytes", "deep", "long", "moved", "500", "no http", "silence"],
)
def test_anything_but_an_object_of_decent_size_is_no_answer(parts):
    with answering(*parts) as url, pytest.raises(Unavailable):
        fetch(url)


def test_nobody_listening_is_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}/"
    with pytest.raises(Unavailable):
        fetch(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_this_machine_is_known_by_its_names(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "10.1.2.3", "", None, "localhost.example", "genfind"]
)
def test_any_other_name_is_not_this_machine(host):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "url", ["https://", "http://[", "//127.0.0.1", "http://127.0.0.1@a.example/"]
)
def test_a_half_address_is_not_trusted(url):
    assert not is_trustworthy(url)
