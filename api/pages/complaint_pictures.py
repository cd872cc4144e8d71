"""Pictures of complaints: two series of bars, and a funnel instead of a ranking."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Any

import altair as alt
from markupsafe import Markup

from api.pages.charts import svg
from api.pages.paired_bars import BLUE, KEPT, WIDTH, Pair, drawn, paired_bars
from api.pages.periods import span_name
from domain.funnel import Funnel, Mark
from domain.places import DISTRICTS
from projections.complaint_series import Period, Span

RED, GREY = "#b30000", "#454545"
INSIDE, OUTSIDE = "Inden for 95 %", "Uden for"
LINES = ("95 %", "99,8 %")
STEPS = 60  # of a limit's line
HEIGHT = 320


def bars(span: Span, periods: tuple[Period, ...]) -> Markup:
    pairs = (Pair(span_name(span, p.first), p.received, p.concluded) for p in periods)
    return paired_bars(tuple(pairs), ("Modtaget", "Afsluttet"), "Klager")


@lru_cache(KEPT)
def funnel(told: Funnel, size: str, share: str) -> Markup:
    """Each district at its size; whoever is outside is a red diamond with its name."""
    widest = max(place.size for place in told.places)
    highest = 1.1 * max(
        *(_per_cent(place.count, place.size) for place in told.places),
        min(90, 3 * _per_cent(told.count, told.size)),
    )
    x = alt.X("size:Q", title=size).scale(domain=[0, 1.1 * widest], nice=False)
    y = alt.Y("rate:Q", title=share).scale(domain=[0, highest], nice=False)
    layers = [
        _country(told).encode(y=y),
        _limits(told, widest, highest).encode(x=x, y=y),
        *(layer.encode(x=x, y=y) for layer in _districts(told, widest)),
    ]
    return svg(alt.layer(*layers).properties(width=WIDTH, height=HEIGHT))


def _country(told: Funnel) -> alt.Chart:
    rate = {"rate": _per_cent(told.count, told.size)}
    return drawn([rate], type="rule", color=GREY, strokeWidth=1.5)


def _limits(told: Funnel, widest: int, highest: float) -> alt.Chart:
    """Only as far as they can be seen."""
    points = []
    for step in range(1, STEPS + 1):
        size = 1.1 * widest * step / STEPS
        lowest, low, high, top = (
            _per_cent(each, size) for each in told.limits_at(size)
        )
        for line, ends in zip(LINES, ((low, high), (lowest, top)), strict=True):
            points += [
                {"size": size, "rate": rate, "line": line, "end": end}
                for end, rate in zip(("low", "high"), ends, strict=True)
                if rate <= highest
            ]
    return drawn(points, type="line", color=GREY, strokeWidth=1.5).encode(
        detail="end:N",
        strokeDash=alt.StrokeDash("line:N", title="Grænser")
        .scale(domain=LINES, range=[[1, 0], [6, 4]])
        .legend(orient="top"),
    )


def _districts(told: Funnel, widest: int) -> list[alt.Chart]:
    points = [
        {
            "size": place.size,
            "rate": _per_cent(place.count, place.size),
            "mark": INSIDE if place.mark is Mark.INSIDE else OUTSIDE,
            "name": "" if place.mark is Mark.INSIDE else DISTRICTS[place.name],
        }
        for place in told.places
    ]
    marks = drawn(points, type="point", filled=True, size=90, opacity=1).encode(
        shape=alt.Shape("mark:N", title="Politikredse")
        .scale(domain=[INSIDE, OUTSIDE], range=["circle", "diamond"])
        .legend(orient="top"),
        color=alt.Color("mark:N", title="Politikredse").scale(
            domain=[INSIDE, OUTSIDE], range=[BLUE, RED]
        ),
    )
    return [marks, *_names(points, widest)]


def _names(points: list[dict[str, Any]], widest: int) -> Iterator[alt.Chart]:
    """Beside the mark, on the side that has room; white around them, over the lines."""
    left = {"type": "text", "align": "left", "dx": 10}, lambda at: at <= widest / 2
    right = {"type": "text", "align": "right", "dx": -10}, lambda at: at > widest / 2
    around, over = {"stroke": "#ffffff", "strokeWidth": 4}, {"color": RED}
    for paint, (mark, has_room) in product((around, over), (left, right)):
        side = [point for point in points if has_room(point["size"])]
        yield drawn(side, **mark, **paint).encode(text="name:N")


def _per_cent(count: float, size: float) -> float:
    """Unrounded, for drawing alone."""
    return 100 * count / size
