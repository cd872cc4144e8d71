"""Invented people, each the same whenever asked for, and who turns to the police again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from domain.places import MUNICIPALITIES
from tests.projections.danish_contacts import FAMILY, GIVEN, STREETS

NEW = 0.55  # share of calls by somebody who has not called before (assumed)


def _words(text: str) -> list[str]:
    return text.split()


FORE = _words(
    "Vester Øster Nør Sønder Skov Kirke Bæk Linde Bjerg Dam Eng Holm Krog Mose Sand"
    " Sten Vang Ager Birke Høj Kild Rosen Ravn Ulve Thor Ny Lang Kær Strand Fisker"
)
AFT = _words(
    "gaard bjerg by holm lund strup toft mark dal bæk balle bo hede kilde rup sen"
    " skov vig vad thy"
)
SURNAMES = [*FAMILY, *(f"{fore}{aft}" for fore in FORE for aft in AFT if fore != aft)]
DOUBLES = ["Anne-Mette", "Hans Peter", "Ann-Sofie", "Karl Ove", "Eva Marie"]
NAMES = [*GIVEN, *DOUBLES, *(f"{name} {aft}" for name in GIVEN for aft in "ABEHKLMS")]
ROADS = [*STREETS, *(f"{fore}{aft}" for fore in FORE for aft in ("vej", "vænget"))]
DAYS, SERIALS = 21_900, 4_000  # of birth, from 1940; of a CPR number then


def tailed(count: int) -> list[float]:
    """Weights of so many, the first by far the most frequent (Zipf), for `choices`."""
    return list(accumulate(1 / (place + 3) for place in range(count)))


SURNAME_WEIGHTS, NAME_WEIGHTS = tailed(len(SURNAMES)), tailed(len(NAMES))


@dataclass(frozen=True)
class Person:
    name: str
    phone: str
    address: str
    town: str  # municipality
    cpr: str


def person(number: int, municipality: str) -> Person:
    random = Random(number)
    [given] = random.choices(NAMES, cum_weights=NAME_WEIGHTS)
    [family] = random.choices(SURNAMES, cum_weights=SURNAME_WEIGHTS)
    road, house = random.choice(ROADS), random.randrange(1, 160)
    floor = random.choice(["", "", ", 1. th", ", 2. tv", ", st. mf"])
    born = date(1940, 1, 1) + timedelta(days=number % DAYS)
    serial = number // DAYS % SERIALS
    return Person(
        name=f"{given} {family}",
        phone=str(random.randrange(20_000_000, 99_999_999)),
        address=f"{road} {house}{floor}, {MUNICIPALITIES[municipality].name}",
        town=municipality,
        cpr=f"{born:%d%m%y}{serial:04}",
    )


class Callers:
    """Who calls next: often somebody new, else one of the last calls' callers.

    So the more often somebody has called, the more often he calls (Yule and Simon).
    """

    def __init__(
        self,
        random: Random,
        towns: Sequence[str],
        numbers: Iterator[int],
        remembered: int,
    ) -> None:
        """`remembered` calls are the last ones; persons are numbered."""
        self._random, self._towns, self._numbers = random, towns, numbers
        self._remembered = remembered
        self._calls: list[Person] = []
        self._oldest = 0  # its place in the ring, once that is full

    def somebody_new(self) -> Person:
        return person(next(self._numbers), self._random.choice(self._towns))

    def next(self) -> Person:
        if not self._calls or self._random.random() < NEW:
            who = self.somebody_new()
        else:
            who = self._random.choice(self._calls)
        if len(self._calls) < self._remembered:
            self._calls.append(who)
        else:
            self._calls[self._oldest] = who
            self._oldest = (self._oldest + 1) % self._remembered
        return who
