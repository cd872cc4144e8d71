"""What is known of a contact, corrections included; other topics may ask for it."""

from uuid import UUID

from domain.event import Frozen, Personal
from domain.kinds import ActKind, Channel, ContactKind, Decision, LateReason, Patrol
from domain.media import MediaType
from domain.people import Party
from domain.purposes import Regime, regime_of
from domain.words import Moment


class Act(Frozen):
    kind: ActKind
    count: int


class Evidence(Frozen):
    annex: int
    description: Personal
    sha256: str | None = None


class Facts(Frozen):
    """The fields of a registration, as they stand."""

    number: str
    received_at: Moment
    channel: Channel
    district: str  # codes change with the years, and what was true then stays
    municipality: str | None = None
    kind: ContactKind
    narrative: Personal
    place: Personal | None = None
    feels_unsafe: bool = False
    patrol: Patrol = Patrol.NOT_NEEDED
    told_to_stop: bool = False
    acts: tuple[Act, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    parties: tuple[Party, ...] = ()
    late_reason: LateReason | None = None
    regime: Regime | None = None  # as told; see law
    source: str | None = None  # a foreign number
    intake: UUID | None = None  # that it answers

    @property
    def law(self) -> Regime:
        return self.regime or regime_of(self.kind)

    def party(self, id: UUID) -> Party | None:
        return next((party for party in self.parties if party.id == id), None)


class Disposition(Frozen):
    """What the police decided, and why."""

    decision: Decision
    reason: str
    text: Personal | None = None


class Attachment(Frozen):
    """A file whose bytes are kept, sealed, outside the archive."""

    annex: int
    description: Personal
    sha256: str
    size: int  # bytes
    media_type: MediaType


class KnownContact(Frozen):
    """A contact and what has been added to it. It counts only while it is effective."""

    facts: Facts
    supplements: tuple[Personal, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    journal_numbers: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    duplicates: frozenset[UUID] = frozenset()  # contacts that are noted as such

    @property
    def effective(self) -> bool:
        return True
