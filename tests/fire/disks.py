"""Stages on disks of their own: one that gets full, and one that forgets."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from os import statvfs
from pathlib import Path

import pytest

from tests.fire.attacks import EMPTY, Stage, promise_nothing, revived
from tests.fire.kernel import may_mount
from tests.fire.loading import WRITERS, Load
from tests.fire.power import Power, forgetful_disk
from tests.fire.running import Demo, demo_home, kill_all, until

MOUNTS = pytest.mark.skipif(not may_mount(), reason="nobody may mount a disk here")
ROOM, NO_ROOM = 1 << 30, 1 << 20  # bytes


@contextmanager
def full_disk() -> Iterator[Stage]:
    """All of the registry's home is on a disk that will be full."""
    with demo_home() as demo, _small_disk(demo.home):
        try:
            demo.start(EMPTY)

            def gets_full(load: Load) -> None:
                """It stays so until everybody has been told that nothing is confirmed."""
                _give(demo.home, NO_ROOM)
                enough = len(load.unknown) + 2 * WRITERS
                until(lambda: len(load.unknown) >= enough)

            def has_space_again() -> None:
                _give(demo.home, ROOM)
                revived(demo)

            attacks = {"disk full": gets_full}
            yield Stage(demo, [demo.client], attacks, has_space_again)
        finally:
            demo.stop()


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", f"mode=711,size={ROOM}", "genfind", folder]
    subprocess.run(made, check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def _give(folder: Path, room: int) -> None:
    """So many bytes beyond what is used."""
    disk = statvfs(folder)
    used = (disk.f_blocks - disk.f_bfree) * disk.f_frsize
    made = ["mount", "-o", f"remount,size={used + room}", folder]
    subprocess.run(made, check=True)


@contextmanager
def power_cut(**careless: str) -> Iterator[Stage]:
    """All of the registry's home is on a disk that forgets what is not synced.

    Settings that PostgreSQL has by default, and should have, may be taken from it.
    """
    with demo_home() as demo, forgetful_disk(demo.home) as power:
        luck = count()
        try:
            if careless:
                promise_nothing(demo, **careless)
            demo.start(EMPTY)
            attacks = {
                "power cut, all unsynced lost": lambda _: fall(demo, power),
                "power cut, any unsynced lost": lambda _: fall(demo, power, next(luck)),
            }
            yield Stage(demo, [demo.client], attacks, partial(revived, demo))
        finally:
            demo.stop()


def fall(demo: Demo, power: Power, luck: int | None = None) -> None:
    """The disk forgets at one moment, and nobody lives to tell it again."""
    processes = demo.processes()
    power.cut(luck)
    kill_all(processes)
    demo.kill()
    power.on()
