"""Every event of a contact on screen, before and after in words."""

import pytest

from domain.citizens import IdentifyCitizen, citizens
from domain.contacts import (
    CorrectContact,
    IdentifyParty,
    MarkDuplicate,
    RecordDisposition,
    SupplementContact,
    WithdrawDuplicateMark,
    WithdrawIdentification,
)
from domain.event import Role
from domain.stalking_courses import (
    LinkContact,
    OpenStalkingCourse,
    UnlinkContact,
    stalking_courses,
)
from tests.api.telling import party
from tests.ids import new_id
from tests.pages.browsing import press
from tests.pages.contacting import PURPOSE, at, done, logged, number, teller
from tests.pages.looking import SCRIPT
from tests.pages.waiting import ADDRESS, JENSEN, NAME, PHONE

BELOW = "/historik"


@pytest.fixture
def tell(parts, followed):
    return teller(parts)


@pytest.fixture
def supervisor(browser):
    return browser(Role.SUPERVISOR)


def opened(browser, id, **asked):
    asks = browser.get(at(id, BELOW))
    if 'action="/formaal"' in asks.text:
        press(browser, asks, "/formaal", **PURPOSE | {"purpose": "SUPERVISION"})
    return browser.get(at(id, BELOW), params=asked)


def test_it_is_shown_for_a_purpose_and_logged(supervisor, tell, parts):
    id = tell(parties=[party(name=NAME)])
    asks = supervisor.get(at(id, BELOW))
    assert NAME not in asks.text
    assert logged(parts) == []
    page = opened(supervisor, id)
    assert NAME in page.text
    assert "Ingen ændringer siden registreringen" in page.text
    assert logged(parts)[0] == ("contact_history", "SUPERVISION", "J-77")


def test_a_correction_has_a_before_and_an_after_in_words(supervisor, tell, parts):
    id = tell()
    change = {"old": "0316", "new": "0326", "reason": "Hørt forkert"}
    done(parts, id, CorrectContact(field="municipality", **change))
    page = opened(supervisor, id).text
    assert "<del>Holbæk</del>" in page
    assert "<ins>Kalundborg</ins>" in page
    assert "K-1147, Betjent, Midt- og Vestsjællands Politi" in page
    assert "Hørt forkert" in page
    assert "Ingen ændringer" not in page
    for raw in ("ContactCorrected", "0316", "municipality", "PHONE_114", "2026-11-22 "):
        assert raw not in page


def test_links_that_were_made_and_withdrawn_are_told(supervisor, tell, parts):
    she, victim, kept = new_id(), party(name=NAME), tell()
    parts.registry.execute(citizens, she, IdentifyCitizen(name=NAME), JENSEN)
    id = tell(
        None,
        IdentifyParty(party=victim["id"], citizen=she, basis="Navn", score=71),
        WithdrawIdentification(party=victim["id"], reason="Navnesammenfald"),
        MarkDuplicate(of=kept, reason="Samme opkald"),
        WithdrawDuplicateMark(reason="To opkald"),
        parties=[victim],
    )
    page = opened(supervisor, id).text
    for words in (
        "En person blev identificeret",
        f"Forurettet ({NAME})",
        "Lighed (af 100)",
        f'href="/borgere/{she}"',
        "En identifikation blev trukket tilbage",
        "Navnesammenfald",
        f'<a href="{at(kept)}">{number(parts, kept)}</a>',
        "Markeringen som dublet blev trukket tilbage",
    ):
        assert words in page, words
    assert str(she) not in page.replace(f'href="/borgere/{she}"', "")
    noted = opened(supervisor, kept).text
    assert "En anden henvendelse blev markeret som dublet af denne" in noted
    assert number(parts, id) in noted


def test_courses_that_it_was_in_are_told(supervisor, tell, parts):
    id, she, course = tell(), new_id(), new_id()
    parts.registry.execute(citizens, she, IdentifyCitizen(name=NAME), JENSEN)
    for command in (
        OpenStalkingCourse(victim=she, district="1467"),
        LinkContact(contact=id, basis="Samme parter"),
        UnlinkContact(contact=id, reason="En anden Mette"),
    ):
        receipt = parts.registry.execute(stalking_courses, course, command, JENSEN)
    parts.projector.wait_for(receipt.position)
    page = opened(supervisor, id).text
    assert page.index("Grundlag: Samme parter") < page.index("En anden Mette")
    assert page.count(f'href="/stalking/{course}"') == 2


def test_protected_addresses_are_in_no_version(supervisor, tell, parts):
    victim = party(name=NAME, address=ADDRESS, safe_contact="DIRECT_ONLY")
    id, field = tell(parties=[victim]), f"parties.{victim['id']}.address"
    done(parts, id, CorrectContact(field=field, old=ADDRESS, new="Ny 9", reason="x"))
    field = f"{field}_protected"
    done(parts, id, CorrectContact(field=field, old=False, new=True, reason="x"))
    page = opened(supervisor, id).text
    assert page.index("Kun direkte kontakt.") < page.index(NAME)
    assert "<del>skjult (beskyttet)</del>" in page
    assert "Adressen er beskyttet" in page
    for secret in (ADDRESS, "Ny 9"):
        assert secret not in page


def test_erased_words_are_told_as_such_and_script_stays_text(supervisor, tell, parts):
    id = tell(
        None,
        SupplementContact(text="Mere"),
        RecordDisposition(decision="NO_ACTION", reason=SCRIPT),
        parties=[party(name=SCRIPT, phone=PHONE)],
    )
    page = opened(supervisor, id).text
    assert "<script>document" not in page
    assert "Mere" in page
    parts.keys.fence([id])
    parts.keys.shred([id])
    page = opened(supervisor, id).text
    assert page.count("Slettet") == 2
    assert "Mere<" not in page
    assert "Ingen handling" in page


def test_a_long_one_is_read_on_a_click_at_a_time(supervisor, tell, parts):
    more = [SupplementContact(text=f"Opkald nummer {n}.") for n in range(2, 53)]
    id = tell(None, *more)
    first = opened(supervisor, id).text
    assert "Opkald nummer 50." in first
    assert "Opkald nummer 51." not in first
    assert f'href="{at(id, BELOW)}?fra=51#haendelse-51">Vis flere' in first
    then = opened(supervisor, id, fra="51").text
    assert 'id="haendelse-51"' in then
    assert "Opkald nummer 52." in then
    assert "Opkald nummer 50." not in then
    assert "Vis flere" not in then


def test_what_does_not_exist_is_said(supervisor):
    assert supervisor.get(at(new_id(), BELOW)).status_code == 404
