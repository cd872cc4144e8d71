"""Which step a restraining order can take next."""

from datetime import date, datetime
from uuid import UUID

from domain.calendar import SKEW, danish_day
from domain.decider import Circumstances, Refused
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
