"""The history of a stalking course with very many contacts, and one more of them."""

from time import perf_counter

from uuid_utils.compat import uuid7

from api.composition import Parts, now
from api.course_shown import history_shown
from domain.citizens import IdentifyCitizen, citizens
from domain.contacts import RegisterContact, contacts
from domain.event import By, Role
from domain.registration import ToldParty
from domain.stalking_courses import LinkContact, OpenStalkingCourse, stalking_courses
from infrastructure.asked import Asked, Receipt
from tests.benchmarks.load import Measured

CONTACTS, PAGE, ASKED = 1_000, 100, 40
OFFICER = By(id="K-1147", role=Role.OFFICER, district="1467")


def measure(parts: Parts) -> list[str]:
    victim, course = uuid7(), uuid7()
    opened = OpenStalkingCourse(victim=victim, district="1467")
    _record(parts, Asked(citizens, victim, IdentifyCitizen(name="Mette"), OFFICER))
    _record(parts, Asked(stalking_courses, course, opened, OFFICER))
    for _ in range(CONTACTS // PAGE):
        _record(parts, *(each for _ in range(PAGE) for each in _linked(course, victim)))
    reads, links = [], []
    for _ in range(ASKED):
        began = perf_counter()
        history_shown(parts.registry, course, None, now())
        reads.append(perf_counter() - began)
    for _ in range(ASKED):
        registration, link = _linked(course, victim)
        _record(parts, registration)
        began = perf_counter()
        _record(parts, link)
        links.append(perf_counter() - began)
    return [
        "| what | n | result |",
        "|---|---|---|",
        f"| its whole history | {ASKED} | {_times(reads)} |",
        f"| one more contact linked | {ASKED} | {_times(links)} |",
    ]


def _linked(course, victim) -> tuple[Asked, Asked]:
    id = uuid7()
    party = ToldParty(id=uuid7(), role="VICTIM", citizen=victim, name="Mette Rønnow")
    told = RegisterContact(
        received_at=now(),
        channel="PHONE_114",
        district="1467",
        kind="STALKING",
        narrative="Han ringer igen og igen.",
        parties=(party,),
    )
    link = LinkContact(contact=id, basis="Samme parter")
    return (
        Asked(contacts, id, told, OFFICER),
        Asked(stalking_courses, course, link, OFFICER),
    )


def _record(parts: Parts, *asked: Asked) -> None:
    answers = parts.registry.execute_all(asked)
    if refused := [each for each in answers if not isinstance(each, Receipt)]:
        raise AssertionError(refused[:3])


def _times(seconds: list[float]) -> str:
    measured = Measured(0, sorted(seconds))
    return f"p50 {measured.at(0.5):.0f} ms · p95 {measured.at(0.95):.0f} ms"
