"""What need not be kept any longer? The rules propose, a custodian decides.

A period begins with the last thing recorded, in the contact or complaint itself or in
anything that names it: a course, a follow-up, an audit, a complaint keeps it alive.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.calendar import danish_day
from domain.complaint_receiving import ComplaintReceived
from domain.contacts import ContactCorrected, ContactRegistered
from domain.erasure import Reference
from domain.event import Event, Frozen, Recorded, inside
from domain.kinds import ContactKind
from domain.purposes import Regime, regime_of


class What(StrEnum):
    CONTACT = "CONTACT"
    COMPLAINT = "COMPLAINT"


class Rule(Frozen):
    """`source` says where the period is from. The first rule that fits is the one."""

    name: Reference
    what: What
    regime: Regime | None = None  # both, without it
    kinds: tuple[str, ...] = ()  # all, without any
    years: Annotated[int, Field(ge=1, le=100)]
    source: str

    def fits(self, kept: "Kept") -> bool:
        return (
            self.what is kept.what
            and self.regime in (None, kept.regime)
            and (not self.kinds or kept.kind in self.kinds)
        )


class Kept(Frozen):
    what: What
    number: str
    kind: str
    told: Regime | None  # as told; else it follows from the kind
    regime: Regime


class Due(Frozen):
    """Something whose period is over since a Danish day."""

    id: UUID
    number: str
    rule: Rule
    last: date
    since: date


class Ledger:
    """Hears every event once, oldest first, and reads no words."""

    def __init__(self) -> None:
        self._kept: dict[UUID, Kept] = {}
        self._last: dict[UUID, datetime] = {}
        self._named_by = defaultdict[UUID, set[UUID]](set)

    def hear(self, recorded: Recorded[Event]) -> None:
        id, event = recorded.id, recorded.event
        self._last[id] = max(
            recorded.registered_at, self._last.get(id, recorded.registered_at)
        )
        for part in inside(event):
            if isinstance(part, UUID) and part in self._kept and part != id:
                self._named_by[part].add(id)
        match event:
            case ContactRegistered() | ComplaintReceived():
                contact = isinstance(event, ContactRegistered)
                self._kept[id] = Kept(
                    what=What.CONTACT if contact else What.COMPLAINT,
                    number=event.number,
                    kind=event.kind,
                    told=event.regime,
                    regime=event.law,
                )
            case ContactCorrected(field="kind" | "regime" as field, new=new):
                self._kept[id] = _corrected(self._kept[id], field, new)

    def due(self, rules: Sequence[Rule], today: date) -> Iterator[Due]:
        """What no rule fits is kept."""
        for id, kept in self._kept.items():
            rule = next((rule for rule in rules if rule.fits(kept)), None)
            last = danish_day(
                max(self._last[each] for each in (id, *self._named_by.get(id, ())))
            )
            if rule and (since := after(last, rule.years)) <= today:
                yield Due(id=id, number=kept.number, rule=rule, last=last, since=since)


def _corrected(kept: Kept, field: str, new: object) -> Kept:
    told = kept.model_dump() | {"told" if field == "regime" else "kind": new}
    regime = told["told"] or regime_of(ContactKind(told["kind"]))
    return Kept.model_validate(told | {"regime": regime})


def after(day: date, years: int) -> date:
    """The same day of a later year; of a 29 February that is none, the next one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
