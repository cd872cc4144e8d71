"""Papers for the court: what one would be, the issuing of it, and its very bytes later."""

from collections.abc import Sequence
from hashlib import sha256 as digest
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from api import court_paper
from api.access import Access
from api.commands import add_door
from api.composition import Parts
from api.course_shown import (
    Course,
    CourtPrintShown,
    citizen_of,
    course_shown,
    history_at,
    known_course,
    subjects_of,
)
from api.doors import Allowed, Door
from api.evidence import BYTES, SAVED
from api.needs import (
    AsOf,
    Expected,
    Id,
    Officer,
    OfficerOrAuthority,
    Purposeful,
    RequestKey,
    TheEvidence,
    TheParts,
    TheRegistry,
    answered,
    known_then,
)
from api.shown import forgotten
from domain.court_papers import IssueCourtPrint, PrintFor
from domain.decider import Refused
from domain.disclosures import Operation
from domain.event import By, Role
from domain.media import MediaType
from domain.stalking_courses import StalkingCourse, stalking_courses
from domain.words import Digest
from infrastructure.asked import MovedOn, Receipt, Unknown
from infrastructure.covering import covering, covering_soon
from infrastructure.evidence import EvidenceRoom, Forgotten
from infrastructure.registry import Registry

router = APIRouter(
    prefix="/stalking-courses", tags=["stalking courses"], route_class=Door
)

VIEW = "court_print"
NOT_OURS = "This is not the print of that position: ask for a draft, and issue that."
NOT_HERE = "This print was issued, and its file is not kept here."
RECIPIENTS = {  # of both, copies leave the house
    PrintFor.OWN_USE: "the court and the victim",
    PrintFor.OTHER_PARTY: "the court and the other party",
}
NAMES = {PrintFor.OWN_USE: "eget-brug", PrintFor.OTHER_PARTY: "anden-part"}
DOWNLOAD: dict[str, Any] = {
    "description": "The PDF as it was issued, to be saved",
    "content": {MediaType.PDF: BYTES},
}


@router.get("/{id}/court-prints/draft", summary="What to send to issue-court-print now")
def draft(
    id: Id,
    parts: TheParts,
    by: Officer,
    access: Purposeful,
    for_: Annotated[PrintFor, Query(alias="for")],
) -> IssueCourtPrint:
    """Of the archive's newest position; words are put together to leave the registry."""
    return drafted(parts, id, for_, by, access)[0]


def drafted(
    parts: Parts, id: UUID, for_: PrintFor, by: By, access: Access
) -> tuple[IssueCourtPrint, bytes]:
    """The command and the PDF that it is of."""
    registry = parts.registry
    position = registry.recorder.newest()
    history = history_at(registry, id, position)
    sealed = covering_soon(parts.transparency.tree, position)
    pdf = court_paper.printed(history, for_, by, sealed)
    course = known_course(known_then(registry, stalking_courses, id, None))
    access.shown(
        VIEW,
        subjects_of(course),
        ["name"],
        position=position,
        operation=Operation.DISCLOSURE,
        recipient=RECIPIENTS[for_],
    )
    told = {"for": for_, "sha256": digest(pdf).hexdigest(), "position": position}
    return IssueCourtPrint.model_validate(told), pdf


def issue(
    id: Id,
    command: IssueCourtPrint,
    parts: TheParts,
    by: By,
    response: Response,
    expected: Expected,
    key: RequestKey = None,
) -> Receipt:
    """The draft, as it was answered: its bytes are kept, and found again by their SHA-256."""
    _keep_ours(parts, id, command, by, expected)
    receipt = parts.registry.execute(
        stalking_courses, id, command, by, key, expected=expected
    )
    return answered(receipt, response)


add_door(
    router,
    "POST",
    "/{id}/issue-court-print",
    issue,
    IssueCourtPrint,
    Allowed(Role.OFFICER, Role.SUPERVISOR),
)


@router.get(
    "/{id}/court-prints/{sha256}",
    summary="A court print that was issued, to be saved",
    response_class=Response,
    responses={200: DOWNLOAD},
)
def read(
    id: Id,
    sha256: Annotated[Digest, Path(description="Of the print")],
    registry: TheRegistry,
    room: TheEvidence,
    by: OfficerOrAuthority,
    access: Purposeful,
    as_of: AsOf = None,
) -> Response:
    history = known_then(registry, stalking_courses, id, as_of)
    found = [each for each in issued(history) if each.sha256 == sha256]
    if not found:
        raise Unknown
    course = known_course(history)
    if _forgotten(registry, course):
        raise Forgotten
    pdf = room.whole(id, sha256)
    if pdf is None:
        raise Refused(NOT_HERE)
    access.shown(
        VIEW,
        subjects_of(course),
        ["name"],
        position=history[-1].position,
        operation=Operation.DISCLOSURE,
        recipient=RECIPIENTS[found[0].for_],
    )
    name = f"retsudskrift-{NAMES[found[0].for_]}-{found[0].position}-{sha256[:8]}.pdf"
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pdf, media_type=MediaType.PDF, headers=SAVED | told)


def issued(history: Course) -> Sequence[CourtPrintShown]:
    return course_shown(history).court_prints


def keep(room: EvidenceRoom, id: UUID, sha256: str, pdf: bytes) -> None:
    """Before the event that names it. Raises Refused where the course has been erased."""
    with room.arrival(id, sha256) as arrival:
        arrival.take(pdf)
        room.keep(arrival)


def _keep_ours(
    parts: Parts, id: UUID, command: IssueCourtPrint, by: By, expected: int | None
) -> None:
    """What was issued before is kept already, and may have been set in another way then.

    Raises Refused where this is no print of ours, MovedOn before anything is kept.
    """
    registry, room = parts.registry, parts.evidence
    history = known_then(registry, stalking_courses, id, None)
    asked = (command.for_, command.sha256, command.position, by.id)
    before = {(e.for_, e.sha256, e.position, e.by.id) for e in issued(history)}
    if asked in before and room.store.find(id, command.sha256):
        return
    if expected not in (None, len(history)):
        raise MovedOn
    keep(room, id, command.sha256, _ours(parts, id, command, by))


def _ours(parts: Parts, id: UUID, command: IssueCourtPrint, by: By) -> bytes:
    """As its draft was: what is sealed by now may not have been then. Raises Refused."""
    history = history_at(parts.registry, id, command.position)
    sealed = covering(parts.transparency.tree, command.position)
    for each in dict.fromkeys((sealed, None)):
        pdf = court_paper.printed(history, command.for_, by, each)
        if digest(pdf).hexdigest() == command.sha256:
            return pdf
    raise Refused(NOT_OURS)


def _forgotten(registry: Registry, course: StalkingCourse) -> bool:
    """Whether somebody in it has been erased: an old print must not tell her words."""
    people = [each for each in (course.victim, course.suspect) if each]
    histories = registry.histories(people)
    return any(forgotten(citizen_of(histories[each])) for each in people)
