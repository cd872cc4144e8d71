"""Who may see for a while what is hidden from him otherwise, and from everybody else."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from infrastructure.postgres import Database


class Openings:
    """At once, and also where no read model follows: somebody may be in danger."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db, self._clock = db, clock

    def open(self, officer: str, subject: UUID, entry: UUID, ends: datetime) -> None:
        """After what is recorded under `entry`; an older opening never shortens it."""
        with self._db.transaction(commit=True) as db:
            db.execute("delete from sign_in.opening where ends <= %s", (self._clock(),))
            db.execute(
                """
                insert into sign_in.opening as known values (%s, %s, %s, %s)
                on conflict (officer, subject) do update
                set entry = excluded.entry, ends = excluded.ends
                where excluded.ends > known.ends
                """,
                (officer, subject, entry, ends),
            )

    def found(self, officer: str, subjects: Collection[UUID]) -> dict[UUID, UUID]:
        """By subject that is open to this officer now, under which entry."""
        if not subjects:
            return {}
        with self._db.transaction() as db:
            db.execute(
                """
                select subject, entry from sign_in.opening
                where officer = %s and subject = any(%s) and ends > %s
                """,
                (officer, list(subjects), self._clock()),
            )
            return {row["subject"]: row["entry"] for row in db}
