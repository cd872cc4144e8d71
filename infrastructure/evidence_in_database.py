"""Sealed files in the archive's database, in a schema that nothing is removed from."""

from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from domain.media import MediaType
from infrastructure.evidence import File, Kept
from infrastructure.evidence_sealing import SEALED_PIECE
from infrastructure.postgres import Database

INSERT_FILE = """
insert into evidence.file (contact, sha256, key, size, media_type, stored_at)
values (%s, %s, %s, %s, %s, %s)
on conflict do nothing returning contact
"""

EVERYTHING = """
select contact, sha256, stored_at, coalesce(sum(octet_length(sealed)), 0)::bigint as size
from evidence.file left join evidence.piece using (contact, sha256)
group by contact, sha256, stored_at
"""


class EvidenceInDatabase:
    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, contact: UUID, sha256: str) -> File | None:
        with self._db.transaction() as db:
            db.execute(
                "select key, size, media_type, stored_at from evidence.file"
                " where contact = %s and sha256 = %s",
                (contact, bytes.fromhex(sha256)),
            )
            for row in db:
                return File(
                    contact,
                    sha256,
                    row["key"],
                    row["size"],
                    MediaType(row["media_type"]),
                    row["stored_at"],
                )
        return None

    def keep(self, file: File, sealed: BinaryIO) -> bool:
        name = (file.contact, bytes.fromhex(file.sha256))
        facts = (file.key, file.size, file.media_type, file.stored_at)
        with self._db.transaction(commit=True) as db:
            # Who comes second waits here until the first has kept all of it, or nothing.
            if not db.execute(INSERT_FILE, name + facts).fetchall():
                return False
            for n, piece in enumerate(iter(lambda: sealed.read(SEALED_PIECE), b"")):
                db.execute(
                    "insert into evidence.piece values (%s, %s, %s, %s)",
                    (*name, n, piece),
                )
        return True

    def piece(self, file: File, n: int) -> bytes:
        with self._db.transaction() as db:
            db.execute(
                "select sealed from evidence.piece"
                " where contact = %s and sha256 = %s and n = %s",
                (file.contact, bytes.fromhex(file.sha256), n),
            )
            return next((bytes(row["sealed"]) for row in db), b"")

    def everything(self) -> Iterator[Kept]:
        with self._db.transaction() as db:
            db.execute(EVERYTHING)
            for row in db:
                yield Kept(
                    row["contact"], row["sha256"].hex(), row["size"], row["stored_at"]
                )
