"""Finding a contact again: by one box, for a purpose, and never by an address."""

from structlog.testing import capture_logs

from api.searching import A_MINUTE
from domain.citizens import InstructSafeContact
from domain.contacts import WithdrawContact, contacts
from domain.event import By, Role
from tests.api.telling import party
from tests.pages.browsing import Forms, form, press
from tests.pages.knowing import (
    CPR,
    METTE,
    NAME,
    PHONE,
    decided,
    identified,
    logged,
    registered,
    said,
)
from tests.pages.looking import SCRIPT

SUPERVISOR = By(id="K-1", role=Role.SUPERVISOR, district="1467")
BOX = [
    ("mette@example.dk", "e-mail"),
    ("20 30 40 50", "telefonnummer"),
    ("150388-5014", "CPR-nummer"),
    ("Mette Rønnow", "navn"),
    ("knallert", "ord"),
]
UNUSABLE = [
    ({}, "sought", "Skriv, hvad du søger, eller vælg et filter"),
    ({"words": "320188-5014"}, "sought", "Et CPR-nummer er en dato"),
    ({"words": "!?"}, "sought", "Skriv mindst ét ord"),
    ({"words": "knallert", "purpose": ""}, "purpose", "Vælg et formål"),
    ({"address": "!?"}, "address", "Skriv mindst ét ord af adressen"),
    ({"kind": "GOSSIP"}, "kind", "Vælg en af mulighederne"),
    ({"received_from": "i går"}, "received_from", "Vælg en dato"),
]
NOTHING_PROVED = "er ikke bevis for, at intet er sket"


def sought(browser, words="", **more):
    return press(browser, browser.get("/soeg"), "/soeg#done", sought=words, **more)


def again(page, name):
    """What the button would send that repeats the search with this changed."""
    return next(fields for _, fields in Forms(page.text).forms if name in fields)


def says(page, *sentences):
    return all(sentence in said(page) for sentence in sentences)


def test_an_empty_form_asks_for_words_and_a_purpose(officer):
    page = officer.get("/soeg")
    assert page.status_code == 200
    assert "fundet</h2>" not in page.text
    sent = form(page, "/soeg#done")[1]
    assert sent["purpose"] == "CONTACT_HANDLING"


def test_the_box_takes_whatever_is_known_and_says_for_what(officer, parts):
    number = registered(parts, party(cpr=CPR, **METTE)).number
    registered(parts, party(name="Kasper Dahl"), narrative="Cyklen er væk.")
    for words, term in BOX:
        page = sought(officer, words)
        assert page.status_code == 200
        assert says(page, "1 fundet", f"Søger på {term}.", number, "Forurettet:"), term


def test_a_number_leads_to_its_contact(officer, parts):
    receipt = registered(parts)
    page = sought(officer, receipt.number.lower())
    assert f'href="/henvendelser/{receipt.id}">{receipt.number}</a>' in page.text
    assert says(page, "Søger på henvendelsens nummer.", "Midt- og Vestjyllands Politi")
    assert says(page, "Modtaget", "22. nov. 2026 kl. 12.55", "Registreret", "kl. 13.00")


def test_finding_nothing_proves_nothing(officer, parts):
    registered(parts)
    page = sought(officer, "Ingen Person")
    assert says(page, "0 fundet", "1 henvendelse kendt pr.", NOTHING_PROVED)
    [logged] = parts.access_log.recorder.select_notifications(1, 10)
    assert says(page, "som nummer 1 i opslagsloggen", str(logged.originator_id))
    assert 'href="/borgere/ny"' in page.text
    page = sought(officer, "knallert")
    assert says(page, "1 fundet", "1 henvendelse kendt pr.", "ikke bevis for")


def test_each_search_is_on_record_with_its_purpose(officer, parts):
    page = sought(officer, NAME, purpose="INVESTIGATION", reference="J-77")
    [entry] = logged(parts)
    assert (entry.event, entry.purpose, entry.reference) == (
        "SearchRun",
        "INVESTIGATION",
        "J-77",
    )
    assert NAME in entry.query
    page = officer.get("/soeg")
    assert '<option value="INVESTIGATION" selected>' in page.text
    assert form(page, "/soeg#done")[1]["reference"] == "J-77"
    assert NAME not in page.text


def test_what_is_sought_is_in_no_address(officer, parts):
    registered(parts, party(**METTE))
    page = sought(officer, NAME)
    assert (str(page.url), page.history) == ("https://localhost/soeg", [])
    assert page.headers["Cache-Control"] == "no-store"
    links = [part.split('"')[0] for part in page.text.split('href="')[1:]]
    assert not any("Mette" in link or "20304050" in link for link in links)
    assert officer.get("/soeg", params={"sought": NAME}).status_code == 422


def test_words_can_be_looked_for_where_a_name_was_meant_and_back(officer, parts):
    registered(parts, narrative="Skolen er spærret.")
    page = sought(officer, "Skolen")
    assert says(page, "0 fundet", "Søger på navn.")
    page = officer.post("/soeg", data=again(page, "term"))
    assert says(page, "1 fundet", "Søger på ord.", "Søg på navn i stedet")


def test_filters_narrow_and_stay(officer, parts):
    number = registered(parts, kind="STALKING").number
    registered(parts, kind="BURGLARY")
    page = sought(officer, kind="STALKING", received_from="2026-11-22")
    assert says(page, "1 fundet", number)
    assert "Søger på" not in page.text
    assert "<details open>" in page.text
    assert '<option value="STALKING" selected>' in page.text
    page = sought(officer, received_to="2026-11-22")
    assert says(page, "0 fundet")


def test_what_cannot_be_used_is_said_and_kept(officer, parts):
    for typed, place, sentence in UNUSABLE:
        page = sought(officer, **{"reference": "<J-77>"} | typed)
        assert page.status_code == 422
        assert f'<a href="#{place}">{sentence}' in page.text
        assert 'value="&lt;J-77&gt;"' in page.text
    assert logged(parts) == []


def test_nobody_guesses_by_searching_and_searching(officer, parts):
    for _ in range(A_MINUTE):
        assert sought(officer, CPR).status_code == 200
    logged(parts)
    page = sought(officer, CPR)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "60")
    assert says(page, "Vent et minut")
    assert form(page, "/soeg#done")[1]["sought"] == CPR


def test_more_than_fit_are_a_button_away(officer, parts):
    for _ in range(21):
        registered(parts)
    page = sought(officer, "knallert")
    assert says(page, "Mindst 20 fundet")
    page = officer.post("/soeg", data=again(page, "cursor"))
    assert says(page, "21 fundet", "Nummer 21 til 21")
    assert "Vis flere" not in page.text
    assert form(page, "/soeg#done")[1]["sought"] == "knallert"


def test_a_known_cpr_leads_to_the_citizen_also_without_a_contact(officer, parts):
    id = identified(parts, cpr=CPR)
    page = sought(officer, CPR)
    assert says(page, "0 fundet", "Åbn borgeren med dette CPR-nummer")
    assert f'href="/borgere/{id}"' in page.text


def test_direct_contact_alone_is_said_before_any_name(officer, parts):
    citizen = identified(parts)
    registered(parts, party(citizen=str(citizen)), party("WITNESS", name="Bo Dam"))
    assert "Kun direkte kontakt." not in sought(officer, "knallert").text
    command = InstructSafeContact(safe_contact="DIRECT_ONLY", reason="Hun bad om det")
    decided(parts, citizen, command)
    page = sought(officer, "knallert").text
    assert 0 < page.index("Kun direkte kontakt.") < page.index(NAME)
    assert f'<a href="/borgere/{citizen}">{NAME}</a>' in page


def test_a_protected_address_is_not_in_the_page_at_all(officer, parts):
    registered(parts, party(address_protected=True, **METTE))
    page = sought(officer, NAME)
    assert says(page, "1 fundet", f"{NAME}, beskyttet adresse")
    assert "Åvej" not in page.text
    assert PHONE not in page.text


def test_what_is_withdrawn_is_found_and_marked(officer, parts):
    receipt = registered(parts)
    withdraw = WithdrawContact(reason="Tastefejl")
    receipt = parts.registry.execute(contacts, receipt.id, withdraw, SUPERVISOR)
    parts.projector.wait_for(receipt.position)
    assert says(sought(officer, "knallert"), "1 fundet", "Trukket tilbage")


def test_script_in_a_name_and_in_the_box_stays_text(officer, parts):
    registered(parts, party(name=SCRIPT), narrative=SCRIPT)
    page = sought(officer, SCRIPT)
    assert says(page, "1 fundet")
    assert "<script>document" not in page.text
    assert "<img" not in page.text
    assert page.text.count("&lt;script&gt;") >= 3


def test_nothing_personal_is_in_an_address_or_a_log(officer, parts, caplog):
    registered(parts, party(cpr=CPR, **METTE))
    with capture_logs() as told:
        pages = [sought(officer, words) for words in (NAME, CPR, PHONE)]
        pages.append(press(officer, officer.get("/borgere/ny"), "/ny", **METTE))
        id = pages[-1].url.path
        pages.append(press(officer, officer.get(id), "/formaal"))
        pages.append(press(officer, pages[-1], "/oplysninger", email="ny@example.dk"))
    asked = [each for page in pages for each in (*page.history, page)]
    addresses = [f"{each.url} {each.headers.get('Location')}" for each in asked]
    assert any("sket=SupplyParticulars" in each for each in addresses)
    kept = f"{addresses} {told} {caplog.text}".casefold()
    for words in ("mette", "nnow", "1503885014", "20304050", "example.dk", "vej"):
        assert words not in kept
