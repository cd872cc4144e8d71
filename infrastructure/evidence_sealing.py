"""The bytes of a file, sealed piece by piece, each bound to its own place in it.

The format is for ever. A file of a contact is pieces of 1 MiB and a shorter last one;
each is nonce ‖ AES-256-GCM ciphertext ‖ tag, under a key that HKDF derives from the
contact's own, for this file alone. The associated data name the piece and say whether it
is the last, so that none can be moved, left out, doubled or taken from another file.
"""

from os import urandom
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.canonical import canonical
from infrastructure.sealing import NONCE, SealBroken

PIECE = 1_048_576  # bytes of a file
SEALED_PIECE = NONCE + PIECE + 16


class FileSeal:
    """Of one file of one contact."""

    def __init__(self, secret: bytes, contact: UUID, key: UUID, sha256: str) -> None:
        self._file = {
            "contact": str(contact),
            "key": str(key),
            "sha256": sha256,
            "v": 1,
        }
        info = b"genfind/evidence/v1\n" + canonical(self._file)
        derived = HKDF(SHA256(), 32, salt=None, info=info).derive(secret)
        self._cipher = AESGCM(derived)

    def seal(self, plain: bytes, n: int, *, last: bool) -> bytes:
        nonce = urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, self._bound(n, last=last))

    def open(self, sealed: bytes, n: int, *, last: bool) -> bytes:
        """Raises SealBroken."""
        nonce, rest = sealed[:NONCE], sealed[NONCE:]
        try:
            return self._cipher.decrypt(nonce, rest, self._bound(n, last=last))
        except (InvalidTag, ValueError):
            raise SealBroken(f"Piece {n} of {self._name} does not open.") from None

    @property
    def _name(self) -> str:
        return f"{self._file['sha256']} of {self._file['contact']}"

    def _bound(self, n: int, *, last: bool) -> bytes:
        return canonical(self._file | {"last": last, "piece": n})
