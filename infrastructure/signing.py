"""Signs and verifies what logs and witnesses say, with Ed25519 keys."""

from collections.abc import Collection

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from domain.notes import BadNote, Note, PublicKey, SignatureType


class SigningKey:
    """32 secret bytes, and the name under which they sign."""

    def __init__(self, name: str, type: SignatureType, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public = PublicKey(name, type, self._key.public_key().public_bytes_raw())

    def line(self, text: str, time: int = 0) -> str:
        """What stands under this text; `time`, in seconds since 1970, of a cosignature."""
        return self.public.line(self._key.sign(self.public.covered(text, time)), time)


def signed_by(note: Note, known: Collection[PublicKey]) -> dict[PublicKey, int]:
    """Which of the known keys have signed it, and when: 0 where the type has no time.

    Whoever else has signed is passed over. Raises BadNote when a known key has not signed
    what is said to be its signature.
    """
    keys = {(key.name, key.id): key for key in known}
    found: dict[PublicKey, int] = {}
    for signature in note.signatures:
        if key := keys.get(signature.of):
            time, signed = signature.split(key.type)
            try:
                Ed25519PublicKey.from_public_bytes(key.key).verify(
                    signed, key.covered(note.text, time)
                )
            except InvalidSignature:
                raise BadNote(f"{key.name} has not signed this.") from None
            found[key] = time
    return found
