"""Search and citizens in a real browser, with scripts and without."""

from playwright.sync_api import expect

from domain.event import Role
from tests.api.telling import party
from tests.pages.knowing import CPR, METTE, NAME, PHONE, identified, registered
from tests.pages.looking import SCRIPT, faults


def search(page, words):
    page.get_by_label("Søg", exact=True).fill(words)
    page.get_by_role("button", name="Søg", exact=True).click()


def show(page):
    page.get_by_role("button", name="Vis oplysningerne").click()


def test_an_officer_finds_a_citizen_and_says_whom_she_is_one_with(parts, window):
    mette = identified(parts, cpr=CPR, **METTE)
    identified(parts, name="Metthe Roennow", phone=PHONE)
    registered(parts, party(citizen=str(mette), safe_contact="DIRECT_ONLY"))
    page = window(Role.OFFICER, "/soeg")
    addresses = []
    page.on("request", lambda asked: addresses.append(asked.url))
    assert faults(page) == []  # empty

    search(page, "")
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []
    page.get_by_text("Avanceret").click()
    page.get_by_label("Slags").select_option("Utryghedsskabende adfærd")
    search(page, NAME)
    heading = page.get_by_role("heading", name="1 fundet")
    expect(heading).to_be_focused()
    expect(page.get_by_label("Slags")).to_have_value("UNSETTLING_BEHAVIOUR")
    assert faults(page) == []

    page.get_by_role("link", name=NAME).click()
    expect(page.locator("main")).not_to_contain_text(NAME)
    assert faults(page) == []  # without a purpose
    show(page)
    expect(page.locator("main")).to_contain_text("150388-5014")
    assert faults(page) == []
    page.get_by_text("Kobl eller hold adskilt").click()
    page.get_by_role("button", name="Kobl", exact=True).click()
    expect(page.locator("#done")).to_have_text("Borgerne er koblet.")
    expect(page.locator("#done")).to_be_focused()
    page.locator("summary", has_text="Fjern kobling").click()
    page.get_by_role("button", name="Fjern kobling").click()
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []
    page.get_by_role("link", name="Skriv hvorfor").click()
    expect(page.get_by_label("Hvorfor er det to personer?")).to_be_focused()
    page.keyboard.type("Det er hendes mor")
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_have_text("Koblingen er fjernet.")

    told = " ".join(addresses).casefold()
    assert not any(word in told for word in ("mette", "nnow", "150388", "20304050"))


def test_going_back_shows_the_empty_form_and_never_old_hits(parts, window):
    registered(parts, party(name=SCRIPT))
    page = window(Role.OFFICER, "/soeg")
    search(page, "knallert")
    expect(page.get_by_role("heading", name="1 fundet")).to_be_focused()
    expect(page.locator("main")).to_contain_text(SCRIPT)
    page.go_back()
    expect(page.get_by_label("Søg", exact=True)).to_have_value("")
    expect(page.locator("main")).not_to_contain_text("fundet")


def test_without_scripts_a_citizen_whom_nobody_knew_is_registered(parts, window):
    page = window(Role.SUPERVISOR, "/soeg", scripts=False)
    search(page, "Ingen Person")
    main = page.locator("main")
    expect(main).to_contain_text("0 fundet")
    expect(main).to_contain_text("0 henvendelser kendt pr.")
    page.get_by_role("link", name="ny borger").click()
    page.get_by_role("button", name="Registrér borger").click()
    expect(page.locator("#errors")).to_contain_text("Udfyld mindst ét felt")
    page.get_by_label("Navn").fill(NAME)
    page.get_by_label("CPR-nummer").fill(CPR)
    page.get_by_role("button", name="Registrér borger").click()
    expect(page.locator("#done")).to_have_text("Borgeren er registreret.")
    show(page)
    page.get_by_text("Nye oplysninger").click()
    page.get_by_label("Telefon").fill(PHONE)
    page.get_by_role("button", name="Registrér oplysninger").click()
    expect(page.locator("#done")).to_have_text("Oplysningerne er registreret.")
    expect(main).to_contain_text(PHONE)
    page.goto("/soeg")
    search(page, CPR)
    page.get_by_role("link", name="Åbn borgeren").click()
    expect(main).to_contain_text(PHONE)


def test_nothing_hinders_anybody_at_a_new_citizen_or_the_past(parts, window):
    mette = identified(parts, **METTE)
    page = window(Role.OFFICER, "/borgere/ny")
    assert faults(page) == []
    page.get_by_role("button", name="Registrér borger").click()
    expect(page.locator("#errors")).to_be_focused()
    assert faults(page) == []
    page.goto(f"/borgere/{mette}")
    show(page)
    page.get_by_label("Vis, hvad registret vidste den").fill("2026-11-22T13:30")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.locator("main")).to_contain_text("Du ser, hvad registret vidste")
    expect(page.locator("main")).to_contain_text(NAME)
    assert faults(page) == []
