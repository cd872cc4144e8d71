"""Evidence against a log: what it has signed and can't all be true, word for word."""

import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import structlog

from infrastructure.lasting import replace, sync

MOST = 100  # of each kind; one is enough
SHOWS = {
    "two-heads": "The log has signed two different trees of the same size.",
    "rewritten": (
        "The log has signed a smaller tree that is not the beginning of the one that it"
        " signed before: the tiles kept here give another root at that size."
    ),
    "unproven": (
        "The log has signed a tree, and what came with it does not prove that it goes on"
        " from the one known here. Somebody else than the log may have spoilt the proof:"
        " this is evidence together with the log's tiles, and is taken away when those"
        " show that all is well."
    ),
    "other-tiles": (
        "The log has signed a tree, and the tiles that it serves give another root, when"
        " they are put behind those kept here."
    ),
    "shrunk": "The log shows a smaller tree than it showed before.",
}
log = structlog.get_logger()


class Contradictions:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o755, exist_ok=True)

    def keep(self, kind: str, head: str, known: str, told: str) -> None:
        """Both notes, once for each head that was told, durable when it returns."""
        digest = sha256(f"{kind}\n{head}".encode()).hexdigest()[:16]
        place = self._folder / f"{kind}-{digest}"
        if place.exists() or len(self.all(kind)) >= MOST:
            return
        log.error("the log contradicts itself", reason=kind)
        part = Path(mkdtemp(dir=self._folder, prefix="."))
        try:
            for name, text in (
                ("known.note", known),
                ("told.note", told),
                ("what.txt", f"{SHOWS[kind]}\n"),
            ):
                replace(part / name, text.encode(), mode=0o644)
            part.chmod(0o755)
            part.rename(place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        sync(self._folder)

    def all(self, kind: str = "") -> list[Path]:
        """Their folders."""
        return sorted(self._folder.glob(f"{kind}[!.]*"))

    def take_away(self, place: Path) -> None:
        """What has turned out to be none."""
        shutil.rmtree(place)
        sync(self._folder)
