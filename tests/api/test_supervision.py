"""Supervision through the doors: who may look, and what is on record afterwards."""

from typing import Any
from uuid import UUID

import pytest

from domain.event import Role
from tests.api.telling import HANDLING, told
from tests.ids import new_id

SAMPLE: dict[str, Any] = {
    "seed": "November",
    "district": "1467",
    "from": "2026-11-01",
    "to": "2026-12-01",
    "size": 20,
    "position": 0,
}
SUPERVISION = {"Access-Purpose": "SUPERVISION"}
NOTE = "Gerningsstedet mangler ved Kirkestien."


@pytest.fixture
def authority(at_the_door):
    return at_the_door(Role.AUTHORITY)


@pytest.fixture
def registered(officer):
    return [told(officer).json() for _ in range(3)]


@pytest.fixture
def drawn(registered, supervisor, read_models):
    """The path of an audit whose sample is known to the read models."""
    path = f"/registration-audits/{new_id()}"
    sample = SAMPLE | {"position": registered[-1]["position"]}
    assert supervisor.put(path, json=sample).status_code == 201
    read_models()
    return path


def found(client, path, contact, finding="INCOMPLETE", **more):
    body = {"contact": contact["id"], "finding": finding} | more
    return client.post(f"{path}/record-finding", json=body)


def test_a_supervisor_draws_from_the_own_district_and_the_authority_from_any(
    supervisor, authority, at_the_door
):
    def status(client, **change):
        path = f"/registration-audits/{new_id()}"
        return client.put(path, json=SAMPLE | change).status_code

    everywhere = {"district": None}
    assert status(supervisor) == 201
    assert status(supervisor, district="1471") == 403
    assert status(supervisor, **everywhere) == 403
    assert status(authority, district="1471") == 201
    assert status(authority, **everywhere) == 201
    assert status(at_the_door(Role.OFFICER)) == 403


def test_a_sample_is_drawn_once_and_not_from_the_future(supervisor, registered):
    path = f"/registration-audits/{new_id()}"
    newest = registered[-1]["position"]
    ahead = supervisor.put(path, json=SAMPLE | {"position": newest + 100})
    assert ahead.status_code == 409
    assert "position" in ahead.json()["title"]
    for status in (201, 200):
        answer = supervisor.put(path, json=SAMPLE | {"position": newest})
        assert (answer.status_code, answer.json()["number"]) == (status, None)
    assert supervisor.put(path, json=SAMPLE).status_code == 409


def test_whoever_draws_with_the_same_seed_and_position_draws_the_same(
    registered, supervisor, authority, officer, read_models
):
    sample = SAMPLE | {"position": registered[-1]["position"], "size": 2}
    samples = []
    for client in (supervisor, authority):
        path = f"/registration-audits/{new_id()}"
        client.put(path, json=sample)
        told(officer)
        read_models()
        samples.append(client.get(path).json()["contacts"])
    assert samples[0] == samples[1]
    assert len(samples[0]) == 2


def test_a_period_that_ends_before_it_begins_can_be_seen_to_be_wrong(supervisor):
    path = f"/registration-audits/{new_id()}"
    answer = supervisor.put(path, json=SAMPLE | {"to": "2026-11-01"})
    assert answer.status_code == 422
    answer = supervisor.put(path, json=SAMPLE | {"from": "November"})
    assert answer.json()["errors"][0]["field"] == "from"


def test_an_audit_shows_its_sample_and_how_far_it_has_come(
    drawn, registered, supervisor
):
    assert found(supervisor, drawn, registered[0], "WRONG").status_code == 201
    assert found(supervisor, drawn, registered[0], "CORRECT").status_code == 201
    assert found(supervisor, drawn, registered[1], "LATE").status_code == 201
    audit = supervisor.get(drawn).json()
    assert (audit["asked"], audit["drawn"]) == (20, 3)
    assert (audit["from"], audit["to"]) == ("2026-11-01", "2026-12-01")
    assert {each["id"] for each in audit["contacts"]} == {
        each["id"] for each in registered
    }
    assert "narrative" not in audit["contacts"][0]
    assert (audit["progress"]["examined"], audit["progress"]["of"]) == (2, 3)
    counted = {name: n for name, n in audit["progress"]["findings"].items() if n}
    assert counted == {"CORRECT": 1, "LATE": 1}
    told = [(each["finding"], each["replaced"]) for each in audit["findings"]]
    assert told == [("WRONG", True), ("CORRECT", False), ("LATE", False)]


def test_an_audit_can_be_read_as_it_was_known_then(
    drawn, registered, supervisor, clock
):
    then = {"as_of": clock.now.isoformat()}
    clock.goes_on(hours=1)
    found(supervisor, drawn, registered[0])
    assert supervisor.get(drawn, params=then).json()["progress"]["examined"] == 0
    assert supervisor.get(drawn).json()["progress"]["examined"] == 1
    before = {"as_of": "2026-11-22T00:00:00Z"}
    assert supervisor.get(drawn, params=before).status_code == 404


def test_a_finding_is_about_a_contact_in_the_sample(drawn, supervisor, officer):
    outside = told(officer).json()
    answer = found(supervisor, drawn, outside)
    assert answer.status_code == 409
    assert "not in the sample" in answer.json()["title"]


def test_nothing_is_found_before_the_sample_is_known(
    registered, supervisor, read_models
):
    path = f"/registration-audits/{new_id()}"
    sample = SAMPLE | {"position": registered[-1]["position"]}
    supervisor.put(path, json=sample)
    for answer in (supervisor.get(path), found(supervisor, path, registered[0])):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    read_models()
    assert found(supervisor, path, registered[0]).status_code == 201


def test_a_finding_sent_twice_is_recorded_once(drawn, registered, supervisor):
    body = {"contact": registered[0]["id"], "finding": "WRONG"}
    path, key = f"{drawn}/record-finding", {"Idempotency-Key": "once"}
    answers = [supervisor.post(path, json=body, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert len(supervisor.get(drawn).json()["findings"]) == 1
    seen = {"If-Match": '"1"'}
    assert supervisor.post(path, json=body, headers=seen).status_code == 412


def test_a_note_is_read_for_a_purpose_and_the_read_is_on_record(
    drawn, registered, supervisor, read_models
):
    found(supervisor, drawn, registered[0], note=NOTE)
    assert NOTE not in supervisor.get(drawn).text
    assert NOTE in supervisor.get(drawn, headers=SUPERVISION).text
    read_models()
    [entry] = supervisor.get("/disclosures").json()["items"]
    assert (entry["view"], entry["fields"]) == ("registration_audit", ["note"])
    assert entry["subjects"] == [registered[0]["id"]]


def test_a_note_is_forgotten_with_its_contact(drawn, registered, supervisor, parts):
    found(supervisor, drawn, registered[0], note=NOTE)
    subject = [UUID(registered[0]["id"])]
    parts.keys.fence(subject)
    parts.keys.shred(subject)
    audit = supervisor.get(drawn, headers=SUPERVISION).json()
    assert [each["note"] for each in audit["findings"]] == [None]
    assert audit["progress"]["findings"]["INCOMPLETE"] == 1


def test_another_districts_audit_is_left_alone(
    drawn, registered, at_the_door, authority
):
    stranger = at_the_door(Role.SUPERVISOR, "1471")
    assert stranger.get(drawn).status_code == 403
    assert found(stranger, drawn, registered[0]).status_code == 403
    action = {"action": str(new_id())}
    assert stranger.post(f"{drawn}/finish-action", json=action).status_code == 403
    assert stranger.get("/registration-audits").json()["items"] == []
    assert stranger.get("/registration-audits?district=1467").status_code == 403
    assert authority.get(drawn).status_code == 200
    [listed] = authority.get("/registration-audits?district=1467").json()["items"]
    assert (listed["from"], listed["to"]) == ("2026-11-01", "2026-12-01")
    assert (listed["asked"], listed["drawn"], listed["examined"]) == (20, 3, 0)
    assert found(authority, drawn, registered[0]).status_code == 201


def test_nothing_is_written_into_the_contacts(drawn, registered, supervisor):
    found(supervisor, drawn, registered[0], "WRONG", note=NOTE)
    contact = f"/contacts/{registered[0]['id']}"
    assert supervisor.get(contact, headers=HANDLING).json()["version"] == 1


def test_what_is_agreed_is_shown_until_it_is_finished(drawn, supervisor):
    agreed = {"what": "Tjekliste", "due": "2026-12-15", "responsible": "L-1101"}
    action = {"action": str(new_id())}
    answer = supervisor.post(f"{drawn}/agree-action", json=agreed | action)
    assert answer.status_code == 201
    [shown] = supervisor.get(drawn).json()["actions"]
    assert shown.items() >= (agreed | {"id": action["action"]}).items()
    assert (shown["agreed_by"], shown["finished_at"]) == ("L-1101", None)
    assert supervisor.post(f"{drawn}/finish-action", json=action).status_code == 201
    [shown] = supervisor.get(drawn).json()["actions"]
    assert shown["finished_by"] == "L-1101"
    assert supervisor.post(f"{drawn}/finish-action", json=action).status_code == 409


def test_quality_is_shown_with_what_it_rests_on(
    drawn, registered, supervisor, officer, authority, read_models
):
    found(supervisor, drawn, registered[0], "CORRECT")
    found(supervisor, drawn, registered[1], "WRONG")
    told(
        officer,
        received_at="2026-11-01T10:00:00+01:00",
        late_reason="CITIZEN_STATEMENT",
    )
    read_models()
    for client in (officer, supervisor, authority):
        answer = client.get("/registration-quality?by=quarter&district=1467").json()
        [row] = answer["rows"]
        assert (row["district"], row["period"]) == ("1467", "2026-Q4")
        assert (row["audited"], row["correct_share"]) == (2, 50.0)
        assert (row["correct_share_from"], row["correct_share_to"]) == (9.5, 90.5)
        assert row["stated_by_citizens"] == 1
        assert answer["total"]["audited"] == 2
        assert "version 1" in answer["definition"]
        assert answer["position"] > 0


def test_whoever_audits_reads_the_contacts_of_the_sample_and_no_others(
    drawn, registered, officer, authority, supervisor, at_the_door, read_models
):
    path = f"{drawn}/contacts/{registered[0]['id']}"
    assert authority.get(path).status_code == 403
    shown = authority.get(path, headers=SUPERVISION)
    assert shown.json()["number"] == registered[0]["number"]
    assert supervisor.get(path, headers=SUPERVISION).json() == shown.json()
    other = told(officer).json()
    outside = f"{drawn}/contacts/{other['id']}"
    assert authority.get(outside, headers=SUPERVISION).status_code == 404
    stranger = at_the_door(Role.SUPERVISOR, "1471")
    assert stranger.get(path, headers=SUPERVISION).status_code == 403
    read_models()
    [entry, *_] = authority.get("/disclosures?purpose=SUPERVISION").json()["items"]
    assert (entry["view"], entry["subjects"]) == (
        "audited_contact",
        [registered[0]["id"]],
    )
