"""What is somebody looking for who types into a single box?"""

import re
from enum import StrEnum
from typing import NamedTuple

from stdnum.exceptions import ValidationError

from domain.cpr import FORM, birthday
from domain.folding import digits

NUMBER = re.compile(r"[Hh]-[0-9]+")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
PHONE = re.compile(r"\+?[0-9()./\s-]+")
FEW, MOST = 4, 15  # digits: by fewer nothing is found, and no number has more
NAME_WORDS = 4
NAME = re.compile(r"[^\W\d_]['\u2019.\w-]*")


class Term(StrEnum):
    """Each is the name of what a search can ask for."""

    NUMBER = "number"
    CPR = "cpr"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"
    TEXT = "text"


class Sought(NamedTuple):
    term: Term
    words: str


def recognised(text: str) -> Sought:
    """As whoever types it most likely means it: names begin with capital letters."""
    words = text.strip()
    close = "".join(words.split())
    if NUMBER.fullmatch(close):
        return Sought(Term.NUMBER, close)
    if FORM.fullmatch(close) and ("-" in close or _begins_with_a_day(close)):
        return Sought(Term.CPR, close)
    if EMAIL.fullmatch(words):
        return Sought(Term.EMAIL, words)
    if PHONE.fullmatch(words) and FEW <= len(digits(words)) <= MOST:
        return Sought(Term.PHONE, words)
    return Sought(Term.NAME if _is_name(words) else Term.TEXT, words)


def _begins_with_a_day(number: str) -> bool:
    try:
        birthday(number)
    except ValidationError:
        return False
    return True


def _is_name(words: str) -> bool:
    parts = words.split()
    return 0 < len(parts) <= NAME_WORDS and all(
        NAME.fullmatch(part) and part[0].isupper() for part in parts
    )
