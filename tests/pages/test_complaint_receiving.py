"""A complaint is received on screen: once, with all its words, and what comes next."""

import re
from html import unescape
from uuid import UUID

from domain.complaints import ComplaintReceived
from domain.contacts import contacts
from domain.event import Role
from domain.registration import RegisterContact
from tests.api.telling import MOPEDS
from tests.ids import new_id
from tests.pages.browsing import form, press
from tests.pages.looking import SCRIPT
from tests.pages.waiting import JENSEN

NEW = "/klager/ny"
TOLD = {
    "kind": "BEHAVIOUR",
    "matter_on": "2026-11-02",
    "text": "Betjenten råbte.",
    "allegations.0.category": "sprogbrug",
    "complainant.name": "Jonas Friis",
    "complainant.address": "Engvej 12",
    "complainant.address_protected": "",
}


def send(browser, **change):
    return press(browser, browser.get(NEW), NEW, **TOLD | change)


def received(parts, answer) -> ComplaintReceived:
    id = answer.url.path.split("/")[2]
    [first] = parts.registry.history(UUID(id))
    return first.event


def kept(page) -> str:
    """What stands in the area for the complaint's own words."""
    return unescape(re.search(r">([^<]*)</textarea>", page.text).group(1))


def test_a_complaint_gets_a_number_and_is_told_where_it_goes(officer, parts):
    answer = send(officer, **{"complainant.cpr": "150388-5014"})
    event = received(parts, answer)
    assert event.number in answer.text
    assert "Klagen er registreret." in answer.text
    assert "videresendes straks til Politiklagemyndigheden." in answer.text
    assert "Er klagen ikke afgjort" in answer.text
    assert "22. maj 2027" in answer.text
    assert (event.district, event.via, event.received_on.isoformat()) == (
        "1467",
        "DISTRICT",
        "2026-11-22",
    )
    assert event.complainant.name.text == "Jonas Friis"
    assert event.complainant.cpr.text == "1503885014"
    assert not event.complainant.address_protected
    assert [each.category for each in event.allegations] == ["LANGUAGE"]
    assert "Jonas" not in answer.text
    assert "Jonas" not in str(answer.url)


def test_what_comes_next_is_the_laws(officer):
    for change, says in (
        ({"kind": "DISPOSITION_ADMINISTRATIVE"}, "straks til Politidirektøren"),
        ({"kind": "OTHER"}, "Find ud af, hvem der skal svare"),
        ({"via": "AUTHORITY"}, "Politiklagemyndigheden har selv modtaget klagen"),
        ({"matter_on": "2026-01-02"}, "efter fristen, som udløb"),
    ):
        assert says in send(officer, **change).text


def test_the_authority_receives_for_any_district(browser, followed, parts):
    authority = browser(Role.AUTHORITY)
    assert "Vælg den politikreds" in send(authority).text
    event = received(parts, send(authority, district="1470"))
    assert (event.district, event.via) == ("1470", "AUTHORITY")


def test_another_district_is_refused(officer, browser, followed, parts):
    """The own one is taken, whatever the form is made to say."""
    elsewhere = browser(Role.OFFICER, "K-1", "1470")
    answer = send(elsewhere, district="1467")
    assert received(parts, answer).district == "1470"
    assert officer.get(answer.url.path).status_code == 403


def test_the_same_form_sent_twice_is_one_complaint(officer, parts):
    page = officer.get(NEW)
    first, second = (press(officer, page, NEW, **TOLD) for _ in range(2))
    assert first.url.path == second.url.path
    assert len(parts.registry.history(UUID(form(page, NEW)[1]["complaint"]))) == 1


def test_nothing_typed_is_lost_when_some_of_it_cant_be_used(officer):
    answer = send(
        officer,
        kind="",
        text=SCRIPT,
        matter_on="2026-11-23",
        contact="H-0",
        **{
            "complainant.cpr": "123",
            "complainant.birthday": "i går",
            "complainant.address_protected": "true",
            "allegations.0.category": "A4",
        },
    )
    assert answer.status_code == 422
    for target in (
        "kind-option1",
        "contact",
        "complainant.cpr",
        "complainant.birthday",
        "allegations.0.category",
    ):
        assert f'<a href="#{target}">' in answer.text
        assert f'id="{target}"' in answer.text
    assert SCRIPT not in answer.text
    _, sent = form(answer, NEW)
    assert (kept(answer), sent["contact"]) == (SCRIPT, "H-0")
    assert sent["complainant.birthday"] == "i går"
    assert 'name="complainant.address_protected" value="true" checked' in answer.text


def test_a_matter_comes_before_its_complaint(officer):
    answer = send(officer, matter_on="2026-11-22", received_on="2026-11-21")
    assert answer.status_code == 422
    assert '<a href="#matter_on">Klagen kan ikke være modtaget' in answer.text


def test_a_rule_that_says_no_is_said_in_danish_and_all_is_kept(officer):
    later = {"received_on": "2026-11-23", "matter_on": "2026-11-02"}
    answer = send(officer, **later)
    assert answer.status_code == 409
    assert "Klagen kan ikke være modtaget i fremtiden." in answer.text
    assert kept(answer) == TOLD["text"]


def test_an_allegation_is_added_without_losing_anything(officer, parts):
    page = send(officer, more="1")
    assert page.status_code == 200
    fields = form(page, NEW)[1]
    assert fields["allegations.0.category"] == "sprogbrug"
    assert kept(page) == TOLD["text"]
    more = {"more": "1", "allegations.1.category": ""}
    page = press(officer, page, NEW, **TOLD | more)
    third = {"allegations.1.category": "", "allegations.2.category": "Sen udrykning Ø"}
    wrong = {"allegations.2.category": "4"}
    answer = press(officer, page, NEW, **TOLD | third | wrong)
    assert '<a href="#allegations.2.category">' in answer.text
    event = received(parts, press(officer, answer, NEW, **TOLD | third))
    told = [each.category for each in event.allegations]
    assert told == ["LANGUAGE", "SEN_UDRYKNING_OE"]
    assert '<option value="Sen udrykning oe">' in officer.get(NEW).text


def test_the_contact_is_given_by_its_number(officer, parts):
    id = new_id()
    command = RegisterContact.model_validate(MOPEDS)
    receipt = parts.registry.execute(contacts, id, command, JENSEN)
    parts.projector.wait_for(receipt.position)
    answer = send(officer, contact=receipt.number.lower())
    assert received(parts, answer).contact == id


def test_a_form_that_lost_its_id_is_not_taken(officer):
    answer = send(officer, complaint="1")
    assert answer.status_code == 422
    assert "Kan ikke bruges" in answer.text
