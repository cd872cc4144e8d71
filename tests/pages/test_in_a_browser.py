"""The follow-up queue in a real browser, with scripts and without."""

import pytest
from playwright.sync_api import expect

from domain.event import Role
from tests.pages.looking import SCRIPT, faults, findings

HERE = "/opfoelgning"


@pytest.fixture(params=[True, False], ids=["scripts", "none"])
def officer_at(request, window):
    return lambda path=HERE, **how: window(
        Role.OFFICER, path, scripts=request.param, **how
    )


def test_an_officer_takes_tries_and_talks(waits, officer_at):
    id = waits("VICTIM", safe_contact="DIRECT_ONLY")
    page = officer_at()
    row = page.locator(f"#follow-up-{id}")
    expect(row).to_contain_text("Kun direkte kontakt.")
    expect(row).not_to_contain_text("Mette")

    page.get_by_text("Vis navne og numre").click()
    page.get_by_role("button", name="Vis oplysningerne").click()
    expect(row).to_contain_text("Mette Frandsen")

    row.get_by_role("button", name="Tag").click()
    expect(page.locator("#done")).to_have_text("Du har taget opfølgningen.")
    row.get_by_role("button", name="Registrér forsøg").click()
    expect(page.locator("#done")).to_have_text("Forsøget er registreret.")

    row.get_by_text("Samtale om").click()
    row.get_by_label("Notat").fill("Hun er tryg.")
    row.get_by_role("button", name="Registrér samtale").click()
    expect(page.locator("#errors")).to_contain_text("Vælg, hvordan")
    expect(row.get_by_label("Notat")).to_have_value("Hun er tryg.")
    row.get_by_label("Telefon").check()
    row.get_by_role("button", name="Registrér samtale").click()
    expect(page.locator("#done")).to_have_text("Samtalen er registreret.")
    expect(row).to_have_count(0)


def test_focus_goes_to_what_is_said_and_never_to_nowhere(waits, window):
    id = waits()
    page = window(Role.OFFICER, HERE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til sidens indhold")).to_be_focused()
    row = page.locator(f"#follow-up-{id}")
    row.get_by_role("button", name="Tag").click()
    expect(page.locator("#done")).to_be_focused()
    row.get_by_text("Samtale om").click()
    row.get_by_role("button", name="Registrér samtale").click()
    expect(page.locator("#errors")).to_be_focused()


def test_nothing_hinders_anybody(waits, window):
    page = window(Role.OFFICER, HERE)
    assert faults(page) == []  # empty
    id = waits("VICTIM", safe_contact="DIRECT_ONLY", name=SCRIPT)
    page.reload()
    assert faults(page) == []
    page.get_by_text("Vis navne og numre").click()
    page.get_by_role("button", name="Vis oplysningerne").click()
    expect(page.locator(f"#follow-up-{id}")).to_contain_text(SCRIPT)
    assert faults(page) == []
    page.get_by_text("Samtale om").click()
    page.get_by_role("button", name="Registrér samtale").click()
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []
    page.goto(f"{HERE}?x=1")
    assert faults(page) == []


def test_a_label_that_is_gone_is_found(waits, window):
    """So that finding nothing means something."""
    waits()
    page = window(Role.OFFICER, HERE)
    page.evaluate("document.querySelector('td label').remove()")
    assert [each.partition(":")[0] for each in findings(page)] == ["select-name"]


def test_on_paper_there_is_neither_menu_nor_button(waits, officer_at):
    waits()
    page = officer_at()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("table")).to_be_visible()


def test_the_keyboard_is_enough(waits, window):
    id = waits("VICTIM")
    page = window(Role.OFFICER, HERE)
    keys = page.keyboard
    button = page.locator(f"#follow-up-{id}").get_by_role("button", name="Tag")
    for _ in range(40):
        keys.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            break
    keys.press("Enter")
    expect(page.locator("#done")).to_have_text("Du har taget opfølgningen.")
    expect(page.locator("#done")).to_be_focused()


def test_it_is_read_aloud_in_the_order_of_its_weight(waits, window):
    waits("VICTIM", safe_contact="DIRECT_ONLY")
    page = window(Role.OFFICER, HERE)
    heard = page.locator("main").aria_snapshot()
    weighty = [
        'heading "Opfølgningskø" [level=1]',
        "text: 1 borger vist.",
        'table "Midt- og Vestsjællands Politi: forurettede først, så de ældste"',
        'columnheader "Alder og frist"',
        "Forurettet",
        "Kun direkte kontakt.",
        'button "Tag H-',
        'combobox "Forsøg"',
    ]
    places = [heard.find(each) for each in weighty]
    assert -1 not in places, heard
    assert places == sorted(places), heard


def test_high_contrast_and_stillness_are_respected(waits, window):
    waits("VICTIM", safe_contact="DIRECT_ONLY")
    page = window(Role.OFFICER, HERE, forced_colors="active", reduced_motion="reduce")
    warning = page.locator(".direct-only")
    width = warning.evaluate("each => getComputedStyle(each).borderTopWidth")
    assert width == "3px"  # without colours, the warning still has its frame
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(each => {"
        " const style = getComputedStyle(each);"
        " return parseFloat(style.transitionDuration) || parseFloat(style.animationDuration)"
        "}).length"
    )
    assert moving == 0
    assert findings(page) == []
