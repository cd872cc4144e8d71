"""Who is signed in at the pages: a browser holds a secret, we keep only its hash."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from domain.event import By
from domain.purposes import Purpose
from infrastructure.postgres import Database
from infrastructure.sign_in import Person, Unauthenticated

ATTEMPT_LASTS = timedelta(minutes=10)
ENDED = "Your sign-in has ended: sign in again."


@dataclass(frozen=True)
class Attempt:
    """What a sign-in that was begun must match when it comes back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Reason:
    """Why somebody reads personal words in one view."""

    purpose: Purpose
    reference: str | None


class Sessions:
    """A session ends when nothing is done in it for `idle`, and after `longest`."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        *,
        idle: timedelta = timedelta(minutes=30),
        longest: timedelta = timedelta(hours=8),
    ) -> None:
        self._db, self._clock = db, clock
        self._idle, self._longest = idle, longest

    def begin_attempt(self, attempt: Attempt) -> str:
        """The secret for a cookie of the browser that began it."""
        secret, now = token_urlsafe(32), self._clock()
        with self._db.transaction(commit=True) as db:
            db.execute("delete from sign_in.attempt where ends <= %s", (now,))
            db.execute(
                "insert into sign_in.attempt values (%s, %s, %s, %s, %s)",
                (
                    _hash(secret),
                    attempt.state,
                    attempt.nonce,
                    attempt.verifier,
                    now + ATTEMPT_LASTS,
                ),
            )
        return secret

    def end_attempt(self, secret: str) -> Attempt:
        """Once: it is gone then, whatever comes of it. Raises Unauthenticated."""
        with self._db.transaction(commit=True) as db:
            db.execute(
                """
                delete from sign_in.attempt where cookie = %s
                returning state, nonce, verifier, ends
                """,
                (_hash(secret),),
            )
            found = db.fetchone()
        if found is None or found.pop("ends") <= self._clock():
            raise Unauthenticated(ENDED)
        return Attempt(**found)

    def begin(self, by: By) -> str:
        """The secret for a cookie: always a new one, so that none can be planted."""
        secret, now = token_urlsafe(32), self._clock()
        with self._db.transaction(commit=True) as db:
            db.execute(
                "delete from sign_in.session where least(idle_ends, ends) <= %s", (now,)
            )
            db.execute(
                """
                insert into sign_in.session
                values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
                """,
                (
                    _hash(secret),
                    by.id,
                    by.role,
                    by.district,
                    by.unit,
                    now + self._idle,
                    now + self._longest,
                    getattr(by, "citizen", None),
                    getattr(by, "surname", None),
                ),
            )
        return secret

    def who(self, secret: str, *, attended: bool = True) -> By:
        """What a page asks for by itself keeps no session awake.

        Raises Unauthenticated.
        """
        now = self._clock()
        with self._db.transaction(commit=True) as db:
            db.execute(
                """
                update sign_in.session
                set idle_ends = case when %s then %s else idle_ends end
                where cookie = %s and least(idle_ends, ends) > %s
                returning subject as id, role, district, unit, citizen, surname
                """,
                (attended, now + self._idle, _hash(secret), now),
            )
            found = db.fetchone()
        if found is None:
            raise Unauthenticated(ENDED)
        citizen, surname = found.pop("citizen"), found.pop("surname")
        return Person.of(By(**found), citizen, surname)

    def end(self, secret: str) -> None:
        with self._db.transaction(commit=True) as db:
            db.execute(
                "delete from sign_in.session where cookie = %s", (_hash(secret),)
            )

    def end_all(self, subject: str) -> None:
        """Wherever this person is signed in."""
        with self._db.transaction(commit=True) as db:
            db.execute("delete from sign_in.session where subject = %s", (subject,))

    def give_reason(self, secret: str, view: str, reason: Reason) -> None:
        with self._db.transaction(commit=True) as db:
            db.execute(
                """
                insert into sign_in.purpose values (%s, %s, %s, %s)
                on conflict (cookie, view) do update
                set purpose = excluded.purpose, reference = excluded.reference
                """,
                (_hash(secret), view, reason.purpose, reason.reference),
            )

    def reason(self, secret: str, view: str) -> Reason | None:
        with self._db.transaction(commit=True) as db:
            db.execute(
                """
                select purpose, reference from sign_in.purpose
                where cookie = %s and view = %s
                """,
                (_hash(secret), view),
            )
            found = db.fetchone()
        return Reason(Purpose(found["purpose"]), found["reference"]) if found else None

    def forget_reason(self, secret: str, view: str) -> None:
        with self._db.transaction(commit=True) as db:
            db.execute(
                "delete from sign_in.purpose where cookie = %s and view = %s",
                (_hash(secret), view),
            )

    def forget(self, subjects: Collection[UUID]) -> None:
        """Why somebody is shown these: a reference may tell of them."""
        with self._db.transaction(commit=True) as db:
            db.execute(
                "delete from sign_in.purpose where view like any(%s)",
                ([f"%{subject}%" for subject in subjects],),
            )


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
