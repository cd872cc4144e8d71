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
    "GET /opfoelgning": OFFICERS,
    "GET /stalking/{id}/retsudskrifter": POLICE_AND_AUTHORITY,
    "POST /stalking/{id}/retsudskrifter": OFFICERS,
    "GET /stalking/{id}/retsudskrifter/{sha256}": POLICE_AND_AUTHORITY,
    "GET /opfoelgning/raekker": OFFICERS,
    "GET /opfoelgning/nyt": OFFICERS,
    "POST /opfoelgning/{id}/{step}": OFFICERS,
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
