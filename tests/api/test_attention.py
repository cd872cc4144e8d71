"""What is overdue or forgotten comes to the supervisor, and to whoever watches."""

import pytest

from domain.event import Role
from tests.api.complaining import complain
from tests.api.telling import CALL, party, told
from tests.ids import new_id


@pytest.fixture
def forgotten(officer, read_models, clock):
    """Two follow-ups past due, of which one was claimed and put back."""
    for name in ("Ane", "Bo"):
        told(officer, parties=[party("VICTIM", name=name)])
    read_models()
    first, second = officer.get("/follow-ups").json()["items"]
    for command in ("claim-follow-up", "release-follow-up"):
        path = f"/follow-ups/{first['id']}/{command}"
        assert officer.post(path, json={}).status_code == 201
    clock.goes_on(days=8)
    read_models()
    return first, second


def test_a_supervisor_sees_what_the_own_district_forgets(forgotten, supervisor):
    answer = supervisor.get("/attention?district=1467").json()
    overdue, released = (
        answer["lists"][name] for name in ("follow_ups_overdue", "follow_ups_released")
    )
    assert overdue["count"] == 2
    assert [each["id"] for each in overdue["items"]] == sorted(
        each["id"] for each in forgotten
    )
    [item] = released["items"]
    assert (released["count"], item["id"]) == (1, forgotten[0]["id"])
    assert item["released_by"] == "K-1147"
    assert (item["number"], item["contact"]) == (
        forgotten[0]["number"],
        forgotten[0]["contact"],
    )
    assert answer["position"] > 0
    assert "Ane" not in str(answer)


def test_without_a_district_the_own_one_is_meant(forgotten, supervisor, at_the_door):
    here = supervisor.get("/attention").json()
    assert here == supervisor.get("/attention?district=1467").json()
    few = supervisor.get("/attention?limit=1").json()["lists"]["follow_ups_overdue"]
    assert (few["count"], len(few["items"])) == (2, 1)
    stranger = at_the_door(Role.SUPERVISOR, "1471")
    assert stranger.get("/attention?district=1467").status_code == 403
    nothing = stranger.get("/attention").json()
    assert nothing["district"] == "1471"
    assert all(
        (each["count"], each["items"]) == (0, []) for each in nothing["lists"].values()
    )


def test_what_was_agreed_and_not_done_is_not_overlooked(supervisor, read_models):
    path, action = f"/registration-audits/{new_id()}", str(new_id())
    sample = {"from": "2026-11-01", "to": "2026-12-01", "size": 5, "position": 0}
    sample |= {"seed": "S", "district": "1467"}
    supervisor.put(path, json=sample)
    agreed = {"what": "Tjekliste", "due": "2026-12-15", "responsible": "L-1101"}
    supervisor.post(f"{path}/agree-action", json=agreed | {"action": action})
    read_models()
    lists = supervisor.get("/attention").json()["lists"]
    [item] = lists["audit_actions_open"]["items"]
    assert item.items() >= (agreed | {"id": action}).items()


def test_what_reached_the_police_and_nobody_registered_is_not_overlooked(
    supervisor, at_the_door, read_models
):
    id = str(new_id())
    at_the_door(Role.GATEWAY).put(f"/intake/{id}", json=CALL)
    read_models()
    found = supervisor.get("/attention").json()["lists"]["intake_open"]
    assert [found["count"], *(each["id"] for each in found["items"])] == [1, id]
    settled = {"reason": "WRONG_NUMBER"}
    assert supervisor.post(f"/intake/{id}/settle-intake", json=settled).is_success
    read_models()
    assert supervisor.get("/attention").json()["lists"]["intake_open"]["count"] == 0


def test_a_complaint_that_was_not_forwarded_is_not_overlooked(
    officer, supervisor, read_models
):
    id = new_id()
    assert complain(officer, id).is_success
    read_models()
    found = supervisor.get("/attention").json()["lists"]["complaints_not_forwarded"]
    assert found["count"] == 1
    [item] = found["items"]
    assert (item["complaint"], item["what"]) == (str(id), "FORWARD")
    path = f"/complaints/{id}/forward-complaint"
    assert officer.post(path, json={"to": "AUTHORITY"}).is_success
    read_models()
    lists = supervisor.get("/attention").json()["lists"]
    assert lists["complaints_not_forwarded"] == {"count": 0, "items": []}


def test_whoever_watches_counts_them_by_district(forgotten, officer, nobody):
    def counted(name, district):
        line = f'genfind_attention{{district="{district}",list="{name}"}} '
        text = nobody.get("/metrics").text
        [found] = [each for each in text.splitlines() if each.startswith(line)]
        return float(found.removeprefix(line))

    assert counted("follow_ups_overdue", "1467") == 2
    assert counted("follow_ups_released", "1467") == 1
    for name in ("intake_open", "complaints_not_forwarded", "audit_actions_open"):
        assert counted(name, "1467") == 0
    assert counted("follow_ups_overdue", "1471") == 0


def test_a_count_goes_down_again(forgotten, officer, nobody, read_models):
    one = 'genfind_attention{district="1467",list="follow_ups_released"} 1.0'
    assert one in nobody.get("/metrics").text
    path = f"/follow-ups/{forgotten[0]['id']}/decline-follow-up"
    assert officer.post(path, json={}).status_code == 201
    read_models()
    assert one.replace("1.0", "0.0") in nobody.get("/metrics").text
