"""What is done with a complaint from its page: by whom and when the law says, and once."""

import pytest

from domain.complaints import (
    ConsentToNoteProcedure,
    HoldNoteProcedure,
    OfferNoteProcedure,
    complaints,
)
from domain.event import Role
from tests.pages.browsing import form, press
from tests.pages.complaining import HOLM

DISPOSITION = {"kind": "DISPOSITION_ADMINISTRATIVE"}
OFFERED = (OfferNoteProcedure(),)
CONSENTED = (*OFFERED, ConsentToNoteProcedure())
HELD = (*CONSENTED, HoldNoteProcedure(note="Vi talte sammen.", agrees=True))
SUPERVISOR, AUTHORITY = Role.SUPERVISOR, Role.AUTHORITY


@pytest.fixture
def people(browser, followed):
    return {role: browser(role) for role in (Role.OFFICER, SUPERVISOR, AUTHORITY)}


def at(browser, id, **query):
    return browser.get(f"/klager/{id}", params=query)


def take(browser, id, place, **typed):
    return press(browser, at(browser, id), f"{id}/{place}", **typed)


def names(parts, id):
    return [type(each.event).__name__ for each in parts.registry.history(id)]


TAKEN = [
    (Role.OFFICER, (), "videresend", {"to": "AUTHORITY"}, "Forwarded", "Videres"),
    (Role.OFFICER, (), "tilbyd-notitssag", {}, "Offered", "Tilbuddet om"),
    (Role.OFFICER, OFFERED, "samtyk-til-notitssag", {}, "Consented", "samtykke"),
    (SUPERVISOR, OFFERED, "afslaa-notitssag", {}, "Refused", "afslag er"),
    (
        SUPERVISOR,
        CONSENTED,
        "hold-samtale",
        {"note": "Vi talte.", "agrees": "nej"},
        "Held",
        "Samtalen med klageren er registreret.",
    ),
    (SUPERVISOR, HELD, "send-kopi", {"to": "PROSECUTOR"}, "CopySent", "Kopien af"),
    (AUTHORITY, (), "undersoeg", {}, "Investigated", "Undersøgelsen er"),
    (SUPERVISOR, (), "underret", {"to": "OFFICER"}, "NoticeSent", "Underretningen"),
    (
        AUTHORITY,
        (),
        "tilfoej-klagepunkt",
        {"category": "Magtanvendelse"},
        "AllegationAdded",
        "Klagepunktet er tilføjet.",
    ),
]


def test_each_step_is_taken_and_said(people, complains, parts):
    for role, steps, place, typed, event, says in TAKEN:
        id = complains(*steps)
        page = take(people[role], id, place, **typed)
        assert page.url.path == f"/klager/{id}", place
        assert set(page.url.params) == {"sket", "position"}
        assert says in page.text
        assert names(parts, id)[-1].endswith(event)


def test_the_authority_waives_and_concludes_each_allegation(people, complains, parts):
    id = complains(matter_on="2026-01-02")
    authority = people[AUTHORITY]
    page = at(authority, id)
    assert '<option value="TIME_BARRED"' in page.text
    assert '<option value="UNFOUNDED"' not in page.text
    page = take(authority, id, "dispenser", reason="Indlagt")
    assert '<option value="UNFOUNDED"' in page.text
    assert '<option value="CRITICISABLE"' not in page.text
    take(authority, id, "undersoeg")
    take(authority, id, "tilfoej-klagepunkt", category="Magtanvendelse")
    second = parts.registry.history(id)[-1]
    outcomes = {
        f"outcome-{id}": "CRITICISABLE",
        f"outcome-{second.event.id}": "NO_CRITICISM",
    }
    page = take(authority, id, "afslut", **outcomes)
    assert "Klagen er afsluttet." in page.text
    assert "<dd>Kritisabelt</dd>" in page.text
    page = take(authority, id, "genoptag", reason="Nye oplysninger")
    assert "Klagen er genoptaget." in page.text
    assert names(parts, id)[-1] == "ComplaintReopened"


def test_an_allegation_without_an_outcome_is_pointed_at(people, complains, parts):
    id = complains()
    answer = take(people[AUTHORITY], id, "afslut", on="i går")
    assert answer.status_code == 422
    for field in ("on", f"outcome-{id}"):
        assert f'<a href="#afslut-{field}">' in answer.text
        assert f'id="afslut-{field}"' in answer.text
    assert form(answer, "afslut")[1]["on"] == "i går"
    assert names(parts, id) == ["ComplaintReceived"]


def test_a_disposition_is_concluded_by_the_police_and_appealed(
    people, complains, parts
):
    id = complains(**DISPOSITION)
    supervisor = people[SUPERVISOR]
    page = take(supervisor, id, "afslut", **{f"outcome-{id}": "CONFIRMED"})
    assert "<dd>Stadfæstet</dd>" in page.text
    page = take(people[Role.OFFICER], id, "paaklag")
    assert "<dd>Rigspolitiet</dd>" in page.text
    assert "afgoer-paaklage" not in page.text
    page = take(supervisor, id, "afgoer-paaklage", outcome="REVERSED")
    assert "Påklage afgjort" in page.text
    assert "<dd>Omgjort</dd>" in page.text
    assert "Der er ikke flere skridt" in at(people[AUTHORITY], id).text
    assert names(parts, id)[-2:] == ["ComplaintAppealLodged", "ComplaintAppealDecided"]


def test_what_a_role_may_not_do_is_not_shown(people, complains):
    id = complains(matter_on="2026-01-02")
    everything = {"dispenser", "undersoeg", "underret", "afslut", "tilbyd-notitssag"}
    not_shown = {
        Role.OFFICER: {"dispenser", "undersoeg", "underret", "afslut"},
        SUPERVISOR: {"dispenser", "undersoeg", "afslut"},
        AUTHORITY: {"tilbyd-notitssag"},
    }
    for role, browser in people.items():
        page = at(browser, id).text
        shown = {each for each in everything if f'action="/klager/{id}/{each}"' in page}
        assert shown == everything - not_shown[role]


def test_what_cant_be_used_is_pointed_at_and_nothing_is_lost(people, complains, parts):
    id = complains(*CONSENTED)
    for place, wrong, typed in (
        ("hold-samtale", "agrees-option1", {"note": "Vi <talte>.", "agrees": ""}),
        ("hold-samtale", "note", {"note": "\x07", "agrees": "ja"}),
        ("videresend", "to-option1", {"to": "MAYOR"}),
    ):
        answer = take(people[SUPERVISOR], id, place, **typed)
        assert answer.status_code == 422
        assert f'<a href="#{place}-{wrong}">' in answer.text
        assert f'id="{place}-{wrong}"' in answer.text
        if typed.get("agrees") == "":
            assert ">Vi &lt;talte&gt;.</textarea>" in answer.text
    assert len(names(parts, id)) == 3


def test_a_rule_that_says_no_is_said_in_danish(people, complains):
    id = complains()
    answer = take(people[SUPERVISOR], id, "videresend", to="PROSECUTOR")
    assert answer.status_code == 409
    assert "Efter loven skal klagen nu til Politiklagemyndigheden." in answer.text


def test_who_is_late_sees_what_a_colleague_did_and_his_own_words(
    people, complains, parts
):
    id = complains(*CONSENTED)
    page = at(people[SUPERVISOR], id)
    held = HELD[-1]
    parts.registry.execute(complaints, id, held, HOLM)
    typed = {"note": "Min egen notits.", "agrees": "ja"}
    answer = press(people[SUPERVISOR], page, "hold-samtale", **typed)
    assert answer.status_code == 412
    assert "En kollega har ændret dette imens." in answer.text
    assert ">Min egen notits.</textarea>" in answer.text
    again = press(people[SUPERVISOR], answer, "hold-samtale", **typed)
    assert again.status_code == 409
    assert "Samtalen er allerede holdt." in again.text
    assert ">Min egen notits.</textarea>" in again.text
    assert names(parts, id).count("NoteProcedureHeld") == 1


def test_the_same_form_sent_twice_counts_once(people, complains, parts):
    id = complains()
    page = at(people[SUPERVISOR], id)
    for _ in range(2):
        answer = press(people[SUPERVISOR], page, "underret", to="COMPLAINANT")
        assert "Underretningen er registreret." in answer.text
    assert names(parts, id).count("DelayNoticeSent") == 1


def test_another_district_may_do_nothing(browser, people, complains, parts):
    id = complains()
    _, fields = form(at(people[SUPERVISOR], id), "tilbyd-notitssag")
    elsewhere = browser(SUPERVISOR, "L-1", "1470")
    answer = elsewhere.post(f"/klager/{id}/tilbyd-notitssag", data=fields)
    assert answer.status_code == 403
    assert names(parts, id) == ["ComplaintReceived"]


def test_the_page_says_what_is_due(people, complains):
    page = at(people[SUPERVISOR], complains(received_on="2026-11-20")).text
    assert "Videresendes straks" in page
    assert "2 dage over fristen" in page
    assert "Underretning om forsinkelse til klageren" in page
