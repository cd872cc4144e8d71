"""A leader talks with the complainant instead of a decision, if she consents.

Retsplejeloven § 1019 k: copies of the note go to the Authority, the prosecutor and the
national police, and the Authority then says whether it accepts.
"""

from domain.complaint_facts import KnownComplaint, Note, NoteProcedure
from domain.complaint_kinds import ComplaintKind, CopyRecipient
from domain.decider import Circumstances, Command, Refused
from domain.event import Event, Personal
from domain.words import Flag, Words


class NoteProcedureOffered(Event):
    pass


class NoteProcedureConsented(Event):
    pass


class NoteProcedureRefused(Event):
    pass


class NoteProcedureHeld(Note, Event):
    pass


class NoteCopySent(Event):
    to: CopyRecipient


class OfferNoteProcedure(Command):
    """Instead of forwarding a behaviour complaint at once."""


class ConsentToNoteProcedure(Command):
    """By the complainant; without it no note procedure is held."""


class RefuseNoteProcedure(Command):
    """By the complainant, also after she had consented; then it is forwarded."""


class HoldNoteProcedure(Command):
    """`agrees` is false where the complainant wants the Authority to decide."""

    note: Words
    agrees: Flag


class SendNoteCopy(Command):
    """Of a note procedure that was held; to each recipient once."""

    to: CopyRecipient


def offered(complaint: KnownComplaint) -> NoteProcedureOffered:
    """Raises Refused."""
    if complaint.facts.kind != ComplaintKind.BEHAVIOUR:
        raise Refused("A note procedure is for behaviour complaints.")
    if complaint.note_procedure not in (None, NoteProcedure.REFUSED):
        raise Refused("A note procedure has been offered already.")
    return NoteProcedureOffered()


def consented(complaint: KnownComplaint) -> NoteProcedureConsented:
    """Raises Refused."""
    if complaint.note_procedure != NoteProcedure.OFFERED:
        raise Refused("No note procedure awaits the complainant's answer.")
    return NoteProcedureConsented()


def refused(complaint: KnownComplaint) -> NoteProcedureRefused:
    """Raises Refused."""
    awaited = (NoteProcedure.OFFERED, NoteProcedure.CONSENTED)
    if complaint.note_procedure not in awaited:
        raise Refused("No note procedure awaits the complainant's answer.")
    return NoteProcedureRefused()


def held(
    command: HoldNoteProcedure,
    complaint: KnownComplaint,
    circumstances: Circumstances,
) -> NoteProcedureHeld:
    """Raises Refused."""
    if complaint.note_procedure == NoteProcedure.HELD:
        raise Refused("The note procedure has been held already.")
    if complaint.note_procedure != NoteProcedure.CONSENTED:
        raise Refused("A note procedure is held only with the complainant's consent.")
    note = Personal(about=circumstances.id, text=command.note)
    return NoteProcedureHeld(note=note, agrees=command.agrees)


def copied(command: SendNoteCopy, complaint: KnownComplaint) -> NoteCopySent:
    """Raises Refused."""
    if complaint.note_procedure != NoteProcedure.HELD:
        raise Refused("There is no note to copy: the note procedure was not held.")
    if command.to in complaint.copies:
        raise Refused("This copy has been sent already.")
    return NoteCopySent(to=command.to)
