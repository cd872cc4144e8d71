"""Signs heads of one log, and never one that does not go on from what it signed last.

It knows no event. What it signed last lies in a file beside its key, whole and durable
before the signature leaves: a log that was set back or rewritten gets none.
"""

from collections.abc import Sequence
from pathlib import Path

from domain.merkle import EMPTY, TreeHead
from domain.notes import BadNote, Checkpoint, Note, PublicKey, SignatureType
from domain.origins import ORIGIN
from infrastructure.key_encryption import drawn_once, secret_of
from infrastructure.lasting import replace
from infrastructure.signing import SigningKey, signed_by

MEMORY = "last-signed"


class WillNotSign(Exception):
    """The head does not go on from the last one, or nobody can say whether it does."""


class Signer:
    def __init__(self, origin: str, folder: Path) -> None:
        """Raises WillNotSign where the folder has a key, and not what it signed last."""
        self._key = SigningKey(
            origin, SignatureType.NOTE, secret_of(folder / "log-key")
        )
        self._file = folder / MEMORY
        self._remembered()

    @classmethod
    def begun(cls, origin: str, folder: Path) -> "Signer":
        """With a key of its own from the first call on, and nothing signed before."""
        if not (folder / "log-key").exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            replace(folder / MEMORY, str(Checkpoint(origin, EMPTY)).encode())
            drawn_once(folder / "log-key")
        return cls(origin, folder)

    @property
    def key(self) -> PublicKey:
        return self._key.public

    @property
    def last(self) -> TreeHead:
        """What was signed last, by whatever process. Raises WillNotSign."""
        return self._remembered()

    @property
    def note(self) -> str:
        """The same, as it was signed. Raises WillNotSign."""
        self._remembered()
        return self._file.read_text(encoding="utf-8")

    def sign(self, head: TreeHead, proof: Sequence[bytes]) -> str:
        """The signed checkpoint; `proof` that this head extends the last one. The same
        head is signed as often as it is asked for. Raises WillNotSign.
        """
        last = self.last
        if not head.extends(last, proof):
            raise WillNotSign(
                f"A tree of {head.size} does not go on from the one of {last.size}"
                " that was signed last: the archive was set back or rewritten."
            )
        text = str(Checkpoint(self.key.name, head))
        note = f"{text}\n{self._key.line(text)}"
        if head != last:
            replace(self._file, note.encode())
        return note

    def _remembered(self) -> TreeHead:
        origin = self.key.name
        try:
            told = self._file.read_text(encoding="utf-8")
            if told == str(Checkpoint(origin, EMPTY)):
                return EMPTY
            note = Note.read(told)
            checkpoint = Checkpoint.read(note.text)
            if checkpoint.origin == origin and signed_by(note, [self.key]):
                return checkpoint.tree
        except (OSError, BadNote):
            pass
        raise WillNotSign(
            f"{self._file} does not tell what was signed last: put back the newest"
            " checkpoint that the witnesses hold, two persons present."
        )


def origin_in(folder: Path) -> str | None:
    """Of the log that has its signer in this folder; None where none can be read."""
    try:
        told = (folder / MEMORY).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = ORIGIN.match(told)
    return found[0] if found else None
