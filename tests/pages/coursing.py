"""A course of one contact, as the pages of its papers are opened on it."""

from collections.abc import Callable
from uuid import UUID

import pytest

from domain.citizens import IdentifyCitizen, citizens
from domain.contacts import contacts
from domain.decider import Command
from domain.registration import RegisterContact
from domain.stalking_courses import LinkContact, OpenStalkingCourse, stalking_courses
from tests.api.telling import MOPEDS
from tests.ids import new_id
from tests.pages.looking import SCRIPT
from tests.pages.waiting import JENSEN

VICTIM = "Mette Rønnow"


@pytest.fixture
def course(parts) -> UUID:
    """Its words hold script."""
    her, course, contact = new_id(), new_id(), new_id()
    execute = parts.registry.execute
    execute(citizens, her, IdentifyCitizen(name=VICTIM), JENSEN)
    opened = OpenStalkingCourse(victim=her, district="1467")
    execute(stalking_courses, course, opened, JENSEN)
    execute(contacts, contact, RegisterContact.model_validate(MOPEDS), JENSEN)
    linked = LinkContact(contact=contact, basis=SCRIPT)
    execute(stalking_courses, course, linked, JENSEN)
    return course


@pytest.fixture
def say(parts, course) -> Callable[[Command], None]:
    """What a colleague tells of it."""

    def say(command: Command) -> None:
        parts.registry.execute(stalking_courses, course, command, JENSEN)

    return say
