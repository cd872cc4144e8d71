"""Files of contacts: sealed as they come, kept whole or not at all, opened piece by piece.

Where the sealed bytes lie is a Store's business. To destroy a contact's key is to
destroy its files, wherever copies of them are. A course has files too: its court prints.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol, Self
from uuid import UUID

from domain.facts import Attachment
from domain.media import MediaType
from infrastructure.evidence_sealing import PIECE, SEALED_PIECE, FileSeal
from infrastructure.keys import Keys
from infrastructure.media import Recognition
from infrastructure.sealing import SealBroken, SubjectKey


class NotTaken(Exception):
    """What arrived is no file, or not the one that the address names."""


class Forgotten(Exception):
    """The key of this file has been destroyed."""


@dataclass(frozen=True)
class File:
    """What is known of a file without opening it."""

    contact: UUID  # or the course
    sha256: str  # of the plain bytes, in hexadecimal digits
    key: UUID  # that it is sealed with, by name
    size: int  # plain bytes
    media_type: MediaType
    stored_at: datetime


@dataclass(frozen=True)
class Kept:
    """What a store holds of a file."""

    contact: UUID
    sha256: str
    sealed_size: int  # bytes, of all pieces
    stored_at: datetime


class Store(Protocol):
    """Keeps sealed bytes. Raises OperationalError where it can't be reached."""

    def find(self, contact: UUID, sha256: str) -> File | None: ...

    def keep(self, file: File, sealed: BinaryIO) -> bool:
        """Durably, and whole or not at all; False where it was kept before."""

    def piece(self, file: File, n: int) -> bytes:
        """Sealed; empty where there is none."""

    def everything(self) -> Iterator[Kept]: ...


class Arrival:
    """One file on its way in. Plain bytes are in memory only, a piece at a time.

    What is sealed waits in a file that has no name, and is gone with the process.
    """

    def __init__(self, key: SubjectKey, digest: str) -> None:
        self._key, self._digest = key, digest
        self._seal = FileSeal(key.secret, key.subject, key.name, digest)
        self.sealed: BinaryIO = TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._hash, self._recognition = sha256(), Recognition()
        self._waiting = bytearray()
        self._pieces = self._size = 0

    def take(self, some: bytes) -> None:
        """Raises WrongMedia as soon as it shows."""
        self._waiting += some
        while len(self._waiting) > PIECE:  # the last one waits, to be sealed as such
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def whole(self, at: datetime) -> File:
        """Raises WrongMedia, or NotTaken."""
        media_type = self._put(bytes(self._waiting), last=True)
        if not self._size:
            raise NotTaken("The file is empty: send its bytes as the body.")
        if self._hash.hexdigest() != self._digest:
            raise NotTaken("What arrived has another SHA-256: send the file again.")
        self.sealed.seek(0)
        key = self._key
        return File(key.subject, self._digest, key.name, self._size, media_type, at)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sealed.close()

    def _put(self, plain: bytes, *, last: bool) -> MediaType:
        media_type = self._recognition.hear(plain, last=last)
        self._hash.update(plain)
        self.sealed.write(self._seal.seal(plain, self._pieces, last=last))
        self._pieces += 1
        self._size += len(plain)
        return media_type


class EvidenceRoom:
    def __init__(self, store: Store, keys: Keys, clock: Callable[[], datetime]) -> None:
        self.store, self._keys, self._clock = store, keys, clock

    def arrival(self, contact: UUID, digest: str) -> Arrival:
        """Raises Refused where the contact has been erased."""
        return Arrival(self._keys.for_sealing([contact])[contact], digest)

    def keep(self, arrival: Arrival) -> tuple[File, bool]:
        """The file, and whether it is new. Raises WrongMedia, or NotTaken."""
        file = arrival.whole(self._clock())
        if self.store.keep(file, arrival.sealed):
            return file, True
        return self.store.find(file.contact, file.sha256) or file, False

    def opened(self, contact: UUID, attached: Attachment) -> Iterator[bytes]:
        """The plain bytes. Raises Forgotten; SealBroken, an alarm, at the latest before
        the last piece: what is damaged never passes as whole.
        """
        if attached.description.text is None:  # it is sealed with the same key
            raise Forgotten
        file = self.store.find(contact, attached.sha256)
        if file is None:
            raise SealBroken(f"{attached.sha256} of {contact} is missing.")
        return self._opened(file, attached.size)

    def whole(self, subject: UUID, sha256: str) -> bytes | None:
        """The plain bytes of a small file, or None where it is not kept.

        Raises Forgotten; SealBroken, an alarm, before any of it is shown.
        """
        file = self.store.find(subject, sha256)
        return b"".join(self._opened(file, file.size)) if file else None

    def _opened(self, file: File, size: int) -> Iterator[bytes]:
        secret = self._keys.for_opening([file.key])[file.key]
        if secret is None:
            raise Forgotten
        seal = FileSeal(secret, file.contact, file.key, file.sha256)
        return self._pieces(file, seal, pieces_of(size))

    def _pieces(self, file: File, seal: FileSeal, count: int) -> Iterator[bytes]:
        digest = sha256()
        for n in range(count):
            last = n == count - 1
            plain = seal.open(self.store.piece(file, n), n, last=last)
            digest.update(plain)
            if last and digest.hexdigest() != file.sha256:
                raise SealBroken(f"{file.sha256} of {file.contact} is another file.")
            yield plain


def pieces_of(size: int) -> int:
    return -(-size // PIECE)


def sealed_size(size: int) -> int:
    """Of a file of so many plain bytes."""
    return size + pieces_of(size) * (SEALED_PIECE - PIECE)
