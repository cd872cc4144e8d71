"""Erasures on screen: one custodian asks, another one destroys, and the list tells both."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from api import erasing
from domain.citizens import IdentifyCitizen, citizens
from domain.event import Role
from tests.api.forgetting import SECOND, Stopped, stop_after
from tests.ids import new_id
from tests.pages.browsing import form, press
from tests.pages.looking import SCRIPT
from tests.pages.waiting import JENSEN, NAME

HERE = "/sletning"


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


@pytest.fixture
def her(parts, followed):
    id = new_id()
    parts.registry.execute(citizens, id, IdentifyCitizen(name=NAME), JENSEN)
    return id


@pytest.fixture
def custodian(browser, followed):
    return browser(Role.CUSTODIAN)


@pytest.fixture
def second(browser, followed):
    return browser(Role.CUSTODIAN, "DK-02")


@pytest.fixture
def asked(custodian, her, seal):
    """The page of a request that is sealed."""
    answer = ask(custodian, citizens=f"/borgere/{her}")
    assert answer.status_code == 200, told(answer)
    seal.sealer.catch_up()
    return answer.url.path


def ask(client, **typed):
    usual = {"basis": "CITIZEN_REQUEST", "reference": "2026-0117"}
    return press(client, client.get(HERE), HERE, **usual | typed)


def destroyed(client, path, **typed):
    return press(client, client.get(path), "/slet", **{"sure": "true"} | typed)


def test_it_is_asked_for_on_the_list_and_stands_there(custodian, her, parts):
    assert "Ingen anmodninger venter." in custodian.get(HERE).text
    page = ask(custodian, citizens=f"  http://127.0.0.1/borgere/{her}/ ")
    assert "Anmodningen om sletning er registreret." in page.text
    said = told(page)
    assert "Borgeren har bedt om det" in said
    assert "2026-0117" in said
    assert "Ikke forseglet endnu" in said
    assert f"emne {str(her)[-8:]}" in said
    assert "En anden dataansvarlig end dig" in said
    assert f"{page.url.path}/slet" not in _forms(page)
    assert NAME not in page.text
    assert "1 borger" in told(custodian.get(HERE))
    [event] = [each.event for each in parts.registry.history(_id(page))]
    assert (event.citizens, event.custodian) == ((her,), "DK-01")


def _id(page):
    return UUID(page.url.path.rpartition("/")[2])


def test_contacts_are_named_with_the_rule_that_ended(custodian, registered, parts):
    contacts = [registered(), registered()]
    page = ask(
        custodian,
        narratives=f"/henvendelser/{contacts[0]}\n{contacts[1]}",
        basis="RETENTION_ENDED",
        rule="contacts-led",
        reference="",
    )
    said = told(page)
    assert "Opbevaringsperioden er slut" in said
    assert "contacts-led" in said
    assert [each.event.narratives for each in parts.registry.history(_id(page))] == [
        tuple(contacts)
    ]


def test_the_same_form_sent_twice_asks_once(custodian, her):
    page = custodian.get(HERE)
    told_of = {"citizens": str(her), "basis": "LEGAL_OBLIGATION"}
    paths = {press(custodian, page, HERE, **told_of).url.path for _ in range(2)}
    assert len(paths) == 1
    listed = custodian.get(HERE, params={"vis": "alle"})
    assert listed.text.count('data-title="Anmodet"') == 1


WRONG = [
    ({"citizens": " "}, "citizens", "Angiv mindst én borger, henvendelse eller årstal"),
    ({"citizens": "Mette"}, "citizens", "Skriv id eller adressen på siden"),
    ({"narratives": SCRIPT}, "narratives", "Skriv id eller adressen på siden"),
    ({"search_years": "i fjor"}, "search_years", "Skriv årstal, fx 2024"),
    ({"basis": ""}, "basis", "Vælg, hvorfor"),
    ({"basis": "RETENTION_ENDED"}, "rule", "En regel hører netop til"),
    ({"rule": "contacts-led"}, "rule", "En regel hører netop til"),
    ({"reference": "Mette Rønnow"}, "reference", "Skriv et sagsnummer uden mellemrum"),
]


@pytest.mark.parametrize(("wrong", "field", "says"), WRONG)
def test_what_can_not_be_asked_for_is_sent_back_with_all_that_was_typed(
    custodian, her, wrong, field, says
):
    typed = {"citizens": str(her), "basis": "CITIZEN_REQUEST"} | wrong
    answer = ask(custodian, **typed)
    assert answer.status_code == 422
    assert f'<a href="#{field}">{says}' in answer.text
    assert SCRIPT not in answer.text
    sent = form(answer, HERE)[1]
    kept = {k: v for k, v in typed.items() if k not in {"citizens", "narratives"}}
    assert {name: sent[name] for name in kept} == kept


def test_searches_are_named_by_years_that_are_over(custodian):
    answer = ask(custodian, search_years="2025, 2026")
    assert answer.status_code == 409
    assert "Søgninger slettes for hele år, som er gået." in answer.text
    assert form(answer, HERE)[1]["search_years"] == "2025, 2026"


def test_who_is_not_there_is_said_in_danish(custodian, followed):
    answer = ask(custodian, citizens=str(new_id()))
    assert answer.status_code == 409
    assert "Borgeren findes ikke." in answer.text


def test_the_keys_are_destroyed_by_another_who_is_sure(
    custodian, second, asked, parts, her
):
    assert f"{asked}/slet" not in _forms(custodian.get(asked))
    page = second.get(asked)
    assert "Forseglet" in told(page)
    unsure = press(second, page, "/slet")
    assert unsure.status_code == 422
    assert '<a href="#sure">Sæt kryds' in unsure.text
    done = destroyed(second, asked)
    assert "Nøglerne er ødelagt." in done.text
    said = told(done)
    assert "DK-02" in said
    assert "Slettet" in said
    assert "sikkerhedskopi" in said
    kinds = [type(each.event).__name__ for each in parts.registry.history(_id(done))]
    assert kinds == ["ErasureRequested", "KeysDestroyed"]
    [citizen] = parts.registry.history(her)
    assert citizen.event.name.text is None
    assert "Ingen anmodninger venter." in second.get(HERE).text
    assert "Slettet" in second.get(HERE, params={"vis": "afgjorte"}).text


def _forms(page):
    return re.findall(r'action="([^"]+)"', page.text)


def test_four_eyes_are_asked_for_where_the_form_is_not(custodian, asked, parts):
    answer = custodian.post(f"{asked}/slet", data={"sure": "true"})
    assert answer.status_code == 409
    assert "En anden dataansvarlig end den, der har anmodet" in answer.text
    assert len(parts.registry.history(UUID(asked.rpartition("/")[2]))) == 1


def test_it_is_refused_with_a_reason_and_is_over(custodian, second, asked):
    page = custodian.get(asked)
    wrong = press(custodian, page, "/afslaa", reason=" ")
    assert wrong.status_code == 422
    assert '<a href="#reason">Skriv, hvorfor' in wrong.text
    done = press(custodian, wrong, "/afslaa", reason="Sagen verserer")
    assert "Anmodningen er afslået." in done.text
    assert "Sagen verserer" in done.text
    assert not any(each.startswith(asked) for each in _forms(done))
    late = second.post(f"{asked}/slet", data={"sure": "true"})
    assert late.status_code == 409
    assert "Anmodningen er afslået. Lav en ny." in late.text
    stale = press(second, page, "/afslaa", reason="Også jeg")
    assert stale.status_code == 412


def test_in_the_waiting_period_the_page_says_until_when(
    app, parts, second, asked, clock
):
    patient = replace(parts.forgetting, wait=timedelta(days=14))
    app.state.parts = replace(parts, forgetting=patient)
    page = second.get(asked)
    assert "6. dec. 2026" in told(page)
    assert f"{asked}/slet" not in _forms(page)
    assert "venter til" in told(second.get(HERE))
    early = second.post(f"{asked}/slet", data={"sure": "true"})
    assert early.status_code == 409
    assert "Ventetiden er ikke slut" in early.text


def test_what_was_interrupted_is_gone_on_with_from_the_page(parts, second, asked):
    with pytest.raises(Stopped):
        erasing.destroy(
            parts, UUID(asked.rpartition("/")[2]), SECOND, told=stop_after("fenced")
        )
    page = second.get(asked)
    assert "I gang" in told(page)
    assert f"{asked}/afslaa" not in _forms(page)
    assert "I gang" in told(second.get(HERE))
    assert "Nøglerne er ødelagt." in destroyed(second, asked).text


def test_the_authority_sees_it_and_does_nothing(browser, asked):
    page = browser(Role.AUTHORITY).get(asked)
    assert "Borgeren har bedt om det" in page.text
    assert not any(each.startswith(HERE) for each in _forms(page))
    assert f'action="{HERE}"' not in browser(Role.AUTHORITY).get(HERE).text


def test_what_is_none_is_not_found(custodian, her):
    for id in (new_id(), her):
        assert custodian.get(f"{HERE}/{id}").status_code == 404
