"""Which days figures are asked for, as people say it: the last day is included."""

from datetime import date, timedelta
from typing import Annotated

from babel.dates import format_date
from babel.numbers import format_decimal
from fastapi import Depends, Query
from pydantic import Field

from api.pages.forms import Typed
from api.pages.templates import DA
from domain.event import Frozen
from domain.words import Day
from projections.complaint_series import Span

Text = Annotated[str, Query(max_length=40)]  # of a filter, as it was typed
NO_DAY = "Skriv en dato fra 1900 til 2200"
SAYS = {"fra": NO_DAY, "til": NO_DAY}
FORMS = {Span.MONTH: "MMM y", Span.QUARTER: "QQQ y", Span.YEAR: "y"}


class Days(Frozen):
    """Danish days; without the first all before, without the last all after."""

    since: Day | None = Field(None, alias="fra")
    last: Day | None = Field(None, alias="til")

    @property
    def until(self) -> date | None:
        """Not included, as all figures have it."""
        return self.last + timedelta(days=1) if self.last else None

    @property
    def backwards(self) -> bool:
        return bool(self.since and self.last and self.last < self.since)


async def _typed(fra: Text = "", til: Text = "") -> Typed:
    return Typed({"fra": fra, "til": til})


DaysTyped = Annotated[Typed, Depends(_typed)]


def span_name(span: Span, first: date) -> str:
    return format_date(first, FORMS[span], locale=DA)


def tenth(figure: float) -> str:
    """With one decimal, and a comma before it."""
    return format_decimal(figure, "0.0", locale=DA)
