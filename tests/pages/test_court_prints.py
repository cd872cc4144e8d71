"""Court prints on screen: issued for a purpose, listed, and downloaded as they were."""

from hashlib import sha256

import pytest

from domain.court_papers import CourtPrintIssued
from domain.event import Role
from domain.stalking_courses import UnlinkContact
from tests.api.filing import kept
from tests.api.printing import text_of
from tests.ids import new_id
from tests.pages.browsing import form, press
from tests.pages.coursing import VICTIM, course, say
from tests.pages.looking import SCRIPT
from tests.pages.test_follow_ups import logged

__all__ = ["course", "say"]
PURPOSE = {"purpose": "PROTECTION", "reference": "J-77"}
ISSUE = "/retsudskrifter"


@pytest.fixture
def here(course):
    return f"/stalking/{course}/retsudskrifter"


@pytest.fixture
def allowed(officer, here):
    """An officer who has said why."""
    page = press(officer, officer.get(here), "/formaal", **PURPOSE)
    assert page.url.path == here
    return officer


def issued(parts, course):
    events = [each.event for each in parts.registry.history(course)]
    return [each for each in events if isinstance(each, CourtPrintIssued)]


def logged_prints(parts):
    return [each for each in logged(parts) if each.view == "court_print"]


def test_without_a_purpose_nothing_is_issued_or_downloaded(
    allowed, browser, here, parts, course
):
    press(allowed, allowed.get(here), ISSUE, **{"for": "OWN_USE"})
    [event], before = issued(parts, course), logged_prints(parts)
    stranger = browser(Role.OFFICER)
    page = stranger.get(here)
    assert "Angiv et formål" in page.text
    assert "Udsted retsudskrift" not in page.text
    assert "Hent PDF" not in page.text
    assert "1 retsudskrift, senest" in page.text
    for answer in (
        stranger.post(here, data={"for": "OWN_USE"}),
        stranger.get(f"{here}/{event.sha256}"),
    ):
        assert answer.status_code == 403
        assert "Angiv formålet først." in answer.text
        assert VICTIM not in answer.text
    assert logged_prints(parts) == before
    assert len(issued(parts, course)) == 1


def test_a_purpose_given_for_the_course_holds_here(officer, here, course):
    thing = f"/stalking/{course}"
    told = PURPOSE | {"thing": thing, "back": here}
    assert "Udsted retsudskrift" in officer.post("/formaal", data=told).text


def test_a_course_without_prints_says_so(allowed, here):
    page = allowed.get(here).text
    assert "Ingen retsudskrifter er udstedt af dette forløb." in page
    assert "0 udstedelser vist" in page


@pytest.mark.parametrize(
    ("for_", "said"),
    [("OWN_USE", "Til eget brug"), ("OTHER_PARTY", "Til den anden part")],
)
def test_a_print_is_issued_listed_and_downloaded(
    allowed, here, parts, course, for_, said
):
    page = press(allowed, allowed.get(here), ISSUE, **{"for": for_})
    assert "Retsudskriften er udstedt." in page.text
    assert f'<td data-title="Til">{said}</td>' in page.text
    assert set(page.url.params) == {"sket", "position"}
    [event] = issued(parts, course)
    assert f"Position {event.position}" in page.text
    answer = allowed.get(f"{here}/{event.sha256}")
    assert sha256(answer.content).hexdigest() == event.sha256
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    text = text_of(answer.content)
    assert said in text
    assert (VICTIM in text) is (for_ == "OWN_USE")
    assert VICTIM not in page.text
    read, made = logged_prints(parts)
    assert made.operation == read.operation == "DISCLOSURE"
    assert {(each.purpose, each.reference) for each in (read, made)} == {
        ("PROTECTION", "J-77")
    }


def test_script_in_words_is_text_in_the_print_and_nowhere_on_the_page(
    allowed, here, parts, course
):
    page = press(allowed, allowed.get(here), ISSUE, **{"for": "OWN_USE"})
    assert SCRIPT not in page.text
    [event] = issued(parts, course)
    text = text_of(allowed.get(f"{here}/{event.sha256}").content)
    assert "".join(SCRIPT.split()) in "".join(text.split())


def test_whom_it_is_for_must_be_chosen(allowed, here, parts, course):
    for typed in ({"for": ""}, {"for": "EVERYBODY"}):
        page = press(allowed, allowed.get(here), ISSUE, **typed)
        assert page.status_code == 422
        assert '<a href="#for-option1">Vælg, hvem udskriften er til</a>' in page.text
        assert 'id="for-option1"' in page.text
        assert "EVERYBODY" not in page.text
    assert issued(parts, course) == []
    assert kept(parts) == 0


def test_the_same_form_sent_twice_is_one_issue(allowed, here, parts, course, clock):
    page = allowed.get(here)
    for _ in range(2):
        again = press(allowed, page, ISSUE, **{"for": "OWN_USE"})
        assert "Retsudskriften er udstedt." in again.text
        clock.goes_on(minutes=1)
    assert len(issued(parts, course)) == 1
    another = press(allowed, page, ISSUE, **{"for": "OTHER_PARTY"})
    assert another.status_code == 409
    assert "Formularen er allerede sendt med et andet indhold." in another.text
    assert len(issued(parts, course)) == kept(parts) == 1


def test_a_change_in_between_is_told_and_the_choice_is_kept(
    allowed, here, parts, course, say
):
    page = allowed.get(here)
    [linked] = parts.registry.history(course)[1:]
    say(UnlinkContact(contact=linked.event.contact, reason="Fejl"))
    answer = press(allowed, page, ISSUE, **{"for": "OTHER_PARTY"})
    assert answer.status_code == 412
    assert "En kollega har ændret dette imens." in answer.text
    assert form(answer, ISSUE)[1]["for"] == "OTHER_PARTY"
    assert issued(parts, course) == []
    assert kept(parts) == 0
    done = press(allowed, answer, ISSUE)
    assert "Retsudskriften er udstedt." in done.text
    [event] = issued(parts, course)
    text = text_of(allowed.get(f"{here}/{event.sha256}").content)
    assert "0 henvendelser er talt med og 1 udeladt" in text


def test_of_an_erased_course_nothing_is_issued_and_nothing_read(
    allowed, here, parts, course
):
    press(allowed, allowed.get(here), ISSUE, **{"for": "OWN_USE"})
    [event] = issued(parts, course)
    parts.keys.fence([course])
    parts.keys.shred([course])
    answer = allowed.get(f"{here}/{event.sha256}")
    assert (answer.status_code, "Slettet" in answer.text) == (410, True)
    answer = press(allowed, allowed.get(here), ISSUE, **{"for": "OWN_USE"})
    assert answer.status_code == 409
    assert "er slettet." in answer.text
    assert len(issued(parts, course)) == 1


def test_the_authority_reads_and_issues_nothing(allowed, browser, here, parts, course):
    press(allowed, allowed.get(here), ISSUE, **{"for": "OWN_USE"})
    [event] = issued(parts, course)
    authority = browser(Role.AUTHORITY)
    page = press(authority, authority.get(here), "/formaal", purpose="COMPLAINT")
    assert "Udsted retsudskrift" not in page.text
    answer = authority.get(f"{here}/{event.sha256}")
    assert sha256(answer.content).hexdigest() == event.sha256
    assert authority.post(here, data={"for": "OWN_USE"}).status_code == 403


def test_what_is_not_there_is_said_in_danish(allowed, here):
    for path in (f"/stalking/{new_id()}/retsudskrifter", f"{here}/{'ab' * 32}"):
        answer = allowed.get(path)
        assert answer.status_code == 404
        assert "Findes ikke" in answer.text


def test_the_newest_issue_stands_first(allowed, here, parts, course, say, clock):
    for for_ in ("OWN_USE", "OTHER_PARTY"):
        press(allowed, allowed.get(here), ISSUE, **{"for": for_})
        clock.goes_on(minutes=1)
    page = allowed.get(here).text
    ours, theirs = (each.sha256 for each in issued(parts, course))
    assert page.index(theirs[:4] + " " + theirs[4:8]) < page.index(
        ours[:4] + " " + ours[4:8]
    )
