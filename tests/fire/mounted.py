"""A forgetful disk as a folder, by FUSE, in a process of its own.

`python -m tests.fire.mounted FOLDER` needs to be root, and nothing that is not there. A
line of standard input is an order: "cut" loses all that is not synced, "cut SEED" what
luck will have; every access fails from then on, until "on". The answer is a line as well.
It ends with standard input.
"""

import errno
import os
import select
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from random import Random
from struct import iter_unpack, pack

from tests.fire import kernel
from tests.fire.forgetful import Disk, File, Folder, Link, Node
from tests.fire.kernel import Request

MODE, OWNER, GROUP, SIZE = 1, 2, 4, 8  # what a change of attributes may name
AT_ONCE = os.O_DSYNC | os.O_SYNC


class Mounted:
    def __init__(self, folder: str) -> None:
        self._folder, self._disk, self._dead = folder, Disk(), False
        self._known: dict[int, tuple[Node, int]] = {}
        self.device = self._mount()

    def obey(self, order: list[str]) -> None:
        match order:
            case ["cut", *seed]:
                self._disk.cut(Random(int(seed[0])) if seed else None)
                self._dead = True
            case ["on"]:
                self.leave()
                self._dead = False
                self.device = self._mount()

    def leave(self) -> None:
        kernel.unmount(self._folder)
        os.close(self.device)

    def answer(self, asked: Request) -> bytes | None:
        if asked.code in {kernel.FORGET, kernel.BATCH_FORGET, kernel.INTERRUPT}:
            self._hear(asked)
            return None
        if asked.code == kernel.INIT:
            return asked.answer(kernel.initial())
        act = ACTS.get(asked.code)
        if act is None or self._dead:
            return asked.error(errno.EIO if act else errno.ENOSYS)
        try:
            return asked.answer(act(self, self._known[asked.number][0], asked))
        except KeyError:
            return asked.error(errno.ENOENT)
        except OSError as error:
            return asked.error(error.errno or errno.EIO)

    def _mount(self) -> int:
        self._known = {1: (self._disk.root, 1)}
        return kernel.mount(self._folder)

    def _hear(self, told: Request) -> None:
        """How often the kernel forgets a node, of those times that it was told of it."""
        if told.code == kernel.FORGET:
            self._forget(told.number, *told.fields("<Q"))
        elif told.code == kernel.BATCH_FORGET:
            for number, times in iter_unpack("<QQ", told.body[8:]):
                self._forget(number, times)

    def _forget(self, number: int, times: int) -> None:
        node, known = self._known[number]
        if known > times:
            self._known[number] = (node, known - times)
        elif number != 1:
            del self._known[number]

    def _entry(self, node: Node) -> bytes:
        _, times = self._known.get(node.number, (node, 0))
        self._known[node.number] = (node, times + 1)
        return kernel.entry(node)

    def _named(self, folder: Folder, name: str, node: Node) -> bytes:
        self._disk.put(folder, name, node)
        return self._entry(node)

    def look_up(self, folder: Folder, asked: Request) -> bytes:
        [name] = asked.names()
        return self._entry(folder.entries[name])

    def attributes(self, node: Node, asked: Request) -> bytes:
        return kernel.attributes_only(node)

    def change(self, node: Node, asked: Request) -> bytes:
        what, _, _, size = asked.fields("<IIQQ")
        mode, _, user, group = asked.fields("<IIII", 68)
        if what & MODE:
            node.mode = stat.S_IFMT(node.mode) | stat.S_IMODE(mode)
        node.owner = (
            user if what & OWNER else node.owner[0],
            group if what & GROUP else node.owner[1],
        )
        if what & SIZE and isinstance(node, File):
            node.truncate(size)
        return kernel.attributes_only(node)

    def read_link(self, link: Link, asked: Request) -> bytes:
        return link.target

    def make_link(self, folder: Folder, asked: Request) -> bytes:
        name, target = asked.names()
        raw = os.fsencode(target)
        link = Link(stat.S_IFLNK | 0o777, asked.who, target=raw, size=len(raw))
        return self._named(folder, name, link)

    def make(self, folder: Folder, asked: Request) -> bytes:
        [mode], [name] = asked.fields("<I"), asked.names(16)
        kind = File if stat.S_ISREG(mode) else Node  # such as a socket
        return self._named(folder, name, kind(mode, asked.who))

    def make_folder(self, folder: Folder, asked: Request) -> bytes:
        [mode], [name] = asked.fields("<I"), asked.names(8)
        made = Folder(stat.S_IFDIR | stat.S_IMODE(mode), asked.who)
        return self._named(folder, name, made)

    def create(self, folder: Folder, asked: Request) -> bytes:
        [mode], [name] = asked.fields("<I", 4), asked.names(16)
        file = File(stat.S_IFREG | stat.S_IMODE(mode), asked.who)
        return self._named(folder, name, file) + kernel.opened()

    def remove(self, folder: Folder, asked: Request) -> bytes:
        [name] = asked.names()
        _refuse_full(folder.entries[name])
        self._disk.take(folder, name)
        return b""

    def rename(self, folder: Folder, asked: Request) -> bytes:
        plain = asked.code == kernel.RENAME
        [to], [name, new] = asked.fields("<Q"), asked.names(8 if plain else 16)
        if not plain and any(asked.fields("<I", 8)):
            raise OSError(errno.EINVAL, "only plain renames are known")
        there = self._known[to][0]
        _refuse_full(there.entries.get(new))
        self._disk.move(folder, name, there, new)
        return b""

    def name_again(self, folder: Folder, asked: Request) -> bytes:
        [number], [name] = asked.fields("<Q"), asked.names(8)
        return self._named(folder, name, self._known[number][0])

    def open(self, node: Node, asked: Request) -> bytes:
        return kernel.opened()

    def read(self, file: File, asked: Request) -> bytes:
        return file.read(*asked.fields("<QI", 8))

    def write(self, file: File, asked: Request) -> bytes:
        offset, size, _, _, flags = asked.fields("<QIIQI", 8)
        file.write(offset, asked.body[40 : 40 + size])
        if flags & AT_ONCE:
            self._disk.sync(file)
        return pack("<II", size, 0)

    def sync(self, node: Node, asked: Request) -> bytes:
        self._disk.sync(node)
        return b""

    def names(self, folder: Folder, asked: Request) -> bytes:
        return kernel.listed(folder.entries.items(), *asked.fields("<QI", 8))

    def let_go(self, node: Node, asked: Request) -> bytes:
        return b""

    def space(self, node: Node, asked: Request) -> bytes:
        return kernel.plenty()


ACTS: dict[int, Callable[..., bytes]] = {
    kernel.LOOKUP: Mounted.look_up,
    kernel.GETATTR: Mounted.attributes,
    kernel.SETATTR: Mounted.change,
    kernel.READLINK: Mounted.read_link,
    kernel.SYMLINK: Mounted.make_link,
    kernel.MKNOD: Mounted.make,
    kernel.MKDIR: Mounted.make_folder,
    kernel.CREATE: Mounted.create,
    kernel.UNLINK: Mounted.remove,
    kernel.RMDIR: Mounted.remove,
    kernel.RENAME: Mounted.rename,
    kernel.RENAME2: Mounted.rename,
    kernel.LINK: Mounted.name_again,
    kernel.OPEN: Mounted.open,
    kernel.OPENDIR: Mounted.open,
    kernel.READ: Mounted.read,
    kernel.WRITE: Mounted.write,
    kernel.FSYNC: Mounted.sync,
    kernel.FSYNCDIR: Mounted.sync,
    kernel.READDIR: Mounted.names,
    kernel.RELEASE: Mounted.let_go,
    kernel.RELEASEDIR: Mounted.let_go,
    kernel.STATFS: Mounted.space,
}


def _refuse_full(node: Node | None) -> None:
    if isinstance(node, Folder) and node.entries:
        raise OSError(errno.ENOTEMPTY, "this folder is not empty")


def _say(done: str) -> None:
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()


def main(folder: str) -> None:
    mounted = Mounted(folder)
    _say("on")
    try:
        while True:
            ready, _, _ = select.select([mounted.device, sys.stdin], [], [])
            if sys.stdin in ready:
                order = os.read(sys.stdin.fileno(), 100).decode().split()
                if not order:
                    return
                mounted.obey(order)
                _say(order[0])
            elif mounted.device in ready:
                with suppress(FileNotFoundError):  # whoever asked has been killed
                    raw = os.read(mounted.device, kernel.LARGEST + 8192)
                    if answer := mounted.answer(Request.of(raw)):
                        os.write(mounted.device, answer)
    finally:
        mounted.leave()


if __name__ == "__main__":
    main(*sys.argv[1:])
