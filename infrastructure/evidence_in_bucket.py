"""Sealed files in a store that speaks S3: one object each, whole or not there at all."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Any, BinaryIO
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

from boto3.session import Session  # type: ignore[import-untyped]
from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import (  # type: ignore[import-untyped]
    BotoCoreError,
    ClientError,
)
from eventsourcing.persistence import OperationalError

from domain.media import MediaType
from infrastructure.evidence import File, Kept
from infrastructure.evidence_sealing import SEALED_PIECE
from infrastructure.sealing import SealBroken

LIMITS = Config(
    connect_timeout=3,  # seconds
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 2},
    max_pool_connections=20,
    s3={"addressing_style": "path"},
    # What is sealed proves itself, and not every server knows the newer checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
OURS = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/([0-9a-f]{64})")


class EvidenceInBucket:
    """Its address is that of `GENFIND_EVIDENCE_URL`: key, secret, host, bucket, region."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._bucket = parts.path.strip("/")
        port = f":{parts.port}" if parts.port else ""
        self._client: Any = Session().client(
            "s3",
            endpoint_url=f"{parts.scheme}://{parts.hostname}{port}",
            region_name=parse_qs(parts.query).get("region", ["us-east-1"])[0],
            aws_access_key_id=unquote(parts.username or "") or None,
            aws_secret_access_key=unquote(parts.password or "") or None,
            config=LIMITS,
        )

    def find(self, contact: UUID, sha256: str) -> File | None:
        with _answered(HTTPStatus.NOT_FOUND):
            found = self._client.head_object(**self._named(contact, sha256))
            return _file(contact, sha256, found["Metadata"], found["LastModified"])
        return None

    def keep(self, file: File, sealed: BinaryIO) -> bool:
        with _answered(HTTPStatus.PRECONDITION_FAILED):
            self._client.put_object(
                **self._named(file.contact, file.sha256),
                Body=sealed,
                ContentType="application/octet-stream",
                IfNoneMatch="*",  # nothing is ever overwritten
                Metadata={
                    "key": str(file.key),
                    "size": str(file.size),
                    "media-type": file.media_type,
                },
            )
            return True
        return False

    def piece(self, file: File, n: int) -> bytes:
        first = n * SEALED_PIECE
        with _answered(
            HTTPStatus.NOT_FOUND, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        ):
            found = self._client.get_object(
                **self._named(file.contact, file.sha256),
                Range=f"bytes={first}-{first + SEALED_PIECE - 1}",
            )
            return bytes(found["Body"].read())
        return b""

    def everything(self) -> Iterator[Kept]:
        with _answered():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket):
                for each in page.get("Contents", ()):
                    if name := OURS.fullmatch(each["Key"]):  # or it is no evidence
                        contact, sha256 = name.groups()
                        yield Kept(
                            UUID(contact), sha256, each["Size"], each["LastModified"]
                        )

    def _named(self, contact: UUID, sha256: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{contact}/{sha256}"}


def _file(
    contact: UUID, sha256: str, said: Mapping[str, str], stored_at: datetime
) -> File:
    """Raises SealBroken where somebody else has put the object there."""
    try:
        key, size, kind = UUID(said["key"]), int(said["size"]), said["media-type"]
        return File(contact, sha256, key, size, MediaType(kind), stored_at)
    except (KeyError, ValueError):
        raise SealBroken(f"{sha256} of {contact} is none of ours.") from None


@contextmanager
def _answered(*expected: HTTPStatus) -> Iterator[None]:
    """Goes on behind the block after these answers. Raises OperationalError."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] not in expected:
            code = error.response["Error"]["Code"]
            raise OperationalError(f"The store of evidence says {code}.") from None
    except BotoCoreError as error:
        kind = type(error).__name__
        raise OperationalError(f"The store of evidence: {kind}.") from None
