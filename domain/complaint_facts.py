"""What is known of a complaint: what was received, and what was added to it."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.complaint_deadlines import last_filing_day
from domain.complaint_kinds import (
    ComplaintKind,
    CopyRecipient,
    Group,
    NoticeRecipient,
    Outcome,
    Recipient,
    Via,
    gravest,
    group_of,
    law_of,
)
from domain.event import Frozen, Personal
from domain.people import Party
from domain.purposes import Regime


class Allegation(Frozen):
    """One of the things complained of; each gets an outcome of its own."""

    id: UUID
    category: str


class ReceivedFacts(Frozen):
    number: str
    received_on: date
    matter_on: date
    kind: ComplaintKind
    district: str  # codes change with the years, and what was true then stays
    via: Via
    contact: UUID | None = None
    complainant: Party
    text: Personal
    allegations: tuple[Allegation, ...]
    regime: Regime | None = None  # as told; see law

    @property
    def late(self) -> bool:
        return self.received_on > last_filing_day(self.matter_on)

    @property
    def law(self) -> Regime:
        return self.regime or law_of(self.kind)

    @property
    def group(self) -> Group:
        return group_of(self.kind)


class NoteProcedure(StrEnum):
    """How far it has come (retsplejeloven § 1019 k)."""

    OFFERED = "OFFERED"
    CONSENTED = "CONSENTED"
    REFUSED = "REFUSED"
    HELD = "HELD"


class Note(Frozen):
    """What the leader wrote; the complainant agrees, or wants the Authority to decide."""

    note: Personal
    agrees: bool


class AllegationOutcome(Frozen):
    allegation: UUID
    outcome: Outcome


class KnownComplaint(Frozen):
    facts: ReceivedFacts
    allegations: tuple[Allegation, ...]
    forwarded: tuple[Recipient, ...] = ()
    waived: str | None = None  # the reason
    note_procedure: NoteProcedure | None = None
    note: Note | None = None
    copies: tuple[CopyRecipient, ...] = ()
    investigated: bool = False
    notices: tuple[NoticeRecipient, ...] = ()

    @property
    def time_barred(self) -> bool:
        return self.facts.late and self.waived is None


class Conclusion(Frozen):
    on: date
    outcomes: tuple[AllegationOutcome, ...]

    @property
    def outcome(self) -> Outcome:
        return gravest(each.outcome for each in self.outcomes)
