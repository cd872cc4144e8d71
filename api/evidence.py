"""Files of contacts: in before they are attached, out as downloads, sealed at rest."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import UUID7
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.contact_shown import known_contact
from api.doors import Door
from api.needs import (
    AsOf,
    Id,
    Officer,
    Purposeful,
    TheEvidence,
    TheRegistry,
    known_then,
)
from domain.contacts import Withdrawn, contacts
from domain.decider import Refused
from domain.event import Frozen
from domain.evidence import LARGEST
from domain.media import MediaType
from domain.words import MANY, Digest
from infrastructure.asked import Unknown
from infrastructure.evidence import Arrival, EvidenceRoom, File
from infrastructure.registry import Registry
from infrastructure.sealing import SealBroken


class EvidenceDoor(Door):
    largest = LARGEST
    streams = True


router = APIRouter(tags=["evidence"], route_class=EvidenceDoor)
log = structlog.get_logger()

BYTES = {"schema": {"type": "string", "format": "binary"}}
BODY: dict[str, Any] = {
    "required": True,
    "description": "At most 25 MB; the content type is found out, not believed",
    "content": {"application/octet-stream": BYTES},
}
DOWNLOAD: dict[str, Any] = {
    "description": "The file itself, to be saved",
    "content": dict.fromkeys(MediaType, BYTES),
}
SAVED = {  # whatever is in the file, a browser does nothing but save it
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


class FileKept(Frozen):
    """What to repeat in `AttachEvidence`."""

    contact: UUID
    sha256: str
    size: int
    media_type: MediaType


@router.put(
    "/evidence/{sha256}",
    status_code=201,
    summary="Send the bytes of a file, before it is attached",
    openapi_extra={"requestBody": BODY},
    responses={200: {"model": FileKept, "description": "It was kept before"}},
)
async def send(
    request: Request,
    sha256: Annotated[Digest, Path(description="Of the file")],
    contact: Annotated[UUID7, Query(description="Whose evidence it is")],
    registry: TheRegistry,
    room: TheEvidence,
    by: Officer,
    response: Response,
) -> FileKept:
    """Kept whole or not at all, under the key of the contact. Send it again at will."""
    await run_in_threadpool(_takes_files, registry, contact)
    with await run_in_threadpool(room.arrival, contact, sha256) as arrival:
        await _receive(request, arrival)
        file, new = await run_in_threadpool(room.keep, arrival)
    response.status_code = 201 if new else 200
    return FileKept(
        contact=contact, sha256=sha256, size=file.size, media_type=file.media_type
    )


@router.get(
    "/contacts/{id}/evidence/{annex}",
    summary="The file of an annex, to be saved",
    response_class=StreamingResponse,
    responses={200: DOWNLOAD},
)
def read(
    id: Id,
    annex: Annotated[int, Path(ge=1, le=MANY)],
    registry: TheRegistry,
    room: TheEvidence,
    by: Officer,
    access: Purposeful,
    as_of: AsOf = None,
) -> StreamingResponse:
    history = known_then(registry, contacts, id, as_of)
    contact = known_contact(history)
    file = next((each for each in contact.attachments if each.annex == annex), None)
    if file is None:
        raise Unknown
    pieces = room.opened(id, file)
    access.shown("evidence", [id], ["evidence"], position=history[-1].position)
    name = f"{contact.facts.number}-bilag-{annex}.{file.media_type.extension}"
    told = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(file.size),  # less than this is not the file
    }
    return StreamingResponse(
        _told_if_broken(pieces), media_type=file.media_type, headers=SAVED | told
    )


def keep(registry: Registry, room: EvidenceRoom, contact: UUID, content: bytes) -> File:
    """A file that is here as a whole. Raises Unknown, Refused, WrongMedia, or NotTaken."""
    _takes_files(registry, contact)
    with room.arrival(contact, sha256(content).hexdigest()) as arrival:
        arrival.take(content)
        file, _ = room.keep(arrival)
    return file


def _takes_files(registry: Registry, id: UUID) -> None:
    """Raises Unknown, or Refused."""
    contact = known_contact(known_then(registry, contacts, id, None))
    if isinstance(contact, Withdrawn):
        raise Refused("The contact is withdrawn: reinstate it first.")


async def _receive(request: Request, arrival: Arrival) -> None:
    try:
        async for some in request.stream():
            await run_in_threadpool(arrival.take, some)
    except ClientDisconnect:
        raise HTTPException(400) from None


def _told_if_broken(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The answer has begun and can only be broken off, so the log has to say why."""
    try:
        yield from pieces
    except SealBroken as broken:
        log.error("evidence does not open", error=str(broken))  # noqa: TRY400
        raise
