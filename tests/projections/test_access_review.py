"""What stands out among reads is told by rules that anybody can check."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from domain.disclosures import DisclosePersonalWords, RunSearch, disclosures
from domain.event import By, Role
from domain.purposes import Purpose
from projections.access_review import (
    LEAST_COLLEAGUES,
    LEAST_READS,
    MANY_DAYS,
    MUCH_FOUND,
    TIMES,
    Asked,
    found_much,
    often_read,
    read_much,
)
from projections.reads_elsewhere import read_elsewhere

NOON = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)
METTE = UUID(int=7 << 76 | 2 << 62 | 1)
AUTHORITY = By(id="D-1", role=Role.AUTHORITY, district=None)
HERE, THERE = "1467", "1471"


def officer(name, district=HERE):
    return By(id=name, role=Role.OFFICER, district=district)


@pytest.fixture
def reads(read_models):
    def reads(by, *subjects, days=0, found=None, times=1):
        at = NOON + timedelta(days=days)
        told = {
            "view": "contact",
            "subjects": subjects,
            "count": len(subjects) if found is None else found,
            "purpose": Purpose.CONTACT_HANDLING,
        }
        for _ in range(times):
            command = (
                DisclosePersonalWords(**told)
                if found is None
                else RunSearch(**told, query="Mette")
            )
            read_models.record(
                disclosures, read_models.new_id(at), command, by=by, at=at
            )

    return reads


@pytest.fixture
def asked(read_models):
    def asked(question, **change):
        usual = {"since": NOON.date(), "district": None, "with_authority": False}
        return question(read_models.db, Asked(**usual | {"limit": 50} | change))

    return asked


def test_who_reads_about_the_same_on_many_days_stands_out(reads, asked):
    for day in range(MANY_DAYS - 1):
        reads(officer("K-1"), METTE, days=day, times=2)
    assert asked(often_read) == []  # a page that is loaded again is no other day
    reads(officer("K-1"), METTE, days=MANY_DAYS)
    [found] = asked(often_read)
    assert (found.officer, found.subject, found.district) == ("K-1", METTE, HERE)
    assert (found.days, found.reads) == (MANY_DAYS, 2 * MANY_DAYS - 1)
    assert found.last == date(2019, 6, 3 + MANY_DAYS)
    assert asked(often_read, since=date(2019, 6, 4)) == []
    assert asked(often_read, district=THERE) == []


def test_whom_a_search_finds_nobody_has_chosen(reads, asked):
    for day in range(MANY_DAYS):
        reads(officer("K-1"), METTE, days=day, found=1)
    assert asked(often_read) == []


def test_who_reads_far_more_than_colleagues_stands_out(reads, asked):
    reads(officer("K-1"), METTE, times=LEAST_READS)
    each = LEAST_READS // TIMES
    for n in range(LEAST_COLLEAGUES - 1):
        reads(officer(f"K-1{n}"), METTE, times=each)
    reads(officer("K-9", THERE), METTE)
    assert asked(read_much) == []  # too few to compare with
    reads(officer("K-20"), METTE, times=each)
    [found] = asked(read_much)
    assert (found.officer, found.reads) == ("K-1", LEAST_READS)
    assert (found.colleagues, found.median) == (LEAST_COLLEAGUES, each)
    for n in range(LEAST_COLLEAGUES - 1):
        reads(officer(f"K-1{n}"), METTE)
    assert asked(read_much) == []  # just as many times, and no more


def test_few_reads_are_never_many(reads, asked):
    reads(officer("K-1"), METTE, times=LEAST_READS - 1)
    for n in range(LEAST_COLLEAGUES):
        reads(officer(f"K-2{n}"), METTE)
    assert asked(read_much) == []


def test_a_search_that_found_very_many_stands_out(reads, asked):
    reads(officer("K-1"), found=MUCH_FOUND - 1)
    assert asked(found_much) == []
    reads(officer("K-1"), METTE, found=MUCH_FOUND)
    [found] = asked(found_much)
    assert (found.officer, found.at, found.found) == ("K-1", NOON, MUCH_FOUND)
    assert found.purpose == "CONTACT_HANDLING"


def test_reads_of_other_districts_are_told_by_the_contact(read_models, reads, asked):
    contact = read_models.contact(by=officer("K-9", THERE), at=NOON)
    reads(officer("K-9", THERE), contact)
    assert asked(read_elsewhere) == []
    reads(officer("K-1"), contact, METTE, times=2)
    [found] = asked(read_elsewhere)
    assert (found.officer, found.district) == ("K-1", HERE)
    assert (found.contact, found.of, found.reads) == (contact, THERE, 2)


def test_what_the_authority_reads_stands_out_to_the_authority_alone(reads, asked):
    for day in range(MANY_DAYS):
        reads(AUTHORITY, METTE, days=day)
    reads(AUTHORITY, found=MUCH_FOUND)
    for question in (often_read, found_much):
        assert asked(question) == []
        [found] = asked(question, with_authority=True)
        assert (found.officer, found.district) == ("D-1", None)


def test_rebuilt_it_says_the_same(read_models, reads, asked):
    for day in range(MANY_DAYS):
        reads(officer("K-1"), METTE, days=day, times=2)
    before = asked(often_read)
    read_models.rebuild()
    assert asked(often_read) == before != []
