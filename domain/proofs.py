"""A proof that one event stands in the log, as a text that needs nobody to be asked.

C2SP tlog-proof: the way from the leaf up to a checkpoint, and the checkpoint itself.
"""

import re
from dataclasses import dataclass
from typing import Self

from domain.notes import BadNote, base64, from_base64
from domain.tiles import HASH

FIRST = "c2sp.org/tlog-proof@v1"
INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")
EXTRA = "extra "
LONGEST = 63  # hashes from any leaf of 2^63 up to the root


@dataclass(frozen=True)
class Proof:
    """`note` is a checkpoint as it was signed, word for word. Nothing vouches for
    `extra` but what is told of it elsewhere: compare it with the leaf.
    """

    index: int
    hashes: list[bytes]  # from the leaf's sibling upwards
    note: str
    extra: bytes = b""

    def __str__(self) -> str:
        lines = [FIRST]
        if self.extra:
            lines.append(EXTRA + base64(self.extra))
        lines += [f"index {self.index}", *map(base64, self.hashes)]
        return "\n".join([*lines, "", self.note])

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises BadNote for any other spelling than `str` gives."""
        head, _, note = text.partition("\n\n")
        first, *lines = head.split("\n")
        if first != FIRST or not lines:
            raise BadNote("This is no proof of a transparency log.")
        extra = (
            from_base64(lines.pop(0)[len(EXTRA) :]) if lines[0][:6] == EXTRA else b""
        )
        found = INDEX.fullmatch(lines[0]) if lines else None
        hashes = [from_base64(line) for line in lines[1:]]
        if not found or len(hashes) > LONGEST or any(len(h) != HASH for h in hashes):
            raise BadNote("A proof tells the leaf's index and hashes of 32 bytes.")
        proof = cls(int(found[1]), hashes, note, extra)
        if str(proof) != text:
            raise BadNote("A proof is written in one way only.")
        return proof
