"""The disk that forgets: what it may keep at a power cut, and what it must."""

import os
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fire.disks import MOUNTS
from tests.fire.forgetful import BLOCK, Disk, File
from tests.fire.power import forgetful_disk
from tests.fire.running import DISK
from tests.ids import new_id

LUCK = st.none() | st.integers().map(Random)
WRITES = st.lists(st.tuples(st.integers(0, 5 * BLOCK), st.integers(1, 2 * BLOCK)))


def file_with(content: bytes) -> File:
    file = File(0)
    file.write(0, content)
    file.sync()
    return file


def written(file: File, writes: list[tuple[int, int]], byte: bytes) -> None:
    for offset, size in writes:
        file.write(offset, byte * size)


def test_of_a_file_only_what_was_synced_is_left() -> None:
    file = file_with(b"before")
    file.write(2, b"after that")
    assert file.read(0, 100) == b"beafter that"
    file.cut(None)
    assert file.read(0, 100) == b"before"


def test_a_file_that_was_shortened_is_whole_again() -> None:
    content = os.urandom(3 * BLOCK)
    file = file_with(content)
    file.truncate(10)
    file.write(0, b"new")
    file.cut(None)
    assert file.read(0, 4 * BLOCK) == content


@given(first=WRITES, then=WRITES, luck=LUCK)
def test_each_block_is_as_it_was_synced_or_as_it_was_last_written(
    first, then, luck
) -> None:
    file = File(0)
    written(file, first, b"1")
    file.sync()
    synced = bytes(file.content)
    written(file, then, b"2")
    last = bytes(file.content)
    file.cut(luck)
    assert len(synced) <= file.size == len(file.content) <= len(last)
    for start in range(0, file.size, BLOCK):
        end = min(start + BLOCK, file.size)
        left = bytes(file.content[start:end])
        allowed = {each[start:end].ljust(end - start, b"\0") for each in (synced, last)}
        assert left in allowed if luck else left == synced[start:end]


@given(luck=LUCK)
def test_names_last_in_their_order_and_all_when_anything_is_synced(luck) -> None:
    disk, old, new = Disk(), File(0), File(0)
    disk.put(disk.root, "part", old)
    disk.sync(old)
    disk.put(disk.root, "new", new)
    disk.move(disk.root, "part", disk.root, "whole")
    disk.take(disk.root, "new")
    disk.cut(luck)
    left = disk.root.entries
    possible = [
        {"part": old},
        {"part": old, "new": new},
        {"whole": old, "new": new},
        {"whole": old},
    ]
    assert left in possible if luck else left == possible[0]


def test_a_name_that_led_elsewhere_leads_there_again() -> None:
    disk, old, new = Disk(), file_with(b"old"), file_with(b"new")
    disk.put(disk.root, "file", old)
    disk.put(disk.root, "part", new)
    disk.sync(old)
    disk.move(disk.root, "part", disk.root, "file")
    assert disk.root.entries == {"file": new}
    disk.cut()
    assert disk.root.entries == {"file": old, "part": new}


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


@MOUNTS
def test_programs_meet_it_as_a_folder() -> None:
    folder = DISK / f"genfind-{new_id()}"
    with forgetful_disk(folder) as power:
        synced, lost = folder / "synced", folder / "lost"
        with synced.open("wb") as file:
            file.write(b"a" * 3_000_000)
            file.flush()
            os.fsync(file)
        lost.write_bytes(b"b" * 3_000_000)
        lost.rename(folder / "renamed")
        assert names(folder) == {"renamed", "synced"}
        power.cut()
        with pytest.raises(OSError, match="Input/output"):
            names(folder)
        power.on()
        assert names(folder) == {"synced"}
        assert synced.read_bytes() == b"a" * 3_000_000
    assert not folder.exists()
