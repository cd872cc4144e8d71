"""Orders that keep a possible offender away: asked for, decided, served, broken."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.calendar import danish_day
from domain.decider import Circumstances, Command, Refused
from domain.event import Event, Frozen
from domain.words import Day, Flag, Line, Moment

SKEW = timedelta(minutes=5)  # between the clocks of the police


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

    def in_force_at(self, moment: datetime) -> bool:
        """Whether it had been served before; nothing is said about its end."""
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


def ordered(
    command: OrderCommand,
    orders: Orders,
    linked: frozenset[UUID],
    circumstances: Circumstances,
) -> OrderEvent:
    """`linked` are the contacts of the course. Raises Refused."""
    match command:
        case RequestOrder(order=order, kind=kind):
            if any(each.order == order for each in orders):
                raise Refused("There is already an order with this id.")
            return RestrainingOrderRequested(order=order, kind=kind)
        case DecideOrder(order=order, granted=granted, on=on):
            _can_be_decided(_the(orders, order), on, circumstances)
            return RestrainingOrderDecided(order=order, granted=granted, on=on)
        case ServeOrder(order=order, served_at=served_at):
            _can_be_served(_the(orders, order), served_at, circumstances)
            return RestrainingOrderServed(order=order, served_at=served_at)
        case AppealOrder(order=order):
            _can_be_appealed(_the(orders, order))
            return RestrainingOrderAppealed(order=order)
        case EndOrder(order=order, reason=reason):
            _can_end(_the(orders, order))
            return RestrainingOrderEnded(order=order, reason=reason)
        case ReportBreach(order=order, contact=contact):
            _can_be_broken(_the(orders, order), contact, linked)
            return RestrainingOrderBreachReported(order=order, contact=contact)


def _the(orders: Orders, id: UUID) -> Order:
    for each in orders:
        if each.order == id:
            return each
    raise Refused("There is no order with this id in the course.")


def _can_be_decided(order: Order, on: date, circumstances: Circumstances) -> None:
    _not_ended(order)
    if order.granted is not None:
        raise Refused("The order is decided already.")
    if on > danish_day(circumstances.at):
        raise Refused("The order can't have been decided in the future.")


def _can_be_served(
    order: Order, served_at: datetime, circumstances: Circumstances
) -> None:
    _not_ended(order)
    if not order.granted or order.decided is None:
        raise Refused("Only a granted order can be served.")
    if order.served is not None:
        raise Refused("The order is served already.")
    if danish_day(served_at) < order.decided:
        raise Refused("The order can't have been served before it was decided.")
    if served_at > circumstances.at + SKEW:
        raise Refused("The order can't have been served in the future.")


def _can_be_appealed(order: Order) -> None:
    if order.granted is None:
        raise Refused("Only a decided order can be appealed.")
    if order.appealed:
        raise Refused("The order is appealed already.")


def _can_end(order: Order) -> None:
    _not_ended(order)
    if order.granted is False:
        raise Refused("The order was not granted: there is nothing to end.")


def _not_ended(order: Order) -> None:
    if order.ended is not None:
        raise Refused("The order has ended.")


def _can_be_broken(order: Order, contact: UUID, linked: frozenset[UUID]) -> None:
    if not order.granted or order.served is None:
        raise Refused("Only an order that is granted and served can be broken.")
    if contact not in linked:
        raise Refused("The contact is not linked to the course: link it first.")
    if contact in order.breaches:
        raise Refused("This breach is reported already.")


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
