"""The leaf of a stored event: its header and the digest of its bytes (RFC 6962).

Pure, so that the stored bytes are proven fit for the transparency log before it exists.
"""

import re
from hashlib import sha256
from typing import Any
from uuid import UUID

from domain.canonical import canonical

PREFIX = re.compile(rb'^\{"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)",')
TYPE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,63}")


def leaf_data(id: UUID, version: int, type: str, state: bytes) -> bytes:
    """The header of an event as canonical JSON, about 207 bytes.

    Raises ValueError for a row that could not be audited: no such row may be sealed.
    """
    at = PREFIX.match(state)
    if at is None or version < 1 or not TYPE.fullmatch(type):
        raise ValueError(f"version {version} of {id} has not the form of an event")
    header: dict[str, Any] = {
        "at": at[1].decode(),
        "id": str(id),
        "state_sha256": sha256(state).hexdigest(),
        "type": type,
        "v": 1,
        "version": version,
    }
    return canonical(header)


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962, section 2.1: the zero byte keeps leaves apart from nodes."""
    return sha256(b"\x00" + entry).digest()
