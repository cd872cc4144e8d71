"""What is told to a stalking course by its forms: once, and nothing typed is lost."""

import re
from pathlib import Path
from uuid import UUID

import pytest

from api.pages.danish.refusals import REFUSALS
from domain import order_steps
from domain import stalking_courses as topic
from domain.event import Role
from domain.stalking_courses import NameSuspect, stalking_courses
from tests.ids import new_id
from tests.pages.browsing import Forms, press
from tests.pages.courses import HER_CPR, course_of
from tests.pages.looking import SCRIPT
from tests.pages.test_follow_ups import logged
from tests.pages.waiting import JENSEN

PROTECTION = {"purpose": "PROTECTION"}
RAISED = re.compile(r'raise Refused\(\s*((?:"[^"]+"\s*)+)\)')


class Course:
    """A course with one contact, as an officer has it open for a purpose."""

    def __init__(self, officer, parts, path):
        self.officer, self.parts, self.path = officer, parts, path
        self.id = UUID(path.removeprefix("/stalking/"))
        self.page = press(officer, officer.get(path), "/formaal", **PROTECTION)

    def send(self, ending, **typed):
        """By the form of the page as it last was."""
        self.page = press(self.officer, self.page, ending, **typed)
        return self.page

    def done(self, said, ending, **typed):
        page = self.send(ending, **typed)
        assert page.status_code == 200
        assert said in page.text
        assert set(page.url.params) == {"sket", "position"}

    @property
    def events(self):
        return [each.event for each in self.parts.registry.history(self.id)]

    @property
    def names(self):
        return [type(each).__name__ for each in self.events]


@pytest.fixture
def contact(pair, named):
    return named(pair)


@pytest.fixture
def course(officer, parts, pair, contact):
    return Course(officer, parts, course_of(parts, pair, contact))


def test_a_contact_is_linked_by_its_number_and_taken_out_with_a_reason(
    course, pair, named
):
    new = named(pair)
    course.page = course.officer.get(course.path)
    number = f" {new.number.lower()} "
    typed = {"number": number, "basis": "Samme parter", "contact": ""}
    course.done("knyttet til forløbet", "/knyt", **typed)
    assert course.events[-1].contact == new.id
    out = {"contact": str(new.id), "reason": ""}
    assert course.send("/tag-ud", **out).status_code == 422
    assert f'<option value="{new.id}" selected>' in course.page.text
    out["reason"] = "Navnesammenfald"
    course.done("taget ud af forløbet", "/tag-ud", **out)
    assert course.events[-1].reason == "Navnesammenfald"
    assert "Navnesammenfald" in course.page.text


@pytest.mark.parametrize(
    ("number", "basis", "said"),
    [
        ("", "Samme parter", "Skriv henvendelsens nummer"),
        ("H-0", "Samme parter", "Ingen henvendelse har nummeret"),
        (None, "", "Skriv, hvorfor henvendelsen hører til forløbet"),
    ],
)
def test_what_cannot_be_linked_is_said_at_its_field(
    course, contact, number, basis, said
):
    number = contact.number if number is None else number
    typed = {"number": number, "basis": basis, "contact": ""}
    page = course.send("/knyt", **typed)
    assert page.status_code == 422
    assert re.search(f'<a href="#knyt-(number|basis)">{said}', page.text)
    assert f'name="number" value="{number}"' in page.text
    assert course.names.count("ContactLinkedToCourse") == 1


def test_looking_up_a_number_is_on_record(course, contact, parts):
    course.send("/knyt", number=contact.number, basis="Igen", contact="")
    assert "contact_search" in [each.view for each in logged(parts)]


def test_what_is_linked_already_is_refused_and_what_was_typed_is_kept(course, contact):
    typed = {"number": contact.number, "basis": SCRIPT, "contact": ""}
    page = course.send("/knyt", **typed)
    assert page.status_code == 409
    assert "Henvendelsen er allerede i forløbet." in page.text
    assert "<img src=x" not in page.text
    kept = next(f for a, f in Forms(page.text).forms if "number" in f)
    assert kept["basis"] == SCRIPT


def test_a_suspect_is_named_by_cpr_or_by_page(course, people, parts):
    _, he = people()
    other, _ = people(cpr=HER_CPR)
    course.done("er angivet", "/gerningsperson", suspect=f"/borgere/{he}")
    course.done("er angivet", "/gerningsperson", suspect=HER_CPR)
    assert [each.suspect for each in course.events[-2:]] == [he, other]
    page = course.send("/gerningsperson", suspect="Kasper")
    assert page.status_code == 422
    assert 'href="#gerningsperson-suspect"' in page.text
    assert 'value="Kasper"' in page.text


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(course, people, parts):
    _, he = people()
    parts.registry.execute(stalking_courses, course.id, NameSuspect(suspect=he), JENSEN)
    page = course.send("/tilhold", kind="TILHOLD")
    assert page.status_code == 412
    assert "En kollega har ændret dette imens" in page.text
    assert re.search(r'value="TILHOLD" checked', page.text)
    course.done("Anmodningen er registreret.", "/tilhold", kind="TILHOLD")


def test_the_same_form_sent_twice_counts_once(course):
    page = course.page
    for _ in range(2):
        press(course.officer, page, "/tilhold", kind="OPHOLDSFORBUD")
    assert course.names.count("RestrainingOrderRequested") == 1


def test_an_order_goes_its_way_and_offers_only_the_next_steps(course, contact):
    def offered():
        return {
            action.rpartition("/")[2]
            for action, _ in Forms(course.page.text).forms
            if "/tilhold/" in action
        }

    assert course.send("/tilhold").status_code == 422
    assert 'href="#tilhold-kind-option1"' in course.page.text
    course.done("Anmodningen er registreret.", "/tilhold", kind="STRAKSTILHOLD")
    assert offered() == {"afgoerelse", "ophoer"}
    page = course.send("/afgoerelse", on="2026-11-20")
    assert page.status_code == 422
    assert "Vælg, hvad der blev afgjort" in page.text
    assert 'value="2026-11-20"' in page.text
    course.done("Afgørelsen er", "/afgoerelse", granted="ja", on="2026-11-20")
    assert offered() == {"forkyndelse", "klage", "ophoer"}
    page = course.send("/forkyndelse", served_at="2026-11-19T10:00")
    assert page.status_code == 409
    assert "ikke være forkyndt, før der blev truffet afgørelse" in page.text
    assert 'value="2026-11-19T10:00"' in page.text
    assert course.send("/forkyndelse", served_at="i går").status_code == 422
    course.done("Forkyndelsen er", "/forkyndelse", served_at="2026-11-20T10:00")
    assert offered() == {"klage", "overtraedelse", "ophoer"}
    assert "19. jan. 2027" in course.page.text  # 60 days
    assert f"{course.events[-1].served_at:%H:%M%z}" == "09:00+0000"
    course.done("Klagen over", "/klage")
    assert course.send("/overtraedelse").status_code == 422
    course.done("overtrædelse er", "/overtraedelse", contact=str(contact.id))
    assert "Meldt overtrådt" in course.page.text
    course.done("Ophøret er", "/ophoer", reason="Endelig afgørelse truffet")
    assert offered() == {"overtraedelse"}
    assert "Endelig afgørelse truffet" in course.page.text


def test_a_refused_order_can_only_be_appealed(course):
    course.send("/tilhold", kind="TILHOLD")
    course.done("Afgørelsen er", "/afgoerelse", granted="nej", on="2026-11-20")
    assert course.events[-1].granted is False
    assert "Afslået" in course.page.text
    assert "/forkyndelse" not in course.page.text


def test_an_assessment_is_referred_to_with_its_edition(course):
    typed = {"tool": "SASH", "edition": "2", "on": "2026-11-20", "annex": "3"}
    page = course.send("/risikovurdering", **typed | {"annex": "tre", "edition": " "})
    assert page.status_code == 422
    for field in ("edition", "annex", "rating"):
        assert f'href="#risikovurdering-{field}"' in page.text
    assert 'value="tre"' in page.text
    course.done("er registreret.", "/risikovurdering", **typed, rating="Høj")
    told = course.events[-1]
    assert (told.tool, told.version, told.annex) == ("SASH", "2", 3)
    assert "SASH, udgave 2" in course.page.text


def test_a_form_without_a_purpose_is_told_and_shows_nothing(course, browser, contact):
    stranger = browser(Role.OFFICER, "K-2005")
    typed = {"number": contact.number, "basis": "Samme parter"}
    page = stranger.post(f"{course.path}/knyt", data=typed)
    assert page.status_code == 422
    assert "Angiv først et formål: opslag på numre logges." in page.text
    assert "Birthe" not in page.text
    assert "Angiv først, hvad du skal bruge det til" in page.text
    hidden = {"key": str(new_id())}
    page = stranger.post(f"{course.path}/tilhold/{new_id()}/klage", data=hidden)
    assert page.status_code == 409
    assert "Foranstaltningen findes ikke i forløbet." in page.text


def test_a_step_that_there_is_not_is_no_page(course):
    answer = course.officer.post(
        f"{course.path}/tilhold/{new_id()}/straf", data={"key": str(new_id())}
    )
    assert answer.status_code == 422


def test_each_refusal_of_a_course_is_said_in_danish():
    texts = [Path(each.__file__).read_text("utf-8") for each in (topic, order_steps)]
    found = [literal for text in texts for literal in RAISED.findall(text)]
    sentences = {"".join(re.findall(r'"([^"]+)"', each)) for each in found}
    assert len(sentences) >= 19
    assert sentences <= REFUSALS.keys()
    assert "There is no contact with this id." in REFUSALS
    assert "There is no citizen with this id." in REFUSALS
