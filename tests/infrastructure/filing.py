"""Files of contacts, as tests of the kernel send, keep, damage and read them."""

from collections.abc import Callable
from hashlib import sha256
from os import urandom
from urllib.parse import urlsplit
from uuid import UUID

import boto3
import psycopg

from domain.event import Personal
from domain.facts import Attachment
from domain.media import MediaType
from infrastructure.evidence import EvidenceRoom, File
from infrastructure.evidence_sealing import PIECE, SEALED_PIECE
from tests.buckets import SIGNED

WORDS = b"Opkaldsliste: 23 ubesvarede opkald"
PDF = b"%PDF-1.7\n" + WORDS + urandom(2 * PIECE + 1000)  # three pieces


def sent(room: EvidenceRoom, contact: UUID, content: bytes = PDF) -> File:
    with room.arrival(contact, sha256(content).hexdigest()) as arrival:
        for start in range(0, len(content), 100_000):
            arrival.take(content[start : start + 100_000])
        return room.keep(arrival)[0]


def attached(contact: UUID, content: bytes = PDF) -> Attachment:
    return Attachment(
        annex=1,
        description=Personal(about=contact, text="Calls"),
        sha256=sha256(content).hexdigest(),
        size=len(content),
        media_type=MediaType.PDF,
    )


def read(room: EvidenceRoom, contact: UUID, content: bytes = PDF) -> bytes:
    return b"".join(room.opened(contact, attached(contact, content)))


def whole(room: EvidenceRoom, file: File) -> bytes:
    """Of what is stored, sealed."""
    return b"".join(room.store.piece(file, n) for n in range(5))


def replace_in_database(address: str) -> Callable[[File, bytes], None]:
    """As a superuser who removes the guards can."""

    def replace(file: File, sealed: bytes) -> None:
        name = (file.contact, bytes.fromhex(file.sha256))
        with psycopg.connect(address) as conn:
            conn.execute("ALTER TABLE evidence.piece DISABLE TRIGGER USER")
            conn.execute(
                "DELETE FROM evidence.piece WHERE contact = %s AND sha256 = %s", name
            )
            for n, start in enumerate(range(0, len(sealed), SEALED_PIECE)):
                piece = sealed[start : start + SEALED_PIECE]
                conn.execute(
                    "INSERT INTO evidence.piece VALUES (%s, %s, %s, %s)",
                    (*name, n, piece),
                )

    return replace


def replace_in_bucket(url: str) -> Callable[[File, bytes], None]:
    def replace(file: File, sealed: bytes) -> None:
        said = {
            "key": str(file.key),
            "size": str(file.size),
            "media-type": file.media_type,
        }
        put_into(url, f"{file.contact}/{file.sha256}", sealed, **said)

    return replace


def put_into(url: str, name: str, content: bytes, **said: str) -> None:
    """As anybody who may write to a bucket can."""
    parts = urlsplit(url)
    place = f"http://{parts.hostname}:{parts.port}"
    client = boto3.client("s3", endpoint_url=place, region_name="us-east-1", **SIGNED)
    bucket = parts.path.strip("/")
    client.put_object(Bucket=bucket, Key=name, Body=content, Metadata=said)
