"""A contact leads to its follow-ups, to its courses, and is found by its number."""

from datetime import timedelta

from domain.follow_ups import CloseFollowUp, OpenFollowUp, follow_ups
from domain.ids import follow_up_of
from domain.stalking_courses import (
    LinkContact,
    OpenStalkingCourse,
    UnlinkContact,
    stalking_courses,
)
from projections.contact_numbers import numbered, numbers
from projections.courses_of_a_contact import links
from projections.follow_ups_of_a_contact import follow_ups_of
from tests.projections.conftest import EVENING, OFFICER

HOUR = timedelta(hours=1)


def test_a_link_to_a_course_is_remembered_when_it_is_withdrawn(
    read_models, told, known
):
    contact, _ = told()
    other, _ = told()
    course = read_models.new_id()
    opened = OpenStalkingCourse(victim=known(name="Mette"), district="1467")
    read_models.record(stalking_courses, course, opened)
    for hours, command in enumerate(
        (
            LinkContact(contact=contact, basis="Samme parter"),
            LinkContact(contact=other, basis="Samme parter"),
            UnlinkContact(contact=contact, reason="Navnesammenfald"),
        ),
        1,
    ):
        at = EVENING + hours * HOUR
        read_models.record(stalking_courses, course, command, at=at)
    found = links(read_models.db, contact)
    assert [(each.course, each.linked, each.why) for each in found] == [
        (course, True, "Samme parter"),
        (course, False, "Navnesammenfald"),
    ]
    assert [(each.at, each.by) for each in found] == [
        (EVENING + HOUR, OFFICER),
        (EVENING + 3 * HOUR, OFFICER),
    ]
    read_models.rebuild()
    assert links(read_models.db, contact) == found


def test_a_contact_has_all_its_follow_ups_also_those_that_have_ended(read_models, told):
    contact, _ = told(name="Mette")
    second = read_models.new_id()
    opened = OpenFollowUp(contact=contact, district="1467", cause="OFFICER")
    read_models.record(follow_ups, second, opened, at=EVENING + HOUR)
    first = follow_up_of(contact)
    read_models.record(follow_ups, first, CloseFollowUp(reason="Ringede selv"))
    assert follow_ups_of(read_models.db, contact) == [first, second]
    other, _ = told(role="WITNESS")
    assert follow_ups_of(read_models.db, other) == []


def test_a_contact_and_its_number_lead_to_each_other(read_models, told):
    contact, _ = told()
    [first, *_] = read_models.parts.registry.history(contact)
    db = read_models.db
    assert numbered(db, f" {first.event.number.lower()} ") == contact
    assert numbered(db, "H-0") is None
    known = {contact: first.event.number}
    assert numbers(db, [contact, read_models.new_id()]) == known
