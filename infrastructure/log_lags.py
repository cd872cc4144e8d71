"""How far the transparency log is behind, as its tables tell; the sealer need not live."""

from datetime import datetime, timedelta

from domain.merkle import PREFIX
from domain.notes import Checkpoint, Note
from domain.policies import Policy
from infrastructure.postgres import Database
from infrastructure.transparency_log import TransparencyLog

UNSEALED = """
select state from archive.stored_events where notification_id > %s
order by notification_id limit 1
"""
UNPUBLISHED = """
select clock_timestamp() - committed_at as age from transparency.head
where size > %s order by size limit 1
"""
NONE = timedelta(0)


def seal_lag(db: Database, tree: TransparencyLog, now: datetime) -> timedelta:
    """Age of the oldest event that has no leaf yet; 0 where all have."""
    with db.cursor() as rows:
        found = rows.execute(UNSEALED, (tree.last_sealed(),)).fetchall()
    told = PREFIX.match(bytes(found[0]["state"])) if found else None
    return now - datetime.fromisoformat(told[1].decode()) if told else NONE


def quorum_lag(db: Database, tree: TransparencyLog, policy: Policy) -> timedelta:
    """How long the oldest head that is not published yet has been waiting for it: for the
    log's signature, or for those of witnesses.
    """
    met = tree.last_met(policy)
    size = Checkpoint.read(Note.read(met).text).tree.size if met else 0
    with db.cursor() as rows:
        found = rows.execute(UNPUBLISHED, (size,)).fetchall()
    age: timedelta = found[0]["age"] if found else NONE
    return age
