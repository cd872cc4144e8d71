"""The types of fields: what can be told to the registry, and what can't."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ISO_MOMENT = re.compile(ISO_DAY.pattern + r"[Tt ][0-9]{2}:.+")
YEARS = range(1900, 2201)
MANY = 1_000_000


def _readable(text: str) -> str:
    if CONTROL.search(text):
        raise PydanticCustomError("control_character", "Leave out control characters")
    if not text.strip():
        raise PydanticCustomError("blank", "Say something")
    return text


def _spelled_as_moment(value: object) -> object:
    """A number, or a string of digits, would be taken for seconds since 1970."""
    if isinstance(value, str) and not ISO_MOMENT.fullmatch(value):
        raise PydanticCustomError("moment", "Write 2019-06-03T22:14:00+02:00")
    if not isinstance(value, str | datetime):
        raise PydanticCustomError("moment", "Write 2019-06-03T22:14:00+02:00")
    return value


def _spelled_as_day(value: object) -> object:
    if isinstance(value, str) and not ISO_DAY.fullmatch(value):
        raise PydanticCustomError("day", "Write 2019-06-03")
    if not isinstance(value, str | date):
        raise PydanticCustomError("day", "Write 2019-06-03")
    return value


def _of_our_time(day: date) -> date:
    if day.year not in YEARS:
        raise PydanticCustomError("year", "The year must be 1900 to 2200")
    return day


def _in_utc(moment: datetime) -> datetime:
    _of_our_time(moment)  # first: at the ends of time there is no UTC
    return moment.astimezone(UTC)


Words = Annotated[
    str, Field(min_length=1, max_length=20_000), AfterValidator(_readable)
]
Line = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_readable)]
Moment = Annotated[
    AwareDatetime, BeforeValidator(_spelled_as_moment), AfterValidator(_in_utc)
]
Day = Annotated[date, BeforeValidator(_spelled_as_day), AfterValidator(_of_our_time)]
Flag = StrictBool
Count = Annotated[StrictInt, Field(ge=1, le=MANY)]
Score = Annotated[StrictInt, Field(ge=0, le=100)]
Position = Annotated[StrictInt, Field(ge=0, lt=2**63)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]  # SHA-256

# A value of any field, as readers see it: there are no fractions in the registry.
Json = TypeAliasType(
    "Json",
    Annotated[
        "StrictBool | Annotated[StrictInt, Field(ge=0, le=MANY)]"
        " | Annotated[str, Field(strict=True, max_length=20_000)]"
        " | list[Json] | dict[str, Json] | None",
        Field(union_mode="left_to_right"),
    ],
)
