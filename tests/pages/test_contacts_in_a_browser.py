"""A contact in a real browser, with scripts and without."""

import pytest
from playwright.sync_api import expect

from domain.citizens import IdentifyCitizen, citizens
from domain.contacts import CorrectContact, SupplementContact, WithdrawContact
from domain.event import Role
from tests.api.filing import PDF
from tests.api.telling import MOPEDS, party
from tests.ids import new_id
from tests.pages.contacting import at, done, teller
from tests.pages.looking import SCRIPT, faults
from tests.pages.waiting import ADDRESS, JENSEN, NAME, PHONE


@pytest.fixture
def tell(parts, followed):
    return teller(parts)


@pytest.fixture
def victim(parts):
    she = new_id()
    parts.registry.execute(citizens, she, IdentifyCitizen(name=NAME), JENSEN)
    told = {"name": SCRIPT, "phone": PHONE, "address": ADDRESS, "citizen": str(she)}
    return party(**told, safe_contact="DIRECT_ONLY", address_protected=True)


def shown(page):
    page.get_by_role("button", name="Vis oplysningerne").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("H-")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_an_officer_reads_adds_corrects_and_attaches(tell, window, scripts):
    id = tell(parties=[party(name=NAME)])
    page = window(Role.OFFICER, at(id), scripts=scripts)
    expect(page.locator("main")).not_to_contain_text(NAME)
    shown(page)
    expect(page.locator("main")).to_contain_text(NAME)

    page.get_by_text("Tilføj et supplement").click()
    page.get_by_role("button", name="Tilføj", exact=True).click()
    expect(page.locator("#errors")).to_contain_text("Skriv teksten")
    if scripts:
        expect(page.locator("#errors")).to_be_focused()
    page.get_by_label("Supplement").fill("Hun ringede igen.")
    page.get_by_role("button", name="Tilføj", exact=True).click()
    expect(page.locator("#done")).to_have_text("Supplementet er registreret.")
    if scripts:
        expect(page.locator("#done")).to_be_focused()

    page.get_by_text("Ret en oplysning").click()
    page.get_by_label("Hvad skal rettes?").select_option("Art")
    page.get_by_role("button", name="Vælg").click()
    page.get_by_label("Ny", exact=True).select_option("Indbrud")
    page.locator("#ret").get_by_label("Begrundelse").fill("Hørt forkert")
    page.get_by_role("button", name="Ret", exact=True).click()
    expect(page.locator("#done")).to_have_text("Rettelsen er registreret.")
    expect(page.locator("main")).to_contain_text("Indbrud")

    page.get_by_text("Vedhæft et bilag").click()
    sent = {"name": "liste.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_label("Fil", exact=True).set_input_files(sent)
    page.locator("#bilag").get_by_label("Beskrivelse").fill("Opkaldsliste")
    page.get_by_role("button", name="Vedhæft", exact=True).click()
    expect(page.locator("#done")).to_have_text("Bilaget er vedhæftet.")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Gem bilag 1").click()
    assert saved.value.path().read_bytes() == PDF
    assert saved.value.suggested_filename.endswith("-bilag-1.pdf")

    page.get_by_label("Vis, hvad registret vidste den").fill("2026-11-22T12:00")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Ikke registreret på dette tidspunkt"
    )


def test_nothing_hinders_anybody_at_a_contact(tell, window, victim):
    twin = tell(parties=[party(name=NAME, phone=PHONE)])
    id = tell(
        None,
        SupplementContact(text=SCRIPT * 3),
        narrative=MOPEDS["narrative"] + SCRIPT,
        parties=[victim, party("WITNESS", name=NAME, phone=PHONE)],
        acts=[{"kind": "SMS", "count": 14}],
        evidence=[{"annex": 1, "description": "Foto" * 30}],
        told_to_stop=True,
    )
    page = window(Role.SUPERVISOR, at(id))
    assert faults(page) == []
    shown(page)
    expect(page.locator("main")).to_contain_text(SCRIPT)
    for asked in ("", "?vis=dubletter", "?vis=borgere", "?ret=acts", "?ret=parties"):
        page.goto(at(id, asked))
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        assert faults(page) == [], asked
        assert page.title() != "x"
    page.goto(at(id, "?vis=dubletter"))
    expect(page.locator("#dubletter")).to_contain_text("H-")
    for asked in ("?pr=2026-11-22T13:00", "?pr=2026-11-22T12:00"):
        page.goto(at(id, asked))
        assert faults(page) == [], asked
    page.goto(at(twin, "/historik"))
    assert faults(page) == []


def test_nothing_hinders_anybody_at_what_went_wrong(tell, window, parts, victim):
    id = tell(parties=[victim])
    page = window(Role.SUPERVISOR, at(id))
    shown(page)
    page.goto(at(id, "?ret=kind"))
    change = {"old": MOPEDS["kind"], "new": "THREAT", "reason": "x"}
    done(parts, id, CorrectContact(field="kind", **change))
    page.get_by_label("Ny", exact=True).select_option("Vold")
    page.locator("#ret").get_by_label("Begrundelse").fill("Hørt forkert")
    page.get_by_role("button", name="Ret", exact=True).click()
    expect(page.locator("#done")).to_contain_text("Der står ikke længere")
    assert faults(page) == []
    page.get_by_text("Vedhæft et bilag").click()
    page.get_by_role("button", name="Vedhæft", exact=True).click()
    expect(page.locator("#errors")).to_contain_text("Vælg en fil")
    assert faults(page) == []
    page.goto(at(id, "/historik"))
    expect(page.locator("ins")).to_have_text("Trusler")
    assert faults(page) == []
    done(parts, id, WithdrawContact(reason="Forkert borger"))
    page.goto(at(id))
    expect(page.locator("#withdrawn")).to_be_visible()
    assert faults(page) == []
    assert faults(window(Role.OFFICER, at(id, "/historik"))) == []  # refused
