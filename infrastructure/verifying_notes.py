"""Are the checkpoints that a log keeps its own, and who has witnessed them?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from psycopg import Connection

from domain.merkle import TreeHead
from domain.notes import BadNote, Checkpoint, Note, PublicKey
from domain.policies import Policy
from infrastructure.signing import signed_by
from infrastructure.transparency_log import SCHEMA
from infrastructure.verifying import Finding
from infrastructure.witnessed_times import Witnessed

CHECKPOINTS = """
select size, root, committed_at, note, array(
    select line from transparency.cosignature
    where cosignature.size = checkpoint.size order by received_at
) as lines
from transparency.checkpoint join transparency.head using (size) order by size
"""


@dataclass
class Notes:
    """`relied_on` counts the checkpoints that have all signatures of the policy."""

    findings: list[Finding] = field(default_factory=list)
    witnessed: list[Witnessed] = field(default_factory=list)
    number: int = 0
    relied_on: int = 0


def notes_of(conn: Connection[Any], policy: Policy, schema: str = SCHEMA) -> Notes:
    """Of the log in this schema."""
    notes, query = Notes(), CHECKPOINTS.replace(f"{SCHEMA}.", f"{schema}.").encode()
    for size, root, committed_at, text, lines in conn.execute(query):
        notes.number += 1
        head = TreeHead(size, root)
        try:
            signers = _signers(text + "".join(lines), head, policy)
        except BadNote as error:
            problem = f"The checkpoint of {size} leaves: {error}"
            notes.findings.append(Finding(problem))
            continue
        notes.relied_on += policy.is_met(signers)
        if seen := [time for key, time in signers.items() if key not in policy.logs]:
            at = datetime.fromtimestamp(min(seen), UTC)
            notes.witnessed.append(Witnessed(size, committed_at, at))
    return notes


def _signers(note: str, head: TreeHead, policy: Policy) -> dict[PublicKey, int]:
    """Raises BadNote, with what is wrong about it."""
    read = Note.read(note)
    checkpoint = Checkpoint.read(read.text)
    if checkpoint != Checkpoint(policy.origin, head):
        raise BadNote("It tells of another tree.")
    signers = signed_by(read, policy.keys)
    if not any(key in signers for key in policy.logs):
        raise BadNote("The log has not signed it.")
    return signers


GAPS = """
select originator_id, count(*), max(originator_version) from archive.stored_events
group by originator_id
having count(*) <> max(originator_version) or min(originator_version) <> 1
order by originator_id
"""


def gaps_in_versions(conn: Connection[Any]) -> Iterator[Finding]:
    """Each thing's are 1, 2, 3 and so on. A missing last one has left its leaf."""
    for thing, number, last in conn.execute(GAPS):
        problem = f"It has {number} versions, and the last of them is {last}."
        yield Finding(problem, thing=thing)
