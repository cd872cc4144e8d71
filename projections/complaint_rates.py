"""Which share of the complaints was upheld, and of which of them?

A figure of the complaint overview: there are six rates for one year, and each is true
only with its basis beside it.
"""

from datetime import date
from enum import StrEnum

from domain.complaint_kinds import Group
from domain.event import Frozen
from domain.figures import per_cent
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
    group = group_of(numerator)
    rows = [
        row
        for row in overview(db, by=By.KIND, since=since, until=until).rows
        if row.group == group
    ]
    part = sum(_counted(row, numerator) for row in rows)
    whole = sum(int(getattr(row, basis.value)) for row in rows)
    return Rate(numerator=part, denominator=whole, rate=per_cent(part, whole))


def group_of(numerator: Numerator) -> Group:
    if numerator == Numerator.REVERSED:
        return Group.DISPOSITION
    return Group.BEHAVIOUR


def definition_of(numerator: Numerator, basis: Basis) -> str:
    return RATE.format(
        numerator=numerator.value, group=group_of(numerator).value, basis=basis.value
    )


def _counted(row: Row, numerator: Numerator) -> int:
    match numerator:
        case Numerator.CRITICISED:
            return row.criticised
        case Numerator.CRITICISED_OR_REGRETTABLE:
            return row.criticised + row.regrettable_or_inappropriate
        case Numerator.REVERSED:
            return row.reversed
