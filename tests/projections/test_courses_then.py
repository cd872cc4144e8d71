"""A stalking course is in the histories of the victim and of who is named as suspect."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.citizens import IdentifyCitizen, LinkCitizen, citizens
from domain.stalking_courses import NameSuspect, OpenStalkingCourse, stalking_courses
from projections.citizen_history import history

NOON = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def citizen(read_models):
    def identified():
        id = read_models.new_id(NOON)
        read_models.record(citizens, id, IdentifyCitizen(name="x"), at=NOON)
        return id

    return identified


@pytest.fixture
def opened(read_models):
    def opened(victim, suspect=None):
        id = read_models.new_id(NOON)
        command = OpenStalkingCourse(victim=victim, suspect=suspect, district="1467")
        read_models.record(stalking_courses, id, command, at=NOON)
        return id

    return opened


@pytest.fixture
def courses(read_models):
    """The courses in a history, now and after a rebuild, and what a citizen is there."""

    def courses(citizen, **asked):
        live = history(read_models.db, citizen, **asked).items
        read_models.rebuild()
        assert history(read_models.db, citizen, **asked).items == live
        return [(each.id, *each.roles) for each in live if each.type == "COURSE"]

    return courses


def test_a_course_is_in_the_history_of_victim_and_suspect(citizen, opened, courses):
    she, he, nobody = citizen(), citizen(), citizen()
    course = opened(she, he)
    assert courses(she) == [(course, "VICTIM")]
    assert courses(he) == [(course, "POSSIBLE_OFFENDER")]
    assert courses(nobody) == []


def test_it_tells_where_and_when_and_is_no_contact(read_models, citizen, opened):
    she = citizen()
    opened(she)
    [chapter] = history(read_models.db, she).items
    assert (chapter.at, chapter.district, chapter.contact) == (NOON, "1467", None)
    assert (chapter.number, chapter.kind, chapter.channel) == (None, None, None)


def test_who_is_suspect_no_longer_was_it_then(read_models, citizen, opened, courses):
    she, he, other = citizen(), citizen(), citizen()
    course = opened(she, he)
    name = NameSuspect(suspect=other)
    read_models.record(stalking_courses, course, name, at=NOON + HOUR)
    assert courses(he) == []
    assert courses(he, as_of=NOON) == [(course, "POSSIBLE_OFFENDER")]
    assert courses(other) == [(course, "POSSIBLE_OFFENDER")]
    assert courses(she) == [(course, "VICTIM")]


def test_linked_citizens_share_their_courses(read_models, citizen, opened, courses):
    she, other = citizen(), citizen()
    course = opened(she)
    read_models.record(citizens, she, LinkCitizen(other=other, basis="Voice"))
    assert courses(other) == [(course, "VICTIM")]
