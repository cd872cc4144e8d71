"""Breaking the glass: an officer sees what is protected, says why, and is asked later."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import By, Event, Frozen, Personal
from domain.words import Words

# Nobody prescribes these: they are this project's choice.
OPEN_FOR = timedelta(minutes=30)  # for this officer and this subject, nobody else
REVIEWED_WITHIN = timedelta(hours=72)


class Verdict(StrEnum):
    JUSTIFIED = "JUSTIFIED"
    NOT_JUSTIFIED = "NOT_JUSTIFIED"


class GlassBroken(Event):
    """`subject` is a citizen, or with `contact` a party of it who is no citizen yet."""

    subject: UUID
    contact: UUID | None = None
    officer: str
    district: str | None
    reason: Personal
    until: datetime
    review_due: datetime


class GlassReviewed(Event):
    verdict: Verdict
    note: Personal


class BreakGlass(Command):
    """For thirty minutes, and for whoever asks: the protected address of one person.

    `subject` is a citizen, or with `contact` a party of it who is no citizen yet. The
    supervisors of the district are told at once, and one of them reviews it.
    """

    subject: UUID
    contact: UUID | None = None
    reason: Words


class ReviewGlass(Command):
    """By another supervisor of the same district than the one who broke it; once."""

    verdict: Verdict
    note: Words


class Broken(Frozen):
    event: GlassBroken
    review: GlassReviewed | None = None


def decide(
    glass: Broken | None,
    command: BreakGlass | ReviewGlass,
    circumstances: Circumstances,
) -> Event:
    match command, glass:
        case BreakGlass(), None:
            return _broken(command, circumstances)
        case BreakGlass(), _:
            raise Refused("This glass is already broken: break another under a new id.")
        case ReviewGlass(), None:
            raise Refused("No glass was broken under this id.")
        case ReviewGlass(verdict=verdict, note=note), Broken():
            _may_review(glass, circumstances.by)
            about = glass.event.subject
            return GlassReviewed(verdict=verdict, note=Personal(about=about, text=note))


def _broken(command: BreakGlass, circumstances: Circumstances) -> GlassBroken:
    by, at = circumstances.by, circumstances.at
    return GlassBroken(
        subject=command.subject,
        contact=command.contact,
        officer=by.id,
        district=by.district,
        reason=Personal(about=command.subject, text=command.reason),
        until=at + OPEN_FOR,
        review_due=at + REVIEWED_WITHIN,
    )


def _may_review(glass: Broken, by: By) -> None:
    if glass.review:
        raise Refused("This has been reviewed already.")
    if by.id == glass.event.officer:
        raise Refused("You broke this glass yourself: another supervisor reviews it.")
    if by.district != glass.event.district:
        raise Refused("A supervisor of the officer's own district reviews this.")


def evolve(glass: Broken | None, event: GlassBroken | GlassReviewed) -> Broken:
    match event, glass:
        case GlassBroken(), _:
            return Broken(event=event)
        case GlassReviewed(), Broken():
            return glass.model_copy(update={"review": event})
    raise ValueError("a review without a broken glass")


break_glass = Decider(decide, evolve, first=BreakGlass)
