"""What a log and its witnesses sign, as text: checkpoints and signed notes.

C2SP signed-note, tlog-checkpoint and tlog-cosignature. Pure: whoever holds keys signs and
verifies the bytes that are told here.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from enum import IntEnum
from hashlib import sha256
from typing import NamedTuple, Self

from domain.merkle import TreeHead
from domain.tiles import HASH

KEY_ID = 4  # bytes
STAMP = 8  # bytes of the time in front of a cosignature: seconds since 1970
MOST_LINES = 64  # signatures that are read of one note
SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
NAME = re.compile(r"[^\s+]+")


class BadNote(ValueError):
    """A note, a checkpoint or a key that is not written as it must be."""


class SignatureType(IntEnum):
    NOTE = 1  # Ed25519, of the log itself
    COSIGNATURE = 4  # Ed25519, of a witness, with the time


def base64(raw: bytes) -> str:
    return b64encode(raw).decode()


def from_base64(text: str) -> bytes:
    """Raises BadNote for any other spelling than the one that `base64` gives."""
    try:
        raw = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise BadNote("This is not base64.") from None
    if base64(raw) != text:
        raise BadNote("These bytes have another base64.")
    return raw


class Checkpoint(NamedTuple):
    """What a log says of its tree. `origin` is `<host>/archive/<n>`."""

    origin: str
    tree: TreeHead

    def __str__(self) -> str:
        return f"{self.origin}\n{self.tree.size}\n{base64(self.tree.root)}\n"

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises BadNote for any other spelling, and for extension lines."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3]:  # noqa: PLR2004 - three lines, each ended
            raise BadNote("A checkpoint has three lines.")
        origin, size, root = lines[:3]
        if not NAME.fullmatch(origin) or not SIZE.fullmatch(size):
            raise BadNote("A checkpoint names its origin and its size.")
        tree = TreeHead(int(size), from_base64(root))
        if len(tree.root) != HASH:
            raise BadNote("A root has 32 bytes.")
        return cls(origin, tree)


class PublicKey(NamedTuple):
    """Who signs. Read and written as a vkey: `name+key id in hex+base64`."""

    name: str
    type: SignatureType
    key: bytes  # of 32 bytes

    @property
    def id(self) -> bytes:
        named = f"{self.name}\n".encode() + bytes([self.type]) + self.key
        return sha256(named).digest()[:KEY_ID]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64(bytes([self.type]) + self.key)}"

    @classmethod
    def read(cls, vkey: str) -> Self:
        """Raises BadNote, also for a type of key that is not known here."""
        match vkey.split("+", 2):
            case [name, id, told] if NAME.fullmatch(name) and told:
                raw = from_base64(told)
            case _:
                raise BadNote("A key is written name+id+base64.")
        try:
            key = cls(name, SignatureType(raw[0]), raw[1:])
        except ValueError:
            raise BadNote(f"{name} has a key of an unknown type.") from None
        if key.id.hex() != id or len(key.key) != HASH:
            raise BadNote(f"The key of {name} and its id don't belong together.")
        return key

    def covered(self, text: str, time: int = 0) -> bytes:
        """The bytes under a signature; a cosignature also covers its own time."""
        if self.type is SignatureType.NOTE:
            return text.encode()
        return f"cosignature/v1\ntime {time}\n{text}".encode()

    def line(self, signature: bytes, time: int = 0) -> str:
        """As it stands under a note, ended."""
        stamp = b"" if self.type is SignatureType.NOTE else time.to_bytes(STAMP)
        return f"— {self.name} {base64(self.id + stamp + signature)}\n"


class Signature(NamedTuple):
    """A line under a note, of whoever it may be."""

    name: str
    id: bytes  # of the key
    rest: bytes  # behind the id

    @property
    def of(self) -> tuple[str, bytes]:
        return self.name, self.id

    def split(self, type: SignatureType) -> tuple[int, bytes]:
        """The time, 0 where this type has none, and the signature itself."""
        if type is SignatureType.NOTE:
            return 0, self.rest
        return int.from_bytes(self.rest[:STAMP]), self.rest[STAMP:]

    @classmethod
    def read(cls, line: str) -> Self:
        match line.split(" "):
            case ["—", name, told] if NAME.fullmatch(name):
                raw = from_base64(told)
            case _:
                raise BadNote("A signature is written — name base64.")
        if len(raw) <= KEY_ID:
            raise BadNote("A signature has more than the id of its key.")
        return cls(name, raw[:KEY_ID], raw[KEY_ID:])


class Note(NamedTuple):
    """A text, ended, and who says to have signed it."""

    text: str
    signatures: Sequence[Signature]

    @classmethod
    def read(cls, note: str) -> Self:
        """Raises BadNote."""
        text, empty_line, lines = note.rpartition("\n\n")
        if not empty_line or not lines.endswith("\n"):
            raise BadNote("A note is a text, an empty line and lines that are ended.")
        told = lines[:-1].split("\n")
        if len(told) > MOST_LINES:
            raise BadNote(f"A note has more than {MOST_LINES} signatures.")
        return cls(text + "\n", [Signature.read(line) for line in told])
