"""Verificér: whoever brings a receipt or a court print is told what it proves.

Nothing of it is kept.
"""

from hashlib import sha256
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from api.doors import TooLarge, limited, parts, turns
from api.judging import judged
from api.needs import reading
from api.pages.danish.receipts import VERDICT, court_print
from api.pages.doors import OpenDoor
from api.pages.templates import moment, page
from api.turns import STRANGER
from api.verdicts import Verdict
from infrastructure.receipts import LARGEST
from projections.court_prints_issued import issued

router = APIRouter(prefix="/verificer", route_class=OpenDoor)

MEDIA = "multipart/form-data"
ROUND_IT = 100_000  # bytes of a form that are not the file
TOO_LARGE = "Filen er for stor: en kvittering fylder højst 1 MB"
NOTHING = "Vælg en fil, eller indsæt kvitteringens tekst"


class InMemory(MultiPartParser):
    """Nothing that a stranger sends lies on a disk."""

    spool_max_size = LARGEST + ROUND_IT
    max_part_size = LARGEST


class Sent(NamedTuple):
    text: str
    file: bytes


@router.get("")
def blank(request: Request) -> Response:
    return _shown(request)


@router.post("")
async def verify(request: Request) -> Response:
    try:
        sent = await _sent(limited(request, LARGEST + ROUND_IT))
    except TooLarge:
        return _shown(request, 413, problem=TOO_LARGE)
    async with turns(request).of(STRANGER):
        return await run_in_threadpool(_judged, request, sent)


async def _sent(request: Request) -> Sent:
    """Raises TooLarge, or HTTPException 400 or 415."""
    media = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media != MEDIA:
        raise HTTPException(415)
    parser = InMemory(request.headers, request.stream(), max_files=1, max_fields=2)
    try:
        form = await parser.parse()
    except (MultiPartException, ClientDisconnect):
        raise HTTPException(400) from None
    file, text = form.get("file"), form.get("text")
    content = await file.read() if isinstance(file, UploadFile) else b""
    await form.close()
    return Sent(text if isinstance(text, str) else "", content)


def _judged(request: Request, sent: Sent) -> Response:
    if parts(request).transparency.policy is None:
        return _shown(request)
    if len(sent.file) > LARGEST:
        return _shown(request, 413, problem=TOO_LARGE)
    if not (sent.file or sent.text.strip()):
        return _shown(request, 422, problem=NOTHING)
    content = sent.file or sent.text.encode()
    found = _court_print(request, content) or judged(parts(request), content, VERDICT)
    return _shown(request, verdict=found)


def _court_print(request: Request, content: bytes) -> Verdict | None:
    """None where this is no print that was issued here. Its course is not told."""
    with reading(parts(request)) as models:
        found = issued(models.db, sha256(content).hexdigest())
    if found is None:
        return None
    return court_print(found.position, moment(found.at).striptags())


def _shown(
    request: Request,
    status: int = 200,
    *,
    problem: str | None = None,
    verdict: Verdict | None = None,
) -> Response:
    return page(
        request,
        "verifying.html",
        status,
        problem=problem,
        verdict=verdict,
        policy=parts(request).transparency.policy,
    )
