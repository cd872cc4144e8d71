"""A part of the country: its districts, and what happens there day by day."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random

from domain.calendar import COPENHAGEN, day_bounds
from domain.places import DISTRICTS, MUNICIPALITIES
from infrastructure.key_encryption import KeyEncryptionKey
from infrastructure.postgres import Database
from tests.benchmarks.nation.audits import audit
from tests.benchmarks.nation.complaints import complaint
from tests.benchmarks.nation.contacts import contact
from tests.benchmarks.nation.courses import course
from tests.benchmarks.nation.desk import Desk, Numbers, Written
from tests.benchmarks.nation.figures import (
    AUDITS,
    COMPLAINTS,
    CONTACTS,
    COURSES,
    HOURS,
    PEOPLE,
    PEOPLE_OF,
    PUT_RIGHT,
    SETTLED,
    expected,
)
from tests.benchmarks.nation.in_passing import put_right, settled_intake
from tests.benchmarks.nation.station import Station, Stories, Story

BY_PEOPLE: dict[Callable[[Station, datetime], Story], float] = {  # a year
    contact: CONTACTS,
    settled_intake: SETTLED,
    put_right: PUT_RIGHT,
    course: COURSES,
    complaint: COMPLAINTS,
}


class Country:
    """`share` of what would happen; persons are numbered from `first` on."""

    def __init__(
        self,
        districts: Iterable[str],
        seed: str,
        keys: Database,
        kek: KeyEncryptionKey,
        numbers: Numbers,
        *,
        first: int = 0,
        share: float = 1.0,
    ) -> None:
        districts = sorted(districts)
        self._random = Random(f"{seed} {districts}")
        self._share = share
        self._desk = Desk(self._random, keys, kek, numbers)
        self._stories = Stories(self._desk)
        self._stations = [
            Station(
                district,
                [
                    code
                    for code, town in MUNICIPALITIES.items()
                    if town.district == district
                ],
                self._random,
                self._desk,
                self._stories,
                count(first + sorted(DISTRICTS).index(district), len(DISTRICTS)),
                share * PEOPLE_OF[district] / PEOPLE,
            )
            for district in districts
        ]

    def day(self, day: date, position: int) -> Written:
        """What is written on this day, of which the archive held so much before."""
        for station in self._stations:
            station.begin_day(position)
            for tale, a_year in BY_PEOPLE.items():
                self._begin(tale, station, day, expected(a_year, day, station.share))
            self._begin(
                audit, station, day, AUDITS / len(DISTRICTS) / 365 * self._share
            )
        _, end = day_bounds(day)
        self._stories.until(end)
        return self._desk.hand_over()

    def _begin(
        self,
        tale: Callable[[Station, datetime], Story],
        station: Station,
        day: date,
        times: float,
    ) -> None:
        for _ in range(int(times) + (self._random.random() < times % 1)):
            at = self._moment(day)
            self._stories.begin(at, tale(station, at))

    def _moment(self, day: date) -> datetime:
        [hour] = self._random.choices(range(24), HOURS)
        began = datetime.combine(day, time(hour), COPENHAGEN).astimezone(UTC)
        return began + timedelta(seconds=self._random.random() * 3600)
