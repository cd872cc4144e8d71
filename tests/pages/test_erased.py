"""Who is forgotten leaves no page broken: what happened stands there, without a word."""

import pytest
from fastapi.testclient import TestClient

from domain.event import Role
from tests.api.forgetting import asked_for, destroy, filled, requested, said_in
from tests.pages.browsing import press

OFFICERS = [
    "/borgere/{citizen}",
    "/henvendelser/{told}",
    "/henvendelser/{unknown}",
    "/klager/{complaint}",
    "/stalking/{course}",
    "/stalking/{course}/retsudskrifter",
    "/opfoelgning",
    "/henvendelser/ny",
    "/stalking",
]
SUPERVISORS = [
    "/henvendelser/{told}/historik",
    "/henvendelser/{unknown}/historik",
    "/klager/{complaint}/historik",
    "/klager",
    "/opslag",
    "/tilsyn",
]
SAID_SO = {
    "/borgere/{citizen}",
    "/henvendelser/{told}",
    "/henvendelser/{unknown}",
    "/klager/{complaint}",
    "/henvendelser/{told}/historik",
    "/klager/{complaint}/historik",
}


@pytest.fixture
def at_the_door(app, provider):
    def client(role, person=None):
        bearer = {"Authorization": f"Bearer {provider.token(role, person=person)}"}
        return TestClient(app, headers=bearer)

    return client


@pytest.fixture
def forgotten(at_the_door, read_models, seal):
    supervisor = at_the_door(Role.SUPERVISOR)
    them = filled(at_the_door(Role.OFFICER), supervisor, read_models)
    asks = at_the_door(Role.CUSTODIAN, "D-0007")
    erasure = requested(asks, seal, **asked_for(them))
    assert destroy(at_the_door(Role.CUSTODIAN, "D-0012"), erasure).status_code == 201
    read_models()
    return them


def opened(browser, path):
    page = browser.get(path)
    if 'action="/formaal"' in page.text:
        press(browser, page, "/formaal", purpose="SUPERVISION", reference="J-77")
        page = browser.get(path)
    return page


def test_no_page_about_who_is_forgotten_breaks_or_tells_a_word(browser, forgotten):
    pages = {
        path: opened(browser(role), path.format(**vars(forgotten)))
        for role, paths in ((Role.OFFICER, OFFICERS), (Role.SUPERVISOR, SUPERVISORS))
        for path in paths
    }
    assert {path: page.status_code for path, page in pages.items()} == dict.fromkeys(
        pages, 200
    )
    for path, page in pages.items():
        assert said_in(page.content) == [], path
    silent = {path for path in SAID_SO if "lettet" not in pages[path].text}
    assert silent == set()


def test_a_file_and_a_court_print_say_that_they_are_gone(browser, forgotten):
    officer = browser(Role.OFFICER)
    for path in (
        f"/henvendelser/{forgotten.told}/bilag/1",
        f"/stalking/{forgotten.course}/retsudskrifter/{forgotten.sha256}",
    ):
        opened(officer, path.rpartition("/bilag")[0] or path)
        answer = officer.get(path)
        assert answer.status_code == 410, (path, answer.text[-600:])
