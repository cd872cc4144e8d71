"""What the page of a stalking course shows: facts and figures, and never a verdict."""

import re
from html import unescape
from uuid import UUID

import pytest

from api.course_shown import history_shown
from api.pages.charts import svg
from api.pages.stalking_picture import chart_of
from api.pages.stalking_rows import rows_of
from domain.event import Role
from domain.stalking_courses import ReferenceRiskTool, stalking_courses
from tests.ids import NOON, new_id
from tests.pages.browsing import Forms, press
from tests.pages.courses import COURSE, SHE, WORDS, course_of
from tests.pages.test_follow_ups import logged
from tests.pages.waiting import JENSEN

ID = UUID(COURSE.rpartition("/")[2])
VERDICTS = ("bevist", "skyldig", "gerningsmand", "er stalking", "dømt")
ROW = re.compile(r"<tr>\s*(.*?)\s*</tr>", re.DOTALL)
CELL = re.compile(r'<td data-title="([^"]+)">(.*?)</td>', re.DOTALL)


def shown(client, path=COURSE, **asked):
    """With a purpose given."""
    page = press(client, client.get(path), "/formaal", purpose="PROTECTION")
    return client.get(path, params=asked) if asked else page


def text(page) -> str:
    """As read: without tags and line breaks."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text)))


def rows(page, id) -> list[dict[str, str]]:
    """Of the table with this id, or this caption."""
    table = page.text[page.text.index(id) :].partition("</table>")[0]
    found = [dict(CELL.findall(row)) for row in ROW.findall(table)]
    return [
        {name: unescape(re.sub(r"<[^>]+>", " ", cell)) for name, cell in each.items()}
        for each in found
        if each
    ]


def test_without_a_purpose_there_is_nothing_but_the_question(
    officer, the_stalking, parts
):
    page = officer.get(COURSE)
    assert "Angiv først, hvad du skal bruge det til" in page.text
    assert not [words for words in (*WORDS, "H-1", "S-0") if words in page.text]
    assert logged(parts) == []
    assert '<option value="PROTECTION" selected>' in page.text


def test_with_a_purpose_it_is_shown_and_each_time_logged(officer, the_stalking, parts):
    page = shown(officer)
    assert page.text.index("Kun direkte kontakt.") < page.text.index("Mette Rønnow")
    assert "Kasper Dahl" in page.text
    log = logged(parts)
    assert {each.view for each in log} == {"stalking_course", "stalking_history"}
    assert {each.purpose for each in log} == {"PROTECTION"}
    officer.get(COURSE)
    assert len(logged(parts)) == 2 * len(log)


def test_scenario_2_in_words(officer, the_stalking):
    page = text(shown(officer))
    for sentence in (
        "9 henvendelser på 9 forskellige dage, fra 4. okt. 2021 til 20. feb. 2022:",
        "et spænd på 139 dage.",
        "Mellem dagene gik der 17,5 dage (median) og højst 26 dage.",
        "fortalt om 46 handlinger.",
        "5 er modtaget før og 4 efter 1. januar 2022",
        "delt efter modtagelsen, ikke efter hvornår en handling er sket",
        "bedt om at holde op: 4. okt. 2021.",
        "Så vidt muligt senest 29. mar. 2022. Strakstilholdet bortfalder ikke",
        "9 henvendelser er talt med, og 2 er udeladt",
        "At intet findes her, er ikke bevis for, at intet er sket.",
    ):
        assert sentence in page
    for counted in (
        "Midt- og Vestsjællands Politi: 5",
        "114: 3",
        "Forurettet: 8",
        "dec. 2021: 1",
    ):
        assert counted in page


def test_facts_and_no_verdict(officer, the_stalking):
    page = text(shown(officer)).lower()
    assert not [word for word in VERDICTS if word in page]
    assert "2021-10" not in page
    assert "strakstilhold" in page


def test_each_contact_says_what_is_known_of_it(officer, the_stalking):
    contacts = rows(shown(officer), "Talt med, efter")
    assert len(contacts) == 9
    first, late, last = contacts[0], contacts[6], contacts[8]
    assert "Sms: 14" in first["Handlinger"]
    assert "Har bedt om, at det hører op" in first["Henvendt af"]
    assert "Sent" in late["Modtaget"]
    assert "Ikke registreret dengang" in late["Modtaget"]
    assert late["Bilag"] == "Bilag 2"
    assert "Efter forkyndelse" in last["Modtaget"]
    assert "Disposition mangler" in last["Politiet"]
    assert last["Hvorfor i forløbet"] == "samme parter"


def test_what_is_left_out_says_why(officer, the_stalking):
    duplicate, unlinked = rows(shown(officer), "Tæller ikke med")
    assert "Dublet af" in duplicate["Udeladt, fordi"]
    assert duplicate["Begrundelse"].startswith("samme forhold")
    assert unlinked["Udeladt, fordi"] == "Taget ud af forløbet"
    assert unlinked["Begrundelse"] == "navnesammenfald"


def test_picture_and_table_have_the_same_rows(officer, the_stalking, parts):
    page = shown(officer)
    marks = rows_of(history_shown(parts.registry, ID, None, NOON))
    values = max(chart_of(marks).to_dict()["datasets"].values(), key=len)
    drawn = [(v["lane"], v["what"], v["number"] or "ingen") for v in values]
    told = rows(page, 'id="tidslinje-tabel"')
    assert len(drawn) == 22
    assert [
        (each["Linje"], each["Hvad"], each["Henvendelse"].strip()) for each in told
    ] == drawn
    assert svg(chart_of(marks)) in page.text
    assert 'aria-label="Tidslinje fra 4. okt. 2021 til 20. feb. 2022' in page.text
    assert "9 henvendelser, 46 handlinger af 10 slags, 1 afgørelse" in page.text


def test_one_contact_has_no_distances(officer, people, named, parts):
    pair = people()
    course = course_of(parts, pair, named(pair, acts=[{"kind": "SMS", "count": 2}]))
    page = shown(officer, course)
    assert "1 henvendelse. Afstande kan ikke beregnes." in text(page)
    assert len(rows(page, 'id="tidslinje-tabel"')) == 2


def test_direct_contact_alone_is_warned_of_also_where_another_contact_says_so(
    officer, pair, parts
):
    page = shown(officer, course_of(parts, pair))
    assert page.text.index("Kun direkte kontakt.") < page.text.index(SHE)


def test_a_course_without_contacts_has_no_picture(officer, people, parts):
    page = shown(officer, course_of(parts, people()))
    assert "0 henvendelser. Afstande kan ikke beregnes." in text(page)
    assert "intet at vise på en tidslinje" in page.text
    assert "<svg xmlns=" not in page.text


def test_scenario_3_as_it_was_known_then(officer, the_stalking):
    page = shown(officer, pr="2022-01-20T00:00")
    assert "hvad registret vidste den 20. jan. 2022 kl. 00.00" in text(page)
    assert len(rows(page, "Talt med, efter")) == 6
    assert "Strakstilhold" not in page.text
    assert [a for a, _ in Forms(page.text).forms if a.startswith(f"{COURSE}/")] == []
    assert 'value="2022-01-20T00:00"' in page.text


def test_before_it_was_opened_it_was_not_known(officer, the_stalking):
    page = shown(officer, pr="2021-10-19T16:32")
    assert page.status_code == 404
    assert "Registret kendte det endnu ikke den 19. okt. 2021 kl. 16.32" in text(page)


@pytest.mark.parametrize("pr", ["i går", "2022-01-20", "2022-13-20T00:00"])
def test_a_time_that_is_none_is_asked_for_again(officer, the_stalking, pr):
    page = shown(officer, pr=pr)
    assert page.status_code == 422
    assert '<a href="#pr-pr">Skriv dato og klokkeslæt</a>' in page.text
    assert f'value="{pr}"' in page.text


def test_the_authority_reads_the_history_and_changes_nothing(
    browser, the_stalking, parts
):
    tool = {"tool": "SASH", "version": "2", "on": "2022-01-20", "rating": "Høj risiko"}
    command = ReferenceRiskTool.model_validate(tool | {"annex": 3})
    parts.registry.execute(stalking_courses, ID, command, JENSEN)
    dup = browser(Role.AUTHORITY)
    assert '<option value="COMPLAINT" selected>' in dup.get(COURSE).text
    page = shown(dup)
    assert "Mette Rønnow" in page.text
    assert "Høj risiko" not in page.text
    assert "/borgere/" not in page.text
    assert "/henvendelser/" not in page.text
    assert [a for a, _ in Forms(page.text).forms if a.startswith(f"{COURSE}/")] == []
    assert "retsudskrifter" not in page.text
    assert "Høj risiko" in shown(browser(Role.OFFICER)).text


def test_what_does_not_exist_is_said_in_danish(officer, followed):
    page = shown(officer, f"/stalking/{new_id()}")
    assert page.status_code == 404
    assert "Findes ikke" in page.text
