"""Two custodians' work in a real browser, with scripts and without."""

import pytest
from playwright.sync_api import expect

from domain.citizens import IdentifyCitizen, citizens
from domain.event import Role
from tests.ids import new_id
from tests.pages.looking import faults
from tests.pages.waiting import JENSEN, NAME


@pytest.fixture
def her(parts, followed):
    id = new_id()
    parts.registry.execute(citizens, id, IdentifyCitizen(name=NAME), JENSEN)
    return id


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_from_the_request_to_the_keys_that_are_gone(her, window, seal, scripts):
    page = window(Role.CUSTODIAN, "/", scripts=scripts)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sletning")
    page.get_by_text("Anmod om sletning").click()
    page.get_by_role("button", name="Registrér anmodningen").click()
    expect(page.locator("#errors")).to_contain_text("Angiv mindst én borger")
    page.get_by_label("Borgere").fill(str(her))
    page.get_by_label("Hvorfor").select_option("Borgeren har bedt om det")
    page.get_by_role("button", name="Registrér anmodningen").click()
    expect(page.locator("#done")).to_have_text(
        "Anmodningen om sletning er registreret."
    )
    seal.sealer.catch_up()
    other = window(Role.CUSTODIAN, "/sletning", person="DK-02", scripts=scripts)
    other.get_by_role("row").nth(1).get_by_role("link").click()
    other.get_by_label("Jeg ved, at det ikke kan fortrydes").check()
    other.get_by_role("button", name="Ødelæg nøglerne").click()
    expect(other.locator("#done")).to_contain_text("Nøglerne er ødelagt.")
    expect(other.get_by_role("main")).to_contain_text("DK-02")


def test_each_page_hinders_nobody(her, window, seal):
    page = window(Role.CUSTODIAN, "/sletning")
    page.get_by_text("Anmod om sletning").click()
    assert faults(page) == []
    page.get_by_label("Borgere").fill(str(her))
    page.get_by_label("Hvorfor").select_option("Borgeren har bedt om det")
    page.get_by_role("button", name="Registrér anmodningen").click()
    seal.sealer.catch_up()
    other = window(Role.CUSTODIAN, page.url, person="DK-02")
    other.get_by_role("button", name="Ødelæg nøglerne").click()
    assert faults(other) == []
    other.goto("/sletning")
    assert faults(other) == []
