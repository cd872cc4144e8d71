"""Mail on its way out: handed to a mail server of ours, which takes it or does not."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)
from typing import Self
from urllib.parse import unquote, urlsplit

from infrastructure.provider_keys import is_loopback

SCHEMES = {"smtp": 587, "smtps": 465}
PATIENCE = 10.0  # seconds, for each answer of the server
FOR_GOOD = 500  # from this code on a server will not change its mind


class NotSent(Exception):
    """Never with what the server said: that may repeat an address."""


class NoMailServer(NotSent):
    """None answered, or not one that could be trusted, or it broke off."""


class AddressRefused(NotSent):
    pass


class MailRefused(NotSent):
    pass


class BadAddress(ValueError):
    """This is no address that mail could be sent to."""


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls_at_once: bool = False
    in_clear: bool = False  # only where nobody else is on the line

    @classmethod
    def of(cls, url: str, sender: str) -> Self:
        """`smtps://`, or `smtp://` with STARTTLS; in clear on a loopback address alone.

        Raises ValueError.
        """
        told = urlsplit(url)
        if told.scheme not in SCHEMES or not told.hostname or told.path.strip("/"):
            raise ValueError("not the address of a mail server")
        at_once = told.scheme == "smtps"
        return cls(
            told.hostname,
            told.port or SCHEMES[told.scheme],
            addressed(sender).addr_spec,
            unquote(told.username) if told.username else None,
            unquote(told.password) if told.password else None,
            tls_at_once=at_once,
            in_clear=not at_once and is_loopback(told.hostname),
        )

    def send(self, message: EmailMessage, to: Address) -> None:
        """To one address alone. Raises NotSent; after NoMailServer it may have gone."""
        try:
            with self._connected() as server:
                server.send_message(message, self.sender, [to.addr_spec])
        except SMTPRecipientsRefused as refused:
            [(code, _)] = refused.recipients.values()
            raise (AddressRefused if code >= FOR_GOOD else MailRefused) from None
        except (SMTPAuthenticationError, SMTPConnectError, SMTPServerDisconnected):
            raise NoMailServer from None
        except SMTPException:
            raise MailRefused from None
        except OSError:
            raise NoMailServer from None

    @contextmanager
    def _connected(self) -> Iterator[SMTP]:
        context = ssl.create_default_context()
        server = (
            SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=context)
            if self.tls_at_once
            else SMTP(self.host, self.port, timeout=PATIENCE)
        )
        with server:
            if not (self.tls_at_once or self.in_clear):
                server.ehlo()
                if not server.has_extn("starttls"):
                    raise NoMailServer
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password or "")
            yield server


def addressed(to: str) -> Address:
    """Raises BadAddress for anything but one address."""
    try:
        address = Address(addr_spec=to.strip())
    except (ValueError, IndexError, HeaderParseError, MessageError):
        raise BadAddress("This is no e-mail address.") from None
    if not address.username or "." not in address.domain:
        raise BadAddress("This is no e-mail address.")
    return address
