"""A receipt in a real browser: fetched, given, and verified by somebody who is nobody."""

import pytest
from playwright.sync_api import expect

from domain.event import Role
from tests.api.printing import text_of
from tests.api.telling import party
from tests.mailing import NOBODY, open_office
from tests.pages.contacting import at, number, teller
from tests.pages.looking import faults, saved
from tests.pages.windows import Watched

HER = "birthe@example.dk"


@pytest.fixture
def mail():
    with open_office() as (_, server):
        yield server


@pytest.fixture
def contact(parts, followed, seal):
    id = teller(parts)(None, parties=[party("REPORTER", email=HER)])
    seal.sealer.catch_up()
    return id


@pytest.fixture
def stranger(chromium, site):
    """Somebody's own browser, in which nobody has ever signed in."""
    contexts = []

    def opened(path: str, *, scripts: bool = True):
        context = chromium.new_context(base_url=site, java_script_enabled=scripts)
        watched = Watched(context)
        contexts.append(watched)
        context.on("page", watched.watch)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for each in contexts:
        each.context.close()
    assert [fault for each in contexts for fault in each.faults] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_what_the_officer_gives_the_citizen_verifies(
    window, stranger, contact, parts, tmp_path, scripts
):
    page = window(Role.OFFICER, at(contact, "/registreret"), scripts=scripts)
    name, pdf = saved(page, page.get_by_role("link", name="Hent kvitteringen som PDF"))
    assert name == f"kvittering-{number(parts, contact)}.pdf"
    assert "tjenestenummer" in text_of(pdf)
    page.get_by_text("Giv kvitteringen på papir").click()
    page.get_by_role("button", name="Registrér, at den er givet").click()
    expect(page.locator("#done")).to_contain_text("registreret som givet")

    kept = tmp_path / name
    kept.write_bytes(pdf)
    hers = stranger("/", scripts=scripts)
    hers.get_by_role("link", name="Verificér en kvittering").click()
    hers.get_by_label("Fil", exact=True).set_input_files(kept)
    hers.get_by_role("button", name="Verificér").click()
    expect(hers.locator("#done")).to_contain_text("Kvitteringen er ægte, men foreløbig")
    expect(hers.locator("#done")).to_contain_text(number(parts, contact))


def test_its_text_can_be_pasted_and_a_changed_one_is_found_out(
    window, stranger, contact
):
    page = window(Role.OFFICER, at(contact, "/registreret"))
    _, text = saved(page, page.get_by_role("link", name="Hent beviset som tekst"))
    hers = stranger("/verificer")
    hers.get_by_label("Eller kvitteringens tekst").fill(text.decode())
    hers.get_by_role("button", name="Verificér").click()
    expect(hers.locator("#done")).to_contain_text("Kvitteringen er ægte")
    hers.get_by_label("Eller kvitteringens tekst").fill(text.decode()[:-20])
    hers.get_by_role("button", name="Verificér").click()
    expect(hers.locator("#done")).to_contain_text("beviser ikke noget")


def test_every_state_can_be_used_by_everybody(window, stranger, contact, tmp_path):
    hers = stranger("/verificer")
    assert faults(hers) == []
    hers.get_by_text("Loggens offentlige nøgler", exact=True).click()
    hers.get_by_role("button", name="Verificér").click()
    expect(hers.locator("#errors")).to_be_focused()
    assert faults(hers) == []
    hers.get_by_label("Eller kvitteringens tekst").fill("Noget andet")
    hers.get_by_role("button", name="Verificér").click()
    expect(hers.locator("#done")).to_be_focused()
    assert faults(hers) == []

    page = window(Role.OFFICER, at(contact, "/registreret"))
    for summary in page.locator("summary").all():
        summary.click()
    assert faults(page) == []
    page.get_by_label("Hvem får den").select_option(index=1)
    page.get_by_label("E-mail", exact=True).fill("birthe@x")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []
    page.get_by_label("E-mail", exact=True).fill(NOBODY)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#done")).to_contain_text("kunne ikke gives")
    expect(page.get_by_text("Ikke givet:")).to_be_visible()
    assert faults(page) == []

    file = tmp_path / "kvittering"
    _, pdf = saved(page, page.get_by_role("link", name="Hent kvitteringen som PDF"))
    file.write_bytes(pdf)
    hers.get_by_label("Fil", exact=True).set_input_files(file)
    hers.get_by_role("button", name="Verificér").click()
    expect(hers.locator("#done")).to_contain_text("Kvitteringen er ægte")
    assert faults(hers) == []
