"""Which share of the complaints was upheld, and of which of them?

A figure of the complaint overview: there are six rates for one year, and each is true
only with its basis beside it.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from domain.complaint_kinds import Group
from domain.event import Frozen
from domain.figures import per_cent
from domain.places import DISTRICTS
from projections.complaint_overview import COUNTED, By, Row, overview
from projections.projection import Rows

RATE = (
    "Complaint rate, version 1. Unit: complaints, each counted once and by the gravest"
    " outcome of its allegations. Numerator {numerator}, of {group} complaints; basis"
    " {basis}, of the same group; in per cent, rounded half up. A partly reversed"
    " disposition is not in reversed." + COUNTED
)


class Numerator(StrEnum):
    CRITICISED = "criticised"
    CRITICISED_OR_REGRETTABLE = "criticised_or_regrettable"
    REVERSED = "reversed"


class Basis(StrEnum):
    RECEIVED = "received"
    CONCLUDED = "concluded"
    DECIDED = "decided"


class Rate(Frozen):
    """Counts of complaints; the rate in per cent, None without a denominator."""

    numerator: int
    denominator: int
    rate: float | None


def rate(
    db: Rows,
    numerator: Numerator,
    basis: Basis,
    *,
    since: date | None = None,
    until: date | None = None,
) -> Rate:
    """Of the numerator's own group; the exact fraction is rounded only once."""
    rows = overview(db, by=By.KIND, since=since, until=until).rows
    return _rate_of(rows, numerator, basis)


def by_district(
    db: Rows,
    numerator: Numerator,
    basis: Basis,
    *,
    since: date | None = None,
    until: date | None = None,
) -> dict[str, Rate]:
    """All twelve districts, also those without a complaint."""
    rows = overview(db, by=By.DISTRICT, since=since, until=until).rows
    return {
        district: _rate_of(
            (row for row in rows if row.district == district), numerator, basis
        )
        for district in DISTRICTS
    }


def group_of(numerator: Numerator) -> Group:
    if numerator == Numerator.REVERSED:
        return Group.DISPOSITION
    return Group.BEHAVIOUR


def definition_of(numerator: Numerator, basis: Basis) -> str:
    return RATE.format(
        numerator=numerator.value, group=group_of(numerator).value, basis=basis.value
    )


def _rate_of(rows: Iterable[Row], numerator: Numerator, basis: Basis) -> Rate:
    own = [row for row in rows if row.group == group_of(numerator)]
    part = sum(_counted(row, numerator) for row in own)
    whole = sum(int(getattr(row, basis.value)) for row in own)
    return Rate(numerator=part, denominator=whole, rate=per_cent(part, whole))


def _counted(row: Row, numerator: Numerator) -> int:
    match numerator:
        case Numerator.CRITICISED:
            return row.criticised
        case Numerator.CRITICISED_OR_REGRETTABLE:
            return row.criticised + row.regrettable_or_inappropriate
        case Numerator.REVERSED:
            return row.reversed
