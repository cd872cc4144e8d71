"""The complaint figures in a real browser, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from api.pages import complaint_pictures
from domain.complaint_kinds import Group
from domain.event import Role
from domain.funnel import funnel
from domain.places import DISTRICTS
from projections.complaint_series import Period, Span
from tests.pages.looking import faults

HERE = "/klager"
OUTSIDE = "Uden for grænserne: Fyns Politi."


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_the_authority_goes_from_a_rate_to_the_complaints_behind_it(
    window, a_country, scripts
):
    page = window(Role.AUTHORITY, HERE, scripts=scripts)

    def choose(label: str, option: str) -> None:
        page.get_by_label(label).focus()
        page.get_by_label(label).select_option(label=option)
        if not scripts:
            page.get_by_role("button", name="Vis tal").click()

    page.get_by_role("radio", name="Afgjort").check()
    choose("Andel med", "Kritik")
    expect(page.get_by_text(OUTSIDE)).to_be_visible()
    expect(page.get_by_role("img", name="Tragtdiagram")).to_be_visible()
    expect(page.get_by_role("radio", name="Afgjort")).to_be_checked()
    choose("Fordelt på", "Slags")
    kinds = page.get_by_role("table", name="Adfærdsklager: klager fordelt på slags")
    expect(kinds.get_by_role("link", name="Adfærdsklage")).to_be_visible()
    if scripts:
        expect(page.get_by_label("Fordelt på")).to_be_focused()
    expect(page).to_have_url(re.compile("fordelt=kind.*grundlag=decided"))
    page.go_back()
    districts = "Adfærdsklager: klager fordelt på politikreds"
    expect(page.get_by_role("table", name=districts)).to_be_visible()
    page.get_by_text("Vis tal som tabel").first.click()
    row = page.get_by_role("row", name=re.compile("Fyns Politi.*Uden for 99,8 %, over"))
    expect(row).to_be_visible()
    page.get_by_role("link", name="Fyns Politi").first.click()
    expect(page).to_have_url(re.compile(r"/klager/register\?kreds=1465$"))


def test_nothing_hinders_anybody(window, a_country):
    page = window(Role.OFFICER, f"{HERE}?fra=2030-01-01")
    expect(page.get_by_text("Ingen klager i perioden.")).to_be_visible()
    assert faults(page) == []
    page.goto(f"{HERE}?grundlag=decided&taeller=criticised")
    for each in page.get_by_text("Vis tal som tabel").all():
        each.click()
    assert faults(page) == []
    page.emulate_media(forced_colors="active")
    label = page.locator("svg text").first
    painted = label.evaluate("label => getComputedStyle(label).forcedColorAdjust")
    assert painted == "none"  # its white ground stays, so its black letters must
    page.emulate_media(forced_colors="none")
    page.goto(HERE)
    page.get_by_label("Andel med").select_option(label="Kritik")
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []
    page.get_by_role("radio", name="Afgjort").check()
    expect(page.get_by_text(OUTSIDE)).to_be_visible()
    expect(page.locator("#errors, #grundlag-error")).to_have_count(0)


def test_a_picture_is_drawn_once_and_loads_nothing():
    counts = dict.fromkeys(DISTRICTS, (20, 200)) | {"1471": (0, 0), "1465": (60, 200)}
    told = funnel(counts)
    assert told is not None
    drawn = complaint_pictures.funnel(told, "Afgjorte (n)", "Andel (pct.)")
    assert (
        complaint_pictures.funnel(funnel(counts), "Afgjorte (n)", "Andel (pct.)")
        is drawn
    )
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", drawn)
    assert {"Fyns Politi", "Afgjorte (n)", "Andel (pct.)", "95 %", "99,8 %"} <= {*texts}
    assert not {*texts} & ({*DISTRICTS.values()} - {"Fyns Politi"})
    assert not re.search(r"\s(?:id|href|style)=", drawn)
    periods = tuple(
        Period(first=f"20{year}-01-01", group=Group.OTHER, received=year, concluded=0)
        for year in range(10, 30)
    )
    bars = complaint_pictures.bars(Span.YEAR, periods)
    assert {"2010", "2029", "Modtaget", "Afsluttet"} <= {
        *re.findall(r"<text[^>]*>([^<]+)</text>", bars)
    }
