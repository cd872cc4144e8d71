"""How well contacts are registered, on screen, with what each figure rests on."""

import re

import pytest

from domain.event import Role
from domain.places import DISTRICTS
from domain.supervision import RecordFinding, registration_audits
from tests.pages.overseen import HOLM

HERE = "/tilsyn/kvalitet"


@pytest.fixture
def examined(registered, drawn, parts):
    """Two contacts of November, one of them correct, and one a citizen told late."""
    old = {"received_at": "2026-10-30T10:00:00+01:00"}
    first, second = registered(), registered()
    registered(**old, late_reason="CITIZEN_STATEMENT")
    audit = drawn()
    for contact, finding in ((first, "CORRECT"), (second, "WRONG")):
        command = RecordFinding(contact=contact, finding=finding)
        receipt = parts.registry.execute(registration_audits, audit, command, HOLM)
    parts.projector.wait_for(receipt.position)


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def test_where_nothing_was_examined_nothing_is_measured(browser, followed):
    page = browser(Role.SUPERVISOR).get(HERE)
    assert "Korrekte af de undersøgte: ikke målt , n = 0." in told(page)
    assert "<svg" not in page.text
    assert "Ingen henvendelser er undersøgt" in page.text


def test_shares_stand_with_n_and_interval_in_table_and_picture(examined, browser):
    supervisor = browser(Role.SUPERVISOR)
    page = supervisor.get(HERE)
    said = told(page)
    assert "50,0 % (9,5 til 90,5 %) , n = 2." in said
    assert "1 henvendelse måtte borgerne selv oplyse senere" in said
    assert "okt. 2026 0 ikke målt 0 0 0 0 1" in said
    assert "nov. 2026 2 50,0 % (9,5 til 90,5 %) 0 1 0 0 0" in said
    assert 'role="img" aria-label="Andelen' in page.text
    assert page.text.count("<svg") > page.text.count("icon-svg")
    quarter = told(supervisor.get(HERE, params={"pr": "kvartal", "fra": "", "til": ""}))
    assert "4. kvartal 2026 2 50,0 %" in quarter
    until = told(supervisor.get(HERE, params={"til": "2026-10-30"}))
    assert "okt. 2026" in until
    assert "nov. 2026 2" not in until


def test_the_authority_sees_all_districts_and_chooses_one_for_the_picture(
    examined, browser
):
    authority = browser(Role.AUTHORITY)
    page = authority.get(HERE)
    assert "Vælg en politikreds" in page.text
    assert f'data-title="Politikreds">{DISTRICTS["1467"]}' in page.text
    chosen = authority.get(HERE, params={"kreds": "1467"})
    assert "Punkt: andel korrekte" in chosen.text
