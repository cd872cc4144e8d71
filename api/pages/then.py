"""The time that somebody looks back to, as it is typed on a page: Danish time."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator, BeforeValidator, NaiveDatetime, TypeAdapter

from domain.calendar import COPENHAGEN
from domain.words import Moment

MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


def _in_denmark(told: datetime) -> datetime:
    return MOMENT.validate_python(told.replace(tzinfo=COPENHAGEN))


DanishTime = Annotated[NaiveDatetime, AfterValidator(_in_denmark)]
Then = Annotated[
    DanishTime | None, BeforeValidator(lambda told: told or None), Query(alias="pr")
]


def as_typed(then: datetime | None) -> str:
    """As the browser's own field for a date and a time has it."""
    return f"{then.astimezone(COPENHAGEN):%Y-%m-%dT%H:%M}" if then else ""
