"""Supervision on screen: samples, how far they have come, and what is agreed."""

import re
from pathlib import Path

import pytest

from api import registration_audits as doors
from api.pages.danish.refusals import REFUSALS
from domain import intake, known_intake, supervision
from domain.event import By, Role
from domain.supervision import RecordFinding, registration_audits
from tests.ids import new_id
from tests.pages.browsing import form, press
from tests.pages.looking import SCRIPT
from tests.pages.overseen import HOLM, PURPOSE, WEEK

HERE = "/tilsyn"
DUP = By(id="DUP-01", role=Role.AUTHORITY, district=None)
SAMPLE = {"from": "2026-11-16", "to": "2026-11-22", "seed": "Uge 47", "size": "2"}
AGREED = {"what": "Tjekliste", "due": "2026-12-15", "responsible": "L-1101"}


@pytest.fixture
def supervisor(browser, followed):
    return browser(Role.SUPERVISOR)


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def found(parts, audit, contact, finding, **more):
    command = RecordFinding(contact=contact, finding=finding, **more)
    receipt = parts.registry.execute(registration_audits, audit, command, HOLM)
    parts.projector.wait_for(receipt.position)


def test_a_sample_is_drawn_and_says_what_it_rests_on(supervisor, registered, parts):
    for _ in range(3):
        registered()
    page = press(supervisor, supervisor.get(HERE), HERE, **SAMPLE)
    assert "Stikprøven er trukket." in page.text
    said = told(page)
    assert "2 ønsket, 2 trukket" in said
    assert "0 af 2 undersøgt" in said
    assert "16. nov. 2026 til og med 22. nov. 2026" in said
    newest = parts.registry.recorder.newest() - 1  # before the draw itself
    assert f"Frø Uge 47, position {newest}." in said
    assert "Uge 47 0 af 2" in told(supervisor.get(HERE))


def test_who_asks_for_more_than_there_is_gets_what_there_is(supervisor, registered):
    registered()
    page = press(supervisor, supervisor.get(HERE), HERE, **SAMPLE | {"size": "9"})
    assert "9 ønsket, 1 trukket. Der er ikke flere i perioden" in told(page)
    empty = {"from": "2026-10-01", "to": "2026-10-31"}
    page = press(supervisor, supervisor.get(HERE), HERE, **SAMPLE | empty)
    assert "Ingen henvendelser i perioden" in page.text
    assert "<progress" not in page.text


def test_the_same_seed_and_position_draw_the_same_again(
    supervisor, browser, registered
):
    for _ in range(4):
        registered()
    page, numbers = supervisor.get(HERE), []
    first = SAMPLE | {"position": form(page, HERE)[1]["position"]}
    for client in (supervisor, browser(Role.AUTHORITY)):
        asked = first | {"district": "1467"}
        drawn = press(client, client.get(HERE), HERE, **asked)
        numbers.append(re.findall(r"H-\d+", drawn.text))
        registered()
    assert numbers[0] == numbers[1]
    assert len(set(numbers[0])) == 2


def test_the_same_form_sent_twice_draws_once(supervisor, registered):
    registered()
    page = supervisor.get(HERE)
    paths = {press(supervisor, page, HERE, **SAMPLE).url.path for _ in range(2)}
    assert len(paths) == 1
    assert supervisor.get(HERE).text.count('data-title="Trukket"') == 1


WRONG = [
    ({"seed": ""}, "seed", "Skriv et frø"),
    ({"from": ""}, "from", "Skriv den første dag"),
    ({"to": "i morgen"}, "to", "Skriv den sidste dag"),
    ({"to": "2026-11-15"}, "to", "Perioden slutter, før den begynder"),
    ({"size": "501"}, "size", "Skriv et helt tal fra 1 til 500"),
    ({"size": "mange"}, "size", "Skriv et helt tal fra 1 til 500"),
    ({"position": "-1"}, "position", "Skriv et helt tal"),
]


def test_what_can_not_be_drawn_is_sent_back_with_all_that_was_typed(supervisor):
    page = supervisor.get(HERE)
    assert "Ingen stikprøver er trukket endnu" in page.text
    for wrong, field, says in WRONG:
        typed = SAMPLE | wrong
        answer = press(supervisor, page, HERE, **typed)
        assert answer.status_code == 422
        assert f'<a href="#{field}">{says}' in answer.text
        sent = form(answer, HERE)[1]
        assert {name: sent[name] for name in typed} == typed
    assert "Ingen stikprøver er trukket endnu" in answer.text


def test_nothing_is_drawn_of_the_future_or_of_another_district(supervisor):
    page = supervisor.get(HERE)
    answer = press(supervisor, page, HERE, **SAMPLE | {"position": "999999"})
    assert answer.status_code == 409
    assert "Registret er ikke nået til denne position endnu" in answer.text
    assert form(answer, HERE)[1]["seed"] == "Uge 47"
    for district in ("1471", ""):
        answer = press(supervisor, page, HERE, **SAMPLE | {"district": district})
        assert answer.status_code == 403


def test_an_audit_shows_what_was_found_and_leads_to_what_was_not(
    supervisor, registered, drawn, parts
):
    first, second = registered(), registered()
    id = drawn()
    found(parts, id, first, "WRONG")
    found(parts, id, first, "CORRECT")
    page = supervisor.get(f"{HERE}/{id}")
    said = told(page)
    assert "1 af 2 undersøgt" in said
    assert "Korrekt: 1, Ufuldstændig: 0, Forkert: 0" in said
    assert "Ikke undersøgt" in said
    following = page.text.partition("Undersøg den næste")[0].rpartition('href="')[2]
    assert following.startswith(f"{HERE}/{id}/henvendelser/{second}")


def test_notes_are_read_for_a_purpose_and_the_read_is_logged(
    supervisor, registered, drawn, parts, logged
):
    contact = registered()
    id = drawn()
    found(parts, id, contact, "WRONG", note=f"Stedet mangler. {SCRIPT}")
    page = supervisor.get(f"{HERE}/{id}")
    assert "Stedet mangler" not in page.text
    assert "Notater: skjult" in page.text
    assert logged() == []
    page = press(supervisor, page, "/formaal", **PURPOSE)
    assert "Stedet mangler." in page.text
    assert SCRIPT not in page.text
    [entry] = logged()
    assert (entry.view, entry.subjects) == ("registration_audit", [contact])


def test_what_is_agreed_stands_until_it_is_done(supervisor, drawn, parts):
    id = drawn()
    page = supervisor.get(f"{HERE}/{id}")
    wrong = press(supervisor, page, "/aftal", **AGREED | {"due": ""})
    assert wrong.status_code == 422
    assert '<a href="#due">Skriv fristen' in wrong.text
    assert form(wrong, "/aftal")[1]["what"] == "Tjekliste"
    page = press(supervisor, wrong, "/aftal", **AGREED)
    assert "Aftalen er registreret." in page.text
    assert "Ikke udført" in page.text
    before = page
    page = press(supervisor, page, "/udfoert")
    assert "Aftalen er registreret som udført." in page.text
    assert "Ikke udført" not in page.text
    again = press(supervisor, before, "/udfoert", key=str(new_id()))
    assert (again.status_code, "En kollega" in again.text) == (412, True)
    again = press(supervisor, before, "/udfoert", key=str(new_id()), version="")
    assert again.status_code == 409
    assert "Aftalen er allerede udført." in again.text
    assert len(parts.registry.history(id)) == 3


def test_another_districts_audit_is_left_alone(browser, drawn, followed, parts):
    id = drawn()
    stranger = browser(Role.SUPERVISOR, "L-9", "1471")
    action = new_id()
    answers = [
        stranger.get(f"{HERE}/{id}"),
        stranger.post(f"{HERE}/{id}/aftal", data=AGREED | {"action": str(action)}),
        stranger.post(f"{HERE}/{id}/aftaler/{action}/udfoert", data={"key": ""}),
        stranger.get(f"{HERE}/{id}/henvendelser/{new_id()}"),
    ]
    assert [each.status_code for each in answers] == [403] * 4
    assert "Ingen stikprøver" in stranger.get(HERE).text
    assert len(parts.registry.history(id)) == 1
    assert WEEK["seed"] in browser(Role.AUTHORITY).get(HERE).text


def test_each_refusal_of_supervision_and_of_intake_is_said_in_danish():
    modules = (supervision, intake, known_intake, doors)
    raised = re.compile(r'raise Refused\(\s*((?:"[^"]+"\s*)+)\)')
    texts = [Path(each.__file__).read_text("utf-8") for each in modules]
    found = [literal for text in texts for literal in raised.findall(text)]
    sentences = {"".join(re.findall(r'"([^"]+)"', each)) for each in found}
    assert len(sentences) >= 11
    assert sentences <= REFUSALS.keys()
