"""How much speaks for it that two descriptions are of the same person?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from domain.event import Frozen
from domain.folding import fold, folded_words
from domain.namesakes import (
    SAME,
    SOMEBODY_ELSE,
    Name,
    name_words,
    names_alike,
    spelled_alike,
)

SUGGESTED = 50  # of 100: from here on a person is asked
# Points. A telephone or an address alone is a household.
PHONE, EMAIL, ADDRESS, BIRTHDAY = 35, 35, 20, 25
SWAPPED = 5  # day and month of a birthday: a likely slip
OTHER_PHONE = -5  # both tell one, and none in common: some change theirs
WHOLE_NUMBER = 8  # digits
POSTCODE, DOOR = re.compile(r"[0-9]{4}"), re.compile(r"[0-9]{1,2}|st|th|tv|mf|kl")


Home = tuple[str, ...]


@dataclass(frozen=True)
class Described:
    """All that somebody has been called."""

    names: Iterable[str] = ()
    phones: Iterable[str] = ()  # digits, with the code of the country
    birthdays: Iterable[str] = ()  # 1988-03-15
    addresses: Iterable[str] = ()
    emails: Iterable[str] = ()

    @cached_property
    def called(self) -> set[Name]:
        return {words for name in self.names if (words := name_words(name))}

    @cached_property
    def numbers(self) -> set[str]:
        return {digits for digits in self.phones if len(digits) >= WHOLE_NUMBER}

    @cached_property
    def mailboxes(self) -> set[str]:
        return {fold(email).strip() for email in self.emails}

    @cached_property
    def homes(self) -> set[Home]:
        return {tuple(folded_words(address)) for address in self.addresses}

    @property
    def houses(self) -> set[str]:
        """Street and number alone."""
        found = (_parts(home)[:2] for home in self.homes)
        return {f"{street} {number}" for street, number in found if street and number}


class Basis(Frozen):
    """What a score rests on, in points; below zero is what speaks against it."""

    name: int
    phone: int
    birthday: int
    address: int
    email: int

    @property
    def score(self) -> int:
        """From 0 to 100. It sorts and is no probability."""
        total = self.name + self.phone + self.birthday + self.address + self.email
        return max(0, min(100, total))


def compared(one: Described, other: Described) -> Basis:
    """Whoever was called in several ways is compared in the way that fits best."""
    names = product(one.called, other.called)
    homes = product(one.homes, other.homes)
    return Basis(
        name=max((names_alike(*sorted(pair)) for pair in names), default=0),
        phone=_in_common(one.numbers, other.numbers, PHONE, OTHER_PHONE),
        birthday=_born_alike(set(one.birthdays), set(other.birthdays)),
        address=ADDRESS if any(_same_home(*pair) for pair in homes) else 0,
        email=EMAIL if one.mailboxes & other.mailboxes else 0,
    )


def _in_common(one: set[str], other: set[str], same: int, none: int) -> int:
    if not one or not other:
        return 0
    return same if one & other else none


def _born_alike(one: set[str], other: set[str]) -> int:
    swapped = {day[:4] + day[7:] + day[4:7] for day in other}
    none = SWAPPED if one & swapped else SOMEBODY_ELSE
    return _in_common(one, other, BIRTHDAY, none)


def _same_home(one: Home, other: Home) -> bool:
    """Street and number; postcode, floor and door where both of them tell."""
    (street, number, rest), (its_street, its_number, its_rest) = map(
        _parts, (one, other)
    )
    return (
        number == its_number != ""
        and min(len(street), len(its_street)) > 0
        and spelled_alike(street, its_street) >= SAME
        and all(_agree(part, rest, its_rest) for part in (POSTCODE, DOOR))
    )


def _parts(home: Home) -> tuple[str, str, Home]:
    numbers = (place for place, word in enumerate(home) if word[0].isdecimal())
    at = next(numbers, len(home))
    return " ".join(home[:at]), "".join(home[at : at + 1]), home[at + 1 :]


def _agree(part: re.Pattern[str], one: Iterable[str], other: Iterable[str]) -> bool:
    told, also = (
        [word for word in words if part.fullmatch(word)] for words in (one, other)
    )
    return not told or not also or told == also
