"""A complaint on screen: what is known of it, and nobody's words without a reason."""

import pytest

from domain.complaints import (
    ConsentToNoteProcedure,
    ForwardComplaint,
    HoldNoteProcedure,
    InvestigateComplaint,
    OfferNoteProcedure,
    WaiveDeadline,
    complaints,
)
from domain.contacts import RecordDisposition, contacts
from domain.event import Role
from domain.registration import RegisterContact
from tests.api.telling import MOPEDS, party
from tests.ids import new_id
from tests.pages.browsing import press
from tests.pages.complaining import ADDRESS, DUP, NAME, PHONE, WORDS
from tests.pages.looking import SCRIPT
from tests.pages.test_follow_ups import logged
from tests.pages.waiting import JENSEN

PURPOSE = {"purpose": "COMPLAINT", "reference": "K-12"}


@pytest.fixture
def supervisor(browser, followed):
    return browser(Role.SUPERVISOR)


@pytest.fixture
def authority(browser, followed):
    return browser(Role.AUTHORITY)


def opened(browser, id, below=""):
    return browser.get(f"/klager/{id}{below}")


def shown(browser, id, below=""):
    """After a purpose was given."""
    return press(browser, opened(browser, id, below), "/formaal", **PURPOSE)


def test_without_a_purpose_there_are_facts_and_no_words(officer, complains, parts):
    page = opened(officer, complains()).text
    for words in (NAME, PHONE, ADDRESS, WORDS):
        assert words not in page
    for fact in ("Adfærdsklage", "Under behandling", "2. nov. 2026", "Sprogbrug"):
        assert fact in page
    assert logged(parts) == []


def test_with_a_purpose_they_are_shown_and_each_time_logged(officer, complains, parts):
    id = complains()
    page = shown(officer, id)
    for words in (NAME, PHONE, ADDRESS, WORDS):
        assert words in page.text
    opened(officer, id)
    log = logged(parts)
    assert [each.view for each in log] == ["complaint"] * 2
    assert {(each.purpose, each.reference) for each in log} == {("COMPLAINT", "K-12")}
    assert NAME not in press(officer, page, "/skjul").text


def test_another_complaint_needs_a_purpose_of_its_own(officer, complains):
    shown(officer, complains())
    assert NAME not in opened(officer, complains()).text


def test_a_complaint_of_another_district_is_not_shown(browser, complains):
    elsewhere = browser(Role.SUPERVISOR, "L-1", "1470")
    id = complains()
    for below in ("", "/modtaget", "/historik"):
        answer = opened(elsewhere, id, below)
        assert answer.status_code == 403
        assert "en anden politikreds end din" in answer.text


def test_what_does_not_exist_is_said_in_danish(supervisor, authority):
    for browser, below in ((supervisor, ""), (authority, "/henvendelse")):
        answer = opened(browser, new_id(), below)
        assert answer.status_code == 404
        assert "Findes ikke" in answer.text


def test_direct_contact_alone_is_said_before_any_name(officer, complains):
    id = complains(of={"safe_contact": "DIRECT_ONLY"})
    page = shown(officer, id).text
    assert page.index("Kun direkte kontakt.") < page.index(NAME)


def test_a_protected_address_is_not_in_the_page_at_all(supervisor, complains):
    id = complains(of={"address_protected": True})
    for page in (shown(supervisor, id), opened(supervisor, id, "/historik")):
        assert ADDRESS not in page.text
    assert "skjult (beskyttet)" in opened(supervisor, id).text


def test_script_in_words_stays_text(supervisor, complains):
    steps = (
        OfferNoteProcedure(),
        ConsentToNoteProcedure(),
        HoldNoteProcedure(note=SCRIPT, agrees=True),
    )
    id = complains(*steps, of={"name": SCRIPT}, text=SCRIPT)
    for page in (shown(supervisor, id), opened(supervisor, id, "/historik")):
        assert "&lt;script&gt;" in page.text
        assert SCRIPT not in page.text


def test_a_late_complaint_says_so_until_the_deadline_is_waived(
    supervisor, complains, parts
):
    id = complains(matter_on="2026-01-02")
    assert "som udløb 2. jul. 2026" in words(opened(supervisor, id))
    waive = WaiveDeadline(reason="Indlagt på hospital")
    parts.registry.execute(complaints, id, waive, DUP)
    page = words(opened(supervisor, id))
    assert "som udløb" not in page
    assert "Indlagt på hospital" in page


def words(page) -> str:
    """Without what marks days."""
    text = page.text.replace("</time>", "")
    return "".join(part.partition(">")[2] or part for part in text.split("<time "))


def test_what_was_known_then_is_shown_again(supervisor, complains, parts, clock):
    id = complains()
    clock.goes_on(minutes=20)
    parts.registry.execute(complaints, id, ForwardComplaint(to="AUTHORITY"), DUP)
    past = supervisor.get(f"/klager/{id}", params={"pr": "2026-11-22T13:10"})
    assert "Du ser, hvad registret vidste" in past.text
    assert "ingen endnu" in past.text
    assert "Næste skridt" not in past.text
    assert "ingen endnu" not in opened(supervisor, id).text
    shown_then = press(supervisor, past, "/formaal", **PURPOSE)
    assert "Du ser, hvad registret vidste" in shown_then.text
    assert NAME in shown_then.text


def test_a_time_without_the_complaint_says_so(supervisor, complains):
    id = complains()
    for asked, status, says in (
        ("2026-11-22T12:00", 404, "Ikke registreret på dette tidspunkt"),
        ("i går", 422, '<a href="#pr-pr">Skriv dato og klokkeslæt</a>'),
        ("9999-12-31T23:59", 422, '<a href="#pr-pr">Skriv dato og klokkeslæt</a>'),
    ):
        answer = supervisor.get(f"/klager/{id}", params={"pr": asked})
        assert (answer.status_code, says in answer.text) == (status, True)


def test_the_history_tells_each_event_in_danish(supervisor, complains, parts):
    steps = (
        OfferNoteProcedure(),
        ConsentToNoteProcedure(),
        HoldNoteProcedure(note="Vi talte om tonen.", agrees=False),
        ForwardComplaint(to="AUTHORITY"),
    )
    id = complains(*steps)
    parts.registry.execute(complaints, id, InvestigateComplaint(), DUP)
    first = opened(supervisor, id, "/historik")
    assert "Klagen blev modtaget" not in first.text
    page = shown(supervisor, id, "/historik")
    told = [
        "Klagen blev modtaget",
        "Notitssag blev tilbudt",
        "Klageren samtykkede i notitssag",
        "Samtalen med klageren blev holdt",
        "Klagen blev videresendt",
        "Klagen blev undersøgt",
    ]
    assert sorted(told, key=page.text.index) == told
    assert "Vi talte om tonen." in page.text
    assert "DUP-01, Den Uafhængige Politiklagemyndighed" in page.text
    assert "6 hændelser" in page.text
    assert [each.view for each in logged(parts)] == ["complaint_history"]


def test_a_complaint_as_it_was_received_has_no_changes(supervisor, complains):
    page = shown(supervisor, complains(), "/historik").text
    assert "Ingen ændringer siden registreringen." in page


@pytest.fixture
def contact(parts, followed):
    id = new_id()
    victim = party("VICTIM", name="Mette Frandsen", safe_contact="DIRECT_ONLY")
    told = MOPEDS | {
        "parties": [victim],
        "acts": [{"kind": "SMS", "count": 23}],
        "evidence": [{"annex": 1, "description": "Opkaldslisten"}],
    }
    command = RegisterContact.model_validate(told)
    parts.registry.execute(contacts, id, command, JENSEN)
    decided = RecordDisposition(decision="NO_ACTION", reason="Ingen ledig patrulje")
    receipt = parts.registry.execute(contacts, id, decided, JENSEN)
    parts.projector.wait_for(receipt.position)
    return id


def test_the_authority_sees_the_contact_behind_and_who_saw_it(
    authority, complains, contact, parts
):
    id = complains(contact=contact)
    assert f"/klager/{id}/henvendelse" in opened(authority, id).text
    before = opened(authority, id, "/henvendelse")
    assert "Ingen har set den endnu." in before.text
    assert "Mette" not in before.text
    page = shown(authority, id, "/henvendelse").text
    for told in ("bag skolen", "23 gange", "Opkaldslisten", "Ingen ledig patrulje"):
        assert told in page
    assert "Ingen handling: Ingen ledig patrulje" in page
    assert page.index("Kun direkte kontakt.") < page.index("Mette Frandsen")
    assert [each.view for each in logged(parts)] == ["complaint_contact"]
    again = opened(authority, id, "/henvendelse").text
    assert '<td data-title="Hvem">DUP-01' in again
    assert "(K-12)" in again


def test_the_police_go_to_the_contact_itself(officer, authority, complains, contact):
    id = complains(contact=contact)
    page = opened(officer, id).text
    assert f'href="/henvendelser/{contact}"' in page
    assert "/historik" not in page
    assert opened(authority, complains(), "/henvendelse").status_code == 404
