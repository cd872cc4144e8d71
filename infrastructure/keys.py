"""Keys per subject, wrapped, in a database of their own: to forget is to destroy a key.

A key is committed here before the first event that uses it. Nothing is cached, so that
a destroyed key is gone for every process at once.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from hmac import digest
from os import urandom
from typing import LiteralString
from uuid import UUID, uuid4

from psycopg.rows import DictRow

from domain.decider import Refused
from domain.traces import KeyName
from infrastructure.key_encryption import DoubtfulKey, KeyEncryptionKey
from infrastructure.postgres import Database
from infrastructure.sealing import SealBroken, SubjectKey

SELECT_KEYS = "select key, subject, wrapped, state from keys.subject_key"
# Those that are there in any state, and those made now for who had none: one round trip.
SELECT_OR_INSERT_KEYS = f"""
with known as ({SELECT_KEYS} where subject = any(%(subjects)s)),
made as (
    insert into keys.subject_key (key, subject, kek, wrapped, state, created_at)
    select key, subject, %(kek)s, wrapped, 'active', %(now)s
    from unnest(%(keys)s::uuid[], %(subjects)s::uuid[], %(wrapped)s::bytea[])
        as drawn (key, subject, wrapped)
    where subject not in (select subject from known)
    on conflict (subject) where state = 'active' do nothing
    returning key, subject, wrapped, state
)
table known union all table made
"""  # noqa: S608

FENCE: LiteralString = """
update keys.subject_key set state = 'fenced', fenced_at = %(now)s
where key = any(%(keys)s) and state = 'active'
"""
# A copy from before a key was made does not know it: what it sealed is forgotten too.
DESTROY = """
insert into keys.subject_key (key, subject, kek, state, created_at, shredded_at)
select key, subject, %(kek)s, 'shredded', %(now)s, %(now)s
from unnest(%(keys)s::uuid[], %(subjects)s::uuid[]) as named (key, subject)
on conflict (key) do update
set state = 'shredded', wrapped = null, shredded_at = %(now)s
where subject_key.state = 'fenced'
"""


class Keys:
    def __init__(
        self, db: Database, kek: KeyEncryptionKey, clock: Callable[[], datetime]
    ) -> None:
        self._db, self._kek, self._clock = db, kek, clock
        self._request = self._secret("request")
        self.index = self._secret("index")  # for the blind index

    def for_sealing(self, subjects: Collection[UUID]) -> dict[UUID, SubjectKey]:
        """The active key of each subject; a new subject gets one, durably.

        Raises Refused for a subject that has been, or is being, erased.
        """
        keys = self._known_or_made(subjects)
        if others := [subject for subject in subjects if subject not in keys]:
            keys |= self._known_or_made(
                others
            )  # somebody else was quicker to make them
        return keys

    def for_opening(self, names: Collection[UUID]) -> dict[UUID, bytes | None]:
        """Each key's secret, or None where the words it sealed are forgotten.

        Raises SealBroken for a key that was never here, which is an alarm.
        """
        if not names:
            return {}
        rows = self._ask(f"{SELECT_KEYS} where key = any(%(names)s)", names=list(names))
        secrets: dict[UUID, bytes | None] = {
            row["key"]: (
                self._unwrap(row["key"], row["subject"], row["wrapped"])
                if row["state"] == "active"
                else None
            )
            for row in rows
        }
        if missing := set(names) - secrets.keys():
            listed = ", ".join(map(str, sorted(missing)))
            raise SealBroken(f"There is no record of these keys: {listed}.")
        return secrets

    def fence(self, subjects: Collection[UUID]) -> None:
        """From here on nothing is sealed or opened with the keys of these subjects."""
        self._set(subjects, "active", "state = 'fenced', fenced_at = %s")

    def shred(self, subjects: Collection[UUID]) -> None:
        """Destroy fenced keys. There is no way back."""
        self._set(
            subjects,
            "fenced",
            "state = 'shredded', wrapped = null, shredded_at = %s",
        )

    def fence_named(self, keys: Collection[KeyName]) -> None:
        with self._db.transaction(commit=True) as db:
            names = [each.key for each in keys]
            db.execute(FENCE, {"now": self._clock(), "keys": names})

    def destroy(self, keys: Collection[KeyName]) -> None:
        """Those that are fenced, and those that are not known here."""
        with self._db.transaction(commit=True) as db:
            db.execute(
                DESTROY,
                {
                    "kek": self._kek.name,
                    "now": self._clock(),
                    "keys": [each.key for each in keys],
                    "subjects": [each.subject for each in keys],
                },
            )

    def standing(self, subjects: Collection[UUID]) -> tuple[KeyName, ...]:
        """The names of all their keys that are not destroyed, always in one order."""
        rows = self._ask(
            f"{SELECT_KEYS} where subject = any(%(subjects)s) and state <> 'shredded'"
            " order by subject, key",
            subjects=list(subjects),
        )
        return tuple(KeyName(subject=row["subject"], key=row["key"]) for row in rows)

    def left_of(self, keys: Collection[KeyName]) -> list[KeyName]:
        """Those of them that are not destroyed, or not known here."""
        rows = self._ask(
            f"{SELECT_KEYS} where key = any(%(keys)s) and state = 'shredded'",
            keys=[each.key for each in keys],
        )
        destroyed = {row["key"] for row in rows}
        return [each for each in keys if each.key not in destroyed]

    def digest(self, asked: bytes) -> bytes:
        """What was asked, comparable for ever and telling nobody what it was."""
        return digest(self._request, asked, "sha256")

    def _known_or_made(self, subjects: Collection[UUID]) -> dict[UUID, SubjectKey]:
        """Without those that somebody else is making at this very moment."""
        if not subjects:
            return {}
        # Sorted, so that two who make the same ones wait for, and not upon, each other.
        drawn = {uuid4(): (subject, urandom(32)) for subject in sorted(subjects)}
        rows = self._ask(
            SELECT_OR_INSERT_KEYS,
            kek=self._kek.name,
            now=self._clock(),
            keys=list(drawn),
            subjects=[subject for subject, _ in drawn.values()],
            wrapped=[
                self._kek.wrap(secret, _context(key, subject))
                for key, (subject, secret) in drawn.items()
            ],
        )
        if any(row["state"] != "active" for row in rows):
            raise Refused(
                "What this is about has been erased: register it under a new id."
            )
        return {
            subject: SubjectKey(
                key,
                subject,
                drawn[key][1]
                if key in drawn
                else self._unwrap(key, subject, row["wrapped"]),
            )
            for row in rows
            for key, subject in [(row["key"], row["subject"])]
        }

    def _ask(self, statement: LiteralString, **given: object) -> list[DictRow]:
        """In one round trip, and committed when it returns."""
        with self._db.get_connection() as conn:
            return conn.execute(statement, given, prepare=True).fetchall()

    def _set(self, subjects: Collection[UUID], before: str, change: str) -> None:
        with self._db.transaction(commit=True) as db:
            db.execute(
                f"update keys.subject_key set {change}"  # noqa: S608
                " where subject = any(%s) and state = %s",
                (self._clock(), list(subjects), before),
            )

    def _unwrap(self, key: UUID, subject: UUID, wrapped: bytes) -> bytes:
        try:
            return self._kek.unwrap(wrapped, _context(key, subject))
        except DoubtfulKey as error:
            raise SealBroken(str(error)) from None

    def _secret(self, name: str) -> bytes:
        """A secret of the registry as a whole, drawn once for ever."""
        context = f"secret:{name}"
        with self._db.transaction(commit=True) as db:
            db.execute(
                "insert into keys.secret (name, kek, wrapped) values (%s, %s, %s)"
                " on conflict (name) do nothing",
                (name, self._kek.name, self._kek.wrap(urandom(32), context)),
            )
            db.execute("select kek, wrapped from keys.secret where name = %s", (name,))
            [row] = db.fetchall()
        if row["kek"] != self._kek.name:
            raise DoubtfulKey(
                f"The keys database was wrapped by key {row['kek']}, not by"
                f" {self._kek.name}: hand in the former."
            )
        return self._kek.unwrap(row["wrapped"], context)


def _context(key: UUID, subject: UUID) -> str:
    return f"subject:{subject}:{key}"
