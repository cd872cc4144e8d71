"""Finds a citizen by CPR without keeping the CPR: a keyed digest, unique, deletable."""

from collections.abc import Collection, Mapping
from hmac import digest
from uuid import UUID

from infrastructure.postgres import Database

KIND = "cpr"
HELD = """
select digest, subject from keys.blind_index where kind = %s and digest = any(%s)
"""
# One round trip, committed when it returns. What others commit meanwhile it does not see.
RESERVE = f"""
with made as (
    insert into keys.blind_index (kind, digest, subject)
    select %s, * from unnest(%s::bytea[], %s::uuid[])
    on conflict do nothing
    returning digest, subject
)
{HELD} union all table made
"""  # noqa: S608 - of two texts of ours


class BlindIndex:
    def __init__(self, db: Database, key: bytes) -> None:
        self._db, self._key = db, key

    def find(self, cpr: str) -> UUID | None:
        with self._db.get_connection() as conn:
            row = conn.execute(
                "select subject from keys.blind_index where kind = %s and digest = %s",
                (KIND, self._digest(cpr)),
                prepare=True,
            ).fetchone()
        return row["subject"] if row else None

    def reserve(self, wanted: Mapping[str, UUID]) -> bool:
        """Durably give each CPR to its citizen; False where one is another's by now."""
        if not wanted:
            return True
        # Sorted, so that two who want the same ones wait for, and not upon, each other.
        pairs = sorted((self._digest(cpr), wanted[cpr]) for cpr in wanted)
        digests = [digest for digest, _ in pairs]
        subjects = [subject for _, subject in pairs]
        with self._db.get_connection() as conn:
            rows = conn.execute(
                RESERVE, (KIND, digests, subjects, KIND, digests), prepare=True
            ).fetchall()
            if len(rows) < len(pairs):  # others were reserving some of them
                rows = conn.execute(HELD, (KIND, digests), prepare=True).fetchall()
        held = {bytes(row["digest"]): row["subject"] for row in rows}
        return held == dict(pairs)

    def forget(self, subjects: Collection[UUID]) -> None:
        with self._db.transaction(commit=True) as db:
            db.execute(
                "delete from keys.blind_index where subject = any(%s)",
                (list(subjects),),
            )

    def _digest(self, cpr: str) -> bytes:
        return digest(self._key, b"cpr/v1\n" + cpr.encode(), "sha256")
