"""Cosigns the heads of one log, and never one that contradicts a head it knows.

A witness: it knows no event and no leaf. The newest head lies in a file beside the key,
whole and durable before a signature leaves.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock

from domain.merkle import EMPTY, TreeHead
from domain.notes import (
    NAME,
    BadNote,
    Checkpoint,
    Note,
    PublicKey,
    SignatureType,
)
from domain.submissions import Submission
from infrastructure.contradictions import Contradictions
from infrastructure.key_encryption import drawn_once, secret_of
from infrastructure.lasting import replace
from infrastructure.signing import SigningKey, signed_by

Known = Callable[[int], TreeHead | None]  # the head at a size, where that is known


class CannotCosign(Exception):
    """The folder is not what this cosigner left there; the sentence says what to do."""


class UnknownLog(Exception):
    """This checkpoint is of another log than the one that is witnessed here."""


class NotSigned(Exception):
    """The log that it names has not signed this checkpoint."""


class Contradicted(Exception):
    """The head does not go on from the one that was cosigned last."""


class OtherSize(Exception):
    """The proof does not begin at the newest head that was cosigned, of this size."""

    def __init__(self, size: int) -> None:
        super().__init__(f"The newest one here has {size} leaves.")
        self.size = size


class Cosigner:
    def __init__(
        self,
        folder: Path,
        name: str | None,
        logs: Sequence[PublicKey],
        clock: Callable[[], datetime],
        known: Known = lambda size: None,
    ) -> None:
        """With a key of its own from the first call on. `name` is for that call; `known`
        tells heads below the newest one. Raises CannotCosign.
        """
        self._logs, self._clock, self._known = logs, clock, known
        self.origin = logs[0].name
        self.contradictions = Contradictions(folder / "evidence")
        self._file = folder / "cosigned"
        self._key = self._own_key(folder, name)
        self._lock = Lock()
        # One value, for others read it while it is replaced.
        self.newest, self._time = self._remembered()

    @property
    def key(self) -> PublicKey:
        return self._key.public

    @property
    def note(self) -> str:
        return self.newest[0]

    @property
    def tree(self) -> TreeHead:
        return self.newest[1]

    def add(self, submission: Submission) -> str:
        """Our line under this checkpoint. Raises BadNote, UnknownLog, NotSigned,
        OtherSize and Contradicted.
        """
        note, tree = self.read(submission.note)
        with self._lock:
            contradicts = self._contradicts(submission.note, tree)
            if submission.old > tree.size:
                raise BadNote("The old tree is larger than the new one.")
            if submission.old != self.tree.size:
                raise OtherSize(self.tree.size)
            if contradicts:
                raise Contradicted
            if not tree.extends(self.tree, submission.proof):
                told = str(submission)
                self.contradictions.keep("unproven", note.text, self.note, told)
                raise Contradicted
            return self._cosigned(note, tree)

    def read(self, told: str) -> tuple[Note, TreeHead]:
        """What the log has surely said. Raises BadNote, UnknownLog and NotSigned."""
        note = Note.read(told)
        checkpoint = Checkpoint.read(note.text)
        if checkpoint.origin != self.origin:
            raise UnknownLog
        try:
            signers = signed_by(note, self._logs)
        except BadNote:
            raise NotSigned from None
        if not signers:
            raise NotSigned
        return note, checkpoint.tree

    def contradicts(self, told: str, tree: TreeHead) -> bool:
        """Whether a head that the log has signed belongs to another tree than the newest
        one here; then both are kept. A larger one may, and is not judged here.
        """
        with self._lock:
            return self._contradicts(told, tree)

    def _contradicts(self, told: str, tree: TreeHead) -> bool:
        same = tree.size == self.tree.size
        ours = self.tree if same else self._known(tree.size)
        if tree.size > self.tree.size or ours in (None, tree):
            return False
        kind, text = "two-heads" if same else "rewritten", Note.read(told).text
        self.contradictions.keep(kind, text, self.note, told)
        return True

    def _cosigned(self, note: Note, tree: TreeHead) -> str:
        # A clock that was set back must not make a later head the earlier one.
        time = max(int(self._clock().timestamp()), self._time)
        line = self._key.line(note.text, time)
        told = f"{note.text}\n{self._lines_of_log(note)}{line}"
        replace(self._file, told.encode(), mode=0o644)
        self.newest, self._time = (told, tree), time
        return line

    def _lines_of_log(self, note: Note) -> str:
        ours = {(key.name, key.id): key for key in self._logs}
        return "".join(
            ours[each.of].line(each.rest) for each in note.signatures if each.of in ours
        )

    def _own_key(self, folder: Path, name: str | None) -> SigningKey:
        secret, public = folder / "witness-key", folder / "witness-vkey"
        if public.exists():
            said = public.read_text(encoding="utf-8").split("+")[0]
            if name not in (None, said):
                raise CannotCosign(f"Here cosigns {said}: leave out --name.")
            if not secret.exists():
                raise CannotCosign(
                    f"{secret} is lost: put it back, or begin elsewhere."
                )
            name = said
        if not (name and NAME.fullmatch(name)):
            raise CannotCosign("Say under which name to cosign, without space: --name.")
        if not secret.exists():
            replace(self._file, b"")
            drawn_once(secret)
        key = SigningKey(name, SignatureType.COSIGNATURE, secret_of(secret))
        if not public.exists():
            replace(public, f"{key.public}\n".encode(), mode=0o644)
        return key

    def _remembered(self) -> tuple[tuple[str, TreeHead], int]:
        try:
            told = self._file.read_text(encoding="utf-8")
            if not told:
                return ("", EMPTY), 0
            note, tree = self.read(told)
            return (told, tree), signed_by(note, [self.key])[self.key]
        except (OSError, BadNote, UnknownLog, NotSigned, KeyError):
            raise CannotCosign(
                f"{self._file} does not tell what was cosigned last: put it back, or"
                " begin in another folder, under another name."
            ) from None
