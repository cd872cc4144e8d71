"""Which signed tree holds all events up to a position: for papers that name its root."""

from dataclasses import dataclass
from time import monotonic, sleep

from domain.notes import Checkpoint, Note
from infrastructure.transparency_log import TransparencyLog

PATIENCE = 2.0  # seconds; the sealer needs about one
PAUSE = 0.1


@dataclass(frozen=True)
class Covering:
    origin: str
    size: int
    root: bytes


def covering(log: TransparencyLog, position: int) -> Covering | None:
    """The first checkpoint that does, so that it is for ever the same; None before it."""
    index = log.place(position)
    note = log.signed_from(index + 1) if index is not None else None
    if note is None:
        return None
    origin, tree = Checkpoint.read(Note.read(note).text)
    return Covering(origin, *tree)


def covering_soon(log: TransparencyLog, position: int) -> Covering | None:
    """As `covering`, but waits for a sealer that is at work here; None if it is late."""
    until = monotonic() + PATIENCE
    found = covering(log, position)
    while not found and monotonic() < until and log.signed_from(1):
        sleep(PAUSE)
        found = covering(log, position)
    return found
