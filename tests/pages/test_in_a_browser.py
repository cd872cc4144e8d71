"""The follow-up queue in a real browser, with scripts and without."""

import os
import shutil
import socket
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.pages.conftest import served

WIDE = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture(scope="module")
def chromium():
    """Debian's, or else Playwright's own; without either: make tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def place():
    with socket.create_server(("127.0.0.1", 0)) as place:
        yield place


@pytest.fixture
def our_url(place) -> str:
    return f"http://127.0.0.1:{place.getsockname()[1]}"


@pytest.fixture
def site(app, place, followed, our_url):
    with served(app, place):
        yield our_url


@pytest.fixture(params=["scripts", "none"])
def window(request, chromium, site):
    """An officer who has come in; nothing may be complained of or loaded elsewhere."""
    context = chromium.new_context(java_script_enabled=request.param == "scripts")
    page = context.new_page()
    complaints, hosts = [], set()
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: hosts.add(urlsplit(asked.url).netloc))
    page.goto(site)
    page.get_by_role("link", name="Log ind").click()
    page.get_by_role("link", name="A. Jensen").click()
    page.wait_for_url("**/opfoelgning")
    signing_in = [each for each in complaints if "Content Security" in each]
    complaints.clear()
    hosts.clear()
    yield page
    context.close()
    assert [
        *signing_in,
        *(each for each in complaints if "status of 422" not in each),
    ] == []
    assert hosts <= {urlsplit(site).netloc}


def with_scripts(page) -> bool:
    return "sket=" not in page.url


def test_an_officer_takes_tries_and_talks(waits, window):
    id = waits("VICTIM", safe_contact="DIRECT_ONLY")
    window.reload()
    row = window.locator(f"#follow-up-{id}")
    expect(row).to_contain_text("Kun direkte kontakt.")
    expect(row).not_to_contain_text("Mette")

    window.get_by_text("Vis navne og numre").first.click()
    window.get_by_role("button", name="Vis navne og numre").click()
    expect(row).to_contain_text("Mette Frandsen")

    row.get_by_role("button", name="Tag").click()
    expect(window.locator("#done")).to_have_text("Du har taget opfølgningen.")
    row.get_by_role("button", name="Registrér forsøg").click()
    expect(window.locator("#done")).to_have_text("Forsøget er registreret.")

    row.locator("summary").click()
    row.get_by_label("Notat").fill("Hun er tryg.")
    row.get_by_role("button", name="Registrér samtale").click()
    expect(window.locator("#errors")).to_contain_text("Vælg, hvordan")
    expect(row.get_by_label("Notat")).to_have_value("Hun er tryg.")
    row.get_by_label("Telefon").check()
    row.get_by_role("button", name="Registrér samtale").click()
    expect(window.locator("#done")).to_have_text("Samtalen er registreret.")
    expect(row).to_have_count(0)


def test_focus_goes_to_what_is_said_and_never_to_nowhere(waits, chromium, site, window):
    id = waits()
    window.reload()
    window.keyboard.press("Tab")
    expect(window.get_by_role("link", name="Gå til sidens indhold")).to_be_focused()
    row = window.locator(f"#follow-up-{id}")
    row.get_by_role("button", name="Tag").click()
    if with_scripts(window):
        expect(window.locator("#done")).to_be_focused()
        window.get_by_text("Vis navne og numre").first.click()
        window.get_by_role("button", name="Vis navne og numre").click()
        expect(window.locator("#done")).to_have_text("Navne og numre vises.")
        expect(window.locator("#done")).to_be_focused()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_width_needs_scrolling_sideways(waits, window, width):
    waits("VICTIM", safe_contact="DIRECT_ONLY")
    window.set_viewport_size({"width": width, "height": 700})
    window.reload()
    assert not window.evaluate(WIDE)


def test_on_paper_there_is_neither_menu_nor_button(waits, window):
    waits()
    window.reload()
    window.emulate_media(media="print")
    expect(window.get_by_role("navigation")).to_have_count(0)
    expect(window.get_by_role("button")).to_have_count(0)
    expect(window.get_by_role("table")).to_be_visible()
