"""Follow-ups and registration counted on screen, every district with its name."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from domain.contacts import contacts
from domain.event import By, Role
from domain.follow_ups import RecordTalk, TalkMode, follow_ups
from domain.places import DISTRICTS
from domain.registration import RegisterContact
from tests.api.telling import MOPEDS
from tests.ids import NOON, new_id
from tests.pages.browsing import PARTIAL
from tests.pages.counting import rows, words
from tests.pages.looking import faults
from tests.pages.waiting import JENSEN

FOLLOW_UPS, REGISTRATION = "/tal/opfoelgning", "/tal/registrering"
OWN = DISTRICTS["1467"]
OF_FOLLOW_UPS = "Tryghedsopfølgning fordelt på politikreds"
OF_REGISTRATION = "Registrering fordelt på politikreds"


@pytest.fixture
def reached(parts, waits) -> None:
    """One of two was called."""
    first, _ = waits(), waits()
    talk = RecordTalk(mode=TalkMode.PHONE)
    receipt = parts.registry.execute(follow_ups, first, talk, JENSEN)
    parts.projector.wait_for(receipt.position)


@pytest.fixture
def late(parts, followed) -> None:
    """Two contacts on Bornholm: after 90 seconds, and after two days from a note."""
    there = By(id="K-2001", role=Role.OFFICER, district="1471")
    for delay, more in ((90, {}), (2 * 86_400, {"late_reason": "PAPER_NOTE"})):
        at = (NOON - timedelta(seconds=delay)).isoformat()
        told = MOPEDS | {"district": "1471", "received_at": at} | more
        command = RegisterContact.model_validate(told)
        receipt = parts.registry.execute(contacts, new_id(), command, there)
    parts.projector.wait_for(receipt.position)


def test_registered_and_reached_stand_side_by_side(officer, reached):
    page = officer.get(FOLLOW_UPS).text
    counts = rows(page, OF_FOLLOW_UPS)
    assert list(counts) == [*DISTRICTS.values(), "Hele landet"]
    told = ["2", "1", "0", "0", "0", "1", "1", "50,0 %", "100,0 %"]
    assert counts[OWN] == counts["Hele landet"] == told
    assert counts[DISTRICTS["1471"]] == ["0"] * 7 + ["ikke målt", "0,0 %"]
    assert "fordelt på politikreds, 2 registreret og 1 nået i alt." in page
    assert "Enhed: opfølgninger" in page
    assert "Mette" not in page


def test_late_registration_is_visible_with_its_reason(officer, late):
    page = officer.get(REGISTRATION).text
    counts = rows(page, OF_REGISTRATION)
    told = ["2", "1", "1", "1", "0", "0", "0", "24:00:45", "Noteret på papir: 1"]
    assert counts[DISTRICTS["1471"]] == told
    assert counts[OWN] == ["0"] * 7 + ["ikke målt", "Ingen"]


def test_the_last_day_is_included_here_too(officer, reached, late):
    days = {"fra": "2026-11-22", "til": "2026-11-22"}
    for path, caption, count in (
        (FOLLOW_UPS, OF_FOLLOW_UPS, "4"),
        (REGISTRATION, OF_REGISTRATION, "3"),
    ):
        page = officer.get(path, params=days, headers=PARTIAL).text
        assert rows(page, caption)["Hele landet"][0] == count
        assert "til og med 22. nov. 2026." in words(page)
        page = officer.get(path, params={"til": "2026-11-19"}, headers=PARTIAL).text
        assert rows(page, caption)["Hele landet"][0] == "0"
        answer = officer.get(path, params={"fra": "i går"})
        assert answer.status_code == 422
        assert 'id="fra-error"' in answer.text
        assert "<table" not in answer.text


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_an_officer_asks_for_a_day_and_nothing_hinders_him(
    window, reached, late, scripts
):
    page = window(Role.OFFICER, "/klager", scripts=scripts)
    for name, caption in (
        ("Tryghedsopfølgning", OF_FOLLOW_UPS),
        ("Registrering", OF_REGISTRATION),
    ):
        tabs = page.get_by_role("navigation", name="Tal")
        tabs.get_by_role("link", name=name).click()
        table = page.get_by_role("table", name=caption)
        expect(table).to_be_visible()
        assert not scripts or faults(page) == []
        page.get_by_label("Til og med").fill("2026-01-01")
        page.get_by_role("button", name="Vis tal").click()
        country = table.get_by_role("row", name="Hele landet")
        expect(country.get_by_role("cell").nth(1)).to_have_text("0")
        assert not scripts or faults(page) == []
