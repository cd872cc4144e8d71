"""The access log on screen: who was shown what, and what stands out in it."""

import ast
import re
from pathlib import Path

import pytest

from api import citizens, complaints, contact_shown
from api.pages import danish
from domain.disclosures import DisclosePersonalWords, RunSearch, disclosures
from domain.event import By, Role
from domain.purposes import Purpose
from projections.access_review import MANY_DAYS, MUCH_FOUND
from tests.ids import new_id
from tests.pages.browsing import form, press
from tests.pages.waiting import JENSEN, NAME

HERE, REVIEW = "/opslag", "/opslag/skiller-sig-ud"
DUP = By(id="DUP-01", role=Role.AUTHORITY, district=None)
ELSEWHERE = By(id="K-9009", role=Role.OFFICER, district="1471")


@pytest.fixture
def supervisor(browser, followed):
    return browser(Role.SUPERVISOR)


@pytest.fixture
def read(parts, followed):
    """Somebody reads personal words, or searches for them."""

    def read(*subjects, by=JENSEN, query=None, **change):
        told = {
            "view": "contact_search" if query else "contact",
            "subjects": subjects,
            "count": len(subjects),
            "fields": () if query else ("name", "narrative"),
            "purpose": Purpose.CONTACT_HANDLING,
        } | change
        command = (
            RunSearch(query=query, **told) if query else DisclosePersonalWords(**told)
        )
        receipt = parts.access_log.execute(disclosures, new_id(), command, by)
        parts.access_projector.wait_for(receipt.position)

    return read


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def test_where_nothing_was_read_it_says_so(supervisor):
    assert "0 opslag fundet." in told(supervisor.get(HERE))
    assert supervisor.get(REVIEW).text.count("<p>Intet</p>") == 8


def test_a_read_is_told_with_who_what_why_and_how_many(supervisor, registered, read):
    contact, citizen = registered(), new_id()
    read(contact, citizen, reference="H-19")
    page = supervisor.get(HERE)
    said = told(page)
    for each in (
        "K-1147 , betjent",
        "Henvendelse , set",
        "navn, fortælling",
        f"emne {str(citizen)[-8:]}",
        "Behandling af henvendelse H-19",
        "22. nov. 2026 kl. 13.00",
        "1 opslag vist.",
        "Position 1 i opslagsloggen",
    ):
        assert each in said, each
    assert re.search(rf'href="/opslag\?om={contact}">H-\d+</a>', page.text)
    assert NAME not in page.text


def test_a_search_is_told_without_what_was_searched_for(supervisor, read):
    read(query=NAME)
    page = supervisor.get(HERE)
    assert "Intet fundet" in page.text
    assert "Søgning" in page.text
    assert NAME not in page.text


def test_reads_are_chosen_by_person_purpose_view_and_day(supervisor, read):
    read(new_id())
    read(new_id(), by=By(id="K-2", role=Role.OFFICER, district="1467"))
    read(new_id(), view="citizen", purpose=Purpose.PROTECTION)
    page = supervisor.get(HERE)
    fields = form(page, HERE)[1]
    assert set(fields) == {"person", "formaal", "vis", "fra", "til"}

    def count(**asked):
        answer = supervisor.get(HERE, params=fields | asked)
        return answer.text.count('data-title="Hvornår"')

    assert count() == 3
    assert count(person="K-2") == 1
    assert count(formaal="PROTECTION") == count(vis="citizen") == 1
    assert count(fra="2026-11-22", til="2026-11-22") == 3
    assert count(til="2026-11-21") == 0
    chosen = supervisor.get(HERE, params=fields | {"vis": "citizen"})
    assert '<option value="citizen" selected>' in chosen.text


def test_a_contact_is_found_by_its_number_and_nothing_typed_is_in_the_address(
    supervisor, registered, read, parts
):
    contact = registered()
    read(contact)
    read(new_id())
    number = parts.registry.history(contact)[0].event.number
    page = press(
        supervisor, supervisor.get(HERE), "/henvendelse", number=number.lower()
    )
    assert str(page.url).endswith(f"/opslag?om={contact}")
    assert page.text.count('data-title="Hvornår"') == 1
    assert f"Opslag om  {number}" in re.sub(r"<[^>]+>", " ", page.text)
    answer = press(supervisor, page, "/henvendelse", number=NAME)
    assert answer.status_code == 422
    assert '<a href="#number">Ingen henvendelse har dette nummer' in answer.text
    assert f'value="{NAME}"' in answer.text
    assert NAME not in str(answer.url)


def test_names_in_the_address_are_not_taken(supervisor):
    for wrong in ({"person": NAME}, {"om": NAME}, {"vis": NAME}):
        answer = supervisor.get(HERE, params=wrong)
        assert answer.status_code == 422
        assert NAME not in answer.text


def test_a_supervisor_sees_the_own_district_and_never_the_authority(
    supervisor, browser, read
):
    read(new_id(), by=DUP)
    read(new_id(), by=ELSEWHERE)
    page = supervisor.get(HERE)
    assert "DUP-01" not in page.text
    assert "K-9009" not in page.text
    authority = told(browser(Role.AUTHORITY).get(HERE))
    assert "DUP-01" in authority
    assert "K-9009" in authority


def test_more_than_fit_are_a_click_away_and_still_chosen(supervisor, read):
    for _ in range(51):
        read(new_id())
    read(new_id(), view="citizen")
    page = supervisor.get(HERE, params={"vis": "contact"}).text
    assert "50 opslag vist, og der er flere" in page
    more = page.partition('<p><a href="/opslag?')[2].partition('">Vis flere')[0]
    rest = supervisor.get(f"/opslag?{more.replace('&amp;', '&')}")
    assert rest.text.count('data-title="Hvornår"') == 1


def test_what_stands_out_is_told_with_its_rule(
    browser, supervisor, registered, read, clock, parts
):
    contact = registered()
    for _ in range(MANY_DAYS):
        read(contact)
        read(contact, by=ELSEWHERE)
        clock.goes_on(days=1)
    read(query=NAME, count=MUCH_FOUND)
    said = told(browser(Role.SUPERVISOR).get(REVIEW))
    number = parts.registry.history(contact)[0].event.number
    assert f"mindst {MANY_DAYS} forskellige dage" in said
    assert f"{number} {MANY_DAYS} {MANY_DAYS} 26. nov. 2026" in said
    assert f"27. nov. 2026 kl. 13.00 {MUCH_FOUND} Behandling" in said
    assert "K-9009" not in said
    assert NAME not in said
    everywhere = told(browser(Role.AUTHORITY).get(REVIEW))
    elsewhere = everywhere.partition("Andre politikredse")[2]
    assert "K-9009" in elsewhere
    assert "K-1147" not in elsewhere


def test_who_worked_on_a_matter_of_another_district_does_not_stand_out(
    browser, registered, read, parts
):
    there = registered(district="1471", municipality=None)
    read(there)  # K-1147 registered it
    other = By(id="K-2", role=Role.OFFICER, district="1467")
    read(there, by=other)
    said = told(browser(Role.SUPERVISOR).get(REVIEW))
    elsewhere = said.partition("Andre politikredse")[2]
    assert "K-2 " in elsewhere
    assert "K-1147" not in elsewhere


def views(path):
    """What reads are called in the access log: where they are told, it is as text."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Assign(targets=[ast.Name("VIEW")], value=ast.Constant(view)):
                yield view
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", None))
        told = node.args if name in {"shown", "contact_read", "with_people"} else []
        told = [*told, *(each.value for each in node.keywords if each.arg == "view")]
        for each in told:
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value


def test_whatever_is_looked_at_has_a_danish_name():
    found = {view for path in Path("api").glob("*.py") for view in views(path)}
    assert found == danish.VIEWS.keys()
    assert len(set(danish.VIEWS.values())) == len(danish.VIEWS)


def test_each_field_that_a_read_names_has_a_danish_name():
    named = {*contact_shown.WORDS, *complaints.WORDS, *citizens.PARTICULARS}
    assert named | {"note", "rating"} == danish.FIELDS.keys()
