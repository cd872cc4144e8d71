"""The overview: nothing that waits is overlooked, and each leads to where it is dealt with."""

import re

import pytest

from domain.break_glass import BreakGlass, break_glass
from domain.complaints import ReceiveComplaint, complaints
from domain.event import Role
from domain.follow_ups import ClaimFollowUp, ReleaseFollowUp, follow_ups
from domain.supervision import AgreeAction, registration_audits
from tests.api.complaining import TALKED_DOWN
from tests.ids import new_id
from tests.pages.looking import SCRIPT
from tests.pages.overseen import HOLM
from tests.pages.waiting import JENSEN, NAME

HERE = "/overblik"


@pytest.fixture
def supervisor(browser, followed):
    return browser(Role.SUPERVISOR)


def counts(page):
    found = re.findall(r'oversight-count[^"]*" href="#(\w+)"><strong>(\d+)', page.text)
    return {name: int(count) for name, count in found}


def test_a_supervisor_and_the_authority_begin_where_their_work_is(supervisor, browser):
    assert supervisor.get("/").url.path == HERE
    answer = browser(Role.AUTHORITY).get("/", follow_redirects=False)
    assert answer.headers["Location"] == "/klager"


def test_where_nothing_waits_it_says_so(supervisor):
    page = supervisor.get(HERE)
    assert set(counts(page).values()) == {0}
    assert page.text.count("<p>Intet</p>") == len(counts(page)) == 6
    assert "ingen henvendelser modtaget" in page.text
    assert "Ingen opkald og mails er meldt" in page.text


def test_each_that_waits_is_counted_and_leads_to_where_it_is_dealt_with(
    browser, parts, waits, call, drawn, clock
):
    follow_up, intake, audit, complaint = waits("VICTIM"), call(), drawn(), new_id()
    for command in (ClaimFollowUp(), ReleaseFollowUp()):
        parts.registry.execute(follow_ups, follow_up, command, JENSEN)
    body = TALKED_DOWN | {"complainant": {"id": str(new_id()), "name": NAME}}
    body |= {"allegations": [{"id": str(new_id()), "category": "LANGUAGE"}]}
    received = ReceiveComplaint.model_validate(body)
    parts.registry.execute(complaints, complaint, received, JENSEN)
    agreed = AgreeAction.model_validate(
        {"action": new_id(), "what": SCRIPT, "due": "2026-12-01", "responsible": "L-1"}
    )
    receipt = parts.registry.execute(registration_audits, audit, agreed, HOLM)
    parts.projector.wait_for(receipt.position)
    glass = BreakGlass(subject=new_id(), reason=NAME)
    receipt = parts.access_log.execute(break_glass, new_id(), glass, JENSEN)
    parts.access_projector.wait_for(receipt.position)
    clock.goes_on(days=8)
    page = browser(Role.SUPERVISOR).get(HERE)
    assert set(counts(page).values()) == {1}
    contact = parts.registry.history(follow_up)[0].event.contact
    for to in (
        f"/henvendelser/{contact}",
        f"/indgaaet/{intake}",
        f"/klager/{complaint}",
        f"/tilsyn/{audit}",
        "/opfoelgning",
        "/opslag/noedadgang",
    ):
        assert f'href="{to}"' in page.text, to
    assert "Over frist" in page.text
    assert NAME not in page.text
    assert SCRIPT not in page.text


def test_more_than_fit_are_told_and_the_oldest_are_shown(supervisor, call):
    sources = [f"TC1-{n:02}" for n in range(12)]
    for n, source in enumerate(sources):
        call(source=source, at=f"2026-11-22T12:{n:02}:00+01:00")
    page = supervisor.get(HERE)
    assert counts(page)["intake"] == 12
    assert "De 10 ældste af 12." in page.text
    assert [source in page.text for source in sources] == [True] * 10 + [False] * 2


def test_timeliness_is_of_the_last_seven_days_in_the_own_district(
    supervisor, registered, call, parts
):
    call(), call(at="2026-11-20T12:50:00+01:00"), call(district="1471")
    registered(), registered()
    late = {"late_reason": "PAPER_NOTE"}
    registered(received_at="2026-11-17T08:00:00+01:00", **late)
    registered(received_at="2026-11-15T08:00:00+01:00", **late)  # a day too early
    page = " ".join(re.sub(r"<[^>]+>", "", supervisor.get(HERE).text).split())
    assert "De seneste 7 dage, fra 16. nov. 2026 til i dag" in page
    assert (
        "2 af 3 modtagne henvendelser blev registreret inden for 24 timer, 2 inden"
        " for 15 minutter." in page
    )
    assert "0 af 2 opkald og mails er registreret; 1 har ventet over 24 timer." in page
