"""The follow-up queue on screen: whom to call, and nobody's words without a reason."""

import pytest

from api.pages.follow_ups_shown import ROWS
from domain.event import Role
from domain.places import DISTRICTS
from projections.access_log import entries
from tests.pages.browsing import PARTIAL, form, opened, press
from tests.pages.waiting import ADDRESS, NAME, PHONE

PURPOSE = {"purpose": "FOLLOW_UP", "reference": "J-77"}


def logged(parts):
    parts.access_projector.wait_for(
        parts.access_log.recorder.max_notification_id() or 0
    )
    with parts.reader.transaction() as db:
        return entries(db, limit=10, with_authority=True).items


@pytest.mark.parametrize("role", [Role.AUTHORITY, Role.CUSTODIAN])
def test_other_roles_are_told_which_one_is_needed(browser, role):
    answer = browser(role).get("/opfoelgning")
    assert answer.status_code == 403
    assert "Ingen adgang" in answer.text
    assert "rollen betjent eller leder" in answer.text


def test_an_empty_queue_says_so(officer):
    assert "Ingen venter i kredsen" in opened(officer).text
    assert "Du har ikke taget nogen opfølgning" in opened(officer, "mine").text


def test_victims_come_first_then_the_oldest(officer, waits, clock):
    first, victim = waits(), waits("VICTIM")
    clock.goes_on(minutes=20)
    page = opened(officer).text
    assert page.index(f"follow-up-{victim}") < page.index(f"follow-up-{first}")
    assert page.count("Forurettet</span>") == 1
    assert "25 minutter" in page
    assert "Utryghedsskabende adfærd" in page
    assert f"{DISTRICTS['1467']}: forurettede først" in page
    assert "2 borgere vist" in page


def test_what_is_over_its_limit_says_so(officer, browser, waits, clock):
    waits()
    assert "Over frist" not in opened(officer).text
    clock.goes_on(days=8)
    assert "Over frist" in opened(browser(Role.OFFICER)).text


def test_another_district_waits_elsewhere(browser, followed, waits):
    waits()
    assert "Ingen venter" in opened(browser(Role.OFFICER, "K-1", "1470")).text


def test_without_a_purpose_there_are_no_personal_words(officer, waits, parts):
    waits()
    page = opened(officer).text
    for words in (NAME, PHONE, ADDRESS):
        assert words not in page
    assert logged(parts) == []


def test_with_a_purpose_they_are_shown_and_each_time_logged(officer, waits, parts):
    waits()
    page = press(officer, opened(officer), "/formaal", **PURPOSE)
    for words in (NAME, PHONE, ADDRESS):
        assert words in page.text
        assert words not in str(page.url)
    opened(officer)
    log = logged(parts)
    assert [each.view for each in log] == ["follow_up_queue"] * 2
    assert {(each.purpose, each.reference) for each in log} == {("FOLLOW_UP", "J-77")}


def test_a_purpose_holds_for_its_session_alone_and_can_be_ended(
    browser, followed, waits
):
    waits()
    here, there = browser(Role.OFFICER), browser(Role.OFFICER)
    shown = press(here, opened(here), "/formaal", **PURPOSE)
    assert NAME in shown.text
    assert NAME not in opened(there).text
    assert NAME not in press(here, shown, "/skjul").text


def test_a_purpose_that_is_none_is_not_taken(officer, waits):
    waits()
    answer = press(officer, opened(officer), "/formaal", purpose="CURIOSITY")
    assert answer.status_code == 422
    assert "Kan ikke bruges" in answer.text
    assert "CURIOSITY" not in answer.text
    assert NAME not in opened(officer).text


def test_direct_contact_alone_is_said_before_any_name(officer, waits):
    waits(safe_contact="DIRECT_ONLY")
    page = press(officer, opened(officer), "/formaal", **PURPOSE).text
    assert page.index("Kun direkte kontakt.") < page.index(NAME)
    assert 'value="NEIGHBOUR"' not in page
    assert 'value="PHONE"' in page


def test_a_protected_address_is_not_in_the_page_at_all(officer, waits):
    waits(address_protected=True)
    page = press(officer, opened(officer), "/formaal", **PURPOSE).text
    assert NAME in page
    assert ADDRESS not in page
    assert "skjult (beskyttet)" in page


def test_script_in_a_name_stays_text(officer, waits):
    waits(name="<script>alert(1)</script>")
    page = press(officer, opened(officer), "/formaal", **PURPOSE).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_htmx_gets_the_queue_and_everybody_else_the_page(officer, waits):
    waits()
    part = officer.get("/opfoelgning", headers=PARTIAL).text
    assert part.lstrip().startswith('<div id="queue">')
    full = officer.get("/opfoelgning", headers={"HX-Request-Type": "full"}).text
    assert full.startswith("<!doctype html>")


def test_more_than_fit_are_a_click_away(officer, waits):
    for _ in range(ROWS + 1):
        waits()
    page = opened(officer)
    assert f"{ROWS} borgere vist, og der er flere" in page.text
    [more] = [link for link in page.text.split('"') if "cursor=" in link]
    assert "1 borger vist" in officer.get(more.replace("&amp;", "&")).text


def test_a_misspelt_address_is_refused_without_an_echo(officer):
    answer = officer.get("/opfoelgning", params={"kreds": "hunter2"})
    assert answer.status_code == 422
    assert "hunter2" not in answer.text


def test_what_is_no_form_is_not_taken(officer, waits):
    id = waits()
    action, fields = form(opened(officer), f"{id}/tag")
    answer = officer.post(action, json=fields)
    assert answer.status_code == 415
    assert "ikke en formular" in answer.text
