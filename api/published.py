"""Figures as they may be published: by district, without counts that could tell of one."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter

from api.composition import Parts
from api.doors import Door
from api.needs import From, OfficerOrAuthority, ReadModels, TheParts, To
from domain.event import Frozen
from domain.small_counts import Sum, hidden
from projections import complaint_overview, follow_up_statistics
from projections.complaint_overview import Overview, overview
from projections.follow_up_statistics import Statistics, statistics

router = APIRouter(prefix="/publication", tags=["publication"], route_class=Door)

TOTAL = "total"
FOLLOW_UPS = {
    "registered": ("by_phone", "in_person", "attempt_only", "declined", "not_started")
}
COMPLAINTS = {
    "received": (),
    "concluded": ("decided", "other_closings"),
    "criticised": (),
    "regrettable_or_inappropriate": (),
    "reversed": (),
    "partly_reversed": (),
}
HIDING = (
    "For publication: counts from 1 to {most} are hidden, and so many others that none"
    " of them follows from what is shown; hidden is null, and not zero. "
)
Columns = Mapping[str, tuple[str, ...]]  # each with the parts it is the sum of


class Row(Frozen):
    """Counts by name; null is hidden. The total is of no district and no group."""

    district: str | None = None
    group: str | None = None
    counts: dict[str, int | None]


class Published(Frozen):
    rows: list[Row]
    total: Row
    hidden: int  # cells
    position: int
    definition: str


@router.get("/follow-ups", summary="Follow-ups by district, small counts hidden")
def follow_ups(
    models: ReadModels,
    by: OfficerOrAuthority,
    parts: TheParts,
    since: From = None,
    until: To = None,
) -> Published:
    counted = statistics(models.db, since=since, until=until)
    definition = follow_up_statistics.DEFINITION
    return _published(counted, FOLLOW_UPS, parts, models.position, definition)


@router.get("/complaints", summary="Complaints by district, small counts hidden")
def complaints(
    models: ReadModels,
    by: OfficerOrAuthority,
    parts: TheParts,
    since: From = None,
    until: To = None,
) -> Published:
    counted = overview(models.db, since=since, until=until)
    definition = complaint_overview.DEFINITION
    return _published(counted, COMPLAINTS, parts, models.position, definition)


def _published(
    counted: Statistics | Overview,
    columns: Columns,
    parts: Parts,
    position: int,
    definition: str,
) -> Published:
    rows: Sequence[Any] = counted.rows
    lines = {_name(row): row for row in rows} | {TOTAL: counted.total}
    names = [name for whole, each in columns.items() for name in (whole, *each)]
    counts = {
        (line, name): getattr(row, name)
        for line, row in lines.items()
        for name in names
    }
    secret = hidden(counts, _sums(list(lines), names, columns), parts.smallest_count)

    def shown(line: str) -> Row:
        of = {
            name: None if (line, name) in secret else counts[line, name]
            for name in names
        }
        row = lines[line]
        return Row(
            district=getattr(row, "district", None),
            group=getattr(row, "group", None),
            counts=of,
        )

    return Published(
        rows=[shown(_name(row)) for row in rows],
        total=shown(TOTAL),
        hidden=len(secret),
        position=position,
        definition=HIDING.format(most=parts.smallest_count - 1) + definition,
    )


def _name(row: Any) -> str:
    return f"{row.district} {getattr(row, 'group', '')}"


def _sums(lines: list[str], names: list[str], columns: Columns) -> list[Sum]:
    across = [
        Sum((line, whole), tuple((line, part) for part in parts))
        for line in lines
        for whole, parts in columns.items()
        if parts
    ]
    down = [
        Sum((TOTAL, name), tuple((line, name) for line in lines if line != TOTAL))
        for name in names
    ]
    return [*across, *down]
