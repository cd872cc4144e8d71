"""How much of everything happens in a year: what is published, and what is assumed.

Published
- 127,624 calls in 2020 to one district's service centre, which serves 417,326 people:
  Københavns Vestegns Politi, rnn.dk, February 2021. That is 0.306 a person.
- 289,500 reports of penal code offences in 2021: Danmarks Statistik, Kriminalitet 2021.
- 1,714 reports of stalking in 2022.
- 5.9 million people live in Denmark; by district rounded to 10,000 (approximate).

Assumed
- Half of the calls are contacts, the others wrong numbers, switchboard and news.
- Six of seven reports come by other ways than the telephone, as do 100,000 of what
  112, patrols and stations take down.
- 2,600 complaints a year; 30,000 citizens put right; a course of stalking for each
  report; an audit a month and district; the exchange of every fourth caller already
  tells of its calls.
"""

from datetime import date
from math import cos, exp, pi

PEOPLE_OF = {  # by district
    "1460": 590_000,
    "1461": 560_000,
    "1462": 580_000,
    "1463": 490_000,
    "1464": 480_000,
    "1465": 500_000,
    "1466": 370_000,
    "1467": 410_000,
    "1468": 500_000,
    "1469": 430_000,
    "1470": 950_000,
    "1471": 40_000,
}
PEOPLE = sum(PEOPLE_OF.values())
CALLS = 127_624 / 417_326 * PEOPLE
CONTACTS = 0.5 * CALLS + 6 / 7 * 289_500 + 100_000  # a year: 1.25 million
COURSES, COMPLAINTS, AUDITS = 1_714, 2_600, 12 * len(PEOPLE_OF)
PUT_RIGHT = 30_000  # citizens a year, of whom something else turns out to be true
TELLING = 0.25  # share of the calls that an exchange tells of
SETTLED = 0.5 * TELLING * CALLS  # a year: calls that were no contacts

# Monday first (assumed): people report what happened at the weekend.
WEEKDAYS = (1.12, 1.05, 1.02, 1.01, 1.03, 0.92, 0.85)
# Of the day (assumed): few before six, most in the afternoon.
HOURS = tuple(
    exp(0.9 * cos(2 * pi * (hour - 15) / 24) + 0.2 * cos(4 * pi * (hour - 12) / 24))
    for hour in range(24)
)
BUSIEST_HOUR = (  # contacts in it
    CONTACTS / 365 * max(WEEKDAYS) * max(HOURS) / sum(HOURS)
)


def expected(a_year: float, day: date, share: float = 1.0) -> float:
    """How many of so many a year come on this day."""
    summer = 1 + 0.08 * cos(2 * pi * (day.timetuple().tm_yday - 196) / 365)
    return share * a_year / 365 * WEEKDAYS[day.weekday()] * summer
