"""Which step a restraining order can take next."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from domain.calendar import SKEW, danish_day
from domain.decider import Circumstances, Command, Refused
from domain.restraining_orders import (
    AppealOrder,
    DecideOrder,
    EndOrder,
    Order,
    OrderCommand,
    OrderEvent,
    Orders,
    ReportBreach,
    RequestOrder,
    RestrainingOrderAppealed,
    RestrainingOrderBreachReported,
    RestrainingOrderDecided,
    RestrainingOrderEnded,
    RestrainingOrderRequested,
    RestrainingOrderServed,
    ServeOrder,
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
            _can_be_decided(_the(orders, order))
            _not_ahead(on, circumstances)
            return RestrainingOrderDecided(order=order, granted=granted, on=on)
        case ServeOrder(order=order, served_at=served_at):
            found = _the(orders, order)
            _can_be_served(found)
            _in_its_time(found, served_at, circumstances)
            return RestrainingOrderServed(order=order, served_at=served_at)
        case AppealOrder(order=order):
            _can_be_appealed(_the(orders, order))
            return RestrainingOrderAppealed(order=order)
        case EndOrder(order=order, reason=reason):
            _can_end(_the(orders, order))
            return RestrainingOrderEnded(order=order, reason=reason)
        case ReportBreach(order=order, contact=contact):
            found = _the(orders, order)
            _can_be_broken(found)
            _told_in(contact, found, linked)
            return RestrainingOrderBreachReported(order=order, contact=contact)


def _the(orders: Orders, id: UUID) -> Order:
    for each in orders:
        if each.order == id:
            return each
    raise Refused("There is no order with this id in the course.")


def _can_be_decided(order: Order) -> None:
    _not_ended(order)
    if order.granted is not None:
        raise Refused("The order is decided already.")


def _not_ahead(on: date, circumstances: Circumstances) -> None:
    if on > danish_day(circumstances.at):
        raise Refused("The order can't have been decided in the future.")


def _can_be_served(order: Order) -> None:
    _not_ended(order)
    if not order.granted or order.decided is None:
        raise Refused("Only a granted order can be served.")
    if order.served is not None:
        raise Refused("The order is served already.")


def _in_its_time(
    order: Order, served_at: datetime, circumstances: Circumstances
) -> None:
    if order.decided and danish_day(served_at) < order.decided:
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


def _can_be_broken(order: Order) -> None:
    if not order.granted or order.served is None:
        raise Refused("Only an order that is granted and served can be broken.")


def _told_in(contact: UUID, order: Order, linked: frozenset[UUID]) -> None:
    if contact not in linked:
        raise Refused("The contact is not linked to the course: link it first.")
    if contact in order.breaches:
        raise Refused("This breach is reported already.")


STEPS: Mapping[type[Command], Callable[[Order], None]] = {
    DecideOrder: _can_be_decided,
    ServeOrder: _can_be_served,
    AppealOrder: _can_be_appealed,
    ReportBreach: _can_be_broken,
    EndOrder: _can_end,
}


def next_steps(order: Order) -> tuple[type[Command], ...]:
    """Those that the order's state allows; a day or a contact can still be refused."""
    return tuple(step for step, rule in STEPS.items() if _allows(rule, order))


def _allows(rule: Callable[[Order], None], order: Order) -> bool:
    try:
        rule(order)
    except Refused:
        return False
    return True
