"""A supervisor's work in a real browser, with scripts and without."""

import pytest
from playwright.sync_api import expect

from domain.event import Role
from tests.api.telling import party
from tests.ids import new_id
from tests.pages.looking import SCRIPT, faults


@pytest.fixture(params=[True, False], ids=["scripts", "none"])
def supervisor_at(request, window):
    return lambda path: window(Role.SUPERVISOR, path, scripts=request.param)


def test_from_the_draw_to_the_last_finding_and_what_is_agreed(
    registered, supervisor_at
):
    registered(), registered()
    page = supervisor_at("/tilsyn")
    page.get_by_text("Træk en stikprøve").click()
    page.get_by_label("Fra og med").fill("2026-11-16")
    page.get_by_label("Til og med").fill("2026-11-22")
    page.get_by_role("button", name="Træk stikprøve").click()
    expect(page.locator("#errors")).to_contain_text("Skriv et frø")
    expect(page.get_by_label("Til og med")).to_have_value("2026-11-22")
    page.get_by_label("Frø").fill("Uge 47")
    page.get_by_role("button", name="Træk stikprøve").click()
    expect(page.locator("#done")).to_have_text("Stikprøven er trukket.")

    page.get_by_role("link", name="Undersøg den næste").click()
    expect(page.locator("main")).not_to_contain_text("Mette")
    page.get_by_label("Formål").select_option("Tilsyn")
    page.get_by_role("button", name="Vis oplysningerne").click()
    expect(page.locator("main")).to_contain_text("Mette Frandsen")
    first = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Korrekt").check()
    page.get_by_role("button", name="Registrér fund").click()
    expect(page.locator("#done")).to_contain_text("1 af 2 er undersøgt.")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)
    page.get_by_label("Ufuldstændig").check()
    page.get_by_role("button", name="Registrér fund").click()
    expect(page.locator("#done")).to_contain_text("2 af 2 er undersøgt.")

    page.get_by_text("Aftal noget").click()
    page.get_by_label("Hvad er aftalt?").fill("Tjekliste ved indbrud")
    page.get_by_label("Frist").fill("2026-12-15")
    page.get_by_label("Ansvarlig").fill("L-1101")
    page.get_by_role("button", name="Registrér aftale").click()
    expect(page.locator("#done")).to_have_text("Aftalen er registreret.")
    page.get_by_role("button", name="Udført Tjekliste").click()
    expect(page.locator("#done")).to_have_text("Aftalen er registreret som udført.")


def test_from_the_overview_a_call_is_settled(call, supervisor_at):
    call(source="TC1-7")
    page = supervisor_at("/")
    page.locator(".oversight-count", has_text="Indgået og ikke registreret").click()
    page.get_by_role("link", name="TC1-7").click()
    page.get_by_role("button", name="Afslut").click()
    expect(page.locator("#errors")).to_contain_text("Vælg, hvorfor")
    page.get_by_label("Hvorfor er der ingen").select_option("Forkert nummer")
    page.get_by_role("button", name="Afslut").click()
    expect(page.locator("#done")).to_have_text("Opkaldet eller mailen er afsluttet.")
    expect(page.get_by_role("main")).to_contain_text("Intet venter")


def test_a_read_that_was_just_made_is_in_the_log(
    registered, drawn, supervisor_at, logged
):
    contact = registered()
    page = supervisor_at(f"/tilsyn/{drawn()}/henvendelser/{contact}")
    page.get_by_role("button", name="Vis oplysningerne").click()
    assert len(logged()) == 1
    page.get_by_role("link", name="Opslag").click()
    row = page.get_by_role("row").nth(1)
    expect(row).to_contain_text("Henvendelse i et tilsyn")
    number = row.get_by_role("link", name="H-").inner_text()
    page.get_by_text("Vælg opslag").click()
    page.get_by_label("Henvendelsens nummer").fill(number)
    page.get_by_role("button", name="Vis opslag om henvendelsen").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name="Det, der skiller sig ud").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Det, der skiller sig ud")


def test_focus_goes_to_what_is_said(registered, drawn, window):
    contact = registered()
    registered()
    page = window(Role.SUPERVISOR, f"/tilsyn/{drawn()}/henvendelser/{contact}")
    page.get_by_role("button", name="Registrér fund").click()
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_label("For sent").check()
    page.get_by_role("button", name="Registrér fund").click()
    expect(page.locator("#done")).to_be_focused()


EMPTY = (
    "/overblik",
    "/indgaaet",
    "/tilsyn",
    "/tilsyn/kvalitet",
    "/opslag",
    "/opslag/skiller-sig-ud",
)


def test_nothing_hinders_anybody(registered, drawn, call, window, logged, waits):
    found = faults(window(Role.OFFICER, "/tilsyn"))  # refused
    page = window(Role.SUPERVISOR, EMPTY[0])

    def look(*paths):
        for path in paths:
            page.goto(path)
            found.extend(faults(page))

    look(*EMPTY, "/overblik?x=1", f"/tilsyn/{new_id()}")
    waits("VICTIM", name=SCRIPT)
    her = party(name=SCRIPT, address="Åvej 7", address_protected=True)
    contact = registered(parties=[her | {"safe_contact": "DIRECT_ONLY"}])
    registered()
    audit, intake = drawn(size=500, seed=SCRIPT), call()
    examined = f"/tilsyn/{audit}/henvendelser/{contact}"
    look("/overblik", "/indgaaet", f"/indgaaet/{intake}", "/tilsyn", examined)
    page.get_by_role("button", name="Vis oplysningerne").click()
    expect(page.locator("main")).to_contain_text(SCRIPT)
    found += faults(page)
    page.get_by_role("button", name="Registrér fund").click()
    expect(page.locator("#errors")).to_be_focused()
    found += faults(page)
    page.get_by_label("Forkert").check()
    page.get_by_role("button", name="Registrér fund").click()
    expect(page.locator("#done")).to_be_focused()
    assert logged()
    look(f"/tilsyn/{audit}", "/tilsyn/kvalitet", "/opslag")
    page.goto("/tilsyn")
    page.get_by_text("Træk en stikprøve").click()
    page.get_by_role("button", name="Træk stikprøve").click()
    expect(page.locator("#errors")).to_be_focused()
    assert found + faults(page) == []
