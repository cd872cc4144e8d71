"""Periods in an address, or in a form: their last day counts, as people say it."""

from datetime import date, timedelta
from typing import Annotated

from babel.dates import format_date
from babel.numbers import format_decimal
from fastapi import Depends, Query
from pydantic import BeforeValidator, Field

from api.pages.forms import Typed
from api.pages.templates import DA
from domain.event import Frozen
from domain.words import Day
from projections.complaint_series import Span

DAY = timedelta(days=1)
Blank = BeforeValidator(lambda typed: typed or None)  # a field that was left empty
Since = Annotated[Day | None, Blank, Query(alias="fra")]
Last = Annotated[Day | None, Blank, Query(alias="til")]
Text = Annotated[str, Query(max_length=40)]  # of a filter, as it was typed
NO_DAY = "Skriv en dato fra 1900 til 2200"
SAYS = {"fra": NO_DAY, "til": NO_DAY}
FORMS = {Span.MONTH: "MMM y", Span.QUARTER: "QQQ y", Span.YEAR: "y"}


def until(last: date | None) -> date | None:
    """The day that is not included, where the registry asks for that."""
    return last and last + DAY


def last_of(until: date) -> date:
    return until - DAY


class Days(Frozen):
    """Danish days; without the first all before, without the last all after."""

    since: Day | None = Field(None, alias="fra")
    last: Day | None = Field(None, alias="til")

    @property
    def until(self) -> date | None:
        """Not included, as all figures have it."""
        return until(self.last)

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
