"""What the contacts of a stalking course add up to, counted one way for everybody."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import Any
from uuid import UUID

from domain.calendar import COPENHAGEN, danish_day
from domain.event import Frozen
from domain.facts import Act, Facts
from domain.kinds import ActKind, Channel
from domain.people import PartyRole
from domain.restraining_orders import Order, OrderKind

PARAGRAPH_242 = datetime(2022, 1, 1, tzinfo=COPENHAGEN)  # straffeloven § 242 in force
DEFINITION = (
    "Contacts linked to the course, without those unlinked, withdrawn or marked as"
    " duplicates; acts are those reported in them. Days are Danish calendar days of"
    " receipt; gaps are days between successive distinct days. Straffeloven § 242 has"
    " been in force since 2022-01-01; the split is by when a contact was received, not"
    " by when an act was done. After service: received after the order was served. A"
    " final decision on a strakstilhold is due 60 days after service if possible; the"
    " order does not lapse then."
)


class OrderTold(Frozen):
    order: UUID
    kind: OrderKind
    granted: bool | None
    decided: date | None
    served: datetime | None
    appealed: bool
    ended: str | None
    final_decision_due: date | None
    appeal_until: date | None
    contacts_after_service: int | None  # None: not served


class Summary(Frozen):
    """Over effective contacts only. Contacts, acts and cases are different units."""

    contacts: int
    cases: int  # distinct journal numbers
    acts: int
    first: date | None
    last: date | None
    span_days: int
    distinct_days: int
    gaps_days: tuple[int, ...]
    median_gap_days: float | None  # whole or half
    longest_gap_days: int | None
    before_paragraph_242: int
    from_paragraph_242: int
    by_district: dict[str, int]
    by_channel: dict[Channel, int]
    by_month: dict[str, int]
    by_act: dict[ActKind, int]
    reporters: dict[PartyRole, int]
    act_first_seen: dict[ActKind, date]
    told_to_stop_on: tuple[date, ...]
    orders: tuple[OrderTold, ...]


def reporter_of(facts: Facts) -> PartyRole:
    """Somebody else if there is a reporter, and otherwise the victim herself."""
    reported = any(party.role == PartyRole.REPORTER for party in facts.parties)
    return PartyRole.REPORTER if reported else PartyRole.VICTIM


def summary_of(
    shown: Sequence[Facts], orders: Iterable[Order], *, cases: int
) -> Summary:
    """Of contacts in the order in which they were received."""
    days = sorted({danish_day(each.received_at) for each in shown})
    gaps = tuple((later - day).days for day, later in pairwise(days))
    before = sum(each.received_at < PARAGRAPH_242 for each in shown)
    acts = [(act, danish_day(each.received_at)) for each in shown for act in each.acts]
    by_act = Counter[ActKind]()
    for act, _ in acts:
        by_act[act.kind] += act.count
    return Summary(
        contacts=len(shown),
        cases=cases,
        acts=by_act.total(),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        span_days=(days[-1] - days[0]).days if days else 0,
        distinct_days=len(days),
        gaps_days=gaps,
        median_gap_days=median(gaps) if gaps else None,
        longest_gap_days=max(gaps, default=None),
        before_paragraph_242=before,
        from_paragraph_242=len(shown) - before,
        by_district=_counted(each.district for each in shown),
        by_channel=_counted(each.channel for each in shown),
        by_month=_counted(f"{danish_day(each.received_at):%Y-%m}" for each in shown),
        by_act=dict(sorted(by_act.items())),
        reporters=_counted(reporter_of(each) for each in shown),
        act_first_seen=_first_seen(acts),
        told_to_stop_on=tuple(
            sorted(
                {danish_day(each.received_at) for each in shown if each.told_to_stop}
            )
        ),
        orders=tuple(_order(order, shown) for order in orders),
    )


def _first_seen(acts: Iterable[tuple[Act, date]]) -> dict[ActKind, date]:
    """In the order in which they first came: widening is a sign of escalation."""
    seen: dict[ActKind, date] = {}
    for act, day in acts:
        seen.setdefault(act.kind, day)
    return seen


def _counted(keys: Iterable[Any]) -> dict[Any, int]:
    return dict(sorted(Counter(keys).items()))


def _order(order: Order, shown: Sequence[Facts]) -> OrderTold:
    after = sum(order.served_before(each.received_at) for each in shown)
    return OrderTold(
        order=order.order,
        kind=order.kind,
        granted=order.granted,
        decided=order.decided,
        served=order.served,
        appealed=order.appealed,
        ended=order.ended,
        final_decision_due=order.final_decision_due,
        appeal_until=order.appeal_until,
        contacts_after_service=None if order.served is None else after,
    )
