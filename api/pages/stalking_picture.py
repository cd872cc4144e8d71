"""The timeline of a course as a picture: a lane for each sort of thing, a shape too."""

from datetime import datetime
from functools import lru_cache
from typing import Any

import altair as alt
from markupsafe import Markup

from api.pages.charts import svg
from api.pages.stalking_rows import Mark, Sort, lanes_of
from domain.calendar import COPENHAGEN
from domain.stalking_summary import PARAGRAPH_242

WIDTH, LANE = 900, 34  # px
TEXT: dict[str, Any] = {"fontSize": 13, "color": "#1a1a1a"}
SHAPES = {
    Sort.CONTACT: ("circle", "#1a4d80"),
    Sort.ACT: ("square", "#5b5b5b"),
    Sort.DECISION: ("diamond", "#6b3fa0"),
    Sort.SERVICE: ("triangle-up", "#00695c"),
    Sort.BREACH: ("cross", "#b3261e"),
}


@lru_cache(maxsize=128)
def drawn(rows: tuple[Mark, ...]) -> Markup:
    """Kept, for equal rows look alike: the first takes a second, others a tenth."""
    return svg(chart_of(rows))


def chart_of(rows: tuple[Mark, ...]) -> alt.TopLevelMixin:
    """Of one mark at least. Times are drawn as Danish clocks show them."""
    x, y = _when(), _lane(lanes_of(rows))
    marks = alt.Chart(alt.InlineData(values=[_value(mark) for mark in rows]))
    shapes, colours = (
        alt.Scale(domain=list(SHAPES), range=told)
        for told in zip(*SHAPES.values(), strict=True)
    )
    points = marks.mark_point(aria=False, size=110, filled=True, opacity=1).encode(
        x=x,
        y=y,
        shape=alt.Shape("sort:N", legend=None, scale=shapes),
        color=alt.Color("sort:N", legend=None, scale=colours),
    )
    counts = marks.mark_text(aria=False, dx=9, align="left", **TEXT).encode(
        x=x, y=y, text="many:N"
    )
    rule = _rule(x) if rows[0].at < PARAGRAPH_242 <= rows[-1].at else []
    layers = alt.layer(*rule, points, counts)
    return layers.properties(width=WIDTH, height=alt.Step(LANE))


def _when() -> alt.X:
    axis = alt.Axis(
        format="%-d. %b %Y",
        labelAngle=0,
        labelFontSize=12,
        labelOverlap="greedy",
        labelSeparation=12,
    )
    return alt.X("at:T", title=None, axis=axis, scale=alt.Scale(type="utc", padding=30))


def _lane(lanes: list[str]) -> alt.Y:
    axis = alt.Axis(grid=True, labelLimit=220, labelFontSize=13)
    return alt.Y("lane:N", title=None, axis=axis, sort=lanes)


def _rule(x: alt.X) -> list[alt.Chart]:
    """Where straffeloven § 242 came into force, if the course began before it."""
    day = {"at": _wall(PARAGRAPH_242), "text": "§ 242 fra 1. jan. 2022"}
    there = alt.Chart(alt.InlineData(values=[day])).encode(x=x)
    line = there.mark_rule(
        aria=False, color="#1a1a1a", strokeDash=[5, 4], strokeWidth=1.5
    )
    name = there.mark_text(aria=False, y=-8, **TEXT).encode(text="text:N")
    return [line, name]


def _value(mark: Mark) -> dict[str, Any]:
    """All that the table says of it, although not all can be drawn."""
    return {
        "at": _wall(mark.at),
        "lane": mark.lane,
        "sort": mark.sort.value,
        "what": mark.what,
        "number": mark.number,
        "many": str(mark.count) if mark.count > 1 else "",
    }


def _wall(at: datetime) -> str:
    """As if Danish clocks showed UTC, so that no machine's own zone shifts it."""
    return at.astimezone(COPENHAGEN).replace(tzinfo=None).isoformat() + "Z"
