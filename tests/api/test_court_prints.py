"""Court prints: each issue is an event, and its very bytes are there for ever."""

from hashlib import sha256

import pytest

from api.composition import compose
from api.course_shown import history_at
from api.court_paper import printed
from domain.court_papers import IssueCourtPrint, PrintFor
from domain.event import By, Role
from domain.stalking_courses import stalking_courses
from infrastructure.key_encryption import KeyEncryptionKey
from tests.api.filing import kept, title
from tests.api.printing import download, draft, issue, issued, text_of
from tests.api.telling import HANDLING, told
from tests.ids import new_id
from tests.infrastructure.filing import replace_in_database, whole

BY = By(id="K-1147", role=Role.OFFICER, district="1467")


@pytest.fixture
def victim(officer):
    victim = new_id()
    named = {"name": "Mette Rønnow"}
    assert officer.put(f"/citizens/{victim}", json=named).is_success
    return victim


@pytest.fixture
def id(officer, victim):
    id, told_of = new_id(), {"victim": str(victim), "district": "1467"}
    assert officer.put(f"/stalking-courses/{id}", json=told_of).status_code == 201
    return id


@pytest.fixture
def course(id):
    return f"/stalking-courses/{id}"


@pytest.fixture
def link(officer, course):
    """One more contact in the course; answers with its id."""

    def link():
        contact = told(officer, late_reason="PAPER_NOTE").json()["id"]
        command = {"contact": contact, "basis": "Samme parter"}
        assert officer.post(f"{course}/link-contact", json=command).is_success
        return contact

    return link


@pytest.fixture
def logged(supervisor, read_models):
    def logged():
        read_models()
        items = supervisor.get("/disclosures").json()["items"]
        return [item for item in items if item["view"] == "court_print"]

    return logged


def prints(officer, course):
    return officer.get(course, headers=HANDLING).json()["court_prints"]


def test_nobody_makes_or_reads_a_print_without_a_purpose(officer, course, logged):
    body = draft(officer, course)
    issue(officer, course, body)
    before = logged()
    for path in ("draft?for=OWN_USE", body["sha256"]):
        answer = officer.get(f"{course}/court-prints/{path}")
        assert answer.status_code == 403
        assert "Access-Purpose" in title(answer)
    assert logged() == before


def test_what_was_issued_is_what_is_downloaded(officer, course, link):
    link()
    body = issued(officer, course)
    link()
    answer = download(officer, course, body["sha256"])
    assert sha256(answer.content).hexdigest() == body["sha256"]
    assert answer.headers["content-type"] == "application/pdf"
    assert "eget-brug" in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].startswith("attachment")
    text = text_of(answer.content)
    assert "Mette Rønnow" in text
    assert "1 henvendelse er talt med" in text
    [shown] = prints(officer, course)
    assert body.items() <= shown.items()
    assert shown["by"]["id"] == "K-1147"


def test_a_print_that_was_never_issued_is_not_there(officer, course, victim):
    body = issued(officer, course)
    assert download(officer, course, "ab" * 32).status_code == 404
    another, told_of = new_id(), {"victim": str(victim), "district": "1467"}
    officer.put(f"/stalking-courses/{another}", json=told_of)
    elsewhere = f"/stalking-courses/{another}"
    assert download(officer, elsewhere, body["sha256"]).status_code == 404
    assert download(officer, f"/stalking-courses/{new_id()}", "ab" * 32).is_error


def test_two_issues_at_one_position_are_two_events_with_one_file(
    officer, course, parts, clock
):
    body = issued(officer, course)
    clock.goes_on(days=1)
    assert issue(officer, course, body).status_code == 201
    first, second = prints(officer, course)
    assert first["sha256"] == second["sha256"] == body["sha256"]
    assert first["at"] < second["at"]
    assert kept(parts) == 1


def test_a_repeat_is_one_issue(officer, course):
    body, key = draft(officer, course), {"Idempotency-Key": "tab 1"}
    first = issue(officer, course, body, **key)
    again = issue(officer, course, body, **key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert len(prints(officer, course)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "ab" * 32},
        {"for": "OTHER_PARTY"},  # bytes with her name, told to be without
        {"position": 2},
        {"position": 2**40},
        {"position": 0},
    ],
)
def test_only_our_own_print_of_that_position_is_issued(
    officer, course, parts, link, wrong
):
    link()
    answer = issue(officer, course, draft(officer, course) | wrong)
    assert answer.status_code == 409
    assert "position" in title(answer)
    assert prints(officer, course) == []
    assert kept(parts) == 0


def test_somebody_else_issues_a_print_of_his_own(officer, at_the_door, course):
    body = draft(officer, course)
    other = at_the_door(Role.OFFICER, "1460", "K-9")
    assert issue(other, course, body).status_code == 409
    shown = issued(other, course)
    assert "K-9" in text_of(download(officer, course, shown["sha256"]).content)


def test_nothing_is_kept_where_the_course_has_moved_on(officer, course, link, parts):
    body = draft(officer, course)
    link()
    assert issue(officer, course, body, **{"If-Match": '"1"'}).status_code == 412
    assert kept(parts) == 0


def test_both_making_and_reading_are_in_the_access_log(
    officer, course, victim, logged, link
):
    contact = link()
    body = draft(officer, course)
    issue(officer, course, body)
    download(officer, course, body["sha256"])
    read, made = logged()
    assert made["operation"] == read["operation"] == "DISCLOSURE"
    assert made["recipient"] == read["recipient"] != ""
    for entry in (made, read):
        assert entry["subjects"] == [str(victim), contact]
        assert entry["purpose"] == "CONTACT_HANDLING"


def test_of_a_damaged_print_not_a_byte_leaves(officer, course, id, parts, as_admin):
    body = issued(officer, course)
    file = parts.evidence.store.find(id, body["sha256"])
    sealed = bytearray(whole(parts.evidence, file))
    sealed[-1] ^= 1
    replace_in_database(as_admin.archive)(file, bytes(sealed))
    answer = download(officer, course, body["sha256"])
    assert answer.status_code == 500
    assert b"%PDF" not in answer.content


@pytest.mark.parametrize("whose", ["course", "victim"])
def test_a_print_is_forgotten_with_the_course_and_with_her(
    officer, course, id, victim, parts, whose
):
    body = issued(officer, course)
    erased = [id if whose == "course" else victim]
    parts.keys.fence(erased)
    parts.keys.shred(erased)
    answer = download(officer, course, body["sha256"])
    assert answer.status_code == 410
    assert "never be read again" in title(answer)
    assert len(prints(officer, course)) == 1


def test_of_an_erased_course_nothing_more_is_issued(officer, course, id, parts):
    issued(officer, course)
    parts.keys.fence([id])
    parts.keys.shred([id])
    answer = issue(officer, course, draft(officer, course))
    assert answer.status_code == 409
    assert "erased" in title(answer)


def test_a_print_of_another_registry_is_known_and_not_there(officer, course, id, parts):
    told_of = {"for": "OWN_USE", "sha256": "ab" * 32, "position": 2}
    command = IssueCourtPrint.model_validate(told_of)
    parts.registry.execute(stalking_courses, id, command, BY)
    answer = download(officer, course, "ab" * 32)
    assert answer.status_code == 409
    assert "not kept here" in title(answer)


def test_a_draft_from_before_the_seal_is_issued_after_it(officer, course, seal):
    for _ in range(2):  # the second is of a position that is sealed already
        body = draft(officer, course)
        seal.sealer.catch_up()
        assert issue(officer, course, body).status_code == 201
        seal.sealer.catch_up()


def test_a_print_that_names_a_root_is_the_same_after_more_was_sealed(
    officer, course, link, seal
):
    seal.sealer.catch_up()
    body = draft(officer, course)
    assert draft(officer, course) == body
    link()
    seal.sealer.catch_up()
    assert issue(officer, course, body).status_code == 201


def test_the_same_position_gives_the_same_bytes_after_years_and_a_restart(
    officer, course, id, link, parts, clock, addresses
):
    link()
    body = draft(officer, course)
    clock.goes_on(days=1000)
    contact = link()
    withdrawn = {"reason": "Fejl"}
    officer.post(f"/contacts/{contact}/withdraw-contact", json=withdrawn)
    with compose(addresses, KeyEncryptionKey(bytes(32)), clock=clock) as restarted:
        for registry in (parts.registry, restarted.registry):
            then = history_at(registry, id, body["position"])
            pdf = printed(then, PrintFor.OWN_USE, BY, None)
            assert sha256(pdf).hexdigest() == body["sha256"]
    assert draft(officer, course)["sha256"] != body["sha256"]
