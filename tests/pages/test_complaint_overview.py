"""Complaints counted on screen: groups apart, a rate only with its basis."""

import re
from datetime import date

import pytest
from markupsafe import escape

from domain.complaint_kinds import ComplaintKind, Outcome
from domain.event import Role
from domain.places import DISTRICTS
from tests.pages.browsing import PARTIAL
from tests.pages.counting import FOUND, rows, words

HERE = "/klager"
BEHAVIOUR = "Adfærdsklager: klager fordelt på politikreds"
CRITICISED = {"grundlag": "decided", "taeller": "criticised"}
FYN = "Fyns Politi"


@pytest.fixture
def authority(browser, followed):
    return browser(Role.AUTHORITY)


def test_groups_stand_apart_and_no_district_is_left_out(authority, complained):
    complained(FOUND)
    complained(None, district="1470")
    complained(Outcome.REVERSED, kind=ComplaintKind.DISPOSITION_ADMINISTRATIVE)
    complained(Outcome.UNFOUNDED, kind=ComplaintKind.OTHER)
    page = authority.get(HERE).text
    counts = rows(page, BEHAVIOUR)
    assert list(counts) == [*DISTRICTS.values(), "I alt i gruppen"]
    assert counts[DISTRICTS["1467"]] == ["1", "1", "1", "0", "1", "0"]
    assert counts[DISTRICTS["1470"]] == ["1", "0", "0", "0", "0", "0"]
    assert counts[DISTRICTS["1471"]] == ["0"] * 6
    assert counts["I alt i gruppen"] == ["2", "1", "1", "0", "1", "0"]
    counts = rows(page, "Dispositionsklager: klager fordelt på politikreds")
    assert counts["I alt i gruppen"] == ["1", "1", "1", "0", "1", "0"]
    counts = rows(page, "Andre klager: klager fordelt på politikreds")
    assert counts["I alt i gruppen"] == ["1", "1", "0", "1"]
    position = re.search(r"Position (\d+), 22\. nov\. 2026 kl\. 13\.00", words(page))
    assert position
    assert int(position.group(1)) > 0
    assert "Jonas Friis" not in page


def test_by_kind_each_kind_is_named_and_by_category_the_unit_changes(
    authority, complained
):
    complained(kind=ComplaintKind.OTHER, outcome=None)
    page = authority.get(HERE, params={"fordelt": "kind"}).text
    assert list(rows(page, "Dispositionsklager: klager fordelt på slags")) == [
        "Dispositionsklage (forvaltning)",
        "Dispositionsklage (strafferetspleje)",
        "I alt i gruppen",
    ]
    page = authority.get(HERE, params={"fordelt": "category"}).text
    counts = rows(page, "Andre klager: klagepunkter fordelt på kategori")
    assert counts["Sprogbrug"][0] == "1"
    assert "Enhed: klagepunkter" in page
    assert "Ingen adfærdsklager i perioden" in page


def test_a_rate_says_what_it_is_a_share_of(authority, complained):
    complained(FOUND)
    complained(many=2)
    complained(None)
    for basis, said in (
        ("received", "1 Nævner (n): modtagne adfærdsklager 4 Grundlag Modtaget"),
        ("decided", "1 Nævner (n): afgjorte adfærdsklager 3 Grundlag Afgjort"),
    ):
        page = words(authority.get(HERE, params=CRITICISED | {"grundlag": basis}).text)
        assert f"Tæller: kritik {said}" in page
    assert "Andel 33,3 %" in page
    page = words(authority.get(HERE, params=CRITICISED | {"taeller": "reversed"}).text)
    assert "Andel ikke målt" in page
    assert "afgjorte dispositionsklager 0" in page


def test_without_a_basis_there_is_no_rate_and_nothing_chosen_is_lost(
    authority, complained
):
    complained(FOUND)
    asked = {"taeller": "reversed", "fra": "2026-01-01", "fordelt": "kind"}
    answer = authority.get(HERE, params=asked)
    assert answer.status_code == 422
    said = "Vælg grundlag: modtaget, afsluttet eller afgjort"
    assert f'<a href="#grundlag-option1">{said}</a>' in answer.text
    assert f"Fejl: {said}" in answer.text
    assert 'value="2026-01-01"' in answer.text
    for chosen in ("reversed", "kind"):
        assert f'<option value="{chosen}" selected>' in answer.text
    assert rows(answer.text, "Adfærdsklager: klager fordelt på slags")
    assert "Nævner (n)" not in answer.text


def test_a_basis_alone_asks_for_no_rate(authority, complained):
    complained(FOUND)
    answer = authority.get(HERE, params={"grundlag": "received"})
    assert answer.status_code == 200
    assert "Nævner (n)" not in answer.text


def test_the_last_day_is_included(authority, complained):
    complained(on=date(2026, 3, 31))
    complained(on=date(2026, 4, 1))
    days = {"fra": "2026-03-31", "til": "2026-03-31"}
    page = authority.get(HERE, params=days).text
    assert rows(page, BEHAVIOUR)["I alt i gruppen"][0] == "1"
    assert "fra 31. mar. 2026 til og med 31. mar. 2026." in words(page)


def test_a_period_that_ends_before_it_begins_says_so(authority, complained):
    complained()
    days = {"fra": "2026-03-31", "til": "2026-03-01"}
    page = authority.get(HERE, params=days).text
    assert "Perioden slutter, før den begynder." in page
    assert "Ingen klager i perioden." in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [("fra", "i går"), ("til", "1812-01-01"), ("fordelt", "betjent"), ("fra", '"><b>')],
)
def test_what_cannot_be_used_is_said_at_its_field_and_kept(authority, field, typed):
    answer = authority.get(HERE, params={field: typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert '"><b>' not in answer.text
    assert f'value="{escape(typed)}"' in answer.text or field == "fordelt"


def test_each_sees_the_way_to_those_complaints_that_may_be_read(browser, complained):
    complained()
    asked = {"fra": "2026-03-01", "til": "2026-03-31"}
    told = "fra=2026-03-01&amp;til=2026-03-31"
    links = {
        role: re.findall(
            r'href="(/klager/register\?[^"]+)',
            browser(role).get(HERE, params=asked).text,
        )
        for role in (Role.AUTHORITY, Role.SUPERVISOR, Role.OFFICER)
    }
    assert set(links[Role.AUTHORITY]) == {
        f"/klager/register?kreds={district}&amp;{told}" for district in DISTRICTS
    }
    assert set(links[Role.SUPERVISOR]) == {f"/klager/register?kreds=1467&amp;{told}"}
    assert links[Role.OFFICER] == []
    page = browser(Role.AUTHORITY).get(HERE, params={"fordelt": "kind"}).text
    assert "/klager/register?slags=BEHAVIOUR" in page
    page = browser(Role.SUPERVISOR).get(HERE, params={"fordelt": "kind"}).text
    assert "/klager/register?" not in page


def test_htmx_gets_tables_and_pictures_in_one_part(authority, complained):
    complained()
    part = authority.get(HERE, headers=PARTIAL)
    assert part.text.lstrip().startswith('<div id="overview">')
    assert part.text.count("Position ") == 1
    [nonce] = re.findall(r"'nonce-([\w-]+)'", part.headers["Content-Security-Policy"])
    [form] = re.findall(r"<form[^>]*>", part.text)
    assert f'hx-nonce="{nonce}"' in form
    assert not re.search(r"\sstyle=|<style", part.text)


def test_months_stand_beside_one_another_in_words_and_picture(authority, complained):
    complained(FOUND, on=date(2026, 3, 2), ended=date(2026, 5, 4))
    page = authority.get(HERE).text
    assert rows(page, "Adfærdsklager pr. måned") == {
        "mar. 2026": ["1", "0"],
        "apr. 2026": ["0", "0"],
        "maj 2026": ["0", "1"],
    }
    assert "adfærdsklager pr. måned, 1 modtaget og 1 afsluttet i alt." in page
    assert page.count("<svg xmlns") == 1


def test_who_is_outside_is_said_drawn_and_in_the_table(authority, a_country):
    page = authority.get(HERE, params=CRITICISED).text
    told = rows(page, "Kritik af afgjorte adfærdsklager, i kredsenes egen orden")
    assert list(told) == list(DISTRICTS.values())
    assert told[FYN] == [
        *("10", "8", "80,0 %", "1,6", "0,0 til 5,0", "0,0 til 7,3"),
        "Uden for 99,8 %, over",
    ]
    assert told[DISTRICTS["1471"]][-1] == "Inden for"
    assert f"Uden for grænserne: {FYN}." in words(page)
    [drawn] = re.findall(r">Fyns Politi</text>", page[page.index("Tragtdiagram") :])[:1]
    assert drawn
    assert not re.search(r">Bornholms Politi</text>", page)


def test_of_too_little_nothing_is_said(authority, complained):
    complained(FOUND, 4)
    page = authority.get(HERE, params=CRITICISED).text
    assert "Der er for lidt til at sammenligne kredsene" in page
    assert "Tragtdiagram" not in page
    told = rows(page, "Kritik af afgjorte adfærdsklager, i kredsenes egen orden")
    assert told[DISTRICTS["1467"]][:3] == ["4", "4", "100,0 %"]
    assert told[FYN][:3] == ["0", "0", "ikke målt"]
