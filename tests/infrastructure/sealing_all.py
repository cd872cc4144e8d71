"""A sealer as it is put together for use, beside a registry of the test's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infrastructure.postgres import Database
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.sealer import Sealer
from infrastructure.signer import Signer
from infrastructure.transparency_log import TransparencyLog

ORIGIN = "genfind.example/archive/1"


@dataclass(frozen=True)
class Sealing:
    sealer: Sealer
    log: TransparencyLog
    signer: Signer


@contextmanager
def sealing(address: str, folder: Path) -> Iterator[Sealing]:
    """`folder` is the signer's."""
    with Database(address, role="genfind_sealer", schema="archive") as db:
        log, signer = TransparencyLog(db), Signer.begun(ORIGIN, folder)
        yield Sealing(Sealer(GroupCommitRecorder(db), log, signer), log, signer)
