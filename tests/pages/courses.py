"""Stalking courses as pages show them: the sample, and a pair that is in none."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

import pytest

from api.composition import Parts
from domain.citizens import IdentifyCitizen, citizens
from domain.contacts import RegisterContact, contacts
from domain.stalking_courses import LinkContact, OpenStalkingCourse, stalking_courses
from infrastructure.asked import Receipt
from tests.api.journals import STALKING_2021, load
from tests.api.telling import MOPEDS, party
from tests.ids import new_id
from tests.pages.waiting import JENSEN

COURSE = "/stalking/017c98fa-1a20-7908-843e-d469f361cd51"
SHE, HE, HER_CPR = "Birthe Holm", "Ib Lund", "0107615000"
WORDS = ("Mette Rønnow", "Kasper Dahl", "Anne Rønnow", "150388", SHE, HE)


class Pair(NamedTuple):
    victim: UUID
    suspect: UUID


@pytest.fixture
def the_stalking(parts, followed) -> str:
    """The sample journal; where its course is shown."""
    receipts = [each.receipt for each in load(parts, STALKING_2021)]
    newest = max(each.position for each in receipts)
    parts.projector.wait_for(newest)
    return COURSE


@pytest.fixture
def named(parts, followed) -> Callable[..., Receipt]:
    """Registers a contact that names both."""

    def named(pair: Pair, **fields: object) -> Receipt:
        of_victim = fields.pop("of_victim", {})
        parties = [
            party("VICTIM", citizen=str(pair.victim), **of_victim),
            party("POSSIBLE_OFFENDER", citizen=str(pair.suspect)),
        ]
        told = MOPEDS | {"kind": "STALKING", "parties": parties} | fields
        command = RegisterContact.model_validate(told)
        receipt = parts.registry.execute(contacts, new_id(), command, JENSEN)
        parts.projector.wait_for(receipt.position + 1)  # its reaction comes after it
        return receipt

    return named


@pytest.fixture
def people(parts, followed) -> Callable[..., Pair]:
    def people(she: str = SHE, he: str = HE, **words: str) -> Pair:
        pair = Pair(new_id(), new_id())
        for id, told in (
            (pair.victim, {"name": she, **words}),
            (pair.suspect, {"name": he}),
        ):
            command = IdentifyCitizen.model_validate(told)
            receipt = parts.registry.execute(citizens, id, command, JENSEN)
        parts.projector.wait_for(receipt.position)
        return pair

    return people


@pytest.fixture
def pair(people, named) -> Pair:
    """Named together in two contacts, and in no course."""
    pair = people()
    named(pair, acts=[{"kind": "SMS", "count": 4}])
    named(pair, of_victim={"safe_contact": "DIRECT_ONLY"})
    return pair


def course_of(parts: Parts, pair: Pair, *contacts: Receipt) -> str:
    """Opens a course for both, with these contacts; where it is shown."""
    id = new_id()
    opened = OpenStalkingCourse(**pair._asdict(), district="1467")
    receipt = parts.registry.execute(stalking_courses, id, opened, JENSEN)
    for each in contacts:
        link = LinkContact(contact=each.id, basis="Samme parter")
        receipt = parts.registry.execute(stalking_courses, id, link, JENSEN)
    parts.projector.wait_for(receipt.position)
    return f"/stalking/{id}"
