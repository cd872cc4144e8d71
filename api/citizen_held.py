"""What a citizen is handed of all that is held about her: hers, and nobody else's.

These models are the list of what it may hold: no name, id or word of other people.
"""

from datetime import date, datetime
from uuid import UUID

from api.contact_shown import Status
from domain.complaint_kinds import ComplaintKind, Outcome
from domain.disclosures import Operation
from domain.erasure import Basis, Progress
from domain.event import Frozen, Role
from domain.follow_ups import AttemptKind, TalkMode
from domain.kinds import Channel, ContactKind, Decision
from domain.people import PartyRole, SafeContact
from domain.purposes import Purpose, Regime
from domain.restraining_orders import OrderKind


class Particulars(Frozen):
    cpr: str | None
    name: str | None
    phone: str | None
    email: str | None
    address: str | None  # never where it is protected: paper is read by others too
    birthday: str | None


class Herself(Particulars):
    id: UUID
    address_protected: bool
    safe_contact: SafeContact
    links: int  # to records that are taken for hers; each is asked for by itself
    forgotten: bool


class AsParty(Particulars):
    role: PartyRole


class Decided(Frozen):
    at: datetime
    decision: Decision
    reason: str | None
    text: str | None


class ContactHeld(Frozen):
    """`withheld` says that there are words, which concern others too."""

    number: str
    status: Status
    received_at: datetime
    registered_at: datetime
    channel: Channel
    district: str
    kind: ContactKind
    regime: Regime
    she: list[AsParty]
    narrative: str | None
    place: str | None
    supplements: list[str]
    dispositions: list[Decided]
    evidence: int  # annexes
    withheld: bool
    forgotten: bool


class TalkHeld(Frozen):
    at: datetime
    mode: TalkMode
    more_help: bool | None
    solved: bool | None
    safer: bool | None


class FollowUpHeld(Frozen):
    contact: str  # its number
    opened_at: datetime
    district: str
    due: date
    attempts: list[tuple[datetime, AttemptKind]]
    talks: list[TalkHeld]


class CourseHeld(Frozen):
    """In which she is the one who is followed."""

    opened_at: datetime
    district: str
    contacts: list[str]  # numbers of those above
    orders: list[OrderKind]


class ComplaintHeld(Frozen):
    number: str
    received_on: date
    matter_on: date
    kind: ComplaintKind
    district: str
    categories: list[str]
    text: str | None
    concluded_on: date | None
    outcome: Outcome | None


class ErasureHeld(Frozen):
    """What was to go of hers, by number. `withheld` says that more is known, which may
    tell of others who are named with her, or who asked.
    """

    progress: Progress
    requested_at: datetime
    basis: Basis | None
    rule: str | None  # of retention
    herself: bool
    contacts: list[str]
    complaints: list[str]
    courses: int
    decided_at: datetime | None
    refused_because: str | None
    no_backup_from: date | None
    withheld: bool


class Wrote(Frozen):
    at: datetime
    operation: Operation
    what: str
    officer: str
    role: Role
    district: str | None


class Looked(Frozen):
    at: datetime
    operation: Operation
    view: str
    fields: list[str]
    purpose: Purpose
    recipient: str | None
    behind_broken_glass: bool
    officer: str
    role: Role
    district: str | None


class Held(Frozen):
    """`position` is the archive's, `log_position` the access log's."""

    made_at: datetime
    position: int
    log_position: int
    citizen: Herself
    contacts: list[ContactHeld]
    follow_ups: list[FollowUpHeld]
    courses: list[CourseHeld]
    complaints: list[ComplaintHeld]
    erasures: list[ErasureHeld]
    written: list[Wrote]
    looked: list[Looked]
