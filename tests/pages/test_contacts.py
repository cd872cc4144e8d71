"""A contact on screen: for a purpose, as it stands, and as it was known then."""

import re
from uuid import UUID

import pytest

from domain.citizens import IdentifyCitizen, ProtectAddress, citizens
from domain.contacts import (
    MarkDuplicate,
    RecordDisposition,
    ReferToCase,
    SupplementContact,
    WithdrawContact,
)
from domain.event import Role
from tests.api.telling import party
from tests.ids import new_id
from tests.pages.browsing import press
from tests.pages.contacting import PURPOSE, at, done, logged, number, opened, teller
from tests.pages.looking import SCRIPT
from tests.pages.waiting import ADDRESS, JENSEN, NAME, PHONE

VICTIM = {"name": NAME, "phone": PHONE, "address": ADDRESS}
NARRATIVE = "Unge kører på knallert"


@pytest.fixture
def tell(parts, followed):
    return teller(parts)


def test_without_a_purpose_there_is_only_the_question_for_one(officer, tell, parts):
    id = tell(parties=[party(**VICTIM)], place=ADDRESS)
    page = officer.get(at(id))
    assert page.status_code == 200
    for words in (NARRATIVE, NAME, PHONE, ADDRESS, number(parts, id)):
        assert words not in page.text
    assert logged(parts) == []


def test_with_a_purpose_it_is_shown_and_each_time_logged(officer, tell, parts):
    id = tell(parties=[party(**VICTIM)], place="Bag skolen", acts=[], source="TC-7")
    asks = officer.get(at(id))
    page = press(officer, asks, "/formaal", **PURPOSE)
    assert f"Henvendelse {number(parts, id)}" in page.text
    for words in (NARRATIVE, NAME, PHONE, ADDRESS, "Bag skolen", "TC-7", "Holbæk"):
        assert words in page.text
        assert words not in str(page.url)
    for raw in ("PHONE_114", "UNSETTLING", "NO_UNIT", "2026-11-22 "):
        assert raw not in re.sub(r'value="[^"]*"', "", page.text)
    assert "22. nov. 2026 kl. 12.55" in page.text
    assert set(logged(parts)) >= {("contact", "CONTACT_HANDLING", "J-77")}
    assert {purpose for _, purpose, _ in logged(parts)} == {"CONTACT_HANDLING"}


def test_what_does_not_exist_is_said_with_and_without_a_purpose(officer):
    answer = officer.get(at(new_id()))
    assert answer.status_code == 404
    assert "Findes ikke" in answer.text


def test_what_was_added_and_what_came_of_it_is_there(officer, tell, parts):
    kept = tell()
    id = tell(
        None,
        SupplementContact(text="Hun ringede igen."),
        RecordDisposition(decision="ADVICE_GIVEN", reason="Aftalt", text="Råd givet"),
        ReferToCase(journal_number="1467-2026-1"),
        parties=[party(**VICTIM)],
        acts=[{"kind": "SMS", "count": 14}],
        told_to_stop=True,
        evidence=[{"annex": 3, "description": "Foto af hoveddøren"}],
    )
    done(parts, id, MarkDuplicate(of=kept, reason="Samme opkald"))
    page = opened(officer, id).text
    for words in (
        "Hun ringede igen.",
        "Rådgivning givet",
        "Begrundelse: Aftalt",
        "Råd givet",
        "1467-2026-1",
        'data-title="Antal">14<',
        "Foto af hoveddøren",
        'data-title="Fil">mangler<',
        "Forurettet eller utryg uden patrulje",
        f'<a href="{at(kept)}">{number(parts, kept)}</a>',
    ):
        assert words in page, words
    assert f">{number(parts, id)}</a>" in opened(officer, kept).text


def test_direct_contact_alone_is_said_before_any_name(officer, tell):
    id = tell(parties=[party(**VICTIM, safe_contact="DIRECT_ONLY")])
    page = opened(officer, id).text
    assert page.index("Kun direkte kontakt.") < page.index(NARRATIVE)
    assert page.index("Kun direkte kontakt.") < page.index(NAME)


def test_a_protected_address_is_not_in_the_page_at_all(officer, tell, parts):
    she, parties = new_id(), [party(**VICTIM, address_protected=True)]
    parts.registry.execute(citizens, she, IdentifyCitizen(name=NAME), JENSEN)
    parts.registry.execute(citizens, she, ProtectAddress(), JENSEN)
    known = party("WITNESS", name="Ida", address="Skjult 9", citizen=str(she))
    id = tell(parties=[*parties, known])
    for asked in ({}, {"ret": f"parties.{parties[0]['id']}.address"}):
        page = opened(officer, id, **asked).text
        assert page.count("skjult (beskyttet)") >= 2
        assert ADDRESS not in page
        assert "Skjult 9" not in page
    assert f'href="/borgere/{she}"' in page


def test_script_in_words_stays_text(officer, tell):
    id = tell(narrative=SCRIPT, place=SCRIPT, parties=[party(name=SCRIPT)])
    for asked in ({}, {"ret": "narrative"}, {"vis": "borgere"}):
        page = opened(officer, id, **asked).text
        assert "<script>document" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


def test_words_that_were_erased_are_told_as_such_and_facts_stay(officer, tell, parts):
    victim = party(**VICTIM)
    id = tell(None, SupplementContact(text="Mere"), parties=[victim], place="Skolen")
    subjects = [id, UUID(victim["id"])]
    parts.keys.fence(subjects)
    parts.keys.shred(subjects)
    page = opened(officer, id)
    assert page.status_code == 200
    assert page.text.count("Slettet") >= 5
    for words in (NARRATIVE, NAME, PHONE, "Mere<"):
        assert words not in page.text
    assert "Utryghedsskabende adfærd" in page.text


def test_it_is_shown_as_it_was_known_at_a_time(officer, tell, parts, clock):
    id = tell()
    clock.goes_on(minutes=10)
    done(parts, id, SupplementContact(text="Hun ringede igen."))
    page = opened(officer, id, pr="2026-11-22T13:05").text
    assert "Hun ringede igen." not in page
    assert "Du ser, hvad registret vidste den" in page
    assert 'value="2026-11-22T13:05"' in page
    assert f'action="{at(id)}/suppler"' not in page
    assert "Hun ringede igen." in opened(officer, id, pr="2026-11-22T13:10").text
    assert "Hun ringede igen." in opened(officer, id, pr="").text


def test_before_its_first_event_it_was_not_registered(officer, tell, parts):
    id = tell()
    page = opened(officer, id, pr="2026-11-22T12:59")
    assert page.status_code == 404
    assert "Ikke registreret på dette tidspunkt" in page.text
    assert NARRATIVE not in page.text
    assert [view for view, _, _ in logged(parts)].count("contact") == 1


@pytest.mark.parametrize("when", ["i går", "0001-01-01T00:00", "2026-13-01T00:00"])
def test_a_time_that_is_none_is_asked_for_again(officer, tell, when):
    page = opened(officer, tell(), pr=when)
    assert page.status_code == 422
    assert '<a href="#pr-pr">Skriv dato og klokkeslæt</a>' in page.text
    assert f'value="{when}"' in page.text
    assert NARRATIVE in page.text


def test_a_withdrawn_contact_says_so_and_takes_nothing(officer, browser, tell):
    id = tell(None, WithdrawContact(reason="Forkert borger"))
    page = opened(officer, id).text
    assert "Henvendelsen er trukket tilbage." in page
    assert "/suppler" not in page
    assert "/genindsaet" not in page
    assert f"{at(id)}/genindsaet" in opened(browser(Role.SUPERVISOR), id).text


def test_only_supervisors_see_what_only_they_may(officer, browser, tell):
    id = tell()
    for below in ("/traek-tilbage", "/historik"):
        assert at(id, below) not in opened(officer, id).text
        assert at(id, below) in opened(browser(Role.SUPERVISOR), id).text


def test_a_victim_who_is_a_citizen_leads_to_her_stalking_courses(officer, tell, parts):
    she = new_id()
    parts.registry.execute(citizens, she, IdentifyCitizen(name=NAME), JENSEN)
    link = "/stalking?henvendelse="
    id = tell(parties=[party(citizen=str(she))])
    assert f"{link}{id}" in opened(officer, id).text
    assert link not in opened(officer, tell(parties=[party()])).text


def test_others_are_looked_for_only_when_asked(officer, tell, parts):
    twin = {"parties": [party(**VICTIM)], "narrative": "Knallert bag skolen igen."}
    other = tell(**twin)
    known = new_id()
    parts.registry.execute(
        citizens, known, IdentifyCitizen(name=NAME, phone=PHONE), JENSEN
    )
    id = tell(**twin | {"parties": [party(**VICTIM)]})
    assert number(parts, other) not in opened(officer, id).text
    assert "similar_contacts" not in {view for view, _, _ in logged(parts)}
    page = opened(officer, id, vis="dubletter").text
    assert f'value="{number(parts, other)}"' in page
    page = opened(officer, id, vis="borgere").text
    assert f'value="{known}"' in page
    views = {view for view, _, _ in logged(parts)}
    assert views >= {"similar_contacts", "contact_suggestions"}
