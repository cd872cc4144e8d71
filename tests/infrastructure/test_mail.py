"""Mail that leaves, and what is known of mail that did not."""

import socket
from dataclasses import replace
from email.message import EmailMessage

import pytest

from infrastructure.mail import (
    AddressRefused,
    BadAddress,
    MailRefused,
    MailServer,
    NoMailServer,
    NotSent,
    addressed,
)
from tests.mailing import LATER, NOBODY, SENDER, TOO_MUCH, open_office


@pytest.fixture
def office():
    with open_office() as office:
        yield office


def letter(text: str = "Kære Åse") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = SENDER, "Kvittering"
    message.set_content(text)
    return message


def test_it_reaches_the_one_address_that_it_is_sent_to(office):
    taken, server = office
    server.send(letter(), addressed("aase@example.dk"))
    [(to, message)] = taken.taken
    assert to == "aase@example.dk"
    assert message["From"] == SENDER
    assert message.get_content().strip() == "Kære Åse"


@pytest.mark.parametrize(
    ("to", "why"),
    [(NOBODY, AddressRefused), (LATER, MailRefused), (TOO_MUCH, MailRefused)],
)
def test_what_is_not_taken_says_why_and_repeats_no_address(office, to, why):
    taken, server = office
    with pytest.raises(why) as no:
        server.send(letter(), addressed(to))
    assert to not in str(no.value)
    assert no.value.__cause__ is None
    assert taken.taken == []


def test_where_nobody_listens_nothing_is_sent(office):
    _, server = office
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    with pytest.raises(NoMailServer):
        replace(server, port=port).send(letter(), addressed("aase@example.dk"))


@pytest.mark.parametrize(
    "change", [{"in_clear": False}, {"in_clear": False, "tls_at_once": True}]
)
def test_nothing_is_said_to_a_server_that_does_not_encrypt(office, change):
    taken, server = office
    with pytest.raises(NotSent):
        replace(server, **change).send(letter(), addressed("aase@example.dk"))
    assert taken.taken == []


def test_only_on_this_machine_it_need_not_encrypt():
    for url in ("smtp://mail.example", "smtps://mail.example", "smtps://127.0.0.1"):
        assert not MailServer.of(url, SENDER).in_clear
    assert MailServer.of("smtp://127.0.0.1:25", SENDER).in_clear
    server = MailServer.of("smtps://us%40er:p%2Fw@mail.example", SENDER)
    assert (server.user, server.password, server.port) == ("us@er", "p/w", 465)
    assert "p/w" not in repr(server)


@pytest.mark.parametrize("url", ["mail.example", "https://mail.example", "smtp://"])
def test_another_address_is_no_mail_server(url):
    with pytest.raises(ValueError, match="mail server"):
        MailServer.of(url, SENDER)


@pytest.mark.parametrize(
    "to",
    [
        "",
        "birthe",
        "birthe@",
        "@example.dk",
        "a@example.dk, b@example.dk",
        "a@example.dk\nBcc: b@example.dk",
        "Birthe <a@example.dk>",
        "a@localhost",
    ],
)
def test_what_is_no_address_is_refused(to):
    with pytest.raises(BadAddress) as no:
        addressed(to)
    assert to not in str(no.value) or not to
