"""The Danish personal number, whose it is, and the birthday it begins with."""

import re
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from stdnum.dk import cpr
from stdnum.exceptions import ValidationError

from domain.calendar import danish_day
from domain.decider import Circumstances, Refused

FORM = re.compile(r"[0-9]{6}-?[0-9]{4}")


def _digits(number: str) -> str:
    """Ten digits that begin with a day of birth.

    Not the whole validation of stdnum: that looks at the clock. Modulus 11 says nothing
    about numbers given since 2007.
    """
    try:
        if FORM.fullmatch(number):
            digits: str = cpr.compact(number)
            cpr.get_birth_date(digits)
            return digits
    except ValidationError:
        pass
    raise PydanticCustomError("cpr", "This is no CPR number")


Cpr = Annotated[
    str,
    AfterValidator(_digits),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{6}-?[0-9]{4}$"}),
]


def birthday(number: str) -> date:
    born: date = cpr.get_birth_date(number)
    return born


def born_then(told: date | None, number: str | None, at: datetime) -> None:
    """Raises Refused: nobody is born tomorrow, or twice.

    The century is left out: which one a CPR means is a guess of its seventh digit.
    """
    if told and told > danish_day(at):
        raise Refused("The birthday can't be in the future.")
    if told and number and number[:6] != f"{told:%d%m%y}":
        raise Refused("The CPR begins with another birthday: correct one of them.")


def holder(number: str, named: UUID | None, circumstances: Circumstances) -> UUID:
    """The citizen with this CPR: a known one, the `named` one, or else a new one.

    Raises Refused where the CPR is not the named one's.
    """
    owner = circumstances.citizens[number]
    if named is None or named == owner:
        return owner
    if circumstances.others.get(owner) is not None:
        raise Refused("This CPR belongs to another citizen.")
    if number in circumstances.bound:
        raise Refused(
            f"This CPR is reserved for the citizen {owner}:"
            " identify the citizen under that id."
        )
    return named
