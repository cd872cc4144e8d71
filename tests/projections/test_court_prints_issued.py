"""A court print is found by its SHA-256, the first time that it was issued."""

from datetime import timedelta

from domain.court_papers import IssueCourtPrint
from domain.stalking_courses import OpenStalkingCourse, stalking_courses
from projections.court_prints_issued import issued
from tests.projections.conftest import EVENING

OURS, OTHER = "ab" * 32, "cd" * 32


def test_a_print_is_found_by_what_it_is(read_models):
    course, victim = read_models.new_id(), read_models.citizen(name="Mette Rønnow")
    opened = OpenStalkingCourse(victim=victim, district="1467")
    read_models.record(stalking_courses, course, opened)
    for days in (1, 2):
        told = {"for": "OWN_USE", "sha256": OURS, "position": 2}
        command = IssueCourtPrint.model_validate(told)
        at = EVENING + timedelta(days=days)
        read_models.record(stalking_courses, course, command, at=at)
    found = issued(read_models.db, OURS)
    assert (found.position, found.at) == (2, EVENING + timedelta(days=1))
    assert issued(read_models.db, OTHER) is None
