"""A contact of a sample beside the form for what was found in it."""

import pytest

from domain.contacts import CorrectContact, MarkDuplicate, contacts
from domain.event import Role
from domain.supervision import RecordFinding, registration_audits
from tests.api.telling import MOPEDS, party
from tests.ids import new_id
from tests.pages.browsing import press
from tests.pages.looking import SCRIPT
from tests.pages.overseen import HOLM, PURPOSE
from tests.pages.waiting import ADDRESS, JENSEN, NAME, PHONE

NOTE = "Gerningsstedet mangler."


@pytest.fixture
def supervisor(browser, followed):
    return browser(Role.SUPERVISOR)


@pytest.fixture
def at(drawn, supervisor):
    """The page of a contact in a sample of all."""

    def at(contact, audit=None):
        return supervisor.get(f"/tilsyn/{audit or drawn()}/henvendelser/{contact}")

    return at


def correct(parts, contact, field, old, new):
    command = CorrectContact(field=field, old=old, new=new, reason="Hørt forkert")
    parts.registry.execute(contacts, contact, command, JENSEN)


def test_without_a_purpose_there_are_facts_and_no_words(registered, at, logged):
    page = at(registered())
    assert "Utryghedsskabende adfærd" in page.text
    assert "Personoplysninger: skjult" in page.text
    assert 'name="finding"' in page.text
    for words in (NAME, PHONE, ADDRESS, MOPEDS["narrative"]):
        assert words not in page.text
    assert logged() == []


def test_with_one_the_case_stands_beside_the_form_and_is_logged(
    registered, at, supervisor, logged
):
    contact = registered(narrative=f"Hun råbte. {SCRIPT}")
    page = press(supervisor, at(contact), "/formaal", **PURPOSE)
    for words in (NAME, "+45", ADDRESS, "Hun råbte.", "Sagens forløb"):
        assert words in page.text
    assert SCRIPT not in page.text
    assert "Ingen ændringer siden registreringen." in page.text
    [entry] = logged()
    assert (entry.view, entry.subjects[0]) == ("audited_contact", contact)
    assert (entry.purpose, entry.reference) == ("SUPERVISION", "T-7")


def test_what_was_corrected_is_told_before_and_after(
    registered, at, supervisor, parts, drawn
):
    her = party(name=NAME)
    contact = registered(parties=[her], acts=[{"kind": "SMS", "count": 3}])
    correct(parts, contact, "kind", "UNSETTLING_BEHAVIOUR", "VANDALISM")
    correct(parts, contact, "feels_unsafe", True, False)
    correct(parts, contact, "place", None, "Skolen")
    correct(parts, contact, f"parties.{her['id']}.name", NAME, "Mette Rønnow")
    correct(parts, contact, "acts", [{"kind": "SMS", "count": 3}], [])
    was = MOPEDS["received_at"]
    correct(parts, contact, "received_at", was, "2026-11-22T12:45:00+01:00")
    page = press(supervisor, at(contact), "/formaal", **PURPOSE).text
    for field, before, now in (
        ("Art", "Utryghedsskabende adfærd", "Hærværk"),
        ("Utryg", "Ja", "Nej"),
        ("Sted", "ukendt", "Skolen"),
        (f"Forurettet ({NAME}): Navn", NAME, "Mette Rønnow"),
        ("Handlinger", "Sms: 3", "ukendt"),
    ):
        what = page.partition(f"<dt>Rettet</dt><dd>{field}</dd>")[2]
        assert f"<del>{before}</del>" in what.partition("<dt>Begrundelse")[0]
        assert f"<ins>{now}</ins>" in what.partition("<dt>Begrundelse")[0]
    assert "kl. 12.55</time></del>" in page
    assert page.count("Hørt forkert") == 6


def test_a_protected_address_is_in_no_part_of_it(registered, at, supervisor, parts):
    her = party(name=NAME, address=ADDRESS, address_protected=True)
    her["safe_contact"] = "DIRECT_ONLY"
    contact = registered(parties=[her])
    correct(parts, contact, f"parties.{her['id']}.address", ADDRESS, "Bygaden 9")
    page = press(supervisor, at(contact), "/formaal", **PURPOSE).text
    assert "skjult (beskyttet)" in page
    assert ADDRESS not in page
    assert "Bygaden 9" not in page
    assert page.index("Kun direkte kontakt.") < page.index(NAME)


def test_from_finding_to_finding_until_none_is_left(
    registered, supervisor, parts, drawn
):
    for _ in range(3):
        registered()
    audit = drawn()
    page = supervisor.get(f"/tilsyn/{audit}")
    start = page.text.partition("Undersøg den næste")[0].rpartition('href="')[2]
    page = supervisor.get(start.partition('"')[0])
    seen = []
    for n, finding in enumerate(("CORRECT", "LATE", "WRONG"), 1):
        seen.append(page.url.path)
        page = press(supervisor, page, "/fund", finding=finding, note=NOTE)
        assert f"Fundet er registreret. {n} af 3 er undersøgt." in page.text
        assert set(page.url.params) == {"sket", "position"}
    assert len(set(seen)) == 3
    assert page.url.path == f"/tilsyn/{audit}"
    assert "Undersøg den næste" not in page.text
    kinds = [each.event.finding for each in parts.registry.history(audit)[1:]]
    assert kinds == ["CORRECT", "LATE", "WRONG"]


def test_a_form_without_a_finding_is_sent_back_with_its_note(
    registered, at, supervisor
):
    answer = press(supervisor, at(registered()), "/fund", note=NOTE)
    assert answer.status_code == 422
    assert '<a href="#finding-option1">Vælg, hvad du fandt' in answer.text
    assert f">{NOTE}</textarea>" in answer.text


def test_what_a_colleague_found_meanwhile_is_shown_and_nothing_is_lost(
    registered, at, supervisor, parts, drawn
):
    contact = registered()
    audit = drawn()
    page = at(contact, audit)
    other = RecordFinding(contact=contact, finding="WRONG")
    parts.registry.execute(registration_audits, audit, other, HOLM)
    answer = press(supervisor, page, "/fund", finding="CORRECT", note=NOTE)
    assert answer.status_code == 412
    assert "En kollega har ændret dette imens" in answer.text
    assert ">Forkert</span> af L-1101" in answer.text
    assert f">{NOTE}</textarea>" in answer.text
    assert 'value="CORRECT" checked' in answer.text
    assert "Fundet er registreret." in press(supervisor, answer, "/fund").text


def test_what_is_not_in_the_sample_is_not_there(registered, at, supervisor, drawn):
    registered()
    audit = drawn()
    outside = registered()
    assert at(outside, audit).status_code == 404
    path = f"/tilsyn/{audit}/henvendelser/{outside}/fund"
    answer = supervisor.post(path, data={"finding": "CORRECT", "key": str(new_id())})
    assert (answer.status_code, "Findes ikke" in answer.text) == (404, True)


def test_the_authority_examines_in_every_district(registered, drawn, browser):
    contact = registered()
    audit = drawn()
    authority = browser(Role.AUTHORITY)
    page = authority.get(f"/tilsyn/{audit}/henvendelser/{contact}")
    page = press(authority, page, "/formaal", **PURPOSE)
    assert NAME in page.text
    done = press(authority, page, "/fund", finding="INCOMPLETE")
    assert "1 af 1 er undersøgt." in done.text


def test_only_the_police_are_led_to_other_pages(
    registered, drawn, supervisor, browser, parts
):
    first, contact = registered(), registered()
    parts.registry.execute(
        contacts, contact, MarkDuplicate(of=first, reason="Samme sag"), JENSEN
    )
    path = f"/tilsyn/{drawn()}/henvendelser/{contact}"
    there = f'<a href="/henvendelser/{first}">H-'
    for reader, leads in ((supervisor, True), (browser(Role.AUTHORITY), False)):
        page = press(reader, reader.get(path), "/formaal", **PURPOSE).text
        assert "<dt>Dublet af</dt>" in page
        assert (there in page) is leads
