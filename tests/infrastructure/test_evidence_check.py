"""The doctor names every file that is missing, damaged or nobody's."""

from datetime import timedelta
from hashlib import sha256

import psycopg
import pytest

from domain.citizens import IdentifyCitizen, citizens
from domain.contacts import AttachEvidence, EvidenceAttached
from domain.stalking_courses import (
    CourtPrintIssued,
    IssueCourtPrint,
    OpenStalkingCourse,
    stalking_courses,
)
from infrastructure.doctor import Finding, differences
from infrastructure.embedded_postgres import SERVICE
from infrastructure.evidence_check import examine_evidence
from tests.infrastructure.filing import PDF, sent, whole
from tests.infrastructure.registering import say
from tests.specification import OFFICER

DAY = timedelta(days=1)


@pytest.fixture
def evidence_url(either_store):
    return either_store


@pytest.fixture
def examined(as_admin, addresses, room, clock):
    def examined(after: timedelta = timedelta(0)) -> list[Finding]:
        events = [EvidenceAttached.__name__, CourtPrintIssued.__name__]
        now = clock.now + after
        found = examine_evidence(as_admin, addresses, room.store, events, now)
        return list(found)

    return examined


def attach(parts, contact) -> None:
    command = AttachEvidence(
        annex=1,
        description="A list of calls",
        sha256=sha256(PDF).hexdigest(),
        size=len(PDF),
        media_type="application/pdf",
    )
    say(parts, contact, command)


def test_a_file_that_is_attached_and_kept_is_as_it_should_be(
    parts, room, contact, examined
):
    assert examined() == []
    sent(room, contact)
    attach(parts, contact)
    assert examined(10_000 * DAY) == []


def test_a_file_that_is_not_kept_is_missing(parts, contact, examined):
    attach(parts, contact)
    [finding] = examined()
    assert str(contact) in finding.subject
    assert sha256(PDF).hexdigest() in finding.subject
    assert "not kept" in finding.problem
    assert "backup" in finding.remedy


@pytest.mark.parametrize("damage", [lambda s: s[:-1], lambda s: s + b"\0"])
def test_a_file_of_another_size_is_damaged(
    parts, room, contact, replace, examined, damage
):
    file = sent(room, contact)
    attach(parts, contact)
    replace(file, damage(whole(room, file)))
    [finding] = examined()
    assert "not all there, or too many" in finding.problem


def test_a_file_that_no_event_names_is_nobodys_after_a_day(
    room, contact, examined, clock
):
    sent(room, contact)
    [kept] = room.store.everything()
    age = kept.stored_at - clock.now  # a bucket has a clock of its own
    assert examined(age + DAY) == []
    [finding] = examined(age + DAY + timedelta(seconds=1))
    assert "nothing names them" in finding.problem


def test_a_court_print_is_kept_with_its_course_or_is_missing(
    parts, room, examined, clock
):
    her, course = clock.new_id(), clock.new_id()
    opened = OpenStalkingCourse(victim=her, district="1467")
    told = {"for": "OWN_USE", "sha256": sha256(PDF).hexdigest(), "position": 2}
    execute = parts.registry.execute
    execute(citizens, her, IdentifyCitizen(name="Mette"), OFFICER)
    execute(stalking_courses, course, opened, OFFICER)
    issued = IssueCourtPrint.model_validate(told)
    execute(stalking_courses, course, issued, OFFICER)
    [finding] = examined()
    assert str(course) in finding.subject
    assert "not kept" in finding.problem
    sent(room, course)
    assert examined(10_000 * DAY) == []


def test_what_cannot_be_compared_is_named(as_admin, examined):
    with psycopg.connect(as_admin.archive) as conn:
        conn.execute("DROP SCHEMA archive CASCADE")
    assert [finding.subject for finding in examined()] == ["evidence"]


DRIFTS = {
    "GRANT UPDATE ON evidence.file TO genfind_writer": "genfind_writer may UPDATE",
    "GRANT SELECT ON evidence.piece TO genfind_reader": "genfind_reader may SELECT",
    "ALTER TABLE evidence.piece DISABLE TRIGGER no_changes": "never",
    "ALTER TABLE evidence.piece ALTER sealed SET STORAGE EXTENDED": "sealed",
    "DROP TABLE evidence.piece": "evidence.piece",
}


@pytest.mark.parametrize("drift", DRIFTS)
def test_each_drift_is_named(as_admin, drift):
    with psycopg.connect(as_admin.archive) as conn:
        conn.execute(drift)
        told = [
            f"{f.subject} {f.problem}" for f in differences(conn, "archive", SERVICE)
        ]
        conn.rollback()
    assert any(DRIFTS[drift] in line for line in told)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE evidence.file SET size = 1",
        "DELETE FROM evidence.piece",
        "TRUNCATE evidence.file, evidence.piece",
        "UPDATE evidence.piece SET sealed = '' WHERE false",
    ],
)
@pytest.mark.parametrize("replica", ["origin", "replica"])
def test_neither_owner_nor_superuser_can_change_what_is_kept(
    room, contact, as_admin, change, replica
):
    sent(room, contact)
    for role in ("genfind_owner", "postgres"):
        with psycopg.connect(as_admin.archive) as conn:
            conn.execute(f"SET session_replication_role = {replica}")
            conn.execute(f"SET ROLE {role}")
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="stays"):
                conn.execute(change)
