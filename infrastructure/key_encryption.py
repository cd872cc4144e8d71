"""The key-encryption key: wraps every secret of the keys database, itself outside of it."""

import os
from base64 import b64decode, b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from infrastructure.lasting import sync

LENGTH = 32  # bytes


class DoubtfulKey(Exception):
    """The key-encryption key is missing, open to others, or not the one that was used."""


class KeyEncryptionKey:
    def __init__(self, secret: bytes) -> None:
        if len(secret) != LENGTH:
            raise DoubtfulKey("The key-encryption key must be 32 bytes, in base64.")
        self._cipher = AESGCM(secret)
        self.name = sha256(b"genfind/kek\n" + secret).hexdigest()[:16]

    def wrap(self, secret: bytes, context: str) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, secret, context.encode())

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        try:
            return self._cipher.decrypt(wrapped[:12], wrapped[12:], context.encode())
        except (InvalidTag, ValueError):
            raise DoubtfulKey(
                f"{context} was not wrapped by key {self.name}."
            ) from None


def from_base64(text: str) -> KeyEncryptionKey:
    return KeyEncryptionKey(_secret(text))


def from_file(path: Path) -> KeyEncryptionKey:
    return KeyEncryptionKey(secret_of(path))


def made_once(path: Path) -> KeyEncryptionKey:
    """The key in this file, drawn at the first call; two at once get the same."""
    drawn_once(path)
    return from_file(path)


def secret_of(path: Path) -> bytes:
    """What a file holds in base64, if nobody else may read it. Raises DoubtfulKey."""
    try:
        if path.stat().st_mode & 0o077:
            raise DoubtfulKey(f"{path} is open to others: chmod 600 it.")
        return _secret(path.read_text())
    except OSError:
        raise DoubtfulKey(f"{path} can't be read.") from None


def _secret(text: str) -> bytes:
    try:
        return b64decode(text.strip(), validate=True)
    except ValueError:
        raise DoubtfulKey("The key is not base64.") from None


def drawn_once(path: Path) -> None:
    """Whole and durable before it has its name: what it made must outlive a crash."""
    if path.exists():
        return
    handle, part = mkstemp(dir=path.parent, prefix=f"{path.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(b64encode(os.urandom(LENGTH)).decode())
            file.flush()
            sync(Path(part))
        with suppress(FileExistsError):
            os.link(part, path)
    finally:
        Path(part).unlink()
    sync(path.parent)
