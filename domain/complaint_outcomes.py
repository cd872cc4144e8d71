"""How a complaint ends: allegation by allegation, by whom the law says, and once."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from domain.calendar import danish_day
from domain.complaint_facts import (
    AllegationOutcome,
    Conclusion,
    KnownComplaint,
)
from domain.complaint_kinds import (
    AFTER_INVESTIGATION,
    APPEALED_TO,
    DECIDED,
    OF_DISPOSITIONS,
    OF_THE_AUTHORITY,
    AppealOutcome,
    Group,
    Outcome,
    Recipient,
)
from domain.decider import Circumstances, Command, Refused
from domain.event import Event, Frozen, Role
from domain.words import Day, Line


class ComplaintConcluded(Conclusion, Event):
    pass


class ComplaintReopened(Event):
    reason: str


class ComplaintAppealLodged(Event):
    to: Recipient
    on: date


class ComplaintAppealDecided(Event):
    outcome: AppealOutcome
    on: date


class ToldOutcome(Frozen):
    allegation: UUID
    outcome: Outcome


def _each_once(outcomes: tuple[ToldOutcome, ...]) -> tuple[ToldOutcome, ...]:
    if len({each.allegation for each in outcomes}) < len(outcomes):
        raise PydanticCustomError("twice", "Give each allegation one outcome")
    return outcomes


class ConcludeComplaint(Command):
    """With one outcome for each allegation; a behaviour complaint by the Authority."""

    on: Day
    outcomes: Annotated[
        tuple[ToldOutcome, ...],
        Field(min_length=1, max_length=1000),
        AfterValidator(_each_once),
    ]


class ReopenComplaint(Command):
    """It leaves the figures of what is concluded until it is concluded again."""

    reason: Line


class LodgeAppeal(Command):
    """Of a disposition; `to` and `on` are by default the law's instance, and today."""

    to: Recipient | None = None
    on: Day | None = None


class DecideAppeal(Command):
    """It is final; `on` is by default today."""

    outcome: AppealOutcome
    on: Day | None = None


def concluded(
    command: ConcludeComplaint,
    complaint: KnownComplaint,
    circumstances: Circumstances,
) -> ComplaintConcluded:
    """Raises Refused."""
    by_the_authority(complaint, circumstances)
    _in_its_time(command.on, complaint.facts.received_on, circumstances)
    told = {each.allegation for each in command.outcomes}
    if told != {each.id for each in complaint.allegations}:
        raise Refused("Give an outcome for each allegation of this complaint.")
    for each in command.outcomes:
        _fits(each.outcome, complaint)
    return ComplaintConcluded(
        on=command.on,
        outcomes=tuple(AllegationOutcome(**dict(each)) for each in command.outcomes),
    )


def by_the_authority(complaint: KnownComplaint, circumstances: Circumstances) -> None:
    """Raises Refused where only the Authority may conclude, and somebody else asks."""
    alone = complaint.facts.kind in OF_THE_AUTHORITY
    if alone and circumstances.by.role != Role.AUTHORITY:
        raise Refused(
            "The Independent Police Complaints Authority alone concludes this complaint."
        )


def _fits(outcome: Outcome, complaint: KnownComplaint) -> None:
    if complaint.time_barred and outcome != Outcome.TIME_BARRED:
        raise Refused(
            "Received more than six months after the matter: it is TIME_BARRED"
            " unless the Authority waives the deadline."
        )
    if outcome not in _scale(complaint.facts.group):
        raise Refused("This outcome does not belong to this kind of complaint.")
    if outcome in AFTER_INVESTIGATION and not complaint.investigated:
        raise Refused("It is decided after investigation: investigate it first.")
    agreed = complaint.note is not None and complaint.note.agrees
    if outcome == Outcome.NOTE_PROCEDURE and not agreed:
        raise Refused(
            "NOTE_PROCEDURE needs one that was held, and that the complainant"
            " agrees with."
        )


def _scale(group: Group) -> list[Outcome]:
    own = {
        Group.BEHAVIOUR: (*AFTER_INVESTIGATION, Outcome.NOTE_PROCEDURE),
        Group.DISPOSITION: OF_DISPOSITIONS,
        Group.OTHER: (),
    }[group]
    closings = set(Outcome) - {*DECIDED, Outcome.NOTE_PROCEDURE}
    return [*own, *closings]


def lodged(
    command: LodgeAppeal,
    complaint: KnownComplaint,
    conclusion: Conclusion,
    circumstances: Circumstances,
) -> ComplaintAppealLodged:
    """Raises Refused."""
    to = APPEALED_TO.get(complaint.facts.kind)
    if to is None:
        raise Refused("This conclusion is final: only a disposition can be appealed.")
    if command.to not in (None, to):
        raise Refused(f"An appeal of this complaint goes to {to}.")
    on = command.on or danish_day(circumstances.at)
    _in_its_time(on, conclusion.on, circumstances)
    return ComplaintAppealLodged(to=to, on=on)


def appeal_decided(
    command: DecideAppeal, lodged_on: date, circumstances: Circumstances
) -> ComplaintAppealDecided:
    """Raises Refused."""
    on = command.on or danish_day(circumstances.at)
    _in_its_time(on, lodged_on, circumstances)
    return ComplaintAppealDecided(outcome=command.outcome, on=on)


def _in_its_time(on: date, earliest: date, circumstances: Circumstances) -> None:
    if on > danish_day(circumstances.at):
        raise Refused("This day is in the future.")
    if on < earliest:
        raise Refused("This day is before what it follows from.")
