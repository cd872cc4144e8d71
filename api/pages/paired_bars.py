"""A picture of two counts beside one another, name by name."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import altair as alt
from markupsafe import Markup

from api.pages.charts import svg

BLUE, WHITE = "#0059b3", "#ffffff"
KEPT = 128  # pictures: by their figures, so that none can be another's
WIDTH, HEIGHT = 640, 200
FEW = 8  # names that have room beside one another
LONGEST = 260  # px, of a name


class Pair(NamedTuple):
    name: str
    first: int
    second: int


@lru_cache(KEPT)
def paired_bars(pairs: tuple[Pair, ...], series: tuple[str, str], unit: str) -> Markup:
    """The first filled and the second hollow: told apart without colours too."""
    told = [
        {"name": pair.name, "series": name, "count": count}
        for pair in pairs
        for name, count in zip(series, (pair.first, pair.second), strict=True)
    ]
    names = [pair.name for pair in pairs]
    turned = -45 if len(names) > FEW else 0
    return svg(
        drawn(told, type="bar", stroke=BLUE, strokeWidth=1.5)
        .encode(
            x=alt.X("name:O", sort=names, title=None).axis(
                labelAngle=turned, labelLimit=LONGEST
            ),
            xOffset=alt.XOffset("series:N", sort=series),
            y=alt.Y("count:Q", title=unit).axis(format="d", tickMinStep=1),
            fill=alt.Fill("series:N", sort=series, title=None)
            .scale(domain=series, range=[BLUE, WHITE])
            .legend(orient="top", symbolStrokeColor=BLUE),
        )
        .properties(width=min(WIDTH, 120 * len(names)), height=HEIGHT)
    )


def drawn(values: Sequence[dict[str, Any]], **mark: Any) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=values), mark=alt.MarkDef(**mark))
