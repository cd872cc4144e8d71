"""An extra talk between police and citizen: can we help more, does she feel safer?"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.attempts import AttemptKind, FollowUpAttemptMade, RecordAttempt, attempted
from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import Event, Frozen, Personal, Role
from domain.facts import KnownContact
from domain.follow_up_opening import Cause, FollowUpOpened, OpenFollowUp, opened
from domain.words import Day, Flag, Line, Words

__all__ = [  # of this topic, and told in a module of their own
    "AttemptKind",
    "Cause",
    "FollowUpAttemptMade",
    "FollowUpOpened",
    "OpenFollowUp",
    "RecordAttempt",
]


class TalkMode(StrEnum):
    PHONE = "PHONE"
    IN_PERSON = "IN_PERSON"


class FollowUpPlanned(Event):
    mode: TalkMode
    officer: str
    on: date


class FollowUpClaimed(Event):
    officer: str


class FollowUpReleased(Event):
    pass


class ReassuranceTalkHeld(Event):
    mode: TalkMode
    more_help: bool | None = None
    solved: bool | None = None
    safer: bool | None = None
    note: Personal | None = None


class FollowUpDeclined(Event):
    pass


class FollowUpClosed(Event):
    reason: str


class PlanFollowUp(Command):
    mode: TalkMode
    officer: Line
    on: Day


class ClaimFollowUp(Command):
    """Before calling, so that two officers never call the same citizen."""


class ReleaseFollowUp(Command):
    """By whoever claimed it, or a supervisor."""


class RecordTalk(Command):
    """Also after the follow-up has left the queue; the last talk counts."""

    mode: TalkMode
    more_help: Flag | None = None
    solved: Flag | None = None
    safer: Flag | None = None
    note: Words | None = None


class DeclineFollowUp(Command):
    """The citizen feels no need of it: a good outcome."""


class CloseFollowUp(Command):
    reason: Line


class FollowUp(Frozen):
    contact: UUID
    party: UUID | None
    district: str
    victim: bool
    cause: Cause
    due: date
    plan: FollowUpPlanned | None = None
    attempts: tuple[AttemptKind, ...] = ()


class Waiting(FollowUp):
    """In the queue, as long as its contact is effective."""

    claimed_by: str | None = None


class Ended(FollowUp):
    """By talk, decline or closing. Claimed by nobody; another talk may come."""

    talk: ReassuranceTalkHeld | None = None  # the last
    declined: bool = False
    closed: str | None = None  # the reason


def decide(  # noqa: C901, PLR0911 - one case for each command
    follow_up: Waiting | Ended | None,
    command: OpenFollowUp
    | PlanFollowUp
    | ClaimFollowUp
    | ReleaseFollowUp
    | RecordAttempt
    | RecordTalk
    | DeclineFollowUp
    | CloseFollowUp,
    circumstances: Circumstances,
) -> Event:
    match command, follow_up:
        case OpenFollowUp(), None:
            return opened(command, circumstances)
        case OpenFollowUp(), _:
            raise Refused("The follow-up is already open.")
        case RecordTalk(), _:
            return _talk(follow_up, command, circumstances)
        case PlanFollowUp(mode=mode, officer=officer, on=on), _:
            _mine(follow_up, circumstances)
            return FollowUpPlanned(mode=mode, officer=officer, on=on)
        case ClaimFollowUp(), _:
            if _mine(follow_up, circumstances).claimed_by:
                raise Refused("You have claimed this follow-up already.")
            return FollowUpClaimed(officer=circumstances.by.id)
        case ReleaseFollowUp(), _:
            _may_release(_waiting(follow_up, circumstances), circumstances)
            return FollowUpReleased()
        case RecordAttempt(), _:
            waiting = _mine(follow_up, circumstances)
            contact = _contact(waiting, circumstances)
            return attempted(command, contact, waiting.party, circumstances)
        case DeclineFollowUp(), _:
            _mine(follow_up, circumstances)
            return FollowUpDeclined()
        case CloseFollowUp(reason=reason), _:
            _mine(follow_up, circumstances)
            return FollowUpClosed(reason=reason)


def _waiting(
    follow_up: Waiting | Ended | None, circumstances: Circumstances
) -> Waiting:
    match follow_up:
        case None:
            raise Refused("There is no follow-up with this id.")
        case Ended():
            raise Refused("The follow-up has ended: only a talk can be recorded.")
        case Waiting() if not _contact(follow_up, circumstances).effective:
            raise Refused(
                "The contact is withdrawn or a duplicate: only a talk can be recorded."
            )
    return follow_up


def _mine(follow_up: Waiting | Ended | None, circumstances: Circumstances) -> Waiting:
    waiting = _waiting(follow_up, circumstances)
    if waiting.claimed_by not in (None, circumstances.by.id):
        raise Refused("Somebody else has claimed this follow-up.")
    return waiting


def _may_release(waiting: Waiting, circumstances: Circumstances) -> None:
    if not waiting.claimed_by:
        raise Refused("Nobody has claimed this follow-up.")
    if circumstances.by.role != Role.SUPERVISOR:
        _mine(waiting, circumstances)


def _talk(
    follow_up: Waiting | Ended | None,
    command: RecordTalk,
    circumstances: Circumstances,
) -> ReassuranceTalkHeld:
    if follow_up is None:
        raise Refused("There is no follow-up with this id.")
    claimed = isinstance(follow_up, Waiting) and follow_up.claimed_by
    if claimed and _contact(follow_up, circumstances).effective:
        _mine(follow_up, circumstances)
    about, note = follow_up.contact, command.note
    return ReassuranceTalkHeld(
        mode=command.mode,
        more_help=command.more_help,
        solved=command.solved,
        safer=command.safer,
        note=None if note is None else Personal(about=about, text=note),
    )


def _contact(follow_up: FollowUp, circumstances: Circumstances) -> KnownContact:
    return circumstances.the(KnownContact, follow_up.contact, "contact")


def evolve(  # noqa: PLR0911 - one case for each event
    follow_up: Waiting | Ended | None,
    event: FollowUpOpened
    | FollowUpPlanned
    | FollowUpClaimed
    | FollowUpReleased
    | FollowUpAttemptMade
    | ReassuranceTalkHeld
    | FollowUpDeclined
    | FollowUpClosed,
) -> Waiting | Ended:
    if isinstance(event, FollowUpOpened):
        return Waiting(**dict(event))
    if follow_up is None:
        raise LookupError("A follow-up begins when it is opened.")
    match event:
        case FollowUpPlanned():
            return follow_up.model_copy(update={"plan": event})
        case FollowUpClaimed(officer=officer):
            return follow_up.model_copy(update={"claimed_by": officer})
        case FollowUpReleased():
            return follow_up.model_copy(update={"claimed_by": None})
        case FollowUpAttemptMade(kind=kind):
            attempts = (*follow_up.attempts, kind)
            return follow_up.model_copy(update={"attempts": attempts})
        case ReassuranceTalkHeld():
            return _ended(follow_up, talk=event)
        case FollowUpDeclined():
            return _ended(follow_up, declined=True)
        case FollowUpClosed(reason=reason):
            return _ended(follow_up, closed=reason)


def _ended(follow_up: Waiting | Ended, **how: object) -> Ended:
    known = {name: value for name, value in follow_up if name != "claimed_by"}
    return Ended(**{**known, **how})


follow_ups = Decider(decide, evolve, first=OpenFollowUp)
