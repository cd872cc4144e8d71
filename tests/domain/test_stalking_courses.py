from datetime import date
from typing import get_args
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.event import Personal
from domain.facts import KnownContact
from domain.people import KnownCitizen
from domain.stalking_courses import (
    ContactLinkedToCourse,
    ContactUnlinkedFromCourse,
    CourtPrintIssued,
    IssueCourtPrint,
    LinkContact,
    NameSuspect,
    OpenStalkingCourse,
    ReferenceRiskTool,
    RiskToolReferenced,
    StalkingCourseOpened,
    SuspectNamed,
    UnlinkContact,
    stalking_courses,
)
from tests.domain.cast import ANNE, KASPER, METTE, OTHER, duplicate, mette, standing
from tests.specification import given

CONTACT = OTHER
PEOPLE = {METTE: mette, KASPER: KnownCitizen(), ANNE: KnownCitizen()}
opened = StalkingCourseOpened(victim=METTE, suspect=KASPER, district="1467")
against_nobody = StalkingCourseOpened(victim=METTE, district="1467")
linked = ContactLinkedToCourse(contact=CONTACT, basis="Same parties")
unlinked = ContactUnlinkedFromCourse(contact=CONTACT, reason="A namesake")
link = LinkContact(contact=CONTACT, basis="Same parties")
unlink = UnlinkContact(contact=CONTACT, reason="A namesake")


def course(*past):
    return given(stalking_courses, *past).where(others={**PEOPLE, CONTACT: standing})


def test_a_course_is_opened_for_a_victim():
    told = OpenStalkingCourse(victim=METTE, suspect=KASPER, district="1467")
    course().when(told).then(opened)
    course(opened).when(told).then_refused("already open")


def test_who_does_it_may_be_unknown_at_first():
    told = OpenStalkingCourse(victim=METTE, district="1467")
    course().when(told).then(against_nobody)
    name = NameSuspect(suspect=KASPER)
    course(against_nobody).when(name).then(SuspectNamed(suspect=KASPER))


def test_another_suspect_can_be_named_but_not_the_same_again():
    course(opened).when(NameSuspect(suspect=KASPER)).then_refused("named already")
    course(opened).when(NameSuspect(suspect=ANNE)).then(SuspectNamed(suspect=ANNE))
    again = course(opened, SuspectNamed(suspect=ANNE))
    again.when(NameSuspect(suspect=KASPER)).then(SuspectNamed(suspect=KASPER))


def test_nobody_stalks_herself():
    told = OpenStalkingCourse(victim=METTE, suspect=METTE, district="1467")
    course().when(told).then_refused("same citizen")
    course(against_nobody).when(NameSuspect(suspect=METTE)).then_refused("same")


@pytest.mark.parametrize("who", ["victim", "suspect"])
def test_a_course_is_about_citizens_who_are_there(who):
    nobody = {"victim": METTE, "suspect": KASPER} | {who: CONTACT}
    told = OpenStalkingCourse(district="1467", **nobody)
    course().when(told).then_refused("There is no citizen")
    name = NameSuspect(suspect=CONTACT)
    course(against_nobody).when(name).then_refused("There is no citizen")


def test_a_contact_is_linked_on_a_basis():
    course(opened).when(link).then(linked)
    nowhere = course(opened).where(others=PEOPLE)
    nowhere.when(link).then_refused("There is no contact")


def test_a_contact_is_linked_once_at_a_time():
    course(opened, linked).when(link).then_refused("linked to this course already")
    course(opened, linked).when(unlink).then(unlinked)
    course(opened, linked, unlinked).when(link).then(linked)
    course(opened, linked, unlinked).when(unlink).then_refused("not linked")
    course(opened).when(unlink).then_refused("not linked")


def test_a_duplicate_can_be_linked_so_that_the_history_can_say_so():
    others: dict[UUID, KnownContact] = {CONTACT: duplicate}
    course(opened).where(others=others).when(link).then(linked)


def test_a_rating_is_words_about_the_victim():
    told = {"tool": "SASH", "version": "2", "on": date(2019, 6, 3), "annex": 3}
    course(opened).when(ReferenceRiskTool(rating="High", **told)).then(
        RiskToolReferenced(rating=Personal(about=METTE, text="High"), **told)
    )


def test_a_court_print_is_for_somebody():
    told = {"for": "OTHER_PARTY", "sha256": "0" * 64, "position": 41}
    issued = CourtPrintIssued.model_validate(told)
    course(opened).when(IssueCourtPrint.model_validate(told)).then(issued)
    assert issued.model_dump(mode="json") == told
    for wrong in ({"for": "ANYBODY"}, {"sha256": "0"}, {"for_": "OWN_USE"}):
        with pytest.raises(ValidationError):
            IssueCourtPrint.model_validate(told | wrong)


def test_no_course_no_change():
    for command in (link, unlink, NameSuspect(suspect=KASPER)):
        course().when(command).then_refused("There is no stalking course")


def test_nothing_in_the_language_is_a_verdict():
    for kind in (*stalking_courses.events, *stalking_courses.commands):
        fields = kind.model_fields.items()
        truths = [name for name, f in fields if bool in (f.annotation, *get_args(f))]
        assert truths in ([], ["granted"])
