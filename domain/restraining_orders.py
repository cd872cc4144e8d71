"""Orders that keep a possible offender away: asked for, decided, served, broken."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.calendar import danish_day
from domain.decider import Command
from domain.event import Event, Frozen
from domain.words import Day, Flag, Line, Moment


class OrderKind(StrEnum):
    TILHOLD = "TILHOLD"  # tilholdsloven § 2
    STRAKSTILHOLD = "STRAKSTILHOLD"  # § 2 a: until the final decision comes
    OPHOLDSFORBUD = "OPHOLDSFORBUD"  # §§ 3-4
    BORTVISNING = "BORTVISNING"


class RestrainingOrderRequested(Event):
    order: UUID
    kind: OrderKind


class RestrainingOrderDecided(Event):
    order: UUID
    granted: bool
    on: date


class RestrainingOrderServed(Event):
    order: UUID
    served_at: Moment


class RestrainingOrderAppealed(Event):
    order: UUID


class RestrainingOrderEnded(Event):
    order: UUID
    reason: str


class RestrainingOrderBreachReported(Event):
    """Somebody says so; whether it was one is for a court."""

    order: UUID
    contact: UUID


class RequestOrder(Command):
    """Under an id that the client makes."""

    order: UUID
    kind: OrderKind


class DecideOrder(Command):
    order: UUID
    granted: Flag
    on: Day


class ServeOrder(Command):
    """From then on whoever it is against knows it."""

    order: UUID
    served_at: Moment


class AppealOrder(Command):
    order: UUID


class EndOrder(Command):
    """An order never ends by itself: somebody says when, and why."""

    order: UUID
    reason: Line


class ReportBreach(Command):
    order: UUID
    contact: UUID


class Order(Frozen):
    """What has become of it so far."""

    order: UUID
    kind: OrderKind
    granted: bool | None = None  # None: not decided
    decided: date | None = None
    served: datetime | None = None
    appealed: bool = False
    ended: str | None = None  # the reason
    breaches: tuple[UUID, ...] = ()  # the contacts that tell of them

    @property
    def final_decision_due(self) -> date | None:
        """A warning, never an expiry: if possible within 60 days after service.

        Tilholdsloven § 2 a, stk. 3, for a strakstilhold.
        """
        if self.kind != OrderKind.STRAKSTILHOLD or self.served is None:
            return None
        return danish_day(self.served) + timedelta(days=60)

    @property
    def appeal_until(self) -> date | None:
        """Four weeks after the decision (the first day is unconfirmed)."""
        return self.decided and self.decided + timedelta(weeks=4)

    def served_before(self, moment: datetime) -> bool:
        """Nothing is said about its end."""
        return self.served is not None and moment > self.served


Orders = tuple[Order, ...]
OrderCommand = (
    RequestOrder | DecideOrder | ServeOrder | AppealOrder | EndOrder | ReportBreach
)
OrderEvent = (
    RestrainingOrderRequested
    | RestrainingOrderDecided
    | RestrainingOrderServed
    | RestrainingOrderAppealed
    | RestrainingOrderEnded
    | RestrainingOrderBreachReported
)


def with_order(orders: Orders, event: OrderEvent) -> Orders:
    if isinstance(event, RestrainingOrderRequested):
        return (*orders, Order(order=event.order, kind=event.kind))
    return tuple(
        each.model_copy(update=_change(each, event))
        if each.order == event.order
        else each
        for each in orders
    )


def _change(order: Order, event: OrderEvent) -> dict[str, object]:
    match event:
        case RestrainingOrderRequested():
            return {}
        case RestrainingOrderDecided(granted=granted, on=on):
            return {"granted": granted, "decided": on}
        case RestrainingOrderServed(served_at=served_at):
            return {"served": served_at}
        case RestrainingOrderAppealed():
            return {"appealed": True}
        case RestrainingOrderEnded(reason=reason):
            return {"ended": reason}
        case RestrainingOrderBreachReported(contact=contact):
            return {"breaches": (*order.breaches, contact)}
