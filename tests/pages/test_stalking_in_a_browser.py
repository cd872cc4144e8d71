"""A stalking course in a real browser: from the alert to the court print."""

import pytest
from playwright.sync_api import Page, expect

from domain.event import Role
from tests.api.printing import text_of
from tests.pages.courses import COURSE, SHE
from tests.pages.looking import NARROW, faults, saved


def for_a_purpose(page: Page) -> None:
    page.get_by_role("button", name="Vis oplysningerne").click()


def deed(page: Page, title: str) -> Page:
    """Opens the form with this title."""
    page.locator("summary").filter(has_text=title).click()
    return page


def done(page: Page, button: str, said: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#done")).to_have_text(said)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_from_the_alert_to_the_court_print(pair, named, window, scripts):
    page = window(Role.OFFICER, "/stalking", scripts=scripts)
    page.get_by_role("button", name="Åbn forløb").click()
    expect(page.locator("#done")).to_have_text("Forløbet er åbnet.")
    for_a_purpose(page)
    expect(page.get_by_role("link", name=SHE)).to_be_visible()
    expect(page.locator("#main")).to_contain_text("2 henvendelser. Afstande kan ikke")

    deed(page, "Anmod om tilhold").get_by_label("Strakstilhold").check()
    done(page, "Registrér anmodning", "Anmodningen er registreret.")
    deed(page, "Registrér afgørelse").get_by_label("Givet").check()
    page.get_by_label("Dato for afgørelsen").fill("2026-11-22")
    done(page, "Registrér afgørelse", "Afgørelsen er registreret.")
    deed(page, "Registrér forkyndelse").get_by_label("Forkyndt").fill(
        "2026-11-22T12:00"
    )
    done(page, "Registrér forkyndelse", "Forkyndelsen er registreret.")

    after = named(pair, acts=[{"kind": "FOLLOWING", "count": 1}])
    page.reload()
    missing = page.locator(".course-missing li").filter(has_text=after.number)
    missing.get_by_role("button").click()
    expect(page.locator("#done")).to_contain_text("Henvendelsen er knyttet")
    expect(page.locator(".course-order")).to_contain_text("3 henvendelser")
    deed(page, "Meld overtrædelse")
    page.get_by_role("button", name="Meld overtrædelse").click()
    expect(page.locator("#errors")).to_contain_text("Vælg en henvendelse")
    page.get_by_label("Henvendelse, der fortæller").select_option(str(after.id))
    done(page, "Meld overtrædelse", "Den meldte overtrædelse er registreret.")
    expect(page.locator("#tidslinje-tabel")).to_contain_text("Meldt overtrådt")
    expect(page.get_by_role("img", name="1 meldt overtrædelse")).to_be_visible()

    page.get_by_role("link", name="Retsudskrifter").click()
    page.get_by_label("Til eget brug", exact=True).check()
    page.get_by_role("button", name="Udsted retsudskrift").click()
    expect(page.locator("#done")).to_contain_text("Retsudskriften er udstedt.")
    name, pdf = saved(page, page.get_by_role("link", name="Hent PDF"))
    assert name.endswith(".pdf")
    text = text_of(pdf)
    assert after.number in text
    assert "3 henvendelser er talt med" in text
    assert "Strakstilhold" in text


def test_nothing_hinders_anybody(pair, the_stalking, window):
    page = window(Role.OFFICER, "/stalking")
    assert faults(page) == []
    page.get_by_text("Vis navne").click()
    for_a_purpose(page)
    assert faults(page) == []
    page.goto("/stalking/ny")
    page.get_by_label("Forurettet").fill("Mette")
    page.get_by_role("button", name="Åbn forløb").click()
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []
    page.goto(COURSE)
    assert faults(page) == []  # closed
    for_a_purpose(page)
    for each in page.locator("summary").all():
        each.click()
    assert faults(page) == []
    page.get_by_role("button", name="Registrér henvisning").click()
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []
    page.get_by_role("link", name="Skriv redskabets navn").click()
    expect(page.get_by_label("Redskab", exact=True)).to_be_focused()


def test_the_past_and_what_is_refused_hinder_nobody_either(the_stalking, window):
    page = window(Role.OFFICER, f"{COURSE}?pr=2022-01-20T00:00")
    for_a_purpose(page)
    expect(page.locator("#main")).to_contain_text("Du ser, hvad registret vidste")
    assert faults(page) == []
    page.get_by_label("Vis, hvad registret vidste den").fill("2020-01-20T00:00")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.locator("#main")).to_contain_text("Ikke registreret på dette tidspunkt")
    assert faults(page) == []
    refused = window(Role.CUSTODIAN, COURSE)
    expect(refused.locator("h1")).to_have_text("Ingen adgang")
    assert faults(refused) == []


def test_a_picture_takes_no_focus_and_can_be_skipped_and_read_in_any_colours(
    the_stalking, window
):
    page = window(Role.OFFICER, COURSE, forced_colors="active")
    for_a_purpose(page)
    skip = page.get_by_role("link", name="Spring diagrammet over")
    skip.focus()
    page.keyboard.press("Tab")
    region = page.get_by_role("region", name="Diagram, kan rulles til siden")
    expect(region).to_be_focused()
    page.keyboard.press("Tab")
    table = page.locator("#tidslinje-tabel")
    expect(table.get_by_role("link").first).to_be_focused()
    skip.click()
    expect(table).to_be_focused()
    expect(region).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(region.get_by_role("img")).to_have_count(1)

    def above(one: str, other: str) -> bool:
        tops = [page.locator(each).bounding_box() for each in (one, other)]
        return bool(tops[0] and tops[1] and tops[0]["y"] < tops[1]["y"])

    assert above(".course-picture", "#tidslinje-tabel")
    page.set_viewport_size(NARROW)
    assert above("#tidslinje-tabel", ".course-picture")
