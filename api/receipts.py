"""The receipt of a contact: a proof that anybody can check without us, and a paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from api.composition import Parts
from api.doors import Allowed, Door
from api.evidence import SAVED
from api.needs import OFFICERS, Id, Purposeful, TheParts, known_then
from api.receipt_paper import printed
from domain.contacts import ContactRegistered, contacts
from domain.decider import Refused
from domain.disclosures import Operation
from domain.event import By, Recorded
from domain.follow_up_opening import FollowUpOpened
from domain.ids import follow_up_of
from domain.media import MediaType
from domain.people import PartyRole
from domain.policies import Policy
from domain.proofs import Proof
from infrastructure.receipts import Proved, examined, given

router = APIRouter(prefix="/contacts", tags=["contacts"], route_class=Door)
Officer = Annotated[By, Depends(Allowed(*OFFICERS))]

TEXT = "text/plain; charset=utf-8"
NAME = "kvittering"
VIEW = "receipt"
NO_LOG = "This registry publishes no transparency log: set GENFIND_POLICY_FILE."
SEVERAL = "Several people are in this contact: its words are not for each of them."
STANDING = "Receipt-Standing"
COMES_ALONE = {
    PartyRole.COMPLAINANT,
    PartyRole.ENQUIRER,
    PartyRole.REPORTER,
    PartyRole.VICTIM,
}
STANDS = {
    "description": "PROVISIONAL until the witnesses of the policy have signed",
    "schema": {"type": "string", "enum": ["WITNESSED", "PROVISIONAL"]},
}


def _answers(media: str) -> dict[int | str, dict[str, Any]]:
    told = {"content": {media: {}}, "headers": {STANDING: STANDS}}
    return {200: {"description": "The receipt, to be kept", **told}}


@dataclass(frozen=True)
class ContactReceipt:
    """Of the registration of one contact, as it can be given now."""

    first: Recorded[ContactRegistered]
    proof: Proof
    proved: Proved
    brief: str  # for a QR code: without the event's content


def receipt_of(parts: Parts, id: UUID, *, with_words: bool = False) -> ContactReceipt:
    """Raises Unknown, NotSealed, or Refused where nothing is published, or words are asked
    for that are not one person's.
    """
    first = known_then(parts.registry, contacts, id, None)[0]
    policy, log = _policy(parts), parts.transparency.tree
    row = parts.registry.recorder.select_streams([id])[id][0]
    registered = cast("Recorded[ContactRegistered]", first)
    with_state = concerns_one_person(registered.event)
    if with_words and not with_state:
        raise Refused(SEVERAL)
    words = parts.registry.mapper.opened_with_salt(row) if with_words else ()
    proof = given(log, policy, row.id, row, with_state=with_state, words=words)
    proved = examined(str(proof), policy)
    brief = Proof(proof.index, proof.hashes, proof.note, proved.told.leaf)
    return ContactReceipt(registered, proof, proved, str(brief))


def concerns_one_person(contact: ContactRegistered) -> bool:
    """Whether its content tells of nobody but whoever turned to the police.

    It has no words in clear; but who else is in it, in what role, and that her address
    is protected, are not for everybody in it to read.
    """
    roles = [party.role for party in contact.parties]
    return len(roles) <= 1 and set(roles) <= COMES_ALONE


def _policy(parts: Parts) -> Policy:
    if parts.transparency.policy is None:
        raise Refused(NO_LOG)
    return parts.transparency.policy


WHO_CAME = "whoever turned to the police"


@router.get(
    "/{id}/receipt",
    summary="The proof that a contact was registered, for whoever turned to the police",
    response_class=Response,
    responses=_answers("text/plain"),
)
def read(id: Id, parts: TheParts, by: Officer) -> Response:
    """C2SP tlog-proof, without any words in clear. Check it with genfind verify-receipt."""
    receipt = receipt_of(parts, id)
    return _saved(str(receipt.proof), TEXT, receipt, "tlog-proof")


@router.get(
    "/{id}/receipt/words",
    summary="The same with the words that were told, opened for whoever told them",
    response_class=Response,
    responses=_answers("text/plain"),
)
def words(id: Id, parts: TheParts, by: Officer, access: Purposeful) -> Response:
    """Only where the contact concerns one person. What was erased stays sealed in it."""
    receipt = receipt_of(parts, id, with_words=True)
    fields = {each.field.rpartition("/")[2] for each in receipt.proved.told.words}
    subjects = [id, *(party.subject for party in receipt.first.event.parties)]
    position = receipt.first.position
    access.shown(
        VIEW,
        subjects,
        fields,
        position=position,
        operation=Operation.DISCLOSURE,
        recipient=WHO_CAME,
    )
    return _saved(str(receipt.proof), TEXT, receipt, "tlog-proof")


@router.get(
    "/{id}/receipt.pdf",
    summary="The same on paper, in Danish, with a QR code",
    response_class=Response,
    responses=_answers(MediaType.PDF),
)
def paper(id: Id, parts: TheParts, by: Officer) -> Response:
    """PDF/A-3; the proof is embedded as kvittering.tlog-proof."""
    receipt = receipt_of(parts, id)
    pdf = paper_of(parts, receipt, parts.clock())
    return _saved(pdf, MediaType.PDF, receipt, "pdf")


def paper_of(parts: Parts, receipt: ContactReceipt, now: datetime) -> bytes:
    """As it is told on the counter: with what follows, as far as it is known now."""
    opened = parts.registry.history(follow_up_of(receipt.first.id))
    follow_up = opened[0].event if opened else None
    due = follow_up.due if isinstance(follow_up, FollowUpOpened) else None
    proof, brief = str(receipt.proof), receipt.brief
    return printed(receipt.first, receipt.proved, proof, brief, due, now)


def standing(receipt: ContactReceipt) -> str:
    return "PROVISIONAL" if receipt.proved.provisional else "WITNESSED"


def name_of(receipt: ContactReceipt, ending: str) -> str:
    return f"{NAME}-{receipt.first.event.number}.{ending}"


def _saved(
    content: str | bytes, media: str, receipt: ContactReceipt, ending: str
) -> Response:
    name = name_of(receipt, ending)
    told = {
        "Content-Disposition": f'attachment; filename="{name}"',
        STANDING: standing(receipt),
    }
    return Response(content, media_type=media, headers=SAVED | told)
