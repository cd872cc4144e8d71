"""What the kernel and a file system in user space say to each other (FUSE 7.31)."""

import ctypes
import errno
import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from tests.fire.forgetful import BLOCK, Folder, Node

LARGEST = 1 << 20  # bytes of a write
FOR_EVER = 86_400  # seconds the kernel may believe an answer: nobody else changes it
FLAGS = 1 << 0 | 1 << 5 | 1 << 22  # reads at once, large writes, many pages
KEEP_CACHE = 2
DETACH = 2
HEADER, ANSWER = struct.Struct("<IIQQIIIHH"), struct.Struct("<IiQ")
LIBC = ctypes.CDLL(None, use_errno=True)

LOOKUP, FORGET, GETATTR, SETATTR, READLINK, SYMLINK = 1, 2, 3, 4, 5, 6
MKNOD, MKDIR, UNLINK, RMDIR, RENAME, LINK, OPEN, READ = 8, 9, 10, 11, 12, 13, 14, 15
WRITE, STATFS, RELEASE, FSYNC, FLUSH, INIT = 16, 17, 18, 20, 25, 26
OPENDIR, READDIR, RELEASEDIR, FSYNCDIR, CREATE = 27, 28, 29, 30, 35
INTERRUPT, BATCH_FORGET, RENAME2 = 36, 42, 45


@dataclass(frozen=True)
class Request:
    code: int
    unique: int
    number: int  # of the node it is about
    who: tuple[int, int]
    body: bytes

    @classmethod
    def of(cls, raw: bytes) -> "Request":
        _, code, unique, number, user, group, *_ = HEADER.unpack_from(raw)
        return cls(code, unique, number, (user, group), raw[HEADER.size :])

    def fields(self, layout: str, start: int = 0) -> tuple[int, ...]:
        return struct.unpack_from(layout, self.body, start)

    def names(self, start: int = 0) -> list[str]:
        return [os.fsdecode(each) for each in self.body[start:].split(b"\0")[:-1]]

    def answer(self, body: bytes) -> bytes:
        return ANSWER.pack(ANSWER.size + len(body), 0, self.unique) + body

    def error(self, number: int) -> bytes:
        return ANSWER.pack(ANSWER.size, -number, self.unique)


def mount(folder: str) -> int:
    """The line on which the kernel asks about this folder from here on."""
    device = os.open("/dev/fuse", os.O_RDWR)
    told = f"fd={device},rootmode=40755,user_id=0,group_id=0,allow_other"
    told += ",default_permissions"
    if LIBC.mount(b"forgetful", folder.encode(), b"fuse", 0, told.encode()):
        number = ctypes.get_errno()
        raise OSError(number, f"no mount at {folder}: {os.strerror(number)}")
    return device


def may_mount() -> bool:
    """Only root may, and not in a container that keeps him from it."""
    with TemporaryDirectory() as folder:
        try:
            device = mount(folder)
        except OSError:
            return False
        unmount(folder)
        os.close(device)
        return True


def unmount(folder: str) -> None:
    if LIBC.umount2(folder.encode(), DETACH):
        number = ctypes.get_errno()
        if number != errno.EINVAL:  # it is no longer mounted
            raise OSError(number, f"{folder} stays mounted: {os.strerror(number)}")


def initial() -> bytes:
    return struct.pack(
        "<IIIIHHIIHHI28x",
        *(7, 31, LARGEST, FLAGS, 64, 48, LARGEST, 1, LARGEST // 4096, 0, 0),
    )


def entry(node: Node) -> bytes:
    told = struct.pack("<QQQQII", node.number, 0, FOR_EVER, FOR_EVER, 0, 0)
    return told + attributes(node)


def attributes_only(node: Node) -> bytes:
    return struct.pack("<QII", FOR_EVER, 0, 0) + attributes(node)


def attributes(node: Node) -> bytes:
    at, blocks = int(node.changed), -(-node.size // 512)
    links = 2 if isinstance(node, Folder) else 1
    return struct.pack(
        "<QQQQQQIIIIIIIIII",
        *(node.number, node.size, blocks, at, at, at, 0, 0, 0, node.mode),
        *(links, *node.owner, 0, BLOCK, 0),
    )


def opened() -> bytes:
    return struct.pack("<QII", 0, KEEP_CACHE, 0)


def plenty() -> bytes:
    """Of space: this disk is never full."""
    return struct.pack("<QQQQQIIII24x", *(1 << 24,) * 5, BLOCK, 255, BLOCK, 0)


def listed(entries: Iterable[tuple[str, Node]], first: int, room: int) -> bytes:
    """As many of these entries as there is room for, from the first one asked for."""
    told = b""
    for place, (name, node) in enumerate(entries, 1):
        raw = os.fsencode(name)
        kind = stat.S_IFMT(node.mode) >> 12
        each = struct.pack("<QQII", node.number, place, len(raw), kind) + raw
        each += bytes(-len(each) % 8)
        if place > first:
            if len(told) + len(each) > room:
                break
            told += each
    return told
