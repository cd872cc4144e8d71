"""What is done from the queue: once, by whoever has claimed it, and nothing typed lost."""

import pytest

from domain.event import By, Role
from domain.follow_ups import ClaimFollowUp, follow_ups
from tests.ids import new_id
from tests.pages.browsing import PARTIAL, form, opened, press

KOFOED = By(id="K-2005", role=Role.OFFICER, district="1467")
PLAIN = {"view": "kredsen"}
TALK = {"mode": "PHONE", "more_help": "nej", "solved": "ja", "safer": ""}


def events(parts, id):
    return [each.event for each in parts.registry.history(id)]


def names(parts, id):
    return [type(each).__name__ for each in events(parts, id)]


def test_a_follow_up_is_taken_and_given_back(officer, waits, parts):
    id = waits()
    page = press(officer, opened(officer), f"{id}/tag")
    assert page.url.path == "/opfoelgning"
    assert "Du har taget opfølgningen." in page.text
    assert '<td data-title="Taget af">dig</td>' in page.text
    assert f"follow-up-{id}" in opened(officer, "mine").text
    page = press(officer, page, f"{id}/frigiv")
    assert "Opfølgningen er frigivet." in page.text
    assert f"follow-up-{id}" not in opened(officer, "mine").text
    assert names(parts, id)[1:] == ["FollowUpClaimed", "FollowUpReleased"]


def test_htmx_gets_the_queue_as_it_then_is(officer, waits):
    id = waits()
    officer.headers |= PARTIAL
    part = press(officer, opened(officer), f"{id}/tag").text
    assert part.lstrip().startswith('<div id="queue">')
    assert "Du har taget opfølgningen." in part
    assert '<td data-title="Taget af">dig</td>' in part


def test_whoever_is_late_is_told_who_was_first(officer, waits, parts, clock):
    id = waits()
    page = opened(officer)
    clock.goes_on(minutes=12)
    parts.registry.execute(follow_ups, id, ClaimFollowUp(), KOFOED)
    answer = press(officer, page, f"{id}/tag")
    assert answer.status_code == 409
    assert "Taget af K-2005 kl. 13.12." in answer.text
    assert names(parts, id)[1:] == ["FollowUpClaimed"]


def test_what_a_colleague_has_taken_has_no_buttons(officer, browser, waits, parts):
    id = waits()
    receipt = parts.registry.execute(follow_ups, id, ClaimFollowUp(), KOFOED)
    parts.projector.wait_for(receipt.position)
    assert f"{id}/" not in opened(officer).text
    supervisor = browser(Role.SUPERVISOR)
    assert f"{id}/tag" not in opened(supervisor).text
    page = press(supervisor, opened(supervisor), f"{id}/frigiv")
    assert "Opfølgningen er frigivet." in page.text


def test_an_attempt_is_counted(officer, waits):
    id = waits()
    page = press(officer, opened(officer), f"{id}/forsoeg", kind="VISIT")
    assert "Forsøget er registreret." in page.text
    assert '<td data-title="Forsøg">1<br>Kørt forbi' in page.text


def test_the_same_form_sent_twice_is_one_attempt(officer, waits, parts):
    id = waits()
    page = opened(officer)
    for _ in range(2):
        press(officer, page, f"{id}/forsoeg")
    assert names(parts, id)[1:] == ["FollowUpAttemptMade"]
    press(officer, opened(officer), f"{id}/forsoeg")
    assert names(parts, id)[1:] == ["FollowUpAttemptMade"] * 2


def test_an_attempt_that_could_betray_her_is_refused_in_danish(officer, waits, parts):
    id = waits(safe_contact="DIRECT_ONLY")
    answer = press(officer, opened(officer), f"{id}/forsoeg", kind="NEIGHBOUR")
    assert answer.status_code == 409
    assert "Kun direkte kontakt: nabo" in answer.text
    assert len(events(parts, id)) == 1


def test_a_talk_with_its_three_answers_ends_the_waiting(officer, waits, parts):
    id = waits()
    page = press(officer, opened(officer), f"{id}/samtale", **TALK, note="Hun er tryg.")
    assert "Samtalen er registreret." in page.text
    assert f"follow-up-{id}" not in page.text
    talk = events(parts, id)[-1]
    assert (talk.mode, talk.more_help, talk.solved, talk.safer) == (
        "PHONE",
        False,
        True,
        None,
    )
    assert talk.note.text == "Hun er tryg."


def test_a_talk_without_a_way_is_sent_back_with_all_that_was_typed(
    officer, waits, parts
):
    id = waits()
    typed = TALK | {"mode": "", "note": "Vil have <besøg>"}
    answer = press(officer, opened(officer), f"{id}/samtale", **typed)
    assert answer.status_code == 422
    assert f'<a href="#mode-{id}-option1">Vælg, hvordan' in answer.text
    assert f'id="mode-{id}-option1"' in answer.text
    assert ">Vil have &lt;besøg&gt;</textarea>" in answer.text
    sent = form(answer, f"{id}/samtale")[1]
    assert (sent["more_help"], sent["solved"], sent["safer"]) == ("nej", "ja", "")
    assert len(events(parts, id)) == 1


def test_no_words_are_in_the_address_afterwards(officer, waits):
    id = waits()
    page = press(officer, opened(officer), f"{id}/samtale", **TALK, note="Hun er tryg.")
    assert set(page.url.params) == {"vis", "sket", "position"}


@pytest.mark.parametrize("deed", ["tag", "frigiv", "forsoeg", "samtale"])
def test_another_district_may_do_nothing(officer, browser, waits, parts, deed):
    id = waits()
    _, fields = form(opened(officer), f"{id}/{'tag' if deed == 'frigiv' else deed}")
    elsewhere = browser(Role.OFFICER, "K-1", "1470")
    answer = elsewhere.post(f"/opfoelgning/{id}/{deed}", data=fields)
    assert answer.status_code == 403
    assert "en anden politikreds end din" in answer.text
    assert len(events(parts, id)) == 1


def test_what_does_not_exist_is_said_in_danish(officer):
    answer = officer.post(f"/opfoelgning/{new_id()}/tag", data=PLAIN)
    assert answer.status_code == 404
    assert "Findes ikke" in answer.text


def test_beside_a_page_a_failure_is_a_notice_and_the_page_stays(officer):
    answer = officer.post(f"/opfoelgning/{new_id()}/tag", data=PLAIN, headers=PARTIAL)
    assert answer.headers["HX-Retarget"] == "#notice"
    assert 'role="alert"' in answer.text
    assert "<html" not in answer.text


def test_a_follow_up_is_planned(officer, waits):
    id = waits()
    typed = {"mode": "IN_PERSON", "officer": "K-2005", "on": "2026-11-28"}
    page = press(officer, opened(officer), f"{id}/planlaeg", **typed)
    assert "Opfølgningen er planlagt." in page.text
    assert "Planlagt" in page.text
    assert "28. nov. 2026</time>: Personligt, K-2005" in page.text


def test_a_plan_without_a_day_is_sent_back(officer, waits, parts):
    id = waits()
    page = press(officer, opened(officer), f"{id}/planlaeg", officer="K-2005", on="")
    assert page.status_code == 422
    assert f'href="#on-{id}"' in page.text
    assert form(page, f"{id}/planlaeg")[1]["officer"] == "K-2005"
    assert names(parts, id)[1:] == []


@pytest.mark.parametrize(
    ("step", "typed", "event", "said"),
    [
        ("frabedt", {}, "FollowUpDeclined", "ikke ønsker opfølgning."),
        ("afslut", {"reason": "Flyttet"}, "FollowUpClosed", "er afsluttet."),
    ],
)
def test_a_follow_up_ends_without_a_talk(
    officer, waits, parts, step, typed, event, said
):
    id = waits()
    page = press(officer, opened(officer), f"{id}/{step}", **typed)
    assert said in page.text
    assert f"follow-up-{id}" not in page.text
    assert names(parts, id)[1:] == [event]


def test_closing_asks_for_the_reason(officer, waits, parts):
    id = waits()
    page = press(officer, opened(officer), f"{id}/afslut", reason=" ")
    assert page.status_code == 422
    assert f'href="#reason-{id}"' in page.text
    assert names(parts, id)[1:] == []
