"""The signers of a log and of those before it: each has a folder of its own, for ever."""

from pathlib import Path

from domain.origins import number_of
from infrastructure.settings import BadSettings
from infrastructure.signer import Signer, origin_in


class Signers:
    def __init__(self, first: Path) -> None:
        """Where the first log's key lies, or the only one's. That of a log that followed
        is beside it, with its number behind the name.
        """
        self._first = first

    def folder_of(self, origin: str) -> Path:
        if origin_in(self._first) in (None, origin):
            return self._first
        return self._first.with_name(f"{self._first.name}-{number_of(origin)}")

    def of(self, origin: str) -> Signer:
        """The first one begins by itself, any other with a fork. Raises BadSettings."""
        folder = self.folder_of(origin)
        if folder == self._first:
            return Signer.begun(origin, folder)
        if not folder.exists():
            raise BadSettings(
                f"GENFIND_LOG_ORIGIN: {origin} has no signer, and"
                f" {origin_in(self._first)} has: only genfind fork begins the next."
            )
        return Signer(origin, folder)

    def before(self, origin: str) -> list[Signer]:
        """Of the logs that ended, as far as their folders are here."""
        beside = self._first.parent.glob(f"{self._first.name}-*")
        found = [(origin_in(folder), folder) for folder in (self._first, *beside)]
        return [
            Signer(each, folder)
            for each, folder in found
            if each and number_of(each) < number_of(origin)
        ]
