"""What a receipt tells of its event, beside the proof that it stands in the log.

The `extra` of a proof, in lines: the leaf's data; the state, as it was stored; and each
of the personal words that are opened, with the salt that they were committed to under.
None of these holds a line break of its own: they are JSON.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, NamedTuple, Self
from uuid import UUID

from pydantic import Field, ValidationError

from domain.canonical import canonical
from domain.event import Frozen
from domain.notes import BadNote, base64, from_base64

COMMITTED = b"genfind/pc/v1\n"


class Header(Frozen):
    """A leaf's data, read. All of it was written by the registry's own clock and keys."""

    at: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")
    id: UUID
    state_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    type: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9]{0,63}$")
    v: Literal[1]
    version: int = Field(strict=True, ge=1)

    @classmethod
    def read(cls, leaf: bytes) -> Self:
        """Raises BadNote for any other spelling than the canonical one."""
        try:
            header = cls.model_validate_json(leaf)
        except ValidationError:
            raise BadNote("This is not the header of an event.") from None
        if canonical(header.model_dump(mode="json")) != leaf:
            raise BadNote("A header is written in one way only.")
        return header


class OpenedWords(NamedTuple):
    """Personal words in clear; `field` is a JSON pointer inside the event."""

    field: str
    salt: bytes
    text: str

    def __str__(self) -> str:
        told = {"field": self.field, "salt": base64(self.salt), "text": self.text}
        return canonical(told).decode()

    @classmethod
    def read(cls, line: bytes) -> Self:
        match _json(line):
            case {"field": str(field), "salt": str(salt), "text": str(text)} as told:
                opened = cls(field, from_base64(salt), text)
            case _:
                raise BadNote("Words are told with their field and their salt.")
        if len(told) != len(opened) or str(opened).encode() != line:
            raise BadNote("Words are told in one way only.")
        return opened

    @property
    def commitment(self) -> str:
        return base64(sha256(COMMITTED + self.salt + self.text.encode()).digest())


@dataclass(frozen=True)
class ToldOfEvent:
    leaf: bytes
    state: bytes = b""  # empty where only the leaf is told
    words: tuple[OpenedWords, ...] = ()

    def __bytes__(self) -> bytes:
        words = [str(each).encode() for each in self.words]
        return b"\n".join([self.leaf, *([self.state] if self.state else []), *words])

    @classmethod
    def read(cls, extra: bytes) -> Self:
        """Raises BadNote. That it belongs to the proof is for the proof to show."""
        leaf, *rest = extra.split(b"\n")
        state = rest.pop(0) if rest else b""
        return cls(leaf, state, tuple(map(OpenedWords.read, rest)))

    @property
    def header(self) -> Header:
        return Header.read(self.leaf)

    @property
    def is_what_was_sealed(self) -> bool:
        """Whether the state is the one that the leaf commits to; true without one."""
        digest = sha256(self.state).hexdigest()
        return not self.state or digest == self.header.state_sha256

    @property
    def are_its_words(self) -> bool:
        """Whether each of the words is what the state commits to at its place."""
        try:
            event = self.event
            return all(_at(event, w.field)["pc"] == w.commitment for w in self.words)
        except (LookupError, TypeError, ValueError):
            return False

    @property
    def envelope(self) -> dict[str, Any]:
        """The state, read; empty without one. Its personal words are sealed."""
        told = _json(self.state) if self.state else {}
        return told if isinstance(told, dict) else {}

    @property
    def event(self) -> Any:
        return self.envelope.get("event", {})


def _json(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise BadNote("This is not JSON.") from None


def _at(event: Any, field: str) -> Any:
    for part in field.split("/")[1:]:
        named = {str(n): each for n, each in enumerate(event)}
        event = (named if isinstance(event, list) else event)[part]
    return event
