"""Other people's servers: asked with patience that ends, for answers that end."""

from collections.abc import Mapping
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

import httpx2

from infrastructure.provider_keys import is_loopback

PATIENCE = 5.0  # seconds for one question
LARGEST = 256 * 1024  # bytes of one answer
PLAIN = {"Accept-Encoding": "identity"}  # what is packed could burst


class NoAnswer(Exception):
    """There is none, or one that has no end; it may come later."""


class Answer(NamedTuple):
    status: int
    body: bytes

    @property
    def text(self) -> str:
        """Raises ValueError where it is none."""
        return self.body.decode()


class Remote:
    """One server, by the beginning of its addresses; used by one thread at a time."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        self._url = url.rstrip("/")
        self._client = httpx2.Client(
            timeout=PATIENCE,
            headers=PLAIN | dict(headers or {}),
            trust_env=not is_loopback(urlsplit(url).hostname),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, path: str) -> Answer:
        """Raises NoAnswer."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: str) -> Answer:
        """Raises NoAnswer."""
        return self._ask("POST", path, body.encode())

    def _ask(self, method: str, path: str, sent: bytes | None) -> Answer:
        ends, body = monotonic() + PATIENCE, b""
        try:
            with self._client.stream(
                method, f"{self._url}/{path}", content=sent
            ) as answer:
                for part in answer.iter_raw():
                    body += part
                    if len(body) > LARGEST or monotonic() > ends:
                        raise NoAnswer("It has no end.")
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise NoAnswer(type(error).__name__) from None
        return Answer(answer.status_code, body)
