"""The key-encryption key: wraps every secret of the keys database, itself outside of it."""

import os
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class DoubtfulKey(Exception):
    """The key-encryption key is missing, open to others, or not the one that was used."""


class KeyEncryptionKey:
    def __init__(self, secret: bytes) -> None:
        if len(secret) != 32:
            raise DoubtfulKey("The key-encryption key must be 32 bytes, in base64.")
        self._cipher = AESGCM(secret)
        self.name = sha256(b"genfind/kek\n" + secret).hexdigest()[:16]

    def wrap(self, secret: bytes, context: str) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, secret, context.encode())

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        try:
            return self._cipher.decrypt(wrapped[:12], wrapped[12:], context.encode())
        except InvalidTag:
            raise DoubtfulKey(
                f"{context} was not wrapped by key {self.name}."
            ) from None


def from_base64(text: str) -> KeyEncryptionKey:
    try:
        return KeyEncryptionKey(b64decode(text, validate=True))
    except ValueError:
        raise DoubtfulKey("The key-encryption key is not base64.") from None


def from_file(path: Path) -> KeyEncryptionKey:
    if path.stat().st_mode & 0o077:
        raise DoubtfulKey(f"{path} is open to others: chmod 600 it.")
    return from_base64(path.read_text())


def made_once(path: Path) -> KeyEncryptionKey:
    """The key in this file, drawn at the first call; two at once get the same."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.touch(mode=0o600)
    part.write_text(b64encode(os.urandom(32)).decode())
    try:
        os.link(part, path)  # fails where there is one already
    except FileExistsError:
        pass
    finally:
        part.unlink()
    return from_file(path)
