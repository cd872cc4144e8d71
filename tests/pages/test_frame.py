"""What every page has around it, and what no page may do."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from api.pages import danish
from api.pages.assets import INSTALLED
from api.pages.templates import age, clock, day, moment, plural
from domain.event import Role
from tests.ids import NOON
from tests.pages.browsing import HOST, opened

TEMPLATES = Path(danish.__file__).parents[1] / "templates"
ADDRESSES = re.compile(r'(?:href|src|action|hx-post)="([^"#]+)')


def policy(answer) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def test_a_page_runs_only_our_scripts_of_this_very_answer(officer):
    one, two = opened(officer), opened(officer)
    nonces = []
    for page in (one, two):
        told = policy(page)
        [nonce] = re.findall(r"^'nonce-([\w-]+)'$", told["script-src"])
        assert told["default-src"] == "'none'"
        assert "unsafe" not in page.headers["Content-Security-Policy"]
        scripts = re.findall(r"<script[^>]*>", page.text)
        assert scripts
        assert all(f'nonce="{nonce}"' in script for script in scripts)
        nonces.append(nonce)
    assert nonces[0] != nonces[1]


def test_whatever_htmx_obeys_carries_the_nonce(officer, waits):
    waits()
    page = opened(officer)
    [nonce] = re.findall(r"'nonce-([\w-]+)'", page.headers["Content-Security-Policy"])
    obeyed = re.findall(r"<[^>]* hx-post=[^>]*>", page.text)
    assert len(obeyed) >= 3
    assert all(f'hx-nonce="{nonce}"' in each for each in obeyed)


def test_there_is_neither_style_nor_script_inside_a_page(officer, waits):
    waits()
    page = opened(officer).text
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", page)
    assert re.findall(r"<script[^>]*>([^<]+)</script>", page) == []


@pytest.mark.parametrize("path", ["/", "/opfoelgning", "/openapi.json", "/follow-ups"])
def test_no_answer_is_kept_or_guessed_at(officer, path):
    headers = officer.get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "max-age=" in headers["Strict-Transport-Security"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_the_doors_are_still_described(officer):
    answer = officer.get("/docs")
    assert answer.status_code == 200
    assert policy(answer)["style-src"] == "'unsafe-inline'"  # its own, and no script


def test_all_that_a_page_names_is_ours_and_there(officer, waits):
    waits()
    for path in set(ADDRESSES.findall(opened(officer).text)):
        assert path.startswith("/"), path
        if path.startswith("/assets/"):
            answer = officer.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["Cache-Control"].endswith("immutable")


def test_no_word_can_become_markup():
    """Templates call nothing safe but what stands in them, so no field needs its own."""
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text("utf-8")
        assert not re.search(r"autoescape|(?<!')\s*\|\s*safe", text), file.name


def test_every_icon_is_in_the_set():
    sprite = (INSTALLED / "dkfds/dist/img/all-svg-icons.svg").read_text("utf-8")
    texts = [each.read_text("utf-8") for each in TEMPLATES.rglob("*.html")]
    named = {name for text in texts for name in re.findall(r'icon\("([a-z-]+)"', text)}
    there = set(re.findall(r'id="([a-z-]+)"', sprite))
    assert "warning" in named
    assert named | {"success", "warning", "error"} <= there


def test_what_our_style_names_is_there(officer):
    style = next(
        p for p in ADDRESSES.findall(opened(officer).text) if "genfind.css" in p
    )
    named = re.findall(r"url\(([^)]+)\)", officer.get(style).text)
    assert named
    for path in named:
        assert officer.get(f"{HOST}{path}").status_code == 200, path


def test_every_page_can_be_read_from_top_to_bottom(browser, followed):
    pages = [
        browser().get("/"),
        opened(browser(Role.OFFICER)),
        opened(browser(Role.CUSTODIAN)),
        browser(Role.OFFICER).get("/opfoelgning?x=1"),
    ]
    for page in pages:
        text = page.text
        assert '<html lang="da">' in text
        assert text.count("<h1") == text.count("<main") == 1
        assert text.count('aria-label="Hovedmenu"') <= 1
        assert text.index('href="#main"') == re.search(r"<a[^>]*?(href=)", text).start(
            1
        )
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids))


def test_every_field_has_a_label_and_every_form_a_button(officer, waits):
    waits()
    page = opened(officer).text
    fields = re.findall(r"<(?:input|select|textarea)[^>]*>", page)
    for field in fields:
        if 'type="hidden"' not in field:
            [id] = re.findall(r' id="([^"]+)"', field)
            assert f'for="{id}"' in page, field
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        assert 'method="post"' in form
        assert "<button" in form


def test_each_role_sees_its_own_menu(browser, followed):
    assert 'aria-current="page">Opfølgning</a>' in opened(browser(Role.SUPERVISOR)).text
    assert "Hovedmenu" not in browser(Role.GATEWAY).get("/").text


def test_days_and_numbers_are_said_in_danish():
    assert moment(NOON) == (
        '<time datetime="2026-11-22T13:00:00+01:00">22. nov. 2026 kl. 13.00</time>'
    )
    assert day(NOON.date()) == '<time datetime="2026-11-22">22. nov. 2026</time>'
    assert clock(NOON, NOON) == "kl. 13.00"
    assert clock(NOON, NOON + timedelta(days=1)) == "den 22. nov. 2026 kl. 13.00"
    assert [plural(n, "dag", "dage") for n in (0, 1, 2)] == [
        "0 dage",
        "1 dag",
        "2 dage",
    ]
    assert [age(n) for n in (60, 7_200, 86_400, 172_800)] == [
        "1 minut",
        "2 timer",
        "1 dag",
        "2 dage",
    ]


def test_when_the_archive_is_silent_a_page_says_so_in_danish(officer, parts, waits):
    page = opened(officer)
    parts.reader.close()
    answer = opened(officer)
    assert page.status_code == 200
    assert answer.status_code == 503
    assert "Ikke bekræftet" in answer.text
