"""Complaints in a real browser: the walks of those who handle them."""

import pytest
from playwright.sync_api import Locator, Page, expect

from domain.complaints import ConsentToNoteProcedure, OfferNoteProcedure
from domain.event import Role
from tests.pages.looking import SCRIPT, faults

CONSENTED = (OfferNoteProcedure(), ConsentToNoteProcedure())


def done(page: Page, says: str) -> None:
    expect(page.locator("#done")).to_have_text(says)


def step(page: Page, heading: str) -> Locator:
    """Opens it, where it is not."""
    step = page.locator("details.complaint-step").filter(
        has=page.locator("summary", has_text=heading)
    )
    if step.get_attribute("open") is None:
        step.locator("summary").click()
    return step


def take(page: Page, heading: str, button: str) -> None:
    step(page, heading).get_by_role("button", name=button).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_from_the_citizens_words_to_the_authoritys_conclusion(window, scripts):
    page = window(Role.OFFICER, "/klager/ny", scripts=scripts)
    page.get_by_label("Adfærdsklage").check()
    page.get_by_label("Navn").fill("Jonas Friis")
    page.get_by_label("Klagens ordlyd").fill("Betjenten råbte.")
    page.get_by_label("Klagepunkt 1").fill("Sprogbrug")
    page.get_by_role("button", name="Tilføj et klagepunkt").click()
    page.get_by_label("Klagepunkt 2").fill("Magtanvendelse")
    page.get_by_role("button", name="Registrér klagen").click()
    expect(page.locator("#errors")).to_contain_text("Skriv, hvornår det skete")
    expect(page.get_by_label("Klagens ordlyd")).to_have_value("Betjenten råbte.")
    page.get_by_label("Hvornår skete det?").fill("2026-01-02")
    page.get_by_role("button", name="Registrér klagen").click()
    done(page, "Klagen er registreret.")
    number = page.locator(".receipt-number").inner_text()
    page.get_by_role("link", name="Åbn klagen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Klage {number}")
    take(page, "Videresend klagen", "Registrér videresendelse")
    done(page, "Videresendelsen er registreret.")

    page = window(Role.AUTHORITY, "/klager/register", scripts=scripts)
    page.get_by_role("link", name=number).click()
    expect(page.locator("main")).to_contain_text("Modtaget efter fristen")
    step(page, "Dispensér").get_by_label("Begrundelse").fill("Indlagt på hospital")
    take(page, "Dispensér", "Registrér dispensation")
    done(page, "Dispensationen er registreret.")
    take(page, "Undersøg klagen", "Registrér undersøgelse")
    conclusion = step(page, "Afslut klagen")
    conclusion.get_by_label("Udfald: Sprogbrug").select_option(label="Kritisabelt")
    take(page, "Afslut klagen", "Afslut klagen")
    expect(page.locator("#errors")).to_contain_text("Vælg et udfald")
    page.get_by_label("Udfald: Magtanvendelse").select_option(label="Ingen kritik")
    take(page, "Afslut klagen", "Afslut klagen")
    done(page, "Klagen er afsluttet.")
    expect(page.locator("main")).to_contain_text("Kritisabelt")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_leader_finds_what_is_late_and_talks_instead(window, complains, scripts):
    complains(received_on="2026-11-20")
    page = window(Role.SUPERVISOR, "/klager/frister", scripts=scripts)
    late = page.get_by_role("row").filter(has_text="2 dage over fristen")
    expect(late).to_contain_text("Videresendes straks")
    late.get_by_role("link").click()
    take(page, "Tilbyd notitssag", "Registrér tilbud")
    done(page, "Tilbuddet om notitssag er registreret.")
    take(page, "Klageren samtykker i notitssag", "Registrér samtykke")
    done(page, "Klagerens samtykke er registreret.")
    take(page, "Samtalen er holdt", "Registrér samtalen")
    errors = page.locator("#errors")
    expect(errors).to_contain_text("Skriv, hvad der blev talt om")
    if scripts:
        expect(errors).to_be_focused()
    page.get_by_label("Lederens notits").fill("Vi talte om tonen.")
    page.get_by_label("Ja, klagen er klaret").check()
    page.get_by_role("button", name="Registrér samtalen").click()
    done(page, "Samtalen med klageren er registreret.")
    page.get_by_text("Vis navn, kontaktoplysninger").click()
    page.get_by_role("button", name="Vis oplysningerne").click()
    expect(page.locator("main")).to_contain_text("Vi talte om tonen.")


def test_nothing_hinders_anybody_in_the_lists_and_the_form(window, complains):
    page = window(Role.AUTHORITY, "/klager/register")
    assert faults(page) == []  # empty
    complains(*CONSENTED)
    complains(matter_on="2026-01-02", of={"name": SCRIPT})
    for path in ("/klager/register", "/klager/frister", "/klager/register?kreds=1"):
        page.goto(path)
        assert faults(page) == []
    page.goto("/klager/ny")
    assert faults(page) == []
    page.get_by_role("button", name="Tilføj et klagepunkt").click()
    expect(page.get_by_label("Klagepunkt 2")).to_be_focused()
    page.get_by_role("button", name="Registrér klagen").click()
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []


def test_nothing_hinders_anybody_at_a_complaint(window, complains):
    id = complains(*CONSENTED, of={"name": SCRIPT, "safe_contact": "DIRECT_ONLY"})
    page = window(Role.SUPERVISOR, f"/klager/{id}")
    assert faults(page) == []
    page.get_by_text("Vis navn, kontaktoplysninger").click()
    page.get_by_role("button", name="Vis oplysningerne").click()
    expect(page.locator("main")).to_contain_text(SCRIPT)
    take(page, "Samtalen er holdt", "Registrér samtalen")
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []
    for path in ("/historik", "/modtaget", "?pr=2026-11-22T12:00", "/henvendelse"):
        page.goto(f"/klager/{id}{path}")
        assert faults(page) == []
