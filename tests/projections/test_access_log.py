"""Who was shown whose words can be told, newest first."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from domain.disclosures import (
    DisclosePersonalWords,
    MakeExport,
    RunSearch,
    disclosures,
    year_of_searches,
)
from domain.event import By, Role
from domain.purposes import Purpose
from projections.access_log import entries, readers
from projections.pages import BadCursor

NOON = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)
OFFICER = By(id="K-1147", role=Role.OFFICER, district="1467", unit="Holbæk")
OTHER = By(id="K-2001", role=Role.SUPERVISOR, district="1471")
AUTHORITY = By(id="D-1", role=Role.AUTHORITY, district=None)
METTE, KASPER = (UUID(int=7 << 76 | 2 << 62 | n) for n in (1, 2))


@pytest.fixture
def shown(read_models):
    """Puts a read in the access log, so many minutes after noon."""

    def shown(*subjects, by=OFFICER, after=0, purpose=Purpose.CONTACT_HANDLING):
        at = NOON + timedelta(minutes=after)
        command = DisclosePersonalWords(
            view="contact",
            subjects=subjects,
            count=len(subjects),
            fields=("narrative",),
            purpose=purpose,
            reference="H-19",
        )
        id = read_models.new_id(at)
        read_models.record(disclosures, id, command, by=by, at=at)
        return id

    return shown


@pytest.fixture
def found(read_models):
    def found(**asked):
        page = entries(read_models.db, **{"with_authority": True} | asked)
        return [look.id for look in page.items]

    return found


def test_a_read_is_told_with_all_that_was_stated(read_models, shown):
    shown(METTE, KASPER)
    [look] = entries(read_models.db, with_authority=False).items
    assert (look.at, look.officer, look.role) == (NOON, "K-1147", "OFFICER")
    assert (look.district, look.unit) == ("1467", "Holbæk")
    assert (look.event, look.operation) == ("PersonalWordsDisclosed", "CONSULTATION")
    assert (look.view, look.fields, look.count) == ("contact", ["narrative"], 2)
    assert (look.subjects, look.reference) == ([METTE, KASPER], "H-19")
    assert (look.purpose, look.result) == ("CONTACT_HANDLING", "SHOWN")


def test_reads_are_found_by_reader_and_subject_and_purpose(shown, found):
    mine = shown(METTE, after=1)
    other = shown(KASPER, by=OTHER, after=2, purpose=Purpose.SUPERVISION)
    assert found() == [other, mine]
    assert found(district="1467") == found(officer="K-1147") == [mine]
    assert found(subject=KASPER) == found(purpose=Purpose.SUPERVISION) == [other]
    assert found(subject=METTE, district="1471") == []


def test_reads_are_found_by_what_was_looked_at(shown, found):
    look = shown(METTE)
    assert found(view="contact") == [look]
    assert found(view="citizen") == []


def test_who_has_read_is_known_by_district(read_models, shown):
    for by in (OTHER, OFFICER, OFFICER, AUTHORITY):
        shown(METTE, by=by)
    db = read_models.db
    everybody = readers(db, district=None, with_authority=True)
    assert everybody == ["D-1", "K-1147", "K-2001"]
    assert readers(db, district="1467", with_authority=False) == ["K-1147"]
    assert "D-1" not in readers(db, district=None, with_authority=False)


def test_reads_are_found_by_danish_day(shown, found):
    first, last = shown(METTE), shown(METTE, after=14 * 60)  # midnight in Denmark
    fourth = date(2019, 6, 4)
    assert found(since=fourth) == [last]
    assert found(until=fourth) == [first]
    assert found(since=fourth, until=fourth) == []


def test_what_the_authority_reads_is_hidden_from_police_roles(shown, found):
    shown(METTE, by=AUTHORITY)
    assert found(with_authority=False, subject=METTE) == []
    assert len(found(with_authority=True, subject=METTE)) == 1


def test_pages_follow_one_another_while_reads_go_on(read_models, shown):
    shown_ids = [shown(METTE, after=after // 2) for after in range(5)]
    seen, cursor = [], None
    while True:
        page = entries(read_models.db, with_authority=False, limit=2, cursor=cursor)
        seen += [look.id for look in page.items]
        shown(METTE, after=100)
        if not (cursor := page.next):
            break
    assert seen == shown_ids[::-1]


def test_the_cursor_of_another_list_is_refused(read_models):
    with pytest.raises(BadCursor):
        entries(read_models.db, with_authority=False, cursor="W10")


def test_a_search_that_found_nothing_is_evidence_too(read_models):
    command = RunSearch(
        view="contact_search",
        query="Mette Rønnow",
        count=0,
        purpose=Purpose.INVESTIGATION,
    )
    id = read_models.new_id(NOON)
    read_models.record(disclosures, id, command, at=NOON)
    [look] = entries(read_models.db, with_authority=False).items
    assert (look.event, look.result, look.query) == ("SearchRun", "NONE", None)
    [look] = entries(read_models.db, with_authority=False, with_words=True).items
    assert look.query == "Mette Rønnow"
    read_models.forget(year_of_searches(NOON))
    for _ in ("live", "rebuilt"):
        [look] = entries(read_models.db, with_authority=False, with_words=True).items
        assert (look.id, look.query) == (id, None)
        read_models.rebuild()


def test_an_export_is_in_the_log(read_models):
    command = MakeExport(
        view="archive",
        count=12,
        purpose=Purpose.SUPERVISION,
        recipient="The ministry",
    )
    read_models.record(disclosures, read_models.new_id(NOON), command, at=NOON)
    [look] = entries(read_models.db, with_authority=False).items
    assert (look.event, look.operation) == ("ExportMade", "DISCLOSURE")
