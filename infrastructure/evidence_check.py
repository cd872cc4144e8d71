"""Is every file that an event names kept whole, and no other? Nothing is opened."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
from eventsourcing.persistence import PersistenceError

from infrastructure.doctor import Finding
from infrastructure.evidence import Store, sealed_size
from infrastructure.migrate import at, database_of
from infrastructure.postgres import Addresses

PATIENCE = timedelta(days=1)  # between the bytes and the event that names them
ATTACHED = """
SELECT originator_id, told ->> 'sha256', (told ->> 'size')::bigint
FROM archive.stored_events, LATERAL (
    SELECT convert_from(state, 'UTF8')::jsonb -> 'event' AS told
) AS read
WHERE topic = ANY(%s)
"""
MISSING = "An event names it, and its bytes are not kept."
DAMAGED = "An event names it, and its bytes are not all there, or too many."
ORPHANED = "Its bytes were kept more than a day ago, and nothing names them."
RESTORE = "Stop the service, and restore the store of evidence from its backup."
ASK = "Find out who sent it: let it be attached, or leave it; nobody can read it."


def examine_evidence(
    admin: Addresses,
    service: Addresses,
    store: Store,
    events: Collection[str],
    now: datetime,
) -> Iterator[Finding]:
    """`events` are the names of those that name a file; one may leave out its size."""
    try:
        where = at(admin.archive, database_of(service.archive))
        with psycopg.connect(where) as conn:
            rows = conn.execute(ATTACHED, (list(events),))
            attached = {(id, digest): size for id, digest, size in rows}
        yield from _compared(attached, store, now)
    except (psycopg.Error, PersistenceError):
        remedy = "Put right what else is found, and examine again."
        yield Finding("evidence", "It could not be compared.", remedy)


def _compared(
    attached: dict[tuple[UUID, str], int | None], store: Store, now: datetime
) -> Iterator[Finding]:
    missing = dict(attached)
    for kept in store.everything():
        file = (kept.contact, kept.sha256)
        size = missing.pop(file, None)
        if size is not None and kept.sealed_size != sealed_size(size):
            yield Finding(_called(*file), DAMAGED, RESTORE)
        if file not in attached and now - kept.stored_at > PATIENCE:
            yield Finding(_called(*file), ORPHANED, ASK)
    for file in missing:
        yield Finding(_called(*file), MISSING, RESTORE)


def _called(subject: UUID, sha256: str) -> str:
    return f"file {sha256} of {subject}"
