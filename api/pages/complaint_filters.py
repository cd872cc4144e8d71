"""What can be asked of the lists of complaints, by its name in the address."""

from datetime import date, timedelta
from enum import StrEnum

from domain.complaint_kinds import ComplaintKind
from domain.event import Frozen
from domain.places import District
from domain.words import Day
from projections.complaint_clocks import Clock


class Open(StrEnum):
    OPEN = "aabne"
    CLOSED = "afsluttede"


class RegisterAsked(Frozen):
    """The days of the form are both included."""

    kreds: District | None = None
    slags: ComplaintKind | None = None
    status: Open | None = None
    fra: Day | None = None
    til: Day | None = None

    @property
    def is_open(self) -> bool | None:
        return None if self.status is None else self.status is Open.OPEN

    @property
    def received_to(self) -> date | None:
        """The first day that is not included any more."""
        return self.til and self.til + timedelta(days=1)


class Due(StrEnum):
    OVER = "over"
    NOT_OVER = "ikke-over"


class ClocksAsked(Frozen):
    kreds: District | None = None
    frist: Clock | None = None
    status: Due | None = None

    @property
    def overdue(self) -> bool | None:
        return None if self.status is None else self.status is Due.OVER
