"""Verificér: whoever brings a receipt is told what it proves, and nothing is kept of it."""

import re

import pytest

from api.pages import danish
from api.receipts import paper_of, receipt_of
from domain.event import Role
from infrastructure.receipts import LARGEST
from tests.pages.browsing import press
from tests.pages.contacting import teller
from tests.pages.coursing import course, say

__all__ = ["course", "say"]

HERE = "/verificer"


@pytest.fixture
def given(parts, followed, seal):
    id = teller(parts)()
    seal.sealer.catch_up()
    return receipt_of(parts, id)


@pytest.fixture
def nobody(browser):
    return browser()


def brought(browser, file: bytes = b"", text: str = ""):
    files = {"file": ("kvittering", file, "application/octet-stream")}
    return browser.post(HERE, files=files, data={"text": text})


def test_nobody_has_to_sign_in(nobody):
    page = nobody.get(HERE)
    assert page.status_code == 200
    assert "Verificér en kvittering" in page.text
    assert 'href="/verificer"' in nobody.get("/").text


def test_text_file_and_paper_are_all_the_same_receipt(nobody, given, parts):
    text = str(given.proof)
    pdf = paper_of(parts, given, parts.clock())
    for answer in (
        brought(nobody, text.encode()),
        brought(nobody, text=text.replace("\n", "\r\n")),
        brought(nobody, pdf),
    ):
        assert answer.status_code == 200
        assert "Kvitteringen er ægte, men foreløbig" in answer.text
        assert "registrering af en henvendelse" in answer.text
        assert "Hvem du er." in answer.text
        assert f"art {danish.KINDS[given.first.event.kind]}" in answer.text


def test_what_a_code_holds_proves_less(nobody, given):
    answer = brought(nobody, text=given.brief)
    assert "Kvitteringen er ægte" in answer.text
    assert "ikke hændelsens indhold med" in answer.text


def test_a_court_print_is_known_to_the_last_byte(
    browser, nobody, course, parts, seal, followed
):
    seal.sealer.catch_up()
    officer = browser(Role.OFFICER)
    here = f"/stalking/{course}/retsudskrifter"
    press(officer, officer.get(here), "/formaal", purpose="PROTECTION")
    issued = press(officer, officer.get(here), "/retsudskrifter", **{"for": "OWN_USE"})
    [link] = re.findall(rf'href="({here}/[0-9a-f]+)"', issued.text)
    pdf = officer.get(link).content
    parts.projector.wait_for(parts.registry.recorder.newest())
    answer = brought(nobody, pdf)
    assert "Retsudskriften er ægte" in answer.text
    assert "nøjagtig denne fil 22. nov. 2026" in answer.text
    assert str(course) not in answer.text
    assert "beviser ikke noget" in brought(nobody, pdf + b"\n").text


def test_a_changed_one_proves_nothing_and_says_why(nobody, given):
    text = str(given.proof)
    changed = text.replace(f"index {given.proof.index}", "index 999999")
    answer = brought(nobody, changed.encode())
    assert "Kvitteringen beviser ikke noget" in answer.text
    assert "står ikke på den plads" in answer.text
    assert "ægte" not in answer.text


@pytest.mark.parametrize(
    ("file", "status", "said"),
    [
        (b"", 422, "Vælg en fil"),
        (b"x" * (LARGEST + 1), 413, "højst 1 MB"),
        (b"x" * (2 * LARGEST), 413, "højst 1 MB"),
        (b"<script>document.title='x'</script>", 200, "hverken en kvittering"),
        (bytes(range(256)), 200, "hverken en kvittering"),
    ],
)
def test_whatever_else_is_brought_is_told_what_to_do(nobody, seal, file, status, said):
    answer = brought(nobody, file)
    assert answer.status_code == status
    assert said in answer.text
    assert "<script>document" not in answer.text


def test_forms_from_elsewhere_and_of_other_kinds_are_refused(nobody, app):
    assert nobody.post(HERE, data={"text": "x"}).status_code == 415
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    files = {"file": ("x", b"x")}
    assert nobody.post(HERE, files=files, headers=elsewhere).status_code == 403


def test_nothing_of_it_is_stored_or_logged(nobody, given, parts, caplog, capsys):
    before = [parts.registry.recorder.newest(), parts.access_log.recorder.newest()]
    brought(nobody, text=f"Hemmelig {given.proof}")
    after = [parts.registry.recorder.newest(), parts.access_log.recorder.newest()]
    assert before == after
    said = capsys.readouterr()
    assert "Hemmelig" not in caplog.text + said.out + said.err
    assert "Hemmelig" not in brought(nobody, text="Hemmelig").text


def test_the_keys_are_there_to_compare(nobody, parts):
    assert str(parts.transparency.policy).strip() in nobody.get(HERE).text
