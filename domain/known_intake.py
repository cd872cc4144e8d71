"""What is known of an intake; whoever registers a contact asks whether it is open."""

from enum import StrEnum
from uuid import UUID

from domain.decider import Refused
from domain.event import Frozen, Personal
from domain.kinds import Channel
from domain.words import Moment


class SettledAs(StrEnum):
    """Why no contact is registered for what reached the police."""

    WRONG_NUMBER = "WRONG_NUMBER"
    NOT_A_CONTACT = "NOT_A_CONTACT"
    ANSWERED_ELSEWHERE = "ANSWERED_ELSEWHERE"


class Observed(Frozen):
    """A call or mail, without its words and without anybody's number."""

    source: str
    channel: Channel
    district: str
    at: Moment


class KnownIntake(Observed):
    pass


class Open(KnownIntake):
    pass


class Registered(KnownIntake):
    """For ever: a contact that is withdrawn later stays readable, and is the answer."""

    contact: UUID


class Settled(KnownIntake):
    reason: SettledAs
    note: Personal | None


def still_open(intake: KnownIntake) -> Open:
    """Raises Refused: what reached the police once is answered once."""
    match intake:
        case Registered():
            raise Refused("A contact is already registered for this intake.")
        case Settled():
            raise Refused("The intake is already settled.")
    return Open(**dict(intake))
