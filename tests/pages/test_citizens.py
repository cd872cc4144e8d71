"""A citizen on screen: nothing without a purpose, then all that is known, and when."""

import pytest

from domain.citizens import (
    InstructSafeContact,
    KeepCitizensApart,
    LiftAddressProtection,
    LinkCitizen,
    ProtectAddress,
    SupplyParticulars,
)
from domain.complaints import ReceiveComplaint, complaints
from domain.event import Role
from domain.stalking_courses import OpenStalkingCourse, stalking_courses
from tests.api.complaining import TALKED_DOWN
from tests.api.telling import party
from tests.ids import new_id
from tests.pages.browsing import press
from tests.pages.knowing import (
    ADDRESS,
    CPR,
    EMAIL,
    METTE,
    NAME,
    PHONE,
    decided,
    identified,
    logged,
    registered,
    said,
    with_purpose,
)
from tests.pages.looking import SCRIPT
from tests.pages.waiting import JENSEN

LINK = "Samme telefonnummer"


@pytest.fixture
def mette(parts, followed):
    return identified(parts, cpr=CPR, **METTE)


def test_without_a_purpose_nothing_of_her_is_shown(officer, parts, mette):
    registered(parts, party(citizen=str(mette)))
    page = officer.get(f"/borgere/{mette}").text
    assert "når du har sagt, hvad du skal bruge dem til" in page
    for words in (NAME, PHONE, EMAIL, ADDRESS, CPR, "150388", "knallert", "H-"):
        assert words not in page
    assert logged(parts) == []


def test_with_one_she_is_shown_and_each_part_is_on_record(officer, parts, mette):
    page = with_purpose(officer, f"/borgere/{mette}")
    for words in (NAME, PHONE, EMAIL, ADDRESS, "150388-5014"):
        assert words in page.text
        assert words not in str(page.url)
    assert f'href="/stalking/ny?borger={mette}"' in page.text
    assert {each.view for each in logged(parts)} == {
        "citizen",
        "citizen_history",
        "citizen_suggestions",
    }
    assert {(each.purpose, each.reference) for each in logged(parts)} == {
        ("CONTACT_HANDLING", "J-77")
    }


def test_whoever_does_not_exist_is_nowhere(officer, parts, mette):
    contact = registered(parts).id
    for id in (new_id(), contact):
        answer = officer.get(f"/borgere/{id}")
        assert answer.status_code == 404
        assert "Findes ikke" in answer.text
    assert officer.get("/borgere/1503885014").status_code == 422


def test_all_she_was_in_is_told_newest_first_over_all_districts(officer, parts, mette):
    victim = party(citizen=str(mette))
    contact = registered(parts, victim, district="1470", municipality=None)
    opened = OpenStalkingCourse(victim=mette, district="1467")
    course = parts.registry.execute(stalking_courses, new_id(), opened, JENSEN)
    received = ReceiveComplaint.model_validate(
        TALKED_DOWN
        | {
            "complainant": party("COMPLAINANT", citizen=str(mette)),
            "allegations": [{"id": str(new_id()), "category": "LANGUAGE"}],
        }
    )
    complaint = parts.registry.execute(complaints, new_id(), received, JENSEN)
    parts.projector.wait_for(complaint.position)
    page = said(with_purpose(officer, f"/borgere/{mette}"))
    shown = [
        f'<a href="/stalking/{course.id}">Åbn forløbet</a>',
        f'Tryghedsopfølgning på <a class="its-number" href="/henvendelser/{contact.id}">',
        f'Henvendelse <a class="its-number" href="/henvendelser/{contact.id}">',
        f'Klage <a class="its-number" href="/klager/{complaint.id}">',
    ]
    assert all(each in page for each in shown)
    assert page.index(shown[1]) < page.index(shown[2]) < page.index(shown[3])
    for words in ("Adfærdsklage", "Ikke afgjort", "Ikke begyndt", "Københavns Politi"):
        assert words in page
    assert "Unge kører på knallert" in page
    assert TALKED_DOWN["text"] not in page
    assert "4 vist." in page


def test_what_is_not_there_is_said_and_proves_nothing(officer, mette):
    page = said(with_purpose(officer, f"/borgere/{mette}"))
    for words in (
        "Ingen henvendelser, opfølgninger, forløb eller klager.",
        "er ikke bevis for, at det ikke er sket",
        "Ingen koblede borgere.",
        "Ingen andre ligner borgeren.",
    ):
        assert words in page


def test_a_linked_citizen_brings_her_history_with_a_mark(officer, parts, mette):
    other = identified(parts, name="Metthe Roennow", phone=PHONE)
    contact = registered(parts, party(citizen=str(other)))
    decided(parts, mette, LinkCitizen(other=other, basis=LINK, score=95))
    page = said(with_purpose(officer, f"/borgere/{mette}"))
    assert contact.number in page
    assert f'<a href="/borgere/{other}"><span class="badge badge-info">Koblet' in page
    assert f'<h3><a href="/borgere/{other}">Metthe Roennow</a></h3>' in page
    assert f"af K-1147 (Betjent). Grundlag: {LINK} (95 point af 100)." in page
    assert {other, mette} <= {id for each in logged(parts) for id in each.subjects}


def test_whom_she_may_be_is_suggested_with_what_speaks_for_it(officer, parts, mette):
    other = identified(parts, name="Metthe Roennow", phone=PHONE)
    page = said(with_purpose(officer, f"/borgere/{mette}"))
    assert "Stærk lighed" in page
    assert "Navnene ligner hinanden. Samme telefonnummer." in page
    apart = KeepCitizensApart(other=other, reason="Hun har en søster")
    decided(parts, mette, apart)
    page = said(officer.get(f"/borgere/{mette}"))
    assert "Ingen andre ligner borgeren." in page
    assert "Holdt adskilt" in page
    assert "Hun har en søster" in page


def test_direct_contact_alone_is_said_before_any_name(officer, parts, mette):
    like = identified(parts, name="Metthe Roennow", phone=PHONE)
    linked = identified(parts, name="Bo Dam")
    decided(parts, mette, LinkCitizen(other=linked, basis=LINK))
    path = f"/borgere/{mette}"
    assert "Kun direkte kontakt.</strong>" not in with_purpose(officer, path).text
    command = InstructSafeContact(safe_contact="DIRECT_ONLY", reason="Hun bad om det")
    for citizen in (like, linked, mette):
        decided(parts, citizen, command)
    page = officer.get(path).text
    _, *warned = page.split("Kun direkte kontakt.</strong>")
    for name, part in zip((NAME, "Bo Dam", "Metthe Roennow"), warned, strict=True):
        assert name in part
    assert page.index("Kun direkte kontakt.</strong>") < page.index(NAME)


def test_what_any_contact_says_of_direct_contact_is_heard_here(officer, parts, mette):
    registered(parts, party(citizen=str(mette), safe_contact="DIRECT_ONLY"))
    page = said(with_purpose(officer, f"/borgere/{mette}"))
    assert page.index("Kun direkte kontakt.</strong>") < page.index(NAME)
    assert "<dd>Ingen særlige hensyn</dd>" not in page


def test_a_protected_address_is_not_in_the_page_at_all(officer, parts, mette):
    registered(parts, party(citizen=str(mette), address=ADDRESS))
    decided(parts, mette, ProtectAddress())
    page = with_purpose(officer, f"/borgere/{mette}").text
    assert NAME in page
    assert "skjult (beskyttet)" in page
    assert "Åvej" not in page
    decided(parts, mette, LiftAddressProtection())
    assert ADDRESS in officer.get(f"/borgere/{mette}").text


def test_it_can_be_seen_what_the_registry_knew_then(browser, parts, clock, mette):
    clock.goes_on(days=2)
    officer = browser(Role.OFFICER)
    decided(parts, mette, SupplyParticulars(phone="+4560708090"))
    path = f"/borgere/{mette}"
    assert "+4560708090" in with_purpose(officer, path).text
    page = said(officer.get(path, params={"pr": "2026-11-23T09:00"}))
    assert PHONE in page
    assert "+4560708090" not in page
    assert "Du ser, hvad registret vidste den <time" in page
    assert "23. nov. 2026 kl. 09.00" in page
    assert "Registrér oplysninger" not in page
    assert 'value="2026-11-23T09:00"' in page
    before = said(officer.get(path, params={"pr": "2026-11-22T12:59"}))
    assert "Ikke registreret på dette tidspunkt" in before
    assert NAME not in before
    assert NAME in officer.get(path, params={"pr": ""}).text
    for never in ("i går", "0001-01-01T00:00", "2026-11-23T09:00Z"):
        asked = officer.get(path, params={"pr": never})
        assert asked.status_code == 422
        assert '<a href="#pr-pr">Skriv dato og klokkeslæt</a>' in asked.text
        assert f'value="{never}"' in asked.text


def test_a_long_history_goes_on_a_click_away(officer, parts, mette):
    victim = party("WITNESS", citizen=str(mette))
    calm = {"patrol": "SENT", "feels_unsafe": False}
    early = "2026-11-22T12:50:00+01:00"
    first = registered(parts, victim, received_at=early, **calm)
    for _ in range(50):
        registered(parts, victim, **calm)
    page = with_purpose(officer, f"/borgere/{mette}")
    assert "50 vist, og der er flere." in page.text
    assert first.number not in page.text
    more = page.text.split('href="')[1:]
    more = next(each.split('"')[0] for each in more if "cursor=" in each)
    page = officer.get(more.replace("&amp;", "&"))
    assert "1 vist." in page.text
    assert first.number in page.text


def test_the_forgotten_are_marked_and_what_happened_stays(officer, parts, mette):
    number = registered(parts, party(citizen=str(mette))).number
    parts.keys.fence([mette])
    parts.keys.shred([mette])
    parts.projector.forget([mette])
    page = said(with_purpose(officer, f"/borgere/{mette}"))
    assert "<dd>slettet</dd>" in page
    assert NAME not in page
    assert number in page


def test_script_in_a_name_stays_text(officer, parts, mette):
    decided(parts, mette, SupplyParticulars(name=SCRIPT, address=SCRIPT))
    page = press(officer, officer.get(f"/borgere/{mette}"), "/formaal").text
    assert "<script>document" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;") >= 2
