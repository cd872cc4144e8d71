"""The picture in a court print: what its tables say, along the days, in nobody's words."""

from datetime import datetime
from typing import Any

from api.course_shown import HistoryShown
from api.pages import danish
from domain.calendar import danish_day
from domain.stalking_summary import PARAGRAPH_242

CONTACTS, IN_FORCE, SERVED = "Henvendelser", "§ 242", "Forkyndt"


def timeline(history: HistoryShown) -> dict[str, Any] | None:
    """Days since the first contact, by lane; None where all came on one day."""
    summary = history.summary
    if summary.first is None or not summary.span_days:
        return None
    start = summary.first

    def days(at: datetime) -> int:
        return (danish_day(at) - start).days

    lanes = {CONTACTS: [days(each.received_at) for each in history.contacts]}
    for contact in history.contacts:
        for act in contact.acts:
            lane = lanes.setdefault(danish.ACTS[act.kind], [])
            lane.append(days(contact.received_at))
    rules = [(IN_FORCE, days(PARAGRAPH_242))]
    rules += [
        (SERVED, days(o.served)) for o in summary.orders if o.served and o.granted
    ]
    return {
        "days": summary.span_days,
        "lanes": list(lanes.items()),
        "rules": [rule for rule in rules if 0 <= rule[1] <= summary.span_days],
    }
