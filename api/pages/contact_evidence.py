"""Files of a contact: in by a form, out to be saved, never shown in the page."""

from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from api import evidence as doors
from api.doors import parts
from api.needs import Id, Now
from api.pages import danish
from api.pages.contact_deeds import POLICE, SAYS
from api.pages.contacts_shown import HERE, Contact, path_of
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Notice, Outcome, Problem, Typed, parsed
from api.pages.reasons import access_for, reason_for
from domain.contacts import AttachEvidence
from domain.decider import Refused
from domain.event import By
from domain.evidence import LARGEST
from domain.words import MANY
from infrastructure.evidence import File, NotTaken
from infrastructure.media import WrongMedia

FORM = "bilag"
MEDIA = "multipart/form-data"
ROUND_IT = 100_000  # bytes of a form that are not the file
NO_FILE = "Vælg en fil"
TOO_LARGE = "Filen er for stor: højst 25 MB"
WRONG_MEDIA = (
    "Filen er ikke af en slags, som registret tager: PDF, billede, lyd, video eller"
    " ren tekst"
)
Officer = Annotated[By, Depends(AtPages(*POLICE))]


class FileDoor(PageDoor):
    largest = LARGEST + ROUND_IT
    streams = True


router = APIRouter(prefix=HERE, route_class=FileDoor)


class InMemory(MultiPartParser):
    """Nothing of a file lies unsealed on a disk."""

    spool_max_size = LARGEST + ROUND_IT


class Sent(NamedTuple):
    typed: Typed
    content: bytes


async def _sent(request: Request) -> Sent:
    """Raises HTTPException 400 or 415."""
    media = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media != MEDIA:
        raise HTTPException(415)
    parser = InMemory(request.headers, request.stream(), max_files=1, max_fields=10)
    try:
        form = await parser.parse()
    except (MultiPartException, ClientDisconnect):
        raise HTTPException(400) from None
    file = form.get("file")
    content = await file.read() if isinstance(file, UploadFile) else b""
    fields = {name: text for name, text in form.items() if isinstance(text, str)}
    await form.close()
    return Sent(Typed(fields), content)


@router.get("/{id}/bilag/{annex}")
def read(
    request: Request, by: Officer, id: Id, annex: Annotated[int, Path(ge=1, le=MANY)]
) -> Response:
    """To be saved, whatever it is: a browser opens nothing of it among our pages."""
    here = parts(request)
    reason = reason_for(request, path_of(id))
    if reason is None:
        return Contact(request, by, here.clock(), id).shown()
    access = access_for(request, reason)
    return doors.read(id, annex, here.registry, here.evidence, by, access)


@router.post("/{id}/bilag")
def attach(
    request: Request,
    by: Officer,
    now: Now,
    id: Id,
    sent: Annotated[Sent, Depends(_sent)],
) -> Response:
    contact = Contact(request, by, now, id)
    command = _command(request, id, sent)
    if isinstance(command, Outcome):
        return contact.shown(command)
    return contact.told(command, sent.typed, FORM)


def _command(
    request: Request, id: UUID, sent: Sent
) -> AttachEvidence | list[Problem] | Outcome:
    """The bytes are kept first, as the JSON doors have it; nothing is, if a field is wrong."""
    typed = sent.typed
    described = _described(typed, None)
    problems = [] if isinstance(described, AttachEvidence) else described
    if not sent.content:
        problems = [*problems, Problem("file", NO_FILE)]
    if problems:
        return problems
    if len(sent.content) > LARGEST:
        return _not_taken(413, TOO_LARGE, typed)
    here = parts(request)
    try:
        file = doors.keep(here.registry, here.evidence, id, sent.content)
    except WrongMedia:
        return _not_taken(415, WRONG_MEDIA, typed)
    except NotTaken:
        return _not_taken(422, NO_FILE, typed)
    except Refused as refusal:
        said = Notice("error", danish.refusal(str(refusal)))
        return Outcome(409, said, FORM, typed=typed)
    return _described(typed, file)


def _described(typed: Typed, file: File | None) -> AttachEvidence | list[Problem]:
    """Before there is a file, with one that stands for it."""
    annex = typed["annex"]
    told: dict[str, object] = {
        "annex": int(annex) if annex.isdecimal() else None,
        "description": typed["description"],
        "sha256": file.sha256 if file else "0" * 64,
        "size": file.size if file else 1,
        "media_type": file.media_type if file else "text/plain",
    }
    return parsed(AttachEvidence, told, SAYS)


def _not_taken(status: int, text: str, typed: Typed) -> Outcome:
    problems = [Problem("file", text)]
    return Outcome(status, None, FORM, problems, typed)
