"""Which steps a complaint may take next: those that `decide` would not refuse."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.calendar import danish_day
from domain.complaint_kinds import (
    AppealOutcome,
    CopyRecipient,
    NoticeRecipient,
    Outcome,
    Recipient,
)
from domain.complaint_outcomes import ToldOutcome
from domain.complaint_states import Complaint
from domain.complaints import (
    AddAllegation,
    ConcludeComplaint,
    ConsentToNoteProcedure,
    DecideAppeal,
    ForwardComplaint,
    HoldNoteProcedure,
    InvestigateComplaint,
    LodgeAppeal,
    OfferNoteProcedure,
    RefuseNoteProcedure,
    ReopenComplaint,
    SendDelayNotice,
    SendNoteCopy,
    WaiveDeadline,
    decide,
    evolve,
)
from domain.decider import Circumstances, Command, Refused

CHOICES: dict[type[Command], type[StrEnum]] = {  # what is chosen in a step
    ForwardComplaint: Recipient,
    SendNoteCopy: CopyRecipient,
    SendDelayNotice: NoticeRecipient,
    ConcludeComplaint: Outcome,
    DecideAppeal: AppealOutcome,
}
NEW = UUID(int=0)  # an allegation that is nowhere yet
Steps = dict[type[Command], list[StrEnum]]


def open_steps(complaint: Complaint, circumstances: Circumstances) -> Steps:
    """Each step that would now be decided and change something, with its choices.

    `decide` is asked about each and nothing is recorded, so that no rule is told twice.
    A choice of ConcludeComplaint is an outcome that each allegation may have.
    """
    steps: Steps = {}
    for command, choice in _tried(complaint, circumstances):
        if _changes(complaint, command, circumstances):
            steps.setdefault(type(command), []).extend([choice] if choice else [])
    return steps


def _changes(complaint: Complaint, command: Any, circumstances: Circumstances) -> bool:
    try:
        event: Any = decide(complaint, command, circumstances)
    except Refused:
        return False
    return evolve(complaint, event) != complaint


def _tried(
    complaint: Complaint, circumstances: Circumstances
) -> Iterator[tuple[Command, StrEnum | None]]:
    yield from ((ForwardComplaint(to=to), to) for to in Recipient)
    yield OfferNoteProcedure(), None
    yield ConsentToNoteProcedure(), None
    yield RefuseNoteProcedure(), None
    yield HoldNoteProcedure(note="said", agrees=True), None
    yield from ((SendNoteCopy(to=to), to) for to in CopyRecipient)
    yield WaiveDeadline(reason="said"), None
    yield InvestigateComplaint(), None
    yield from ((SendDelayNotice(to=to), to) for to in NoticeRecipient)
    yield AddAllegation(id=NEW, category="SAID"), None
    today = danish_day(circumstances.at)
    for outcome in Outcome:
        each = (
            ToldOutcome(allegation=allegation.id, outcome=outcome)
            for allegation in complaint.allegations
        )
        yield ConcludeComplaint(on=today, outcomes=tuple(each)), outcome
    yield ReopenComplaint(reason="said"), None
    yield LodgeAppeal(), None
    yield from ((DecideAppeal(outcome=outcome), outcome) for outcome in AppealOutcome)
