"""The current of a machine whose disk forgets what was not synced."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fire.running import PATIENCE, ROOT


class Power:
    def __init__(self, disk: subprocess.Popen[str]) -> None:
        self._disk = disk

    def cut(self, luck: int | None = None) -> None:
        """At this moment; without luck all is lost that was not synced."""
        self._order("cut" if luck is None else f"cut {luck}")

    def on(self) -> None:
        self._order("on")

    def _order(self, order: str) -> None:
        self._disk.stdin.write(f"{order}\n")
        self._disk.stdin.flush()
        assert self._disk.stdout.readline().split() == order.split()[:1]


@contextmanager
def forgetful_disk(folder: Path) -> Iterator[Power]:
    """A new and empty one in this folder; gone, with all that is on it, at the end."""
    folder.mkdir()
    disk = subprocess.Popen(
        [sys.executable, "-m", "tests.fire.mounted", str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with disk:
        try:
            assert disk.stdout.readline() == "on\n"
            yield Power(disk)
        finally:
            disk.stdin.close()
            try:
                disk.wait(PATIENCE)
            finally:
                folder.rmdir()
