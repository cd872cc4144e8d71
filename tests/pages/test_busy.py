"""When too much is asked: a page in Danish that says to try again."""

from tests.busy import room_for_nobody
from tests.pages.browsing import PARTIAL, opened


def test_a_page_says_in_danish_that_there_is_too_much_to_do(app, officer):
    assert opened(officer).status_code == 200
    with room_for_nobody(app):
        page = opened(officer)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "1")
    assert "Travlt lige nu" in page.text
    assert "Prøv igen" in page.text


def test_beside_what_is_on_the_screen_it_is_a_notice(app, officer):
    with room_for_nobody(app):
        part = officer.get("/opfoelgning/raekker", headers=PARTIAL)
    assert part.status_code == 503
    assert part.headers["HX-Retarget"] == "#notice"
    assert "Travlt lige nu" in part.text


def test_the_front_page_is_open_even_then(app, officer):
    with room_for_nobody(app):
        front = officer.get("/", follow_redirects=False)
    assert front.status_code == 303
