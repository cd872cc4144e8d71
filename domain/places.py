"""Where: the twelve police districts and their 98 municipalities, by official code."""

import csv
from importlib.resources import files
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError


class Place(NamedTuple):
    """A municipality."""

    name: str
    district: str


_ROWS = list(
    csv.DictReader(
        files("domain")
        .joinpath("districts.csv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
)
DISTRICTS = {row["district"]: row["district_name"] for row in _ROWS}
MUNICIPALITIES = {
    row["municipality"]: Place(row["municipality_name"], row["district"])
    for row in _ROWS
}


def _district(code: str) -> str:
    if code not in DISTRICTS:
        raise PydanticCustomError("enum", "There is no district with this code")
    return code


def _municipality(code: str) -> str:
    if code not in MUNICIPALITIES:
        raise PydanticCustomError("enum", "There is no municipality with this code")
    return code


District = Annotated[
    str,
    AfterValidator(_district),
    WithJsonSchema({"type": "string", "enum": sorted(DISTRICTS)}),
]
Municipality = Annotated[
    str,
    AfterValidator(_municipality),
    WithJsonSchema({"type": "string", "enum": sorted(MUNICIPALITIES)}),
]
