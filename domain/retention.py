"""What need not be kept any longer? The rules propose, a custodian decides.

A period begins with the last thing recorded, in the contact or complaint itself or in
anything that names it: a course, a follow-up, an audit, a complaint keeps it alive. A
citizen is kept as long as anything that names her.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.calendar import danish_day
from domain.citizens import CitizenIdentified
from domain.complaint_receiving import ComplaintReceived
from domain.contacts import ContactCorrected, ContactRegistered
from domain.erasure import FIRST_YEAR, Reference
from domain.event import Event, Frozen, Recorded, inside
from domain.ids import searches_of
from domain.intake import IntakeSettled
from domain.kinds import ContactKind
from domain.people import Party
from domain.purposes import Regime, regime_of
from domain.stalking_courses import StalkingCourseOpened


class What(StrEnum):
    CONTACT = "CONTACT"
    COMPLAINT = "COMPLAINT"
    COURSE = "COURSE"
    INTAKE = "INTAKE"
    CITIZEN = "CITIZEN"
    SEARCHES = "SEARCHES"  # of a Danish year, in the access log


class Rule(Frozen):
    """`source` says where the period is from, or why there is none: then all is kept.
    The first rule that fits is the one.
    """

    name: Reference
    what: What
    regime: Regime | None = None  # both, without it
    kinds: tuple[str, ...] = ()  # all, without any
    years: Annotated[int, Field(ge=1, le=100)] | None = None
    source: str

    def fits(self, kept: "Kept") -> bool:
        return (
            self.what is kept.what
            and self.regime in (None, kept.regime)
            and (not self.kinds or kept.kind in self.kinds)
        )


class Kept(Frozen):
    """`kind` is of a contact or complaint, or why an intake was settled."""

    what: What
    number: str | None = None
    kind: str | None = None
    told: Regime | None = None  # as told; else it follows from the kind
    regime: Regime


class Due(Frozen):
    """Something whose period is over since a Danish day."""

    id: UUID
    number: str | None  # of searches, their year
    rule: Rule
    last: date
    since: date

    @property
    def called(self) -> str:
        return self.number or str(self.id)


class Ledger:
    """Hears every event once, oldest first, and reads no words."""

    def __init__(self) -> None:
        self._kept: dict[UUID, Kept] = {}
        self._last: dict[UUID, datetime] = {}
        self._named_by = defaultdict[UUID, set[UUID]](set)

    def hear(self, recorded: Recorded[Event]) -> None:
        id, event, at = recorded.id, recorded.event, recorded.registered_at
        if at >= self._last.get(id, at):
            self._last[id] = at
        for part in inside(event):
            if isinstance(part, UUID) and part in self._kept and part != id:
                self._named_by[part].add(id)
        for citizen in _citizens_in(
            event
        ):  # who may be identified by this very contact
            self._named_by[citizen].add(id)
        if kept := _kept(event):
            self._kept[id] = kept
        match event:
            case ContactCorrected(field="kind" | "regime" as field, new=new):
                self._kept[id] = _corrected(self._kept[id], field, new)

    def due(self, rules: Sequence[Rule], today: date) -> Iterator[Due]:
        """What no rule fits is kept."""
        over: set[UUID] = set()
        citizens = []
        for id, kept in self._kept.items():
            if kept.what is What.CITIZEN:
                citizens.append(id)
            elif due := _due(id, kept, rules, danish_day(self._rested(id)), today):
                over.add(id)
                yield due
        for id in citizens:
            matters = self._matters(id)
            if matters <= over:
                kept = self._kept[id].model_copy(update={"regime": self._law(matters)})
                rested = max(map(self._rested, (id, *self._named_by[id])))
                if due := _due(id, kept, rules, danish_day(rested), today):
                    yield due

    def _rested(self, id: UUID) -> datetime:
        return max(self._last[each] for each in (id, *self._named_by.get(id, ())))

    def _matters(self, citizen: UUID) -> set[UUID]:
        """The contacts, complaints and courses that name her."""
        return {
            each
            for each in self._named_by.get(citizen, ())
            if each in self._kept and self._kept[each].what is not What.CITIZEN
        }

    def _law(self, matters: Collection[UUID]) -> Regime:
        """Law enforcement's, unless all that names her falls under the other."""
        laws = {self._kept[each].regime for each in matters}
        return Regime.GDPR if laws == {Regime.GDPR} else Regime.LED


def searches_due(rules: Sequence[Rule], today: date) -> Iterator[Due]:
    """Of each Danish year that is over; all of a year are forgotten together."""
    for year in range(FIRST_YEAR, today.year):
        kept = Kept(what=What.SEARCHES, number=str(year), regime=Regime.LED)
        last = date(year, 12, 31)
        if due := _due(searches_of(year), kept, rules, last, today):
            yield due


def _due(
    id: UUID, kept: Kept, rules: Sequence[Rule], last: date, today: date
) -> Due | None:
    rule = next((rule for rule in rules if rule.fits(kept)), None)
    if rule is None or rule.years is None:
        return None
    since = after(last, rule.years)
    if since > today:
        return None
    return Due(id=id, number=kept.number, rule=rule, last=last, since=since)


def _kept(event: Event) -> Kept | None:
    """What begins to be kept with it. Of an intake only a note has words; and what led
    to no contact has nothing to do with an offence (project choice).
    """
    match event:
        case ContactRegistered() | ComplaintReceived():
            contact = isinstance(event, ContactRegistered)
            return Kept(
                what=What.CONTACT if contact else What.COMPLAINT,
                number=event.number,
                kind=event.kind,
                told=event.regime,
                regime=event.law,
            )
        case CitizenIdentified():
            return Kept(what=What.CITIZEN, regime=Regime.LED)
        case StalkingCourseOpened():
            return Kept(what=What.COURSE, regime=Regime.LED)
        case IntakeSettled(reason=reason):
            return Kept(what=What.INTAKE, kind=reason, regime=Regime.GDPR)
    return None


def _citizens_in(event: Event) -> Iterator[UUID]:
    match event:
        case ContactRegistered(parties=parties):
            people = list(parties)
        case ContactCorrected(field="parties", new=list(told)):
            people = [Party.model_validate(each) for each in told]
        case ComplaintReceived(complainant=party):
            people = [party]
        case _:
            return
    yield from (each.citizen for each in people if each.citizen)


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
