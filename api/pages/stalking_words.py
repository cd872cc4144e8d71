"""What the figures of a stalking course are called in Danish; never a verdict."""

from datetime import date
from typing import NamedTuple

from babel.dates import format_date
from babel.numbers import format_decimal

from api.course_shown import HistoryShown
from api.pages import danish
from api.pages.forms import Outcome
from api.pages.templates import DA, plural
from domain.stalking_summary import Summary

Counted = list[tuple[str, int]]


class Counts(NamedTuple):
    districts: Counted
    channels: Counted
    reporters: Counted
    months: Counted


def words_of(history: HistoryShown) -> dict[str, object]:
    """What the page's templates say of the history."""
    gap = history.summary.median_gap_days
    return {
        "counts": _counts(history.summary),
        "median": None if gap is None else format_decimal(gap, locale=DA),
        "sentence": _sentence(history),
    }


def ids_of(outcome: Outcome) -> dict[str, str]:
    """The elements with what is wrong; of a group of radios the first."""
    radios = ("granted", "kind")
    prefix = f"{outcome.form}-" if outcome.form else ""
    return {
        each.field: prefix + each.field + "-option1" * (each.field in radios)
        for each in outcome.problems
    }


def _counts(summary: Summary) -> Counts:
    return Counts(
        [(danish.district(each), n) for each, n in summary.by_district.items()],
        [(danish.CHANNELS[each], n) for each, n in summary.by_channel.items()],
        [(danish.PARTY_ROLES[each], n) for each, n in summary.reporters.items()],
        [(_month(each), n) for each, n in summary.by_month.items()],
    )


def _sentence(history: HistoryShown) -> str:
    """What the picture shows, for whoever does not see it."""
    known = history.summary
    decided = sum(order.decided is not None for order in known.orders)
    served = sum(order.served is not None for order in known.orders)
    acts = plural(known.acts, "handling", "handlinger")
    parts = [
        plural(known.contacts, "henvendelse", "henvendelser"),
        f"{acts} af {len(known.by_act)} slags",
        plural(decided, "afgørelse", "afgørelser"),
        plural(served, "forkyndelse", "forkyndelser"),
        plural(len(history.breaches), "meldt overtrædelse", "meldte overtrædelser"),
    ]
    span = ""
    if known.first and known.last:
        span = f" fra {_day(known.first)} til {_day(known.last)}"
    return f"Tidslinje{span}: {', '.join(parts)}. Tallene står i tabellen."


def _day(day: date) -> str:
    return format_date(day, "d. MMM y", locale=DA)


def _month(iso: str) -> str:
    """Of 2021-10."""
    return format_date(date.fromisoformat(f"{iso}-01"), "MMM y", locale=DA)
