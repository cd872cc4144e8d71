"""What a mirror and witness shows, and where the log hands its checkpoints in.

C2SP tlog-witness and tlog-tiles. Nobody signs in: what is handed in is signed.
"""

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from domain.notes import BadNote
from domain.submissions import Submission, place_of
from domain.tiles import tile_at
from infrastructure.cosigner import (
    Contradicted,
    Cosigner,
    NotSigned,
    OtherSize,
    UnknownLog,
)
from infrastructure.tile_files import TileFiles

LARGEST = 64 * 1024  # bytes that are handed in
A_YEAR = {"Cache-Control": "public, max-age=31536000, immutable"}
A_MOMENT = {"Cache-Control": "public, max-age=2"}
NOT_COSIGNED = {
    NotSigned: (403, "No key of this log that is known here has signed it.\n"),
    UnknownLog: (404, "This witness does not follow that log.\n"),
    Contradicted: (422, "This does not go on from what was cosigned here.\n"),
}


def create_app(cosigner: Cosigner, files: TileFiles) -> Starlette:
    async def add(request: Request) -> Response:
        try:
            told = await _body(request)
            line = await run_in_threadpool(cosigner.add, Submission.read(told))
        except ClientDisconnect:
            return PlainTextResponse("It broke off.\n", 400)
        except (BadNote, UnicodeDecodeError) as error:
            why = str(error) if isinstance(error, BadNote) else "Send text in UTF-8."
            return PlainTextResponse(f"{why}\n", 400)
        except OtherSize as error:
            return Response(f"{error.size}\n", 409, media_type="text/x.tlog.size")
        except tuple(NOT_COSIGNED) as error:
            status, why = NOT_COSIGNED[type(error)]
            return PlainTextResponse(why, status)
        return PlainTextResponse(line)

    def cosigned(request: Request) -> Response:
        return _shown(cosigner.note)

    def checkpoint(request: Request) -> Response:
        return _shown(files.note)

    def tile(request: Request) -> Response:
        try:
            index, width = tile_at(request.path_params["path"])
            hashes = files.tile(request.path_params["level"], index, width)
        except (ValueError, FileNotFoundError):
            return PlainTextResponse("There is no such tile.\n", 404)
        return Response(hashes, headers=A_YEAR, media_type="application/octet-stream")

    return Starlette(
        routes=[
            Route("/add-checkpoint", add, methods=["POST"]),
            Route(f"/{place_of(cosigner.origin)}", cosigned),
            Route("/checkpoint", checkpoint),
            Route("/tile/{level:int}/{path:path}", tile),
        ]
    )


def _shown(note: str) -> Response:
    if not note:
        return PlainTextResponse("There is no checkpoint yet.\n", 404)
    return PlainTextResponse(note, headers=A_MOMENT)


async def _body(request: Request) -> str:
    """Raises BadNote beyond what is read, and ClientDisconnect."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise BadNote(f"At most {LARGEST} bytes are read.")
    return body.decode()
