"""What a log hands to a witness, as text: a checkpoint, and a proof that it goes on from
the one that the witness knows (C2SP tlog-witness).
"""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple, Self

from domain.notes import SIZE, BadNote, base64, from_base64
from domain.proofs import LONGEST
from domain.tiles import HASH

OLD = re.compile(f"old ({SIZE.pattern})")


class Submission(NamedTuple):
    old: int  # size of the tree that the witness knows
    proof: Sequence[bytes]  # that the new tree begins with it
    note: str  # the checkpoint, as the log has signed it

    def __str__(self) -> str:
        lines = [f"old {self.old}", *map(base64, self.proof), "", self.note]
        return "\n".join(lines)

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises BadNote. What the note says is not looked at yet."""
        head, empty_line, note = text.partition("\n\n")
        first, *lines = head.split("\n")
        found = OLD.fullmatch(first)
        if not found or not empty_line:
            raise BadNote("Send old and a size, a proof, an empty line, a checkpoint.")
        if len(lines) > LONGEST:
            raise BadNote(f"A proof has at most {LONGEST} hashes.")
        proof = [from_base64(line) for line in lines]
        if any(len(each) != HASH for each in proof):
            raise BadNote("The hashes of a proof have 32 bytes.")
        return cls(int(found[1]), proof, note)


def place_of(origin: str) -> str:
    """Where a witness shows the newest checkpoint of this log that it has cosigned."""
    return f"{sha256(origin.encode()).hexdigest()}/checkpoint"
