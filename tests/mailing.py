"""A mail server, as others write it, that takes some of what it is given."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from infrastructure.mail import MailServer

SENDER = "kvittering@politi.example"
NOBODY, LATER = "ingen@example.dk", "senere@example.dk"
TOO_MUCH = "fuld@example.dk"


class PostOffice:
    """Keeps what it takes; some addresses it does not know, or not yet."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list
    ) -> str:
        if to == NOBODY:
            return f"550 nobody called {to} here"
        if to == LATER:
            return "450 greylisted"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        [to] = envelope.rcpt_tos
        if to == TOO_MUCH:
            return "552 mailbox full"
        told = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((to, told))
        return "250 OK"


@contextmanager
def open_office() -> Iterator[tuple[PostOffice, MailServer]]:
    office = PostOffice()
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office, MailServer.of(f"smtp://127.0.0.1:{port}", SENDER)
    finally:
        controller.stop()
