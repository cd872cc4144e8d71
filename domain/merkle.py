"""The tree over all events: leaves, roots, and proofs about them (RFC 6962, section 2.1).

A leaf is a small header with the digest of the stored bytes, so that no destroyed key
ever disturbs the tree. SHA-256 throughout; a hash is 32 bytes.
"""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple, Self
from uuid import UUID

PREFIX = re.compile(rb'^\{"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)",')
TYPE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,63}")


def time_of(state: bytes) -> str | None:
    """When the event was recorded, as its bytes begin; None where they don't so."""
    at = PREFIX.match(state)
    return at[1].decode() if at else None


def leaf_data(id: UUID, version: int, type: str, state: bytes) -> bytes:
    """The header of an event as canonical JSON, about 207 bytes.

    Raises ValueError for a row that could not be audited: no such row may be sealed.
    """
    at = time_of(state)
    if at is None or version < 1 or not TYPE.fullmatch(type):
        raise ValueError(f"version {version} of {id} has not the form of an event")
    # Spelled here, for no value of it needs to be escaped: an audit does this by the million.
    return (
        f'{{"at":"{at}","id":"{id}","state_sha256":"{sha256(state).hexdigest()}",'
        f'"type":"{type}","v":1,"version":{version}}}'
    ).encode()


def leaf_hash(entry: bytes) -> bytes:
    """The zero byte keeps leaves apart from nodes."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Subtree(NamedTuple):
    """The leaves from `start` up to, and not including, `end`."""

    start: int
    end: int


def way_up(leaf: int, size: int) -> list[Subtree]:
    """The leaf, then each subtree that is passed on the way from it up to the root."""
    return _way_up(leaf, size, whole=False)


def way_up_from(old_size: int, size: int) -> list[Subtree]:
    """The largest subtree that ends where the old tree did, then each one passed."""
    return _way_up(old_size - 1, size, whole=True)


def _way_up(leaf: int, size: int, *, whole: bool) -> list[Subtree]:
    """`whole`: from the largest subtree of which this leaf is the last."""
    here, passed = Subtree(0, size), list[Subtree]()
    while here.end - here.start > 1 and not (whole and leaf == here.end - 1):
        middle = here.start + largest_power_below(here.end - here.start)
        left, right = Subtree(here.start, middle), Subtree(middle, here.end)
        here, other = (left, right) if leaf < middle else (right, left)
        passed.append(other)
    return [here, *reversed(passed)]


def largest_power_below(size: int) -> int:
    """Of two: so many leaves stand in the left part of a tree of more than one."""
    return 1 << (size - 1).bit_length() - 1


class TreeHead(NamedTuple):
    """How many leaves there are, and the hash over them all."""

    size: int
    root: bytes

    def includes(self, leaf: bytes, index: int, proof: Sequence[bytes]) -> bool:
        """Whether this leaf hash stands at this place; `proof` goes from it upwards."""
        if not 0 <= index < self.size:
            return False
        _, *passed = way_up(index, self.size)
        if len(proof) != len(passed):
            return False
        for subtree, other in zip(passed, proof, strict=True):
            on_left = subtree.start < index
            leaf = node_hash(other, leaf) if on_left else node_hash(leaf, other)
        return leaf == self.root

    def extends(self, old: Self, proof: Sequence[bytes]) -> bool:
        """Whether this tree begins with the old one: nothing changed, only added."""
        if old.size == 0:
            return not proof and old == EMPTY and (self.size > 0 or self == EMPTY)
        if not 0 < old.size <= self.size:
            return False
        first, *passed = way_up_from(old.size, self.size)
        hashes = [*proof] if first.start else [old.root, *proof]
        if len(hashes) != 1 + len(passed):
            return False
        before = after = hashes[0]
        for subtree, other in zip(passed, hashes[1:], strict=True):
            if subtree.start < old.size:
                before, after = node_hash(other, before), node_hash(other, after)
            else:
                after = node_hash(after, other)
        return (before, after) == (old.root, self.root)


EMPTY = TreeHead(0, sha256(b"").digest())
