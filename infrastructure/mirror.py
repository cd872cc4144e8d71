"""Follows a transparency log, and keeps what it published: believed is only what comes
out of its own tiles, put behind those that were kept before.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event as Flag
from time import monotonic

import structlog

from domain.merkle import TreeHead
from domain.notes import BadNote, Note
from domain.submissions import Submission
from domain.tiles import HASH, WIDTH, StoredTree, tile_path
from infrastructure.cosigner import (
    Contradicted,
    Cosigner,
    NotSigned,
    OtherSize,
    UnknownLog,
)
from infrastructure.remote import NoAnswer, Remote
from infrastructure.tile_files import OtherTiles, TileFiles

OFTEN = 1.0  # seconds between two looks
SELDOM = 15.0  # at the longest, while the log does not answer
CACHED = timedelta(seconds=60)  # so long an older checkpoint may still be shown
OK, NOT_FOUND = 200, 404
log = structlog.get_logger()


class Unusable(Exception):
    """The log's answer is nothing that could be checked; the sentence says why."""


class Mirror:
    def __init__(
        self,
        source: Remote,
        files: TileFiles,
        cosigner: Cosigner,
        clock: Callable[[], datetime],
    ) -> None:
        self._source, self._files, self._cosigner = source, files, cosigner
        self._clock = clock
        self._shown = ("", TreeHead(0, b""))  # the largest, by the log itself
        self._smaller_since: datetime | None = None

    def run(self, stop: Flag) -> None:
        """Until told to stop; whatever happens, it looks again."""
        pause = OFTEN
        while not stop.is_set():
            began = monotonic()
            try:
                self.follow()
                pause = OFTEN
            except (NoAnswer, Unusable) as error:
                log.warning("the log can't be followed", reason=str(error))
                pause = min(SELDOM, pause * 2)
            except Exception as error:  # noqa: BLE001 - a full disk may have space later
                log.error(  # noqa: TRY400
                    "the mirror stands still", error=type(error).__name__
                )
                pause = SELDOM
            stop.wait(max(0.0, began + pause - monotonic()))

    def follow(self) -> None:
        """Up to the newest head that the log has signed and is known here. Raises
        NoAnswer and Unusable.
        """
        newest, tree = self._cosigner.newest
        shown = self._published()
        if shown and not self._cosigner.contradicts(*shown):
            self._look_whether_it_shrinks(*shown)
            if shown[1].size >= tree.size:
                newest, tree = shown
        if tree.size > self._files.proven.size:
            self._extend(newest, tree)
        elif newest and tree == self._files.proven:
            self._show_who_cosigned(newest, tree)
        self._settle()

    def _extend(self, note: str, tree: TreeHead) -> None:
        try:
            copy = self._files.extend(tree, self._leaves)
        except OtherTiles:
            self._keep("other-tiles", self._files.note, note)
            return
        if tree.size > self._cosigner.tree.size and not self._submit(note, copy):
            return
        self._files.prove(tree, note)

    def _show_who_cosigned(self, note: str, tree: TreeHead) -> None:
        """They come one after another."""
        if len(Note.read(note).signatures) > len(
            Note.read(self._files.note).signatures
        ):
            self._files.prove(tree, note)

    def _submit(self, note: str, copy: StoredTree) -> bool:
        """To ourselves, as the log would: what is followed is known, and never
        contradicted by what we cosign later.
        """
        old = self._cosigner.tree.size
        try:
            self._cosigner.add(Submission(old, copy.consistency_proof(old), note))
        except (Contradicted, OtherSize):  # the log was faster: then at the next look
            return False
        return True

    def _published(self) -> tuple[str, TreeHead] | None:
        answer = self._source.get("checkpoint")
        if answer.status == NOT_FOUND:
            return None  # nothing yet, or nothing that enough have cosigned
        if answer.status != OK:
            raise Unusable(f"The log answers {answer.status} for its checkpoint.")
        try:
            return answer.text, self._read(answer.text)
        except UnicodeDecodeError:
            raise Unusable("The log's checkpoint is no text.") from None

    def _read(self, told: str) -> TreeHead:
        try:
            return self._cosigner.read(told)[1]
        except (BadNote, UnknownLog, NotSigned):
            raise Unusable("The log shows what the key given has not signed.") from None

    def _look_whether_it_shrinks(self, told: str, shown: TreeHead) -> None:
        if shown.size >= self._shown[1].size:
            self._shown, self._smaller_since = (told, shown), None
            return
        self._smaller_since = self._smaller_since or self._clock()
        if self._clock() - self._smaller_since > CACHED:
            self._keep("shrunk", self._shown[0], told)

    def _keep(self, kind: str, known: str, told: str) -> None:
        self._cosigner.contradictions.keep(kind, Note.read(told).text, known, told)

    def _leaves(self, index: int, count: int) -> bytes:
        path = tile_path(0, index, count)
        answer = self._source.get(path)
        if answer.status == NOT_FOUND and count < WIDTH:  # full by now, and parts gone
            answer = self._source.get(tile_path(0, index))
        if answer.status != OK:
            raise Unusable(f"The log answers {answer.status} for {path}.")
        return answer.body[: count * HASH]

    def _settle(self) -> None:
        """What a bad proof made look like a contradiction: now the tiles tell."""
        kept = self._cosigner.contradictions
        for place in kept.all("unproven"):
            with suppress(BadNote, Unusable):
                told = (place / "told.note").read_text(encoding="utf-8")
                note = Submission.read(told).note
                tree = self._read(note)
                ours = self._files.head_at(tree.size)
                if ours == tree or (ours and self._cosigner.contradicts(note, tree)):
                    kept.take_away(place)
