"""A file is attached to a contact under the number of its annex; its bytes lie elsewhere."""

from typing import Annotated

from pydantic import Field, StrictInt

from domain.corrections import ContactCorrected
from domain.decider import Circumstances, Command, Refused
from domain.event import Event, Personal
from domain.facts import Attachment, Evidence, Facts, KnownContact
from domain.media import MediaType
from domain.words import Count, Digest, Words

LARGEST = 25_000_000  # bytes of one file
MOST = 200  # annexes of one contact


class EvidenceAttached(Attachment, Event):
    pass


class AttachEvidence(Command):
    """The bytes come before, by `PUT /evidence/{sha256}?contact=<id>`.

    An annex that the registration tells of without a file, or with this one, is the
    same annex, and is attached once; any other annex needs a number of its own.
    """

    annex: Count
    description: Words
    sha256: Digest
    size: Annotated[StrictInt, Field(ge=1, le=LARGEST)]
    media_type: MediaType


def attached(
    command: AttachEvidence, contact: KnownContact, circumstances: Circumstances
) -> EvidenceAttached:
    """Raises Refused."""
    if any(each.annex == command.annex for each in contact.attachments):
        raise Refused("There is a file under this annex: take another number.")
    told = {each.annex: each for each in contact.facts.evidence}
    if command.annex not in told and len(told) >= MOST:
        raise Refused(f"A contact has at most {MOST} annexes.")
    line = told.get(command.annex)
    if line and line.sha256 not in (None, command.sha256):
        raise Refused("This annex is told to be another file: take another number.")
    return EvidenceAttached(
        annex=command.annex,
        description=Personal(about=circumstances.id, text=command.description),
        sha256=command.sha256,
        size=command.size,
        media_type=command.media_type,
    )


def with_evidence(facts: Facts, event: EvidenceAttached) -> Facts:
    line = Evidence(
        annex=event.annex, description=event.description, sha256=event.sha256
    )
    others = (each for each in facts.evidence if each.annex != event.annex)
    lines = sorted((*others, line), key=lambda each: each.annex)
    return facts.model_copy(update={"evidence": tuple(lines)})


def keeps_attachments(correction: ContactCorrected, contact: KnownContact) -> None:
    """Raises Refused where a file would be left without its annex."""
    if correction.field != "evidence":
        return
    lines = {each["annex"]: each["sha256"] for each in correction.model_dump()["new"]}
    for each in contact.attachments:
        if lines.get(each.annex) != each.sha256:
            raise Refused("An attached file keeps its annex: correct its description.")
