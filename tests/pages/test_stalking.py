"""Who is named together again and again, and the courses that are opened for them."""

from uuid import UUID

import pytest

from domain.event import Role
from domain.stalking_courses import OpenStalkingCourse, stalking_courses
from tests.ids import new_id
from tests.pages.browsing import HOST, Forms, form, press
from tests.pages.courses import (
    HE,
    HER_CPR,
    SHE,
    WORDS,
)
from tests.pages.looking import SCRIPT
from tests.pages.test_follow_ups import logged
from tests.pages.waiting import JENSEN

PURPOSE = {"purpose": "PROTECTION", "reference": "J-77"}


def views(parts):
    return [each.view for each in logged(parts)]


def course_in(page) -> UUID:
    return UUID(page.url.path.removeprefix("/stalking/"))


def events(parts, id):
    return [type(each.event).__name__ for each in parts.registry.history(id)]


def test_nobody_is_named_twice_and_no_course_is_open(officer):
    page = officer.get("/stalking").text
    assert "Ingen par er nævnt sammen to gange" in page
    assert "Ingen forløb er åbnet her." in page
    assert "Position 0" in page


def test_facts_come_first_and_nobodys_words_without_a_purpose(
    officer, the_stalking, pair, parts
):
    page = officer.get("/stalking").text
    assert "1 par vist" in page
    assert "2 henvendelser, " in page
    assert page.count("skjult") == 4
    assert '<td data-title="Henvendelser">9</td>' in page
    assert not [words for words in WORDS if words in page]
    assert logged(parts) == []


def test_names_are_shown_for_a_purpose_and_each_time_logged(
    officer, the_stalking, pair, parts
):
    page = press(officer, officer.get("/stalking"), "/formaal", **PURPOSE)
    for words in (SHE, HE, "Mette Rønnow", "Kasper Dahl"):
        assert words in page.text
    assert page.text.index("Kun direkte kontakt.") < page.text.index(SHE)
    assert views(parts) == ["stalking_courses", "stalking_alerts"]
    assert {each.reference for each in logged(parts)} == {"J-77"}


def test_script_in_a_name_stays_text(officer, people, named):
    pair = people(she=SCRIPT)
    for _ in range(2):
        named(pair)
    page = press(officer, officer.get("/stalking"), "/formaal", **PURPOSE).text
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_another_district_has_its_own_list_and_all_can_be_seen(browser, followed, pair):
    elsewhere = browser(Role.OFFICER, "K-1", "1470")
    assert "Ingen par" in elsewhere.get("/stalking").text
    assert "1 par vist" in elsewhere.get("/stalking?kreds=alle").text
    assert "1 par vist" in elsewhere.get("/stalking?kreds=1467").text
    assert elsewhere.get("/stalking?kreds=9999").status_code == 422


def test_more_pairs_and_courses_are_a_click_away(officer, people, named, parts):
    for _ in range(21):
        pair = people()
        for _ in range(2):
            named(pair)
    for _ in range(51):
        command = OpenStalkingCourse(victim=pair.victim, district="1467")
        last = parts.registry.execute(stalking_courses, new_id(), command, JENSEN)
    page = officer.get(f"/stalking?position={last.position}").text
    assert "20 par vist, og der er flere" in page
    for text, expected in (("cursor=", "1 par vist"), ("forloeb=", "Forløb, de")):
        [more] = [link for link in page.split('"') if text in link]
        assert expected in officer.get(more.replace("&amp;", "&")).text


def test_a_course_is_opened_with_both_and_all_their_contacts(officer, pair, parts):
    page = press(officer, officer.get("/stalking"), "/stalking/ny")
    assert "Forløbet er åbnet." in page.text
    assert set(page.url.params) == {"sket", "position"}
    id = course_in(page)
    assert events(parts, id) == ["StalkingCourseOpened"] + 2 * ["ContactLinkedToCourse"]
    opened = parts.registry.history(id)[0].event
    assert (opened.victim, opened.suspect, opened.district) == (*pair, "1467")
    listed = officer.get(f"/stalking?position={page.url.params['position']}").text
    assert "Ingen par er nævnt sammen" in listed
    assert f'href="/stalking/{id}"' in listed


def test_the_same_form_sent_twice_opens_one_course(officer, pair, parts):
    page = officer.get("/stalking")
    first, again = (press(officer, page, "/stalking/ny") for _ in range(2))
    assert course_in(first) == course_in(again)
    other = press(officer, page, "/stalking/ny", suspect="")
    assert other.status_code == 409
    assert "allerede sendt med et andet indhold" in other.text
    assert len(events(parts, course_in(first))) == 3


def test_what_could_not_be_linked_is_said_and_can_be_tried_again(officer, pair, parts):
    page = officer.get("/stalking")
    contacts = form(page, "/stalking/ny")[1]["contacts"].split()
    page = press(officer, page, "/stalking/ny", contacts=f"{contacts[0]} {new_id()}")
    assert "men 1 henvendelse kunne ikke knyttes" in page.text
    press(officer, page, "/formaal", **PURPOSE)
    course = officer.get(page.url)
    assert "1 henvendelse nævner de samme og er ikke i forløbet" in course.text
    page = press(officer, course, "/knyt")
    assert "Henvendelsen er knyttet til forløbet." in page.text
    assert "er ikke i forløbet" not in page.text
    assert events(parts, course_in(page)).count("ContactLinkedToCourse") == 2


def test_a_course_is_opened_for_a_citizen_by_cpr_which_is_in_no_address(
    officer, people, parts
):
    she, he = people(cpr=HER_CPR)
    press(officer, officer.get("/stalking/ny"), "/formaal", **PURPOSE)
    page = officer.get("/stalking/ny")
    typed = {"victim": HER_CPR, "suspect": f"{HOST}/borgere/{he}"}
    page = press(officer, page, "/stalking/ny", **typed)
    opened = parts.registry.history(course_in(page))[0].event
    assert (opened.victim, opened.suspect) == (she, he)
    assert HER_CPR not in str([page.url, *(each.headers for each in page.history)])
    assert views(parts) == ["contact_search"]


@pytest.mark.parametrize(
    ("victim", "said"),
    [
        ("", "Skriv et CPR-nummer"),
        ("Mette", "Skriv et CPR-nummer"),
        ("0107615001", "Ingen kendt borger"),
    ],
)
def test_who_is_not_known_is_said_and_what_was_typed_is_kept(officer, victim, said):
    press(officer, officer.get("/stalking/ny"), "/formaal", **PURPOSE)
    typed = {"victim": victim, "suspect": "den høje"}
    page = press(officer, officer.get("/stalking/ny"), "/stalking/ny", **typed)
    assert page.status_code == 422
    assert f'<a href="#ny-victim">{said}' in page.text
    assert '<a href="#ny-suspect">Skriv' in page.text
    kept = form(page, "/stalking/ny")[1]
    assert (kept["victim"], kept["suspect"]) == (victim, "den høje")


def test_no_cpr_is_looked_up_without_a_purpose(officer, people, parts):
    people(cpr=HER_CPR)
    page = press(officer, officer.get("/stalking/ny"), "/stalking/ny", victim=HER_CPR)
    assert page.status_code == 422
    assert "Angiv først et formål" in page.text
    assert logged(parts) == []


def test_nobody_is_victim_and_suspect_at_once(officer, people):
    she, _ = people()
    page = officer.get(f"/stalking/ny?borger={she}")
    assert f'href="/borgere/{she}"' in page.text
    page = press(officer, page, "/stalking/ny", suspect=str(she))
    assert page.status_code == 409
    assert "kan ikke være den samme borger" in page.text
    assert form(page, "/stalking/ny")[1]["suspect"] == str(she)


def test_what_our_form_does_not_hide_is_not_taken(officer, people):
    she, _ = people()
    typed = {"course": "x", "victim": str(she), "contacts": ""}
    assert officer.post("/stalking/ny", data=typed).status_code == 422


def test_a_contact_is_linked_to_a_course_of_its_victim(officer, pair, named, parts):
    id = course_in(press(officer, officer.get("/stalking"), "/stalking/ny"))
    contact = named(pair)
    page = officer.get(f"/stalking?henvendelse={contact.id}")
    assert f"Knyt {contact.number} til et forløb" in page.text
    assert page.text.count("skjult") == 2
    page = press(officer, page, f"{id}/knyt")
    assert "Henvendelsen er knyttet til forløbet." in page.text
    assert events(parts, id).count("ContactLinkedToCourse") == 3


def test_a_contact_without_a_course_begins_one(officer, people, named, parts):
    pair = people()
    contact = named(pair)
    page = officer.get(f"/stalking?henvendelse={contact.id}")
    assert "ikke i noget forløb" in page.text
    [new] = [link for link in page.text.split('"') if "/stalking/ny?borger" in link]
    page = officer.get(new.replace("&amp;", "&"))
    page = press(officer, page, "/formaal", **PURPOSE)
    assert "1 henvendelse knyttes til forløbet" in page.text
    page = press(officer, page, "/stalking/ny")
    assert events(parts, course_in(page)) == [
        "StalkingCourseOpened",
        "ContactLinkedToCourse",
    ]


def test_a_contact_of_somebody_unknown_says_what_to_do_first(officer, waits, parts):
    waits("VICTIM")
    contact = next(
        each
        for each in parts.registry.mapper.to_domain_events(
            parts.registry.recorder.select_notifications(0, 10)
        )
        if type(each.event).__name__ == "ContactRegistered"
    )
    page = officer.get(f"/stalking?henvendelse={contact.id}")
    assert "Identificér først den forurettede" in page.text
    assert not [a for a, _ in Forms(page.text).forms if a.endswith("/knyt")]
    assert officer.get(f"/stalking?henvendelse={new_id()}").status_code == 404
