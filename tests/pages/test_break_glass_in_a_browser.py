"""Breaking the glass in a real browser, with scripts and without."""

import pytest
from playwright.sync_api import expect

from domain.event import Role
from tests.api.telling import party
from tests.pages.looking import faults
from tests.pages.waiting import ADDRESS


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_from_the_hidden_address_to_the_review(registered, window, scripts):
    her = party(address=ADDRESS, address_protected=True)
    contact = registered(parties=[her])
    page = window(Role.OFFICER, f"/henvendelser/{contact}", scripts=scripts)
    page.get_by_role("button", name="Vis oplysningerne").click()
    expect(page.locator("main")).not_to_contain_text(ADDRESS)
    page.get_by_text("Nødadgang til adressen").click()
    page.get_by_role("button", name="Vis adressen").click()
    expect(page.locator("#errors")).to_contain_text("Skriv, hvorfor")
    if scripts:
        expect(page.locator("#errors")).to_be_focused()
        assert faults(page) == []
    page.get_by_label("Hvorfor skal du se adressen nu?").fill("Hun er truet.")
    page.get_by_role("button", name="Vis adressen").click()
    expect(page.locator("main")).to_contain_text(f"{ADDRESS} Beskyttet: vist")

    leader = window(Role.SUPERVISOR, "/overblik", scripts=scripts)
    leader.locator(".oversight-count", has_text="Nødadgang").click()
    leader.get_by_role("link", name="Til nødadgang").click()
    leader.get_by_role("button", name="Vis oplysningerne").click()
    expect(leader.locator("main")).to_contain_text("Hun er truet.")
    leader.get_by_text("Gennemgå", exact=True).click()
    leader.get_by_label("Ikke begrundet").check()
    leader.get_by_label("Hvad har du fundet ud af?").fill("Ingen patrulje var sendt.")
    if scripts:
        assert faults(leader) == []
    leader.get_by_role("button", name="Registrér gennemgangen").click()
    expect(leader.locator("main")).to_contain_text("Ikke begrundet, L-1101")
    if scripts:
        assert faults(leader) == []
