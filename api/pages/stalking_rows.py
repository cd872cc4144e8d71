"""What a course's timeline shows: the same rows for its picture and its table."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from api.course_shown import HistoryShown
from api.pages import danish
from api.pages.templates import plural
from domain.calendar import COPENHAGEN, danish_day
from domain.stalking_summary import OrderTold


class Sort(StrEnum):
    CONTACT = "CONTACT"
    ACT = "ACT"
    DECISION = "DECISION"
    SERVICE = "SERVICE"
    BREACH = "BREACH"


LANES = {  # those of acts are called by their kind
    Sort.CONTACT: "Henvendelser",
    Sort.DECISION: "Afgørelser",
    Sort.SERVICE: "Forkyndelser",
    Sort.BREACH: "Meldt overtrådt",
}


@dataclass(frozen=True)
class Mark:
    """Without anybody's words, so that a picture of it may be kept."""

    at: datetime
    sort: Sort
    lane: str
    what: str
    count: int = 1
    number: str | None = None  # of the contact that tells of it
    contact: UUID | None = None
    timed: bool = True  # else only the day is known

    @property
    def day(self) -> date:
        return danish_day(self.at)


def rows_of(history: HistoryShown) -> tuple[Mark, ...]:
    """By time. Acts stand where the contact that tells of them was received."""
    orders = history.summary.orders
    kinds = {each.order: danish.ORDERS[each.kind] for each in orders}
    marks = [*_contacts(history), *(m for each in orders for m in _order(each))]
    marks += [
        Mark(
            breach.received_at,
            Sort.BREACH,
            LANES[Sort.BREACH],
            kinds[breach.order] + (", henvendelsen er udeladt" * breach.excluded),
            number=breach.number,
            contact=breach.contact,
        )
        for breach in history.breaches
    ]
    return tuple(sorted(marks, key=lambda mark: mark.at))


def lanes_of(rows: tuple[Mark, ...]) -> list[str]:
    """From above: contacts, acts in the order in which they first came, orders."""
    order = list(Sort)
    first = sorted(rows, key=lambda mark: order.index(mark.sort))
    return list(dict.fromkeys(mark.lane for mark in first))


def _contacts(history: HistoryShown) -> Iterator[Mark]:
    for each in history.contacts:
        contact = Mark(
            each.received_at,
            Sort.CONTACT,
            LANES[Sort.CONTACT],
            danish.CHANNELS[each.channel],
            number=each.number,
            contact=each.id,
        )
        yield contact
        for act in each.acts:
            yield replace(
                contact,
                sort=Sort.ACT,
                lane=danish.ACTS[act.kind],
                what=plural(act.count, "gang", "gange"),
                count=act.count,
            )


def _order(order: OrderTold) -> Iterator[Mark]:
    kind = danish.ORDERS[order.kind]
    if order.decided:
        what = f"{kind}: {'givet' if order.granted else 'afslået'}"
        at = _midnight(order.decided)
        yield Mark(at, Sort.DECISION, LANES[Sort.DECISION], what, timed=False)
    if order.served:
        yield Mark(order.served, Sort.SERVICE, LANES[Sort.SERVICE], kind)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)
