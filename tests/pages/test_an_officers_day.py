"""An officer's day over all her screens: registered, followed up, found again, added to."""

import pytest
from playwright.sync_api import expect

from domain.event import Role
from tests.pages.waiting import NAME, PHONE


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_what_is_told_in_the_morning_is_followed_up_and_found_again(window, scripts):
    page = window(Role.OFFICER, "/henvendelser/ny", scripts=scripts)
    page.get_by_label("Hvad drejer det sig om?").select_option("Indbrud")
    if not scripts:
        page.get_by_role("button", name="Vis felter").click()
    page.get_by_label("Hvad fortæller borgeren?").fill("Indbrud i nat, smykker er væk.")
    her = page.get_by_role("group", name="Part 1")
    expect(her.get_by_label("Rolle")).to_have_value("VICTIM")
    her.get_by_label("Navn").fill(NAME)
    her.get_by_label("Telefon").fill(PHONE)
    page.get_by_role("button", name="Registrér henvendelse").click()
    expect(page.locator("#done")).to_be_visible()
    number = page.locator(".receipt-number").inner_text().strip()

    page.get_by_role("navigation", name="Hovedmenu").get_by_text("Opfølgning").click()
    row = page.locator("tbody tr").filter(has_text=number)
    row.get_by_role("button", name="Tag").click()
    expect(page.locator("#done")).to_have_text("Du har taget opfølgningen.")
    row.get_by_text("Samtale om").click()
    row.get_by_label("Telefon").check()
    row.get_by_role("group", name="Føler borgeren sig").get_by_label("Ja").check()
    row.get_by_role("button", name="Registrér samtale").click()
    expect(page.locator("#done")).to_have_text("Samtalen er registreret.")
    expect(row).to_have_count(0)

    page.get_by_role("navigation", name="Hovedmenu").get_by_text("Søg").click()
    page.get_by_label("Søg", exact=True).fill(PHONE)
    page.get_by_role("button", name="Søg", exact=True).click()
    page.get_by_role("link", name=number).click()
    page.get_by_role("button", name="Vis oplysningerne").click()
    expect(page.locator("main")).to_contain_text("smykker er væk")
    page.locator("summary").filter(has_text="Tilføj et supplement").click()
    page.get_by_label("Supplement").fill("Hun har fundet en halskæde i haven.")
    page.get_by_role("button", name="Tilføj", exact=True).click()
    expect(page.locator("#done")).to_have_text("Supplementet er registreret.")
    expect(page.locator("main")).to_contain_text("en halskæde i haven")
    assert NAME not in page.url
