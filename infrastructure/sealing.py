"""Personal words, bound to the place where they stand and to a key that can be destroyed.

The format is for ever: AES-256-GCM under a key derived for this one place, beside a
salted commitment, since GCM alone does not bind a ciphertext to one key.
"""

from base64 import b64encode
from binascii import a2b_base64
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from json.encoder import encode_basestring as _quoted
from os import urandom
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE, SALT = 12, 32


class SealBroken(Exception):
    """Sealed words do not fit the place where they stand: an alarm, never "forgotten"."""


@dataclass(frozen=True)
class SubjectKey:
    name: UUID
    subject: UUID
    secret: bytes  # 32 random bytes


@dataclass(frozen=True)
class Header:
    """The event that the words stand in."""

    at: str  # as stored, 27 characters
    id: UUID
    type: str
    version: int

    def bound_to(self, about: str, key: str, field: str) -> bytes:
        """As domain.canonical spells it; `field` is a JSON pointer inside the event."""
        return (
            f'{{"about":{_quoted(about)},"at":{_quoted(self.at)},'
            f'"field":{_quoted(field)},"id":"{self.id}","key":{_quoted(key)},'
            f'"type":{_quoted(self.type)},"v":1,"version":{self.version}}}'
        ).encode()

    def place(self, field: str) -> str:
        return f"{field} of version {self.version} of {self.id}"


def seal(text: str, key: SubjectKey, field: str, header: Header) -> dict[str, str]:
    salt, nonce = urandom(SALT), urandom(NONCE)
    words = text.encode()
    bound = header.bound_to(str(key.subject), str(key.name), field)
    sealed = _cipher(key.secret, bound).encrypt(nonce, salt + words, bound)
    return {
        "about": str(key.subject),
        "key": str(key.name),
        "pc": b64encode(commitment(salt, words)).decode(),
        "sealed": b64encode(nonce + sealed).decode(),
    }


def open_sealed(
    sealed: dict[str, Any], secret: bytes, field: str, header: Header
) -> str:
    """The words. Raises SealBroken for a wrong key, a moved seal or a wrong commitment."""
    return open_with_salt(sealed, secret, field, header)[1]


def open_with_salt(
    sealed: dict[str, Any], secret: bytes, field: str, header: Header
) -> tuple[bytes, str]:
    """The words, and the salt under which they were committed to. Raises SealBroken."""
    try:
        bound = header.bound_to(sealed["about"], sealed["key"], field)
        raw, promised = a2b_base64(sealed["sealed"]), a2b_base64(sealed["pc"])
        plain = _cipher(secret, bound).decrypt(raw[:NONCE], raw[NONCE:], bound)
    except (InvalidTag, ValueError, TypeError):
        raise SealBroken(f"The seal of {header.place(field)} does not open.") from None
    salt, words = plain[:SALT], plain[SALT:]
    if not compare_digest(commitment(salt, words), promised):
        raise SealBroken(
            f"The words of {header.place(field)} are not those committed to."
        )
    return salt, words.decode()


def commitment(salt: bytes, words: bytes) -> bytes:
    return sha256(b"genfind/pc/v1\n" + salt + words).digest()


def _cipher(secret: bytes, bound: bytes) -> AESGCM:
    info = b"genfind/seal/v1\n" + bound
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=info).derive(secret))
