"""What a court print says, in Danish: facts in order, and less of them for the other party.

Whoever is feared may read what the other party gets. That is put together from a list of
what it may hold: numbers, times, kinds and counts. It has no names, no places, not even
the district, which would tell where somebody has moved to, and nothing that was typed
freely, since anything can stand there.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from api.course_shown import HistoryShown
from api.court_timeline import timeline
from api.pages import danish
from api.pages.charts import FONTS
from api.pages.templates import DA, day, moment
from domain.court_papers import PrintFor
from domain.event import By
from domain.people import SafeContact
from domain.places import DISTRICTS
from domain.stalking_history import Breach, ContactTold, Excluded
from domain.stalking_summary import OrderTold, Summary
from infrastructure.covering import Covering
from infrastructure.typesetting import typeset

TEMPLATE = Path(__file__).with_name("papers") / "court_print.typ"
UNKNOWN = "ukendt"
GRANTED = {True: "Meddelt", False: "Ikke meddelt", None: "Ikke afgjort"}
Told = dict[str, Any]


def printed(
    history: HistoryShown, for_: PrintFor, by: By, sealed: Covering | None
) -> bytes:
    """The PDF. `by` issues it; its time is that of the history's position, which
    `sealed` covers.
    """
    told = _told(history, for_, by, sealed)
    return typeset(TEMPLATE, FONTS, told, history.as_of)


def _told(
    history: HistoryShown, for_: PrintFor, by: By, sealed: Covering | None
) -> Told:
    own = for_ is PrintFor.OWN_USE
    told = {
        "own": own,
        "for": danish.PRINTS[for_],
        "course": str(history.id),
        "position": history.position,
        "at": _moment(history.as_of),
        "sealed": sealed and _sealed(sealed),
        "summary": _summary(history.summary),
        "timeline": timeline(history),
        **_rows(history, own=own),
    }
    return told | (_cover_for_us(history, by) if own else {})


def _rows(history: HistoryShown, *, own: bool) -> Told:
    numbers = {each.id: each.number for each in history.contacts}
    numbers |= {each.id: each.number for each in history.excluded}
    orders = history.summary.orders
    kinds = {each.order: danish.ORDERS[each.kind] for each in orders}
    return {
        "contacts": [
            _contact(each) | (_contact_for_us(each) if own else {})
            for each in history.contacts
        ],
        "excluded": [
            _excluded(each) | (_excluded_for_us(each, numbers) if own else {})
            for each in history.excluded
        ],
        "orders": [
            _order(each) | ({"ended_because": each.ended} if own else {})
            for each in orders
        ],
        "breaches": [
            _breach(each, kinds) | ({"by": each.reported_by.id} if own else {})
            for each in history.breaches
        ],
    }


def _cover_for_us(history: HistoryShown, by: By) -> Told:
    return {
        "by": ", ".join(filter(None, (by.id, danish.district(by.district)))),
        "direct_only": history.safe_contact is SafeContact.DIRECT_ONLY,
        "district": danish.district(history.district),
        "victim": history.victim_name or UNKNOWN,
        "suspect": history.suspect_name or UNKNOWN,
        "districts": _counted(history.summary.by_district, DISTRICTS),
    }


def _sealed(sealed: Covering) -> Told:
    return {"origin": sealed.origin, "size": sealed.size, "root": sealed.root.hex()}


def _summary(summary: Summary) -> Told:
    """Facts that hold no words of anybody, and no place."""
    return {
        "contacts": summary.contacts,
        "acts": summary.acts,
        "cases": summary.cases,
        "first": _day(summary.first),
        "last": _day(summary.last),
        "span_days": summary.span_days,
        "distinct_days": summary.distinct_days,
        "gaps_days": list(summary.gaps_days),
        "median_gap_days": summary.median_gap_days is not None
        and format_decimal(summary.median_gap_days, locale=DA),
        "longest_gap_days": summary.longest_gap_days,
        "before_paragraph_242": summary.before_paragraph_242,
        "from_paragraph_242": summary.from_paragraph_242,
        "channels": _counted(summary.by_channel, danish.CHANNELS),
        "reporters": _counted(summary.reporters, danish.PARTY_ROLES),
        "months": [[_month(each), n] for each, n in summary.by_month.items()],
        "told_to_stop_on": [_day(each) for each in summary.told_to_stop_on],
        "by_act": [
            [danish.ACTS[kind], summary.by_act[kind], _day(seen)]
            for kind, seen in summary.act_first_seen.items()
        ],
    }


def _contact(contact: ContactTold) -> Told:
    late, last = contact.late_reason, contact.disposition
    return {
        "number": contact.number,
        "received": _moment(contact.received_at),
        "registered": _moment(contact.registered_at),
        "imported": contact.imported,
        "late": danish.LATE_REASONS[late] if late else None,
        "channel": danish.CHANNELS[contact.channel],
        "reporter": danish.PARTY_ROLES[contact.reporter],
        "acts": [[danish.ACTS[each.kind], each.count] for each in contact.acts],
        "told_to_stop": contact.told_to_stop,
        "disposition": danish.DECISIONS[last.decision] if last else None,
        "after_service": contact.after_service,
        "evidence": [
            {"annex": each.annex, "sha256": each.sha256} for each in contact.evidence
        ],
    }


def _contact_for_us(contact: ContactTold) -> Told:
    last = contact.disposition
    return {
        "source": contact.source,
        "district": danish.district(contact.district),
        "by": contact.registered_by.id,
        "patrol": danish.PATROLS[contact.patrol],
        "disposition_because": last.reason if last else None,
        "journal_numbers": list(contact.journal_numbers),
        "basis": contact.basis,
    }


def _excluded(excluded: Excluded) -> Told:
    return {
        "number": excluded.number,
        "received": _moment(excluded.received_at),
        "why": danish.EXCLUSIONS[excluded.why],
    }


def _excluded_for_us(excluded: Excluded, numbers: Mapping[Any, str]) -> Told:
    of = excluded.duplicate_of
    return {
        "source": excluded.source,
        "because": excluded.reason,
        "duplicate_of": numbers.get(of, "en henvendelse uden for forløbet")
        if of
        else None,
    }


def _order(order: OrderTold) -> Told:
    return {
        "kind": danish.ORDERS[order.kind],
        "decision": GRANTED[order.granted],
        "decided": _day(order.decided),
        "served": _moment(order.served) if order.served else None,
        "appeal_until": _day(order.appeal_until),
        "appealed": order.appealed,
        "final_decision_due": _day(order.final_decision_due),
        "ended": order.ended is not None,
        "contacts_after_service": order.contacts_after_service,
    }


def _breach(breach: Breach, kinds: Mapping[Any, str]) -> Told:
    return {
        "kind": kinds[breach.order],
        "number": breach.number,
        "received": _moment(breach.received_at),
        "reported": _moment(breach.reported_at),
        "excluded": breach.excluded,
    }


def _counted(counts: Mapping[Any, int], names: Mapping[Any, str]) -> list[Any]:
    return [[names[each], n] for each, n in counts.items()]


def _moment(at: datetime) -> str:
    return moment(at).striptags()


def _day(on: date | None) -> str | None:
    return day(on).striptags() if on else None


def _month(month: str) -> str:
    return format_date(date.fromisoformat(f"{month}-01"), "MMMM y", locale=DA)
