"""What is told about a citizen on her page: recorded once, and nothing typed lost."""

import pytest

from domain.citizens import LinkCitizen, SupplyParticulars
from tests.ids import new_id
from tests.pages.browsing import form, press
from tests.pages.knowing import (
    CPR,
    METTE,
    NAME,
    PHONE,
    decided,
    identified,
    said,
    with_purpose,
)

OTHER_CPR = "1503885022"


@pytest.fixture
def mette(parts, followed):
    return identified(parts, **METTE)


@pytest.fixture
def like(parts, followed):
    return identified(parts, name="Metthe Roennow", phone=PHONE)


@pytest.fixture
def page(officer, mette):
    return with_purpose(officer, f"/borgere/{mette}")


def names(parts, id):
    return [type(each.event).__name__ for each in parts.registry.history(id)]


def test_a_new_citizen_is_one_however_often_the_form_is_sent(officer, parts):
    page = officer.get("/borgere/ny")
    shown = press(officer, page, "/ny", name=NAME, cpr="150388-5014")
    assert "Borgeren er registreret." in shown.text
    assert set(shown.url.params) == {"sket", "position"}
    assert press(officer, page, "/ny", name=NAME, cpr="150388-5014").url == shown.url
    id = parts.blind_index.find(CPR)
    assert shown.url.path == f"/borgere/{id}"
    assert names(parts, id) == ["CitizenIdentified"]
    assert NAME not in shown.text
    assert NAME in press(officer, shown, "/formaal").text


def test_a_cpr_that_is_anothers_is_refused_without_saying_whose(officer, parts, page):
    owner = identified(parts, cpr=CPR)
    for there, ending in (officer.get("/borgere/ny"), "/ny"), (page, "/oplysninger"):
        answer = press(officer, there, ending, cpr=CPR, email="<m@example.dk>")
        assert answer.status_code == 409
        assert "CPR-nummeret tilhører en anden borger." in answer.text
        assert str(owner) not in answer.text
        assert form(answer, ending)[1]["email"] == "<m@example.dk>"


def test_what_cannot_be_used_is_said_and_kept(officer, parts, mette, page):
    for there, ending in (officer.get("/borgere/ny"), "ny"), (page, "oplysninger"):
        answer = press(officer, there, ending, cpr="320188-5014", name="<Mette>")
        assert answer.status_code == 422
        assert f'<a href="#cpr-{ending}">Et CPR-nummer er en dato' in answer.text
        assert form(answer, ending)[1]["name"] == "<Mette>"
        answer = press(officer, there, ending)
        assert answer.status_code == 422
        assert f'<a href="#name-{ending}">Udfyld mindst ét felt</a>' in answer.text
    answer = press(officer, page, "/kontakt")
    assert '<a href="#safe_contact-kontakt-option1">Vælg, hvordan' in answer.text
    assert '<a href="#reason-kontakt">Skriv hvorfor</a>' in answer.text
    assert names(parts, mette) == ["CitizenIdentified"]


def test_particulars_are_supplied_and_those_not_given_stay(officer, parts, page):
    shown = press(
        officer, page, "/oplysninger", phone="+4560708090", birthday="1988-03-15"
    )
    assert "Oplysningerne er registreret." in shown.text
    assert set(shown.url.params) == {"sket", "position"}
    for words in ("+4560708090", "15. mar. 1988", NAME):
        assert words in shown.text


def test_an_address_is_protected_and_the_protection_lifted(officer, mette, parts, page):
    shown = press(officer, page, "/beskyt-adresse")
    assert "Adressen er beskyttet." in shown.text
    assert METTE["address"] not in shown.text
    answer = press(officer, page, "/beskyt-adresse", version="", key=str(new_id()))
    assert answer.status_code == 409
    assert "Adressen er allerede beskyttet." in answer.text
    shown = press(officer, shown, "/ophaev-beskyttelse")
    assert "Adressebeskyttelsen er ophævet." in shown.text
    assert METTE["address"] in shown.text
    assert names(parts, mette)[1:] == ["AddressProtected", "AddressProtectionLifted"]


def test_how_she_may_be_reached_is_instructed(officer, page):
    typed = {"safe_contact": "DIRECT_ONLY", "reason": "Hun bad om det"}
    shown = press(officer, page, "/kontakt", **typed).text
    assert "Kontaktanvisningen er registreret." in shown
    assert shown.index("Kun direkte kontakt.</strong>") < shown.index(NAME)


def test_two_are_linked_and_parted_again(officer, parts, mette, like, page):
    shown = press(officer, page, "/kobl")
    assert "Borgerne er koblet." in shown.text
    assert 'name="reason" value=""' in shown.text
    event = parts.registry.history(mette)[-1].event
    assert event.other == like
    assert (event.basis, event.score) == (
        "Navnene ligner hinanden. Samme telefonnummer",
        93,
    )
    answer = press(officer, shown, "/fjern-kobling")
    assert answer.status_code == 422
    assert f'<a href="#reason-fjern-kobling-{like}">Skriv hvorfor</a>' in answer.text
    shown = press(officer, shown, "/fjern-kobling", reason="Det er hendes mor")
    assert "Koblingen er fjernet." in shown.text
    assert "Det er hendes mor" in said(shown)
    assert "Ingen koblede borgere." in shown.text
    assert names(parts, like)[1:] == ["CitizensLinked", "CitizensUnlinked"]


def test_who_is_somebody_else_is_kept_apart_until_linked_after_all(
    officer, parts, like, page
):
    answer = press(officer, page, "/hold-adskilt", reason=" ")
    assert answer.status_code == 422
    assert f'<a href="#reason-hold-adskilt-{like}">Skriv hvorfor</a>' in answer.text
    shown = press(officer, page, "/hold-adskilt", reason="Det er hendes mor")
    assert "Borgerne holdes adskilt." in shown.text
    assert "Ingen andre ligner borgeren." in shown.text
    shown = press(officer, shown, "/kobl", basis="Dog den samme")
    assert "Borgerne er koblet." in shown.text
    assert "Holdt adskilt" not in shown.text


def test_a_link_without_a_basis_or_with_a_score_that_is_none_is_sent_back(
    officer, mette, parts, like, page
):
    answer = press(officer, page, "/kobl", basis="", score="9000")
    assert answer.status_code == 422
    assert f'<a href="#basis-kobl-{like}">Skriv, hvad det bygger på</a>' in answer.text
    assert names(parts, mette) == ["CitizenIdentified"]


def test_what_a_colleague_changed_meanwhile_is_shown_first(officer, parts, mette, page):
    decided(parts, mette, SupplyParticulars(email="ny@example.dk"))
    answer = press(officer, page, "/oplysninger", phone="+4560708090")
    assert answer.status_code == 412
    assert "En kollega har ændret dette imens." in answer.text
    assert "ny@example.dk" in answer.text
    assert form(answer, "/oplysninger")[1]["phone"] == "+4560708090"
    again = press(officer, answer, "/oplysninger")
    assert "Oplysningerne er registreret." in again.text


def test_the_links_refusals_are_said_in_danish(officer, parts, mette, like, page):
    link = LinkCitizen(other=like, basis="Stemmen")
    decided(parts, mette, link)
    answer = press(officer, page, "/kobl", version="")
    assert answer.status_code == 409
    assert "Borgerne er allerede koblet." in answer.text
    path, fields = form(page, "/kobl")
    answer = officer.post(path, data=fields | {"version": "", "other": str(mette)})
    assert "En borger kan ikke kobles med sig selv." in answer.text


def test_nobody_is_told_about_who_does_not_exist(officer):
    answer = officer.post(f"/borgere/{new_id()}/beskyt-adresse", data={"key": ""})
    assert answer.status_code == 404
    assert "Findes ikke" in answer.text
