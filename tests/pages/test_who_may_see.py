"""Each role sees its own pages, and is told which role it needs for another."""

import re
from itertools import product

import pytest
from fastapi.routing import iter_route_contexts

from api.pages.doors import PageDoor
from api.pages.templates import MENU
from domain.event import Role
from tests.ids import new_id

PEOPLE = [Role.OFFICER, Role.SUPERVISOR, Role.AUTHORITY, Role.CUSTODIAN, Role.GATEWAY]
EVERYBODY = set(Role)
OFFICERS = {Role.OFFICER, Role.SUPERVISOR}
INSPECTORS = {Role.SUPERVISOR, Role.AUTHORITY}
POLICE_AND_AUTHORITY = OFFICERS | INSPECTORS
SCREENS = {
    "GET /henvendelser/ny": OFFICERS,
    "POST /henvendelser/ny/felter": OFFICERS,
    "POST /henvendelser/ny/kendte": OFFICERS,
    "POST /henvendelser": OFFICERS,
    "GET /henvendelser/{id}/registreret": OFFICERS,
    "GET /opfoelgning": OFFICERS,
    "GET /klager/register": INSPECTORS,
    "GET /klager/frister": POLICE_AND_AUTHORITY,
    "GET /klager/ny": POLICE_AND_AUTHORITY,
    "POST /klager/ny": POLICE_AND_AUTHORITY,
    "GET /klager/{id}": POLICE_AND_AUTHORITY,
    "GET /klager/{id}/modtaget": POLICE_AND_AUTHORITY,
    "GET /klager/{id}/historik": INSPECTORS,
    "GET /klager/{id}/henvendelse": {Role.AUTHORITY},
    "POST /klager/{id}/videresend": POLICE_AND_AUTHORITY,
    "POST /klager/{id}/tilbyd-notitssag": OFFICERS,
    "POST /klager/{id}/samtyk-til-notitssag": OFFICERS,
    "POST /klager/{id}/afslaa-notitssag": OFFICERS,
    "POST /klager/{id}/hold-samtale": OFFICERS,
    "POST /klager/{id}/send-kopi": OFFICERS,
    "POST /klager/{id}/dispenser": {Role.AUTHORITY},
    "POST /klager/{id}/undersoeg": {Role.AUTHORITY},
    "POST /klager/{id}/underret": INSPECTORS,
    "POST /klager/{id}/tilfoej-klagepunkt": POLICE_AND_AUTHORITY,
    "POST /klager/{id}/afslut": INSPECTORS,
    "POST /klager/{id}/genoptag": INSPECTORS,
    "POST /klager/{id}/paaklag": OFFICERS,
    "POST /klager/{id}/afgoer-paaklage": {Role.SUPERVISOR},
    "GET /stalking/{id}/retsudskrifter": POLICE_AND_AUTHORITY,
    "POST /stalking/{id}/retsudskrifter": OFFICERS,
    "GET /stalking/{id}/retsudskrifter/{sha256}": POLICE_AND_AUTHORITY,
    "GET /opfoelgning/raekker": OFFICERS,
    "GET /opfoelgning/nyt": OFFICERS,
    "POST /opfoelgning/{id}/{step}": OFFICERS,
    "GET /soeg": OFFICERS,
    "POST /soeg": OFFICERS,
    "GET /borgere/ny": OFFICERS,
    "POST /borgere/ny": OFFICERS,
    "GET /borgere/{id}": OFFICERS,
    "POST /borgere/{id}/oplysninger": OFFICERS,
    "POST /borgere/{id}/beskyt-adresse": OFFICERS,
    "POST /borgere/{id}/ophaev-beskyttelse": OFFICERS,
    "POST /borgere/{id}/kontakt": OFFICERS,
    "POST /borgere/{id}/kobl": OFFICERS,
    "POST /borgere/{id}/fjern-kobling": OFFICERS,
    "POST /borgere/{id}/hold-adskilt": OFFICERS,
    "GET /henvendelser/{id}": OFFICERS,
    "GET /henvendelser/{id}/historik": {Role.SUPERVISOR},
    "POST /henvendelser/{id}/suppler": OFFICERS,
    "POST /henvendelser/{id}/ret": OFFICERS,
    "POST /henvendelser/{id}/disposition": OFFICERS,
    "POST /henvendelser/{id}/identificer": OFFICERS,
    "POST /henvendelser/{id}/fjern-identifikation": OFFICERS,
    "POST /henvendelser/{id}/dublet": OFFICERS,
    "POST /henvendelser/{id}/fjern-dublet": OFFICERS,
    "POST /henvendelser/{id}/henvis": OFFICERS,
    "POST /henvendelser/{id}/traek-tilbage": {Role.SUPERVISOR},
    "POST /henvendelser/{id}/genindsaet": {Role.SUPERVISOR},
    "POST /henvendelser/{id}/opfoelgning": OFFICERS,
    "POST /henvendelser/{id}/bilag": OFFICERS,
    "GET /henvendelser/{id}/bilag/{annex}": OFFICERS,
    "GET /henvendelser/{id}/kvittering.pdf": OFFICERS,
    "GET /henvendelser/{id}/kvittering.tlog-proof": OFFICERS,
    "GET /henvendelser/{id}/kvittering-med-ord.tlog-proof": OFFICERS,
    "POST /henvendelser/{id}/kvittering/udskrift": OFFICERS,
    "POST /henvendelser/{id}/kvittering/mail": OFFICERS,
    "GET /overblik": {Role.SUPERVISOR},
    "GET /indgaaet": {Role.SUPERVISOR},
    "GET /indgaaet/{id}": {Role.SUPERVISOR},
    "POST /indgaaet/{id}/afslut": {Role.SUPERVISOR},
    "GET /tilsyn": INSPECTORS,
    "POST /tilsyn": INSPECTORS,
    "GET /tilsyn/kvalitet": INSPECTORS,
    "GET /tilsyn/{id}": INSPECTORS,
    "POST /tilsyn/{id}/aftal": INSPECTORS,
    "POST /tilsyn/{id}/aftaler/{action}/udfoert": INSPECTORS,
    "GET /tilsyn/{id}/henvendelser/{contact}": INSPECTORS,
    "POST /tilsyn/{id}/henvendelser/{contact}/fund": INSPECTORS,
    "GET /opslag": INSPECTORS,
    "POST /opslag/henvendelse": INSPECTORS,
    "GET /opslag/skiller-sig-ud": INSPECTORS,
    "GET /opslag/noedadgang": INSPECTORS,
    "POST /opslag/noedadgang/{id}": {Role.SUPERVISOR},
    "POST /borgere/{id}/noedadgang": OFFICERS,
    "POST /henvendelser/{id}/noedadgang": OFFICERS,
    "GET /sletning": {Role.CUSTODIAN, Role.AUTHORITY},
    "POST /sletning": {Role.CUSTODIAN},
    "GET /sletning/{id}": {Role.CUSTODIAN, Role.AUTHORITY},
    "POST /sletning/{id}/afslaa": {Role.CUSTODIAN},
    "POST /sletning/{id}/slet": {Role.CUSTODIAN},
    "GET /stalking": OFFICERS,
    "GET /stalking/ny": OFFICERS,
    "POST /stalking/ny": OFFICERS,
    "GET /stalking/{id}": POLICE_AND_AUTHORITY,
    "POST /stalking/{id}/knyt": OFFICERS,
    "POST /stalking/{id}/tag-ud": OFFICERS,
    "POST /stalking/{id}/gerningsperson": OFFICERS,
    "POST /stalking/{id}/tilhold": OFFICERS,
    "POST /stalking/{id}/tilhold/{order}/{step}": OFFICERS,
    "POST /stalking/{id}/risikovurdering": OFFICERS,
    "GET /klager": POLICE_AND_AUTHORITY,
    "GET /tal/opfoelgning": POLICE_AND_AUTHORITY,
    "GET /tal/registrering": POLICE_AND_AUTHORITY,
    "POST /formaal": EVERYBODY,
    "POST /formaal/skjul": EVERYBODY,
    "POST /log-af": EVERYBODY,
    "POST /log-af-overalt": EVERYBODY,
}


def asked(client, screen: str):
    method, path = screen.split(" ")
    path = re.sub(r"\{[^}]+\}", lambda _: str(new_id()), path)
    data = {} if method == "POST" else None
    return client.request(method, path, data=data, follow_redirects=False)


def test_every_screen_is_in_this_table(app):
    routes = iter_route_contexts(app.routes)
    doors = [each for each in routes if isinstance(each.original_route, PageDoor)]
    assert {f"{next(iter(each.methods))} {each.path}" for each in doors} == set(SCREENS)


def test_no_screen_opens_before_somebody_has_signed_in(browser):
    client = browser()
    for screen in SCREENS:
        answer = asked(client, screen)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/"), screen


def test_each_role_sees_its_screens_and_no_others(browser, followed):
    for screen, role in product(SCREENS, PEOPLE):
        answer = asked(browser(role), screen)
        refused = answer.status_code == 403 and "Siden kræver rollen" in answer.text
        assert refused is (role not in SCREENS[screen]), f"{role} at {screen}"
        assert answer.headers.get("Location") != "/" or "log-af" in screen, screen


def menu(page) -> list[str]:
    nav = re.search(r'<nav aria-label="Hovedmenu">(.*?)</nav>', page.text, re.DOTALL)
    return re.findall(r'href="([^"]+)"', nav.group(1)) if nav else []


@pytest.mark.parametrize("role", PEOPLE)
def test_a_menu_leads_only_to_what_opens(browser, followed, role):
    client = browser(role)
    there = menu(client.get("/opfoelgning?no-such-thing=1"))
    assert there == [to for to, _, roles in MENU if role in roles]
    for to in there:
        assert client.get(to).status_code == 200, to
