"""How well contacts are registered, over time: figures, a picture, and what they rest on."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import altair as alt
from babel.dates import format_date
from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from api.needs import Now, ReadModels
from api.pages.audits import HERE, Inspector
from api.pages.charts import svg
from api.pages.doors import PageDoor
from api.pages.periods import Blank, Last, Since, tenth, until
from api.pages.templates import DA, page
from api.registration_quality import registration_quality
from domain import places
from domain.places import DISTRICTS
from projections.registration_quality import DistrictQuality, Period

router = APIRouter(prefix=f"{HERE}/kvalitet", route_class=PageDoor)


class Step(StrEnum):
    MONTH = "maaned"
    QUARTER = "kvartal"


TheDistrict = Annotated[places.District | None, Blank, Query(alias="kreds")]
PERIODS = {Step.MONTH: Period.MONTH, Step.QUARTER: Period.QUARTER}
BLUE = "#0059b3"


@router.get("")
def quality(
    request: Request,
    by: Inspector,
    now: Now,
    models: ReadModels,
    since: Since = None,
    last: Last = None,
    district: TheDistrict = None,
    step: Annotated[Step, Query(alias="pr")] = Step.MONTH,
) -> Response:
    """Of one district also as a picture; of a supervisor's own without asking."""
    here = district or by.district
    found = registration_quality(models, by, since, until(last), here, PERIODS[step])
    return page(
        request,
        "audits/quality.html",
        found=found,
        picture=_picture(found.rows) if here else None,
        spelled=spelled,
        tenth=tenth,
        district=here,
        districts=DISTRICTS,
        since=since,
        last=last,
        step=step,
        steps=Step,
        now=now,
    )


def spelled(period: str) -> str:
    """2026-11 as nov. 2026, and 2026-Q4 as 4. kvartal 2026."""
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        return f"{part[1:]}. kvartal {year}"
    return format_date(date(int(year), int(part), 1), "MMM y", locale=DA)


def _picture(rows: list[DistrictQuality]) -> Markup | None:
    """The share that is correct, in per cent, with its interval, for each period."""
    measured = [
        {
            "period": spelled(row.period),
            "share": row.correct_share,
            "from": row.correct_share_from,
            "to": row.correct_share_to,
        }
        for row in rows
        if row.audited
    ]
    if not measured:
        return None
    return svg(_drawn(measured))


def _drawn(measured: list[dict[str, str | float | None]]) -> alt.TopLevelMixin:
    inline = alt.InlineData(values=measured)
    share = alt.Scale(domain=[0, 100])
    along = alt.X("period:N", sort=None, title=None, axis=alt.Axis(labelAngle=0))
    across = alt.Y("share:Q", scale=share, title="Korrekte, procent")
    points = alt.Chart(inline).mark_point(filled=True, size=80, color=BLUE, aria=False)
    spans = alt.Chart(inline).mark_rule(strokeWidth=2, color=BLUE, aria=False)
    return alt.layer(
        spans.encode(x=along, y=alt.Y("from:Q", scale=share), y2="to:Q"),
        points.encode(x=along, y=across),
    ).properties(width=alt.Step(72), height=220)
