"""What the page of complaint figures shows, each group of complaints apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self
from urllib.parse import urlencode

from pydantic import Field

from api import complaint_figures as doors
from api.needs import Reading
from api.pages import danish
from api.pages.periods import Days
from domain.complaint_kinds import ComplaintKind, Group, group_of
from domain.event import By as Whoever
from domain.event import Role
from domain.funnel import Compared, Funnel, Mark, funnel
from domain.places import DISTRICTS
from projections import complaint_rates
from projections.complaint_overview import By, Figures, Row
from projections.complaint_rates import Basis, Numerator, Rate, by_district
from projections.complaint_series import Period, Series, series

REGISTER = "/klager/register"
NOTHING = Figures(**dict.fromkeys(Figures.model_fields, 0))


class Asked(Days):
    by: By = Field(By.DISTRICT, alias="fordelt")
    numerator: Numerator | None = Field(None, alias="taeller")
    basis: Basis | None = Field(None, alias="grundlag")


class Line(NamedTuple):
    name: str
    counts: Figures
    register: str | None  # where these complaints are listed, for whoever may see them


class Table(NamedTuple):
    group: Group
    lines: list[Line]
    total: Figures


@dataclass(frozen=True)
class Share:
    """The rate of the country and of each district, and what chance explains of it."""

    numerator: Numerator
    basis: Basis
    group: Group
    country: Rate
    districts: dict[str, Rate]
    funnel: Funnel | None

    @property
    def compared(self) -> dict[str, Compared]:
        return {each.name: each for each in self.funnel.places} if self.funnel else {}

    @property
    def outside(self) -> list[str]:
        places = self.compared.values()
        return [DISTRICTS[p.name] for p in places if p.mark is not Mark.INSIDE]


@dataclass(frozen=True)
class Shown:
    asked: Asked
    tables: list[Table]
    series: Series
    share: Share | None

    @classmethod
    def of(cls, models: Reading, by: Whoever, asked: Asked) -> Self:
        since, until = asked.since, asked.until
        counted = doors.overview(models, by, since, until, asked.by)
        return cls(
            asked,
            [_table(group, counted.rows, by, asked) for group in Group],
            series(models.db, since=since, until=until),
            _share(models, by, asked),
        )

    @property
    def empty(self) -> bool:
        return not self.series.periods

    def periods(self, group: Group) -> tuple[Period, ...]:
        return tuple(each for each in self.series.periods if each.group == group)


def _table(group: Group, rows: list[Row], by: Whoever, asked: Asked) -> Table:
    known = {getattr(row, asked.by.value): row for row in rows if row.group == group}
    lines = [
        Line(name, known.get(key, NOTHING), _register(by, asked, key))
        for key, name in _names(asked.by, group, known)
    ]
    total = Figures(
        **{
            name: sum(getattr(line.counts, name) for line in lines)
            for name in Figures.model_fields
        }
    )
    return Table(group, lines, total)


def _names(by: By, group: Group, known: dict[str, Row]) -> Iterator[tuple[str, str]]:
    """Every district and every kind, also where nobody complained."""
    match by:
        case By.DISTRICT:
            yield from DISTRICTS.items()
        case By.KIND:
            for kind in ComplaintKind:
                if group_of(kind) == group:
                    yield kind, danish.COMPLAINT_KINDS[kind]
        case By.CATEGORY:
            for category in known:
                yield category, danish.category(category)


def _register(by: Whoever, asked: Asked, key: str) -> str | None:
    """A supervisor may read of the own district alone, and an officer of none."""
    name = {By.DISTRICT: "kreds", By.KIND: "slags"}.get(asked.by)
    own = by.role == Role.SUPERVISOR and name == "kreds" and key == by.district
    if not name or not (own or by.role == Role.AUTHORITY):
        return None
    days = {"fra": asked.since, "til": asked.last}
    told = {name: key} | {name: day for name, day in days.items() if day}
    return f"{REGISTER}?{urlencode(told)}"


def _share(models: Reading, by: Whoever, asked: Asked) -> Share | None:
    if not asked.numerator or not asked.basis:
        return None
    which, since, until = (asked.numerator, asked.basis), asked.since, asked.until
    districts = by_district(models.db, *which, since=since, until=until)
    counts = {name: (one.numerator, one.denominator) for name, one in districts.items()}
    return Share(
        *which,
        complaint_rates.group_of(asked.numerator),
        doors.rate(models, by, *which, since, until),
        districts,
        funnel(counts),
    )
