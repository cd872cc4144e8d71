"""What is done to a contact from its page: once, and nothing typed is lost."""

import pytest

from domain.citizens import IdentifyCitizen, citizens
from domain.contacts import SupplementContact, WithdrawContact
from domain.event import Role
from tests.api.telling import party
from tests.ids import new_id
from tests.pages.browsing import press
from tests.pages.contacting import (
    PURPOSE,
    at,
    done,
    events,
    filled,
    number,
    opened,
    send,
    teller,
)
from tests.pages.waiting import JENSEN, NAME

DEEDS = {
    "suppler": {"text": "Hun ringede igen."},
    "disposition": {"decision": "ADVICE_GIVEN", "reason": "Aftalt", "text": "Råd"},
    "henvis": {"journal_number": "1467-2026-1"},
}


@pytest.fixture
def tell(parts, followed):
    return teller(parts)


@pytest.fixture
def supervisor(browser):
    return browser(Role.SUPERVISOR)


@pytest.mark.parametrize("deed", DEEDS)
def test_what_is_added_is_on_the_page_and_not_in_its_address(officer, tell, deed):
    id = tell()
    page = send(officer, opened(officer, id), deed, **DEEDS[deed])
    assert 'id="done"' in page.text
    assert page.url.path == at(id)
    assert set(page.url.params) == {"sket", "position"}
    assert DEEDS[deed].get("text", "1467-2026-1") in page.text


@pytest.mark.parametrize("deed", DEEDS)
def test_a_form_without_what_it_needs_comes_back_open(officer, tell, parts, deed):
    id = tell()
    answer = send(officer, opened(officer, id), deed)
    assert answer.status_code == 422
    first = next(iter(DEEDS[deed]))
    assert f'<a href="#{deed}-{first}">' in answer.text
    assert f'id="{deed}-{first}"' in answer.text
    assert f'id="{deed}" open>' in answer.text
    assert len(events(parts, id)) == 1


def test_the_same_form_sent_twice_is_recorded_once(officer, tell, parts):
    id = tell()
    page = opened(officer, id)
    for _ in range(2):
        answer = send(officer, page, "suppler", text="Hun ringede igen.")
        assert "Supplementet er registreret." in answer.text
    assert len(events(parts, id)) == 2


def test_what_a_colleague_has_changed_is_shown_and_what_was_typed_kept(
    officer, tell, parts
):
    id = tell()
    page = opened(officer, id)
    done(parts, id, SupplementContact(text="Skrevet af en kollega"))
    typed = {"reason": "Aftalt", "decision": "NO_ACTION", "text": "Mit <eget>"}
    answer = send(officer, page, "disposition", **typed)
    assert answer.status_code == 412
    assert "En kollega har ændret dette" in answer.text
    assert "Skrevet af en kollega" in answer.text
    assert ">Mit &lt;eget&gt;</textarea>" in answer.text
    assert 'value="NO_ACTION" selected' in answer.text
    again = {**filled(answer, "disposition"), **typed}
    done_now = officer.post(at(id, "/disposition"), data=again)
    assert "Dispositionen er registreret." in done_now.text


def test_a_rule_that_says_no_says_it_in_danish(officer, tell, parts):
    id = tell()
    page = opened(officer, id)
    parts_of = {"of": number(parts, id), "reason": "Den samme"}
    answer = send(officer, page, "dublet", **parts_of)
    assert answer.status_code == 409
    assert "kan ikke være dublet af sig selv" in answer.text
    assert filled(answer, "dublet")["reason"] == "Den samme"


def test_a_duplicate_is_named_by_number_and_the_mark_withdrawn(officer, tell, parts):
    kept, id = tell(), tell()
    spelled = f" {number(parts, kept).lower()} "
    typed = {"of": spelled, "reason": "Samme opkald"}
    page = send(officer, opened(officer, id), "dublet", **typed)
    assert "Henvendelsen er markeret som dublet." in page.text
    assert events(parts, id)[-1].of == kept
    page = send(officer, page, "fjern-dublet", reason="To opkald")
    assert "Markeringen som dublet er trukket tilbage." in page.text
    assert len(events(parts, kept)) == 3


@pytest.mark.parametrize("of", ["", "H-9", "Mette Frandsen"])
def test_a_number_that_is_none_is_asked_for_again(officer, tell, of):
    id = tell()
    answer = send(officer, opened(officer, id), "dublet", of=of, reason="Samme")
    assert answer.status_code == 422
    assert '<a href="#dublet-of">Skriv nummeret' in answer.text
    assert filled(answer, "dublet")["of"] == of


def test_a_party_is_identified_and_that_is_withdrawn(officer, tell, parts):
    she, victim = new_id(), party(name=NAME)
    parts.registry.execute(citizens, she, IdentifyCitizen(name=NAME), JENSEN)
    id = tell(parties=[victim])
    typed = {"citizen": f" https://genfind.example/borgere/{she}/ ", "basis": "Pas"}
    page = send(officer, opened(officer, id), "identificer", **typed)
    assert "Personen er identificeret." in page.text
    assert (events(parts, id)[-1].citizen, events(parts, id)[-1].score) == (she, None)
    page = send(officer, page, "fjern-identifikation", reason="Navnesammenfald")
    assert "Identifikationen er trukket tilbage." in page.text
    assert f"/borgere/{she}" not in page.text


def test_a_citizen_who_is_suggested_is_taken_with_her_score(officer, tell, parts):
    she, told = new_id(), {"name": NAME, "phone": "+4572588888"}
    command = IdentifyCitizen(**told)
    receipt = parts.registry.execute(citizens, she, command, JENSEN)
    parts.projector.wait_for(receipt.position)
    id = tell(parties=[party(**told)])
    page = opened(officer, id, vis="borgere")
    start = page.text.index('id="borgere"')
    below = type("Page", (), {"text": page.text[start:]})
    answer = press(officer, below, "/identificer", basis="Samme telefon")
    assert "Personen er identificeret." in answer.text
    assert events(parts, id)[-1].score > 50


def test_a_citizen_who_is_none_is_asked_for_again(officer, tell):
    id = tell(parties=[party(name=NAME)])
    typed = {"citizen": "Mette", "basis": "Pas"}
    answer = send(officer, opened(officer, id), "identificer", **typed)
    assert answer.status_code == 422
    assert '<a href="#identificer-citizen">' in answer.text
    assert filled(answer, "identificer")["citizen"] == "Mette"


def test_a_supervisor_withdraws_and_reinstates(supervisor, tell, parts):
    id = tell()
    page = send(supervisor, opened(supervisor, id), "traek-tilbage")
    assert page.status_code == 422
    page = send(supervisor, page, "traek-tilbage", reason="Forkert borger")
    assert "Henvendelsen er trukket tilbage." in page.text
    page = send(supervisor, page, "genindsaet", reason="Rigtig borger")
    assert "Henvendelsen er genindsat." in page.text
    assert len(events(parts, id)) == 3


def test_what_was_withdrawn_meanwhile_takes_nothing(officer, tell, parts):
    id = tell()
    page = opened(officer, id)
    done(parts, id, WithdrawContact(reason="Forkert borger"))
    answer = send(officer, page, "suppler", text="Mere", version="2")
    assert answer.status_code == 409
    assert "Den skal først genindsættes." in answer.text


def test_a_follow_up_is_opened_in_ones_own_district_and_once(browser, tell, parts):
    officer = browser(Role.OFFICER, "K-1", "1470")
    victim = party("WITNESS", name=NAME)
    id = tell(parties=[victim], feels_unsafe=False)
    page = opened(officer, id)
    assert "Ingen opfølgning." in page.text
    for _ in range(2):
        answer = send(officer, page, "opfoelgning", party=victim["id"])
        assert "Tryghedsopfølgningen er åbnet." in answer.text
        assert "Åbnet af en betjent, Københavns Politi" in answer.text
    assert answer.text.count("<dt>Tilstand</dt>") == 1
    answer = send(officer, answer, "opfoelgning", due="i morgen")
    assert answer.status_code == 422
    assert '<a href="#opfoelgning-due">' in answer.text


def test_what_does_not_exist_takes_nothing(officer):
    for deed in (*DEEDS, "ret", "dublet", "identificer"):
        answer = officer.post(at(new_id(), f"/{deed}"), data={"reason": "x"})
        assert answer.status_code == 404, deed


def test_a_form_is_taken_when_the_purpose_has_been_hidden_elsewhere(officer, tell):
    id = tell()
    page = opened(officer, id)
    press(officer, page, "/skjul")
    answer = send(officer, page, "suppler", text="Hun ringede igen.")
    assert "Supplementet er registreret." in answer.text
    assert "Hun ringede igen." not in answer.text
    assert "Hun ringede igen." in press(officer, answer, "/formaal", **PURPOSE).text
