"""A disk that forgets at a power cut whatever nobody had it sync.

It is kept in memory, and models a journaling file system with a write cache. Bytes and
the size of a file last once that file is synced. Names last, in the order in which they
came to be, once anything at all is synced, as a journal commits them. Modes and owners
last at once. What was not synced is lost altogether, or, as real disks have it, as luck
will: any of its blocks, and the names up to any moment.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from time import time

BLOCK = 4096  # bytes that a disk writes whole: half a page of PostgreSQL's
NUMBERS = count(2)


@dataclass(eq=False)
class Node:
    """Anything that has a name."""

    mode: int
    owner: tuple[int, int] = (0, 0)
    number: int = field(default_factory=NUMBERS.__next__)
    changed: float = field(default_factory=time)
    size: int = 0

    def sync(self) -> None:
        """Nothing here waits for it."""


@dataclass(eq=False)
class Link(Node):
    target: bytes = b""


@dataclass(eq=False)
class Folder(Node):
    entries: dict[str, Node] = field(default_factory=dict)


@dataclass(eq=False)
class File(Node):
    content: bytearray = field(default_factory=bytearray)
    synced: int = 0  # bytes
    before: dict[int, bytes] = field(default_factory=dict)  # blocks, as last synced

    def read(self, offset: int, size: int) -> bytes:
        return bytes(self.content[offset : offset + size])

    def write(self, offset: int, data: bytes) -> None:
        end = offset + len(data)
        self._remember(offset, end)
        if end > len(self.content):
            self.content.extend(bytes(end - len(self.content)))
        self.content[offset:end] = data
        self.size, self.changed = len(self.content), time()

    def truncate(self, size: int) -> None:
        self._remember(size, len(self.content))
        if size < len(self.content):
            del self.content[size:]
        else:
            self.content.extend(bytes(size - len(self.content)))
        self.size, self.changed = size, time()

    def sync(self) -> None:
        self.before.clear()
        self.synced = len(self.content)

    def cut(self, luck: Random | None) -> None:
        """What is left of it: as it was last synced, but for the blocks that luck keeps."""
        kept = {n for n in self.before if luck and luck.random() < 0.5}
        end = self._end_after(kept, luck)
        self.content.extend(bytes(max(0, end - len(self.content))))
        for n in self.before.keys() - kept:
            old = self.before[n].ljust(BLOCK, b"\0")
            self.content[n * BLOCK : (n + 1) * BLOCK] = old
        del self.content[end:]
        self.size = end
        self.sync()

    def _end_after(self, kept: set[int], luck: Random | None) -> int:
        size = len(self.content)
        if size < self.synced and luck and luck.random() < 0.5:
            return size  # its shortening lasts
        reached = max(((n + 1) * BLOCK for n in kept), default=0)
        return max(self.synced, min(reached, size))

    def _remember(self, offset: int, end: int) -> None:
        for n in range(offset // BLOCK, -(-end // BLOCK)):
            if n not in self.before:
                self.before[n] = bytes(self.content[n * BLOCK : (n + 1) * BLOCK])


class Disk:
    """Folders and files, and the changes of names that are not yet synced."""

    def __init__(self) -> None:
        self.root = Folder(stat.S_IFDIR | 0o755, number=1)
        self._journal: list[list[tuple[Folder, str, Node | None]]] = []

    def put(self, folder: Folder, name: str, node: Node) -> None:
        self._change((folder, name, node))

    def take(self, folder: Folder, name: str) -> None:
        self._change((folder, name, None))

    def move(self, folder: Folder, name: str, to: Folder, new: str) -> None:
        """Both names change together, or neither does."""
        node = folder.entries[name]
        if node is not to.entries.get(new):
            self._change((folder, name, None), (to, new, node))

    def sync(self, node: Node) -> None:
        node.sync()
        self._journal.clear()

    def cut(self, luck: Random | None = None) -> None:
        """The power fails: without luck all that is not synced is lost."""
        first = luck.randint(0, len(self._journal)) if luck else 0
        for changes in reversed(self._journal[first:]):
            for folder, name, node in reversed(changes):
                _set(folder, name, node)
        self._journal.clear()
        for file in _files(self.root):
            file.cut(luck)

    def _change(self, *changes: tuple[Folder, str, Node | None]) -> None:
        self._journal.append(
            [(folder, name, folder.entries.get(name)) for folder, name, _ in changes]
        )
        for folder, name, node in changes:
            _set(folder, name, node)


def _set(folder: Folder, name: str, node: Node | None) -> None:
    if node is None:
        folder.entries.pop(name, None)
    else:
        folder.entries[name] = node


def _files(folder: Folder) -> Iterator[File]:
    for node in folder.entries.values():
        if isinstance(node, Folder):
            yield from _files(node)
        elif isinstance(node, File):
            yield node
