"""What reached the police, on screen: it is registered, or somebody says why not."""

import pytest

from domain.contacts import RegisterContact, contacts
from domain.event import Role
from domain.intake import SettleIntake, intake
from domain.places import DISTRICTS
from tests.api.telling import MOPEDS
from tests.ids import new_id
from tests.pages.browsing import press
from tests.pages.looking import SCRIPT
from tests.pages.overseen import HOLM, PURPOSE
from tests.pages.waiting import JENSEN

HERE = "/indgaaet"
NOTE = "Talt med Birthe."


@pytest.fixture
def supervisor(browser, followed):
    return browser(Role.SUPERVISOR)


def test_where_nothing_waits_it_says_so(supervisor):
    assert "Intet venter på at blive registreret" in supervisor.get(HERE).text


def test_the_oldest_comes_first_with_its_age_and_ways_on(supervisor, call, clock):
    late, early = call(source="TC1-2"), call(source="TC1-1", at="2026-11-22T11:00:00Z")
    clock.goes_on(minutes=5)
    page = supervisor.get(HERE).text
    assert page.index("TC1-1") < page.index("TC1-2")
    assert "1 time" in page
    assert "15 minutter" in page
    for id in (late, early):
        assert f'href="/henvendelser/ny?intake={id}"' in page
        assert f'href="/indgaaet/{id}"' in page
    assert "2 opkald og mails vist" in page


def test_of_other_districts_only_when_asked_for(supervisor, call):
    call(district="1471", source="TC9-1")
    assert "TC9-1" not in supervisor.get(HERE).text
    everywhere = supervisor.get(HERE, params={"hvor": "landet"}).text
    assert "TC9-1" in everywhere
    assert DISTRICTS["1471"] in everywhere


def test_what_has_ended_is_listed_apart(supervisor, call, parts):
    call(source="TC1-OPEN")
    answered, wrong = call(source="TC1-ANSWERED"), call(source="TC1-WRONG")
    contact = new_id()
    command = RegisterContact.model_validate(MOPEDS | {"intake": answered})
    parts.registry.execute(contacts, contact, command, JENSEN)
    settle = SettleIntake(reason="WRONG_NUMBER")
    receipt = parts.registry.execute(intake, wrong, settle, HOLM)
    parts.projector.wait_for(receipt.position)
    page = supervisor.get(HERE, params={"vis": "afsluttede"}).text
    assert "TC1-OPEN" not in page
    assert f'href="/henvendelser/{contact}"' in page
    assert "Forkert nummer" in page
    everything = supervisor.get(HERE, params={"vis": "alle"}).text
    assert all(f"TC1-{each}" in everything for each in ("OPEN", "ANSWERED", "WRONG"))


def test_a_call_is_settled_and_leaves_the_list(supervisor, call, parts):
    id = call(source="TC1-7")
    page = supervisor.get(f"{HERE}/{id}")
    done = press(supervisor, page, "/afslut", reason="NOT_A_CONTACT", note=NOTE)
    assert done.url.path == HERE
    assert "Opkaldet eller mailen er afsluttet." in done.text
    assert "TC1-7" not in done.text
    assert set(done.url.params) == {"sket", "position"}
    settled = parts.registry.history(id)[-1]
    assert (settled.event.reason, settled.event.note.text) == ("NOT_A_CONTACT", NOTE)
    assert settled.by == HOLM


def test_without_a_reason_nothing_is_settled_and_nothing_lost(supervisor, call, parts):
    id = call()
    page = supervisor.get(f"{HERE}/{id}")
    answer = press(supervisor, page, "/afslut", reason="", note=f"{NOTE}{SCRIPT}")
    assert answer.status_code == 422
    assert '<a href="#reason">Vælg, hvorfor' in answer.text
    assert NOTE in answer.text
    assert SCRIPT not in answer.text
    assert len(parts.registry.history(id)) == 1


def test_who_is_late_sees_what_a_colleague_did_and_the_own_words(
    supervisor, call, parts
):
    id = call()
    page = supervisor.get(f"{HERE}/{id}")
    settle = SettleIntake(reason="WRONG_NUMBER")
    parts.registry.execute(intake, id, settle, HOLM)
    answer = press(supervisor, page, "/afslut", reason="NOT_A_CONTACT", note=NOTE)
    assert answer.status_code == 412
    assert "En kollega har ændret dette imens" in answer.text
    assert "Forkert nummer" in answer.text
    assert f"<blockquote>{NOTE}</blockquote>" in answer.text
    data = {"reason": "NOT_A_CONTACT"}
    refused = supervisor.post(f"{HERE}/{id}/afslut", data=data)
    assert refused.status_code == 409
    assert "er allerede afsluttet" in refused.text


def test_a_note_is_read_for_a_purpose_and_each_time_logged(
    supervisor, call, parts, logged
):
    id = call()
    settle = SettleIntake(reason="WRONG_NUMBER", note=NOTE)
    receipt = parts.registry.execute(intake, id, settle, HOLM)
    parts.projector.wait_for(receipt.position)
    ended = f"{HERE}?vis=afsluttede&hvor=kredsen"
    for address in (ended, f"{HERE}/{id}"):
        page = supervisor.get(address)
        assert NOTE not in page.text
        assert "skjult, til et formål er givet" in page.text
    assert logged() == []
    page = press(supervisor, supervisor.get(ended), "/formaal", **PURPOSE)
    assert NOTE in page.text
    assert NOTE in supervisor.get(f"{HERE}/{id}").text
    assert [each.view for each in logged()] == ["intake", "intake_list"]
    assert {each.reference for each in logged()} == {"T-7"}
    assert NOTE not in press(supervisor, page, "/skjul").text


def test_more_than_fit_are_a_click_away(supervisor, call):
    for n in range(51):
        call(at=f"2026-11-22T11:{n:02}:00Z", source=f"TC1-{n:02}")
    page = supervisor.get(HERE).text
    assert "50 opkald og mails vist, og der er flere" in page
    more = page.partition('<p><a href="')[2].partition('">Vis flere')[0]
    rest = supervisor.get(more.replace("&amp;", "&")).text
    assert "TC1-50" in rest
    assert "1 opkald eller mail vist." in rest


def test_what_is_not_there_is_said_in_danish(supervisor):
    answer = supervisor.get(f"{HERE}/{new_id()}")
    assert (answer.status_code, "Findes ikke" in answer.text) == (404, True)
