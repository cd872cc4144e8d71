"""Court prints in a real browser: issued, saved, and read back; with scripts and without."""

from hashlib import sha256

import pytest
from playwright.sync_api import expect

from domain.event import Role
from tests.api.printing import text_of
from tests.pages.coursing import VICTIM, course, say
from tests.pages.looking import faults, saved

__all__ = ["course", "say"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_print_for_the_other_party_is_issued_and_read_back(
    window, course, parts, scripts
):
    here = f"/stalking/{course}/retsudskrifter"
    page = window(Role.OFFICER, here, scripts=scripts)
    page.get_by_label("Formål", exact=True).select_option(label="Efterforskning")
    page.get_by_role("button", name="Vis oplysningerne").click()
    page.get_by_role("button", name="Udsted retsudskrift").click()
    expect(page.locator("#errors")).to_contain_text("Vælg, hvem udskriften er til")
    page.get_by_text("Hvad er forskellen?").click()
    expect(page.get_by_text("Personer nævnes kun ved deres rolle.")).to_be_visible()
    page.get_by_label("Til den anden part", exact=True).check()
    page.get_by_role("button", name="Udsted retsudskrift").click()
    expect(page.locator("#done")).to_contain_text("Retsudskriften er udstedt.")

    name, pdf = saved(page, page.get_by_role("link", name="Hent PDF"))
    assert name.startswith("retsudskrift-anden-part-")
    digest = sha256(pdf).hexdigest()
    assert parts.registry.history(course)[-1].event.sha256 == digest
    text = text_of(pdf)
    assert "Til den anden part: oplysninger er skjult" in text
    assert "1 henvendelse er talt med" in text
    assert VICTIM not in text
    page.locator("summary", has_text=digest[:4]).click()
    expect(page.get_by_text(digest[-8:])).to_be_visible()


def test_every_state_can_be_used_by_everybody(window, course, say):
    here = f"/stalking/{course}/retsudskrifter"
    page = window(Role.SUPERVISOR, here)
    assert faults(page) == []  # no purpose, nothing issued
    page.get_by_role("button", name="Vis oplysningerne").click()
    page.get_by_role("button", name="Udsted retsudskrift").click()
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []
    page.get_by_label("Til eget brug", exact=True).check()
    page.get_by_role("button", name="Udsted retsudskrift").click()
    expect(page.locator("#done")).to_be_focused()
    page.locator("summary").last.click()
    assert faults(page) == []
    link = page.get_by_role("link", name="Hent PDF").get_attribute("href")
    page.get_by_role("button", name="Skjul personoplysninger").click()
    page.goto(link)
    expect(page.locator("#done")).to_contain_text("Angiv formålet først.")
    assert faults(page) == []
