"""What the transparency log publishes to everybody: its checkpoint, and its tiles.

C2SP tlog-tiles. Nobody signs in; what is once full never changes.
"""

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

from api.needs import TheParts
from domain.tiles import HEIGHT, LEVELS, WIDTH, tile_at

router = APIRouter(tags=["transparency"])
A_YEAR = "public, max-age=31536000, immutable"
A_MOMENT = "public, max-age=2"


@router.get(
    "/checkpoint",
    summary="What the log says of its tree, signed and witnessed",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
def checkpoint(parts: TheParts) -> Response:
    """The newest one that has every signature that the policy asks for."""
    log = parts.transparency
    if not (log.policy and (note := log.tree.last_met(log.policy))):
        raise HTTPException(404)
    return Response(
        note,
        media_type="text/plain; charset=utf-8",
        headers={"Cache-Control": A_MOMENT},
    )


@router.get(
    "/tile/{level}/{path:path}",
    summary="Hashes of one row of the tree",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def tile(level: int, path: str, parts: TheParts) -> Response:
    """Up to 256 hashes of 32 bytes. Partial ones as long as the tree has them."""
    try:
        index, width = tile_at(path)
    except ValueError:
        raise HTTPException(404) from None
    log = parts.transparency.tree
    if not 0 <= level < LEVELS:
        raise HTTPException(404)
    if (log.head().size >> HEIGHT * level) - index * WIDTH < width:
        raise HTTPException(404)
    return Response(
        log.tile(level, index, width),
        media_type="application/octet-stream",
        headers={"Cache-Control": A_YEAR},
    )
