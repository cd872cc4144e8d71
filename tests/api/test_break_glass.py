"""A protected address is seen behind broken glass: by one person, for a while, watched."""

import pytest

from domain.event import Role
from tests.api.telling import HANDLING, party, told
from tests.ids import new_id

ADDRESS, WHY = "Bygaden 9, 6900 Skjern", "Hun er truet nu."
SUPERVISION = {"Access-Purpose": "SUPERVISION"}


@pytest.fixture
def hidden(officer):
    """A citizen whose address is protected."""
    citizen = f"/citizens/{new_id()}"
    particulars = {"name": "Ane Holt", "address": ADDRESS}
    assert officer.put(citizen, json=particulars).status_code == 201
    assert officer.post(f"{citizen}/protect-address", json={}).status_code == 201
    return citizen.rpartition("/")[2]


def breaks(client, subject, id=None, **more):
    body = {"subject": subject, "reason": WHY} | more
    return client.put(f"/break-glass/{id or new_id()}", json=body)


def address(client, citizen):
    return client.get(f"/citizens/{citizen}", headers=HANDLING).json()["address"]


def reviews(client, id, **more):
    body = {"verdict": "JUSTIFIED", "note": "Patruljen kørte derhen."} | more
    return client.post(f"/break-glass/{id}/review-glass", json=body)


def test_the_address_is_seen_for_thirty_minutes_and_by_nobody_else(
    officer, at_the_door, hidden, clock
):
    assert address(officer, hidden) is None
    assert breaks(officer, hidden).status_code == 201
    assert address(officer, hidden) == ADDRESS  # at once: no read model is asked
    assert address(at_the_door(Role.OFFICER, person="K-2"), hidden) is None
    clock.goes_on(minutes=29)
    assert address(officer, hidden) == ADDRESS
    clock.goes_on(minutes=1)
    assert address(officer, hidden) is None


def test_for_this_citizen_and_no_other(officer, hidden):
    other = f"/citizens/{new_id()}"
    officer.put(other, json={"name": "Bo", "address": "Åvej 7"})
    officer.post(f"{other}/protect-address", json={})
    assert breaks(officer, hidden).status_code == 201
    assert officer.get(other, headers=HANDLING).json()["address"] is None


def test_in_a_contact_too_also_of_who_is_no_citizen_yet(officer, supervisor):
    her, him = (party(address=each, address_protected=True) for each in (ADDRESS, "X"))
    contact = told(officer, parties=[her, him]).json()["id"]
    path = f"/contacts/{contact}"
    answer = breaks(officer, her["id"])
    assert answer.status_code == 409
    assert "name a citizen, or a contact and its party" in answer.json()["title"]
    assert breaks(officer, her["id"], contact=contact).status_code == 201
    seen = officer.get(path, headers=HANDLING).json()["parties"]
    assert [each["address"] for each in seen] == [ADDRESS, None]
    assert ADDRESS not in supervisor.get(f"{path}/history", headers=SUPERVISION).text
    assert breaks(supervisor, her["id"], contact=contact).status_code == 201
    assert ADDRESS in supervisor.get(f"{path}/history", headers=SUPERVISION).text


def test_nothing_is_broken_where_nothing_is_hidden(officer, hidden):
    officer.post(f"/citizens/{hidden}/lift-address-protection", json={})
    answer = breaks(officer, hidden)
    assert answer.status_code == 409
    assert "not protected" in answer.json()["title"]
    assert breaks(officer, str(new_id())).status_code == 409


def test_without_a_reason_it_stays_whole(officer, hidden):
    assert breaks(officer, hidden, reason="").status_code == 422
    assert address(officer, hidden) is None


def test_the_same_again_is_the_same_glass_and_opens_no_longer(officer, hidden, clock):
    id = new_id()
    assert breaks(officer, hidden, id).status_code == 201
    clock.goes_on(minutes=20)
    assert breaks(officer, hidden, id).status_code == 200
    clock.goes_on(minutes=10)
    assert address(officer, hidden) is None


def test_each_read_behind_it_names_the_glass(officer, supervisor, hidden, read_models):
    id = str(new_id())
    address(officer, hidden)
    breaks(officer, hidden, id)
    address(officer, hidden)
    read_models()
    behind, before = supervisor.get("/disclosures").json()["items"]
    assert (behind["break_glass"], before["break_glass"]) == ([id], [])
    [glass] = supervisor.get("/break-glass").json()["items"]
    assert (glass["id"], glass["reads"], glass["officer"]) == (id, 1, "K-1147")


def test_the_supervisor_is_told_at_once_and_why_for_a_purpose(
    officer, supervisor, hidden, read_models, nobody
):
    breaks(officer, hidden)
    read_models()
    section = supervisor.get("/attention").json()["lists"]["break_glass_unreviewed"]
    assert section["count"] == 1
    assert section["items"][0]["subject"] == hidden
    gauge = 'genfind_attention{district="1467",list="break_glass_unreviewed"} 1.0'
    assert gauge in nobody.get("/metrics").text
    plain = supervisor.get("/break-glass")
    assert WHY not in plain.text
    [item] = supervisor.get("/break-glass", headers=SUPERVISION).json()["items"]
    assert (item["reason"], item["note"]) == (WHY, None)
    read_models()
    [logged] = supervisor.get("/disclosures", params={"view": "break_glass"}).json()[
        "items"
    ]
    assert logged["subjects"] == [hidden]


def test_it_is_reviewed_by_another_and_once(
    at_the_door, supervisor, hidden, read_models
):
    id = new_id()
    breaks(supervisor, hidden, id)
    own = reviews(supervisor, id)
    assert own.status_code == 409
    assert "yourself" in own.json()["title"]
    assert reviews(at_the_door(Role.SUPERVISOR, "1471", "L-9"), id).status_code == 409
    other = at_the_door(Role.SUPERVISOR, person="L-2")
    assert reviews(other, id, note="").status_code == 422
    assert reviews(other, id, verdict="NOT_JUSTIFIED").status_code == 201
    assert reviews(other, id).status_code == 409
    read_models()
    answer = supervisor.get("/break-glass", headers=SUPERVISION).json()
    [item] = answer["items"]
    assert (item["reviewer"], item["verdict"]) == ("L-2", "NOT_JUSTIFIED")
    assert item["note"] == "Patruljen kørte derhen."
    assert (answer["unreviewed"], answer["overdue"]) == (0, 0)
    assert reviews(other, new_id()).status_code == 404


def test_what_nobody_reviewed_for_three_days_is_counted_for_the_authority(
    officer, at_the_door, hidden, clock, read_models, nobody
):
    breaks(officer, hidden)
    clock.goes_on(hours=72)
    breaks(officer, hidden)
    clock.goes_on(seconds=1)
    read_models()
    answer = at_the_door(Role.AUTHORITY).get("/break-glass").json()
    assert (answer["unreviewed"], answer["overdue"]) == (2, 1)
    assert [each["overdue"] for each in answer["items"]] == [False, True]
    elsewhere = at_the_door(Role.SUPERVISOR, "1471", "L-9").get("/break-glass").json()
    assert (elsewhere["items"], elsewhere["unreviewed"]) == ([], 0)
    gauge = 'genfind_attention{district="1467",list="break_glass_overdue"} 1.0'
    assert gauge in nobody.get("/metrics").text


def test_where_the_log_cannot_be_written_nothing_opens(officer, hidden, parts, app):
    parts.keys.fence([hidden])  # nothing about her can be sealed any more
    assert breaks(officer, hidden).status_code == 409
    assert parts.openings.found("K-1147", [hidden]) == {}
