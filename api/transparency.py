"""What the transparency log publishes to everybody: its checkpoint, and its tiles.

C2SP tlog-tiles. Nobody signs in; what is once full never changes. The address with the
number of its origin is for ever: the short one is of the log that grows.
"""

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

from api.needs import TheParts
from domain.tiles import HEIGHT, LEVELS, WIDTH, tile_at
from infrastructure.transparency_log import TransparencyLog

router = APIRouter(tags=["transparency"])
A_YEAR = "public, max-age=31536000, immutable"
A_MOMENT = "public, max-age=2"


TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"


@router.get(
    "/checkpoint",
    summary="What the log says of its tree, signed and witnessed",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
def checkpoint(parts: TheParts) -> Response:
    """The newest one that has every signature that the policy asks for."""
    log = parts.transparency
    return _note(log.tree.last_met(log.policy) if log.policy else None)


@router.get(
    "/tile/{level}/{path:path}",
    summary="Hashes of one row of the tree",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def tile(level: int, path: str, parts: TheParts) -> Response:
    """Up to 256 hashes of 32 bytes. Partial ones as long as the tree has them."""
    return _hashes(parts.transparency.tree, level, path)


@router.get(
    "/archive/{number}/checkpoint",
    summary="The same of the log with this number, also if it has ended",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
def checkpoint_of(number: int, parts: TheParts) -> Response:
    """Of a log that ended: the last one that it has signed, for ever."""
    log = parts.transparency.log(number)
    if log is parts.transparency.tree:
        return checkpoint(parts)
    return _note(log.last_signed() if log else None)


@router.get(
    "/archive/{number}/tile/{level}/{path:path}",
    summary="Hashes of one row of its tree",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def tile_of(number: int, level: int, path: str, parts: TheParts) -> Response:
    """Of a log that ended: as far as they are not lost."""
    log = parts.transparency.log(number)
    if log is None:
        raise HTTPException(404)
    return _hashes(log, level, path)


def _note(note: str | None) -> Response:
    if note is None:
        raise HTTPException(404)
    return Response(note, media_type=TEXT, headers={"Cache-Control": A_MOMENT})


def _hashes(log: TransparencyLog, level: int, path: str) -> Response:
    try:
        index, width = tile_at(path)
    except ValueError:
        raise HTTPException(404) from None
    if not 0 <= level < LEVELS:
        raise HTTPException(404)
    if (log.size() >> HEIGHT * level) - index * WIDTH < width:
        raise HTTPException(404)
    return Response(
        log.tile(level, index, width),
        media_type=BYTES,
        headers={"Cache-Control": A_YEAR},
    )
