"""Periods in an address, or in a form: their last day counts, as people say it."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import Query
from pydantic import BeforeValidator

from domain import places
from domain.words import Day

DAY = timedelta(days=1)
Blank = BeforeValidator(lambda typed: typed or None)  # a field that was left empty
Since = Annotated[Day | None, Blank, Query(alias="fra")]
Last = Annotated[Day | None, Blank, Query(alias="til")]
TheDistrict = Annotated[places.District | None, Blank, Query(alias="kreds")]


def until(last: date | None) -> date | None:
    """The day that is not included, where the registry asks for that."""
    return last and last + DAY


def last_of(until: date) -> date:
    return until - DAY
