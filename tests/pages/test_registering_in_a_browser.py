"""Registering in a real browser: with scripts and without, read aloud, and on paper."""

import re

import pytest
from playwright.sync_api import expect

from domain.event import Role
from domain.places import DISTRICTS
from tests.pages.looking import SCRIPT, faults
from tests.pages.waiting import NAME, PHONE

HERE = "/henvendelser/ny"
SEND = "Registrér henvendelse"
A5 = rb"/MediaBox \[0 0 (?:419|420)[.\d]* (?:594|595)[.\d]*\]"  # points


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_an_officer_registers_what_she_tells(waits, observed, window, scripts):
    waits("VICTIM")
    id = observed(channel="EMAIL")
    page = window(Role.OFFICER, HERE, scripts=scripts)
    expect(page.get_by_label("Klokkeslæt")).to_have_value("13.00")
    page.get_by_label("Modtaget, endnu ikke registreret").select_option(str(id))
    page.get_by_label("Hvad drejer det sig om?").select_option("Stalking")
    if not scripts:
        page.get_by_role("button", name="Vis felter").click()
    expect(page.get_by_label("Rolle")).to_have_value("VICTIM")
    expect(page.get_by_label("Klokkeslæt")).to_have_value("12.50")
    expect(page.get_by_label("Kanal")).to_have_value("EMAIL")
    page.get_by_label("Handling 1", exact=True).select_option("Sms")
    page.get_by_label("Antal af handling 1").fill("14")
    page.get_by_role("button", name="Tilføj handling").click()
    expect(page.get_by_label("Handling 2", exact=True)).to_be_focused()
    page.get_by_label("Handling 2", exact=True).select_option("Opkald")
    page.get_by_role("button", name="Tilføj part").click()
    page.get_by_role("group", name="Part 2").get_by_label("Rolle").select_option(
        "Mulig gerningsperson"
    )
    page.get_by_role("group", name="Part 2").get_by_label("Navn").fill("Kasper Dahl")

    page.get_by_role("button", name="Vis til behandling af henvendelsen").click()
    expect(page.get_by_text("Søg nu")).to_be_visible()
    her = page.get_by_role("group", name="Part 1")
    her.get_by_label("Navn").fill(NAME)
    her.get_by_label("Telefon").fill(PHONE)
    if scripts:
        her.get_by_label("Telefon").press("Tab")
    else:
        page.get_by_role("button", name="Søg nu").click()
    known = page.locator("#known")
    expect(known).to_contain_text("1 tidligere henvendelse og 0 mulige dubletter")
    expect(known).to_contain_text("knallert bag skolen")

    page.get_by_role("button", name=SEND).click()
    expect(page.locator("#errors")).to_contain_text("Skriv, hvad borgeren fortæller")
    expect(page.get_by_label("Antal af handling 1")).to_have_value("14")
    expect(page.get_by_role("group", name="Part 2").get_by_label("Navn")).to_have_value(
        "Kasper Dahl"
    )
    page.get_by_label("Hvad fortæller borgeren?").fill("Han bliver ved.")
    page.get_by_role("button", name=SEND).click()
    expect(page.locator("#done")).to_have_text("Henvendelsen er registreret.")
    expect(page.locator(".receipt-number")).to_have_text(re.compile("^H-[0-9]+$"))


def test_a_receipt_is_one_sheet_of_a5_and_leads_on_by_one_tab(window):
    page = window(Role.OFFICER, f"{HERE}?kanal=STATION")
    page.get_by_label("Hvad drejer det sig om?").select_option("Hittegods")
    page.get_by_label("Hvad fortæller borgeren?").fill("Glemt pung.")
    page.get_by_label("Navn").fill(NAME)
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_be_focused()
    page.emulate_media(media="print")
    for gone in (
        page.get_by_role("navigation"),
        page.get_by_role("button"),
        page.get_by_role("link", name="Ny henvendelse"),
        page.locator("#done"),
    ):
        expect(gone.filter(visible=True)).to_have_count(0)
    expect(page.get_by_text(DISTRICTS["1467"], exact=True)).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(NAME)
    assert len(re.findall(A5, page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="screen")
    page.locator("#done").focus()  # paper has taken it
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ny henvendelse")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Kanal")).to_have_value("STATION")
    expect(page.get_by_label("Hvad drejer det sig om?")).to_be_focused()


def test_a_reason_is_asked_for_when_the_time_is_long_ago(window):
    page = window(Role.OFFICER, HERE)
    reason = page.get_by_label("Hvorfor først nu?")
    expect(reason).to_have_count(0)
    page.get_by_label("Hvad fortæller borgeren?").fill("Fra papiret.")
    page.get_by_label("Modtaget dato").fill("20-11-2026")
    page.get_by_label("Modtaget dato").press("Tab")
    expect(page.locator("#late_reason-hint")).to_contain_text("mere end 24 timer")
    expect(page.get_by_label("Klokkeslæt")).to_be_focused()
    expect(page.get_by_label("Hvad fortæller borgeren?")).to_have_value("Fra papiret.")
    page.get_by_label("Modtaget dato").fill("22-11-2026")
    page.get_by_label("Modtaget dato").press("Tab")
    expect(reason).to_have_count(0)


def test_what_was_said_before_takes_no_focus_from_who_types_on(waits, window):
    waits("VICTIM")
    page = window(Role.OFFICER, HERE)
    page.get_by_role("button", name="Vis til behandling af henvendelsen").click()
    page.get_by_role("button", name=SEND).click()
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_label("Navn").fill(NAME)
    page.get_by_label("Navn").press("Tab")
    expect(page.locator("#known")).to_contain_text("1 tidligere henvendelse")
    expect(page.get_by_label("CPR")).to_be_focused()


def test_nothing_hinders_anybody(waits, window):
    waits("VICTIM", name=SCRIPT)
    page = window(Role.OFFICER, HERE)
    assert faults(page) == []  # empty
    page.get_by_label("Hvad drejer det sig om?").select_option("Stalking")
    page.get_by_role("button", name="Vis til behandling af henvendelsen").click()
    page.get_by_label("Telefon").fill(PHONE)
    page.get_by_label("Telefon").press("Tab")
    expect(page.locator("#known")).to_contain_text("1 tidligere henvendelse")
    assert faults(page) == []  # full
    page.get_by_label("CPR").fill(SCRIPT)
    page.get_by_role("button", name=SEND).click()
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []  # wrong
    page.get_by_label("CPR").fill("")
    page.get_by_label("Hvad fortæller borgeren?").fill(SCRIPT)
    page.get_by_label("Klokkeslæt").fill("23.59")
    page.get_by_role("button", name=SEND).click()
    expect(page.locator("#done")).to_contain_text("i fremtiden")
    assert faults(page) == []  # refused
    page.get_by_label("Klokkeslæt").fill("12.59")
    page.get_by_role("button", name=SEND).click()
    expect(page.locator("#done")).to_be_focused()
    assert faults(page) == []  # done


READ_ALOUD = """
- heading "Registrér henvendelse" [level=1]
- alert:
  - heading "Der er fejl i formularen" [level=2]
  - list:
    - listitem:
      - link "Vælg, hvad henvendelsen drejer sig om":
        - /url: "#kind"
    - listitem:
      - link "Skriv, hvad borgeren fortæller, med højst 20.000 tegn":
        - /url: "#narrative"
- paragraph: /Dato, klokkeslæt, kanal/
- textbox "Modtaget dato": 22-11-2026
- textbox "Klokkeslæt": "13.00"
- combobox "Kanal"
- combobox "Hvad drejer det sig om?"
- textbox "Hvad fortæller borgeren?"
- combobox "Kommune"
- textbox "Sted"
- checkbox "Borgeren føler sig utryg"
- combobox "Patrulje"
- heading "Parter" [level=2]
- group "Part 1":
  - combobox "Rolle"
  - textbox "Navn"
  - textbox "CPR"
  - textbox "Telefon"
  - combobox "Hensyn ved kontakt"
  - textbox "E-mail"
  - textbox "Adresse"
  - checkbox "Adressen er beskyttet"
- button "Tilføj part"
- button "Registrér henvendelse"
"""


def test_it_is_read_aloud_in_the_order_of_a_telephone_call(window):
    page = window(Role.OFFICER, HERE)
    page.get_by_role("button", name=SEND).click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("main")).to_match_aria_snapshot(READ_ALOUD)
    heard = fields_heard(page)
    for name in ("Modtaget dato", "Klokkeslæt", "Hvad fortæller borgeren?"):
        assert heard[name]["required"], name
    for name in (
        "Kanal",
        "Hvad drejer det sig om?",
    ):  # Chromium keeps it to itself here
        expect(page.get_by_label(name)).to_have_attribute("aria-required", "true")
    kind = heard["Hvad drejer det sig om?"]
    assert kind["invalid"] == "true"
    assert kind["says"] == "Fejl: Vælg, hvad henvendelsen drejer sig om"
    assert not heard["Sted"]["required"]


def fields_heard(page):
    """By name, what a screen reader tells of each field besides."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return {
        node["name"]["value"]: {
            **{each["name"]: each["value"].get("value") for each in node["properties"]},
            "says": node.get("description", {}).get("value"),
        }
        for node in nodes
        if node.get("role", {}).get("value") in {"textbox", "combobox"}
    }
