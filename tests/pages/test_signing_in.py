"""In by the provider, out by a button: and nobody by any other way."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx2
import psycopg
import pytest

from domain.event import Role
from domain.places import DISTRICTS
from tests.pages.browsing import HOST, PARTIAL, form, press


def chosen(url: str, role: str) -> str:
    """The click on a demo person; the address that the browser is sent back to."""
    people = httpx2.get(url, trust_env=False).text
    assert "ikke rigtige brugere" in people
    query = next(q for q in re.findall(r'href="(\?[^"]+)"', people) if role in q)
    back = httpx2.get(url.partition("?")[0] + unescape(query), trust_env=False)
    assert back.status_code == 303
    return back.headers["Location"]


def come_in(client, role="OFFICER"):
    begun = client.get("/log-ind", follow_redirects=False)
    return client.get(chosen(begun.headers["Location"], role), follow_redirects=False)


@pytest.fixture
def client(browser):
    return browser()


def test_whoever_is_not_signed_in_is_shown_the_way_in(client):
    answer = client.get("/opfoelgning")
    assert answer.url.path == "/"
    assert 'href="/log-ind"' in answer.text


def test_a_part_of_a_page_sends_htmx_to_the_front(client):
    answer = client.get("/opfoelgning", headers=PARTIAL)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/")


def test_an_officer_comes_in_with_one_click(client, followed):
    assert come_in(client).headers["Location"] == "/"
    page = client.get("/")
    assert page.url.path == "/opfoelgning"
    assert f"K-1147, Betjent, {DISTRICTS['1467']}" in page.text


def test_those_without_screens_are_told_so(browser):
    assert "endnu ingen skærmbilleder" in browser(Role.GATEWAY).get("/").text


def test_the_cookie_is_for_our_host_alone_and_for_no_script(client):
    told = come_in(client).headers.get_list("Set-Cookie")
    [cookie] = [each for each in told if each.startswith("__Host-sid=")]
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_only_its_hash_is_kept(client, as_admin):
    come_in(client)
    secret = client.cookies["__Host-sid"]
    with psycopg.connect(as_admin.views) as conn:
        [[kept, whole]] = conn.execute(
            "select cookie, session::text from sign_in.session"
        ).fetchall()
    assert len(kept) == 32
    assert secret not in whole


def test_a_return_without_a_beginning_leads_nowhere(client):
    begun = client.get("/log-ind", follow_redirects=False)
    back = chosen(begun.headers["Location"], "OFFICER")
    client.cookies.clear()
    assert client.get(back).url.path == "/"
    assert "__Host-sid" not in client.cookies


@pytest.mark.parametrize("part", ["state", "code"])
def test_a_return_that_was_meddled_with_leads_nowhere(client, part):
    begun = client.get("/log-ind", follow_redirects=False)
    back = chosen(begun.headers["Location"], "OFFICER")
    told = parse_qs(urlsplit(back).query)[part][0]
    assert client.get(back.replace(told, "x" * 20)).url.path == "/"
    assert "__Host-sid" not in client.cookies


def test_a_return_counts_once(client):
    begun = client.get("/log-ind", follow_redirects=False)
    attempt = client.cookies["__Host-attempt"]
    back = chosen(begun.headers["Location"], "OFFICER")
    client.get(back)
    client.cookies.clear()
    client.cookies.set("__Host-attempt", attempt, domain="localhost.local")
    assert client.get(back).url.path == "/"
    assert "__Host-sid" not in client.cookies


def test_a_return_after_ten_minutes_is_too_late(client, clock):
    begun = client.get("/log-ind", follow_redirects=False)
    back = chosen(begun.headers["Location"], "OFFICER")
    clock.goes_on(minutes=10)
    assert client.get(back).url.path == "/"
    assert "__Host-sid" not in client.cookies


def test_a_sign_in_ends_when_nothing_is_done(browser, clock, followed):
    client = browser(Role.OFFICER)
    for _ in range(3):
        clock.goes_on(minutes=29)
        assert client.get("/opfoelgning").url.path == "/opfoelgning"
    clock.goes_on(minutes=30)
    assert client.get("/opfoelgning").url.path == "/"


def test_a_sign_in_ends_after_a_working_day_whatever_is_done(browser, clock, followed):
    client, begun = browser(Role.OFFICER), clock.now
    while clock.now - begun < timedelta(hours=8) - timedelta(minutes=20):
        clock.goes_on(minutes=20)
        assert client.get("/opfoelgning").url.path == "/opfoelgning"
    clock.goes_on(minutes=20)
    assert client.get("/opfoelgning").url.path == "/"


def test_signing_out_ends_this_sign_in_alone(browser, followed):
    here, there = browser(Role.OFFICER), browser(Role.OFFICER)
    kept = here.cookies["__Host-sid"]
    press(here, here.get("/opfoelgning"), "/log-af")
    here.cookies.set("__Host-sid", kept, domain="localhost.local")
    assert here.get("/opfoelgning").url.path == "/"
    assert there.get("/opfoelgning").url.path == "/opfoelgning"


def test_signing_out_goes_on_to_the_provider_and_back(browser, provider, followed):
    client = browser(Role.OFFICER)
    action, fields = form(client.get("/opfoelgning"), "/log-af")
    there = client.post(action, data=fields, follow_redirects=False).headers["Location"]
    assert there.startswith(f"{provider.issuer_url}/end?")
    told = parse_qs(urlsplit(there).query)
    assert told["post_logout_redirect_uri"] == [f"{HOST}/"]
    back = httpx2.get(there, trust_env=False)
    assert (back.status_code, back.headers["Location"]) == (303, f"{HOST}/")


def test_when_the_provider_is_gone_one_is_signed_out_here(browser, parts, followed):
    client = browser(Role.OFFICER)
    page = client.get("/opfoelgning")
    client.app.state.parts = replace(parts, code_flow=None)
    assert press(client, page, "/log-af").url.path == "/"
    assert client.get("/opfoelgning").url.path == "/"


def test_signing_out_everywhere_ends_all_of_ones_own(browser, followed):
    here, there = browser(Role.OFFICER), browser(Role.OFFICER)
    another = browser(Role.OFFICER, "K-2005")
    press(here, here.get("/opfoelgning"), "/log-af-overalt")
    assert here.get("/opfoelgning").url.path == "/"
    assert there.get("/opfoelgning").url.path == "/"
    assert another.get("/opfoelgning").url.path == "/opfoelgning"


STRANGE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": HOST},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {},
]


@pytest.mark.parametrize("headers", STRANGE, ids=str)
def test_a_form_from_elsewhere_is_refused(browser, followed, headers):
    client = browser(Role.OFFICER)
    del client.headers["Sec-Fetch-Site"]
    answer = client.post("/log-af", headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert "ikke sendt fra vores egne sider" in answer.text
    assert client.get("/opfoelgning").url.path == "/opfoelgning"


def test_an_old_browser_is_known_by_its_origin(browser, followed):
    client = browser(Role.OFFICER)
    page = client.get("/opfoelgning")
    del client.headers["Sec-Fetch-Site"]
    action, fields = form(page, "/log-af")
    answer = client.post(
        action, data=fields, headers={"Origin": HOST}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert client.get("/opfoelgning").url.path == "/"


def test_a_bearer_token_opens_no_page_and_a_cookie_no_door(browser, provider, followed):
    client = browser()
    token = {"Authorization": f"Bearer {provider.token(Role.OFFICER)}"}
    assert client.get("/opfoelgning", headers=token).url.path == "/"
    assert browser(Role.OFFICER).get("/follow-ups").status_code == 401
