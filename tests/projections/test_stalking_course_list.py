"""Which courses there are, of a district or a victim, and what they lack."""

from datetime import date, timedelta

import pytest

from domain.citizens import InstructSafeContact, LinkCitizen, citizens
from domain.contacts import CorrectContact, WithdrawContact, contacts
from domain.event import By, Role
from domain.people import SafeContact
from domain.stalking_courses import (
    LinkContact,
    NameSuspect,
    OpenStalkingCourse,
    UnlinkContact,
    stalking_courses,
)
from projections.pages import BadCursor
from projections.people_paired import direct_only
from projections.stalking_course_list import courses, missing
from tests.projections.conftest import EVENING

ELSEWHERE = By(id="K-2001", role=Role.OFFICER, district="1471")
WHY = {"reason": "So it is"}


@pytest.fixture
def she(read_models):
    return read_models.citizen(name="Mette Rønnow")


@pytest.fixture
def he(read_models):
    return read_models.citizen(name="Kasper Dahl")


@pytest.fixture
def names(read_models):
    def names(victim, suspect, *, after=0, **of_victim):
        roles = {"VICTIM": victim, "POSSIBLE_OFFENDER": suspect}
        parties = [
            {"id": read_models.new_id(), "role": role, "citizen": who}
            for role, who in roles.items()
        ]
        parties[0] |= of_victim
        at = EVENING + timedelta(days=after)
        return read_models.contact(at=at, parties=parties)

    return names


@pytest.fixture
def opened(read_models):
    def opened(victim, suspect=None, by=None, after=0):
        id = read_models.new_id()
        by = by or By(id="K-1147", role=Role.OFFICER, district="1467")
        command = OpenStalkingCourse(
            victim=victim, suspect=suspect, district=by.district
        )
        at = EVENING + timedelta(minutes=after)
        read_models.record(stalking_courses, id, command, by=by, at=at)
        return id

    return opened


@pytest.fixture
def tell(read_models):
    def tell(course, command):
        read_models.record(stalking_courses, course, command)

    return tell


@pytest.fixture
def lacks(read_models):
    """Now and after a rebuild."""

    def lacks(course):
        live = missing(read_models.db, course)
        read_models.rebuild()
        assert missing(read_models.db, course) == live
        return [each.id for each in live]

    return lacks


def test_a_course_is_listed_with_what_counts_in_it(
    read_models, she, he, names, opened, tell
):
    course = opened(she, he)
    [empty] = courses(read_models.db).items
    assert (empty.contacts, empty.last) == (0, None)
    inside = [names(she, he, after=n) for n in range(3)]
    for each in inside:
        tell(course, LinkContact(contact=each, basis="Alike"))
    read_models.record(contacts, inside[2], WithdrawContact(**WHY))
    [listed] = courses(read_models.db).items
    assert (listed.id, listed.victim, listed.suspect) == (course, she, he)
    assert (listed.district, listed.opened_at) == ("1467", EVENING)
    assert (listed.contacts, listed.last) == (2, date(2019, 6, 4))
    read_models.rebuild()
    assert courses(read_models.db).items == [listed]


def test_a_district_lists_what_was_opened_there(read_models, she, opened):
    here, there = opened(she), opened(she, by=ELSEWHERE)
    for district, expected in (("1467", here), ("1471", there)):
        [listed] = courses(read_models.db, district=district).items
        assert listed.id == expected


def test_a_victims_courses_are_also_those_of_citizens_linked_with_her(
    read_models, she, he, opened
):
    other = read_models.citizen(name="Metthe Rønnow")
    hers, others = opened(she), opened(other)
    opened(he)
    assert [e.id for e in courses(read_models.db, victim=she).items] == [hers]
    read_models.record(citizens, she, LinkCitizen(other=other, basis="Voice"))
    for each in (she, other):
        found = {e.id for e in courses(read_models.db, victim=each).items}
        assert found == {hers, others}


def test_pages_follow_one_another_the_last_opened_first(read_models, she, opened):
    expected = [opened(she, after=n // 2) for n in range(5)]
    seen, cursor = [], None
    while True:
        page = courses(read_models.db, limit=2, cursor=cursor)
        seen += [each.id for each in page.items]
        if not (cursor := page.next):
            break
    assert set(seen) == set(expected)
    assert seen[0] == expected[-1]
    with pytest.raises(BadCursor):
        courses(read_models.db, cursor="WzFd")


def test_a_course_lacks_what_names_its_people_until_it_is_linked(
    read_models, she, he, names, opened, tell, lacks
):
    first, second = names(she, he), names(she, he, after=1)
    course = opened(she, he)
    names(he, she)
    names(she, None)
    names(she, read_models.citizen(name="Ib"))
    assert lacks(course) == [first, second]
    tell(course, LinkContact(contact=first, basis="Alike"))
    assert lacks(course) == [second]
    tell(course, UnlinkContact(contact=first, **WHY))
    assert lacks(course) == [first, second]
    read_models.record(contacts, second, WithdrawContact(**WHY))
    assert lacks(course) == [first]


def test_without_a_suspect_it_lacks_what_names_her_with_anybody(
    read_models, she, he, names, opened, tell, lacks
):
    other = read_models.citizen(name="Ib")
    both = [names(she, he), names(she, other, after=1)]
    course = opened(she)
    assert lacks(course) == both
    tell(course, NameSuspect(suspect=he))
    assert lacks(course) == both[:1]
    read_models.record(citizens, he, LinkCitizen(other=other, basis="Voice"))
    assert lacks(course) == both


def test_direct_contact_alone_is_known_of_her_or_said_in_a_contact(
    read_models, she, he, names
):
    other = read_models.citizen(name="Metthe Rønnow")

    def direct():
        live = direct_only(read_models.db, [she, he])
        read_models.rebuild()
        assert direct_only(read_models.db, [she, he]) == live
        return live

    names(he, she, safe_contact="DIRECT_ONLY")
    assert direct() == {he}  # said of a victim, and not of the other one
    contact = names(other, he)
    first = read_models.parts.registry.history(contact)[0].event
    field = f"parties.{first.parties[0].id}.safe_contact"
    said = CorrectContact(field=field, old="ANY", new="DIRECT_ONLY", **WHY)
    read_models.record(contacts, contact, said)
    assert direct() == {he}
    read_models.record(citizens, she, LinkCitizen(other=other, basis="Voice"))
    assert direct() == {she, he}


def test_direct_contact_alone_holds_until_another_instruction(read_models, she):
    for instruction, expected in (("DIRECT_ONLY", {she}), ("ANY", set())):
        command = InstructSafeContact(safe_contact=SafeContact(instruction), **WHY)
        read_models.record(citizens, she, command)
        assert direct_only(read_models.db, [she]) == expected
