"""A protected address in an emergency: asked for on the page, and reviewed on another."""

import re

import pytest

from domain.citizens import IdentifyCitizen, ProtectAddress, citizens
from domain.event import Role
from tests.api.telling import party
from tests.ids import new_id
from tests.pages.browsing import press
from tests.pages.waiting import ADDRESS, JENSEN, NAME

HERE, WHY = "/opslag/noedadgang", "Hun er truet på livet."


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def purposeful(client, thing, purpose="PROTECTION"):
    told = {"thing": thing, "back": thing, "purpose": purpose, "reference": ""}
    return client.post("/formaal", data=told)


@pytest.fixture
def hidden(parts, followed):
    """The page of a citizen whose address is protected."""
    id = new_id()
    for command in (IdentifyCitizen(name=NAME, address=ADDRESS), ProtectAddress()):
        receipt = parts.registry.execute(citizens, id, command, JENSEN)
    parts.projector.wait_for(receipt.position)
    return f"/borgere/{id}"


@pytest.fixture
def officer(browser, followed):
    return browser(Role.OFFICER)


@pytest.fixture
def broken(officer, hidden, parts):
    purposeful(officer, hidden)
    page = press(officer, officer.get(hidden), "/noedadgang", reason=WHY)
    parts.access_projector.wait_for(parts.access_log.recorder.newest())
    return page


def test_the_address_is_shown_for_a_reason_and_the_page_says_so(broken):
    assert broken.status_code == 200
    assert "Adressen vises nu for dig i 30 minutter." in broken.text
    assert f"{ADDRESS} <span" in broken.text
    assert "Beskyttet: vist ved nødadgang" in broken.text
    assert WHY not in str(broken.url)


def test_without_a_reason_nothing_is_shown_and_the_form_says_what_is_missing(
    officer, hidden
):
    purposeful(officer, hidden)
    page = press(officer, officer.get(hidden), "/noedadgang", reason=" ")
    assert page.status_code == 422
    assert 'href="#reason-noedadgang">Skriv, hvorfor' in page.text
    assert ADDRESS not in page.text


def test_after_thirty_minutes_it_is_hidden_again(broken, browser, hidden, clock):
    clock.goes_on(minutes=30)
    again = browser(Role.OFFICER)  # who has been away for so long signs in again
    purposeful(again, hidden)
    page = again.get(hidden)
    assert "skjult (beskyttet)" in page.text
    assert ADDRESS not in page.text


def test_in_a_contact_each_person_has_an_emergency_of_its_own(officer, registered):
    people = [party(address=a, address_protected=True) for a in (ADDRESS, "Bygaden 9")]
    path = f"/henvendelser/{registered(parties=people)}"
    purposeful(officer, path)
    page = officer.get(path)
    assert page.text.count("skjult (beskyttet)") == 2
    missing = press(officer, page, "/noedadgang")
    assert missing.status_code == 422
    [link] = re.findall(r'href="#(noedadgang-[^"]+)"', missing.text)
    assert f'id="{link}"' in missing.text
    shown = press(officer, page, "/noedadgang", reason=WHY)
    assert ADDRESS in shown.text
    assert "Bygaden 9" not in shown.text


def test_where_nothing_is_hidden_there_is_no_emergency(officer, registered):
    path = f"/henvendelser/{registered()}"
    purposeful(officer, path)
    assert "noedadgang" not in officer.get(path).text


def test_another_supervisor_reviews_it_and_the_reason_needs_a_purpose(broken, browser):
    supervisor = browser(Role.SUPERVISOR)
    page = supervisor.get(HERE)
    assert "1 nødadgang ikke gennemgået, heraf 0 over fristen." in told(page)
    assert "K-1147" in page.text
    assert WHY not in page.text
    purposeful(supervisor, HERE, "SUPERVISION")
    page = supervisor.get(HERE)
    assert WHY in page.text
    action = next(a for a in re.findall(r'action="([^"]+)"', page.text) if HERE in a)
    wrong = press(supervisor, page, action)
    assert wrong.status_code == 422
    assert "Vælg, om det var begrundet" in wrong.text
    note = {"verdict": "JUSTIFIED", "note": "Patruljen kørte derhen."}
    done = press(supervisor, wrong, action, **note)
    said = told(done)
    assert "Gennemgangen er registreret." in said
    assert "0 nødadgange ikke gennemgået" in said
    assert "Begrundet, L-1101" in said
    assert "Patruljen kørte derhen." in said
    again = supervisor.post(action, data=note)
    assert again.status_code == 409
    assert "Nødadgangen er allerede gennemgået." in again.text


def test_nobody_is_offered_the_review_of_his_own(browser, hidden, parts):
    supervisor = browser(Role.SUPERVISOR)
    purposeful(supervisor, hidden)
    press(supervisor, supervisor.get(hidden), "/noedadgang", reason=WHY)
    parts.access_projector.wait_for(parts.access_log.recorder.newest())
    purposeful(supervisor, HERE, "SUPERVISION")
    page = supervisor.get(HERE)
    assert WHY in page.text
    assert "<summary>Gennemgå" not in page.text


def test_what_is_overdue_the_authority_sees(broken, browser, clock):
    clock.goes_on(hours=73)
    page = browser(Role.AUTHORITY).get(HERE)
    assert "1 nødadgang ikke gennemgået, heraf 1 over fristen." in told(page)
    assert "Over frist" in page.text
    assert "<summary>Gennemgå" not in page.text


def test_a_read_behind_glass_is_marked_in_the_log(broken, browser):
    page = browser(Role.SUPERVISOR).get("/opslag", params={"vis": "citizen"})
    assert page.text.count('<span class="badge badge-warning">Nødadgang</span>') == 1
