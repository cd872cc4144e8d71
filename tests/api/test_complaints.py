"""Complaints, told through the doors."""

import pytest

from domain.event import Role
from tests.api.complaining import COMPLAINT, complain, conclude, then
from tests.api.telling import HANDLING, told
from tests.ids import new_id


@pytest.fixture
def authority(at_the_door):
    return at_the_door(Role.AUTHORITY)


def test_a_complaint_gets_a_number_at_once_and_only_once(officer):
    id = new_id()
    body = {"complainant": {"id": str(new_id())}}
    answers = [complain(officer, id, **body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["number"].startswith("KL-")
    assert complain(officer, id, text="Noget andet.", **body).status_code == 409


def test_no_words_are_shown_without_a_purpose(officer, supervisor, read_models):
    id = complain(officer).json()["id"]
    read_models()
    for path in (f"/complaints/{id}", "/complaints"):
        without = supervisor.get(path)
        assert without.status_code == 200
        assert "nedladende" not in without.text
        assert "Jonas" not in without.text
        answer = supervisor.get(path, headers=COMPLAINT)
        assert "nedladende" in answer.text
        assert "Jonas" in answer.text
    assert supervisor.get(f"/complaints/{id}/history").status_code == 403
    read_models()
    views = [e["view"] for e in supervisor.get("/disclosures").json()["items"]]
    assert sorted(views) == ["complaint", "complaint_register"]


def test_the_police_see_complaints_of_their_own_district(
    officer, supervisor, authority, at_the_door, read_models
):
    id = complain(officer).json()["id"]
    elsewhere = at_the_door(Role.SUPERVISOR, "1460")
    assert complain(elsewhere).status_code == 403
    read_models()
    for path in (f"/complaints/{id}", f"/complaints/{id}/history"):
        assert elsewhere.get(path, headers=COMPLAINT).status_code == 403
        assert supervisor.get(path, headers=COMPLAINT).status_code == 200
        assert authority.get(path, headers=COMPLAINT).status_code == 200
    for path in ("/complaints", "/complaints/clocks"):
        assert elsewhere.get(path).json()["items"] == []
        assert elsewhere.get(f"{path}?district=1467").status_code == 403
        for client in (supervisor, authority):
            assert client.get(f"{path}?district=1467").json()["items"]
            assert client.get(path).json()["items"]


def test_the_authority_receives_in_any_district(authority, read_models):
    answer = complain(authority, via="AUTHORITY", district="1471")
    assert answer.status_code == 201
    read_models()
    assert authority.get("/complaints/clocks?what=FORWARD").json()["items"] == []
    assert complain(authority, via="DISTRICT").status_code == 409


def test_the_authority_sees_the_contact_behind_a_complaint_and_no_other(
    officer, authority, read_models
):
    contact, other = (told(officer).json()["id"] for _ in range(2))
    id = complain(officer, contact=contact).json()["id"]
    assert authority.get(f"/contacts/{other}", headers=HANDLING).status_code == 403
    path = f"/complaints/{id}/contact"
    assert authority.get(path).status_code == 403
    assert authority.get(path, headers=COMPLAINT).json()["id"] == contact
    officer.get(f"/contacts/{contact}", headers=HANDLING)
    read_models()
    seen = authority.get(f"/complaints/{id}/disclosures").json()["items"]
    assert [entry["view"] for entry in seen] == ["contact", "complaint_contact"]
    bare = complain(officer).json()["id"]
    for what in ("contact", "disclosures"):
        answer = authority.get(f"/complaints/{bare}/{what}", headers=COMPLAINT)
        assert answer.status_code == 404


def test_a_complaint_about_no_known_contact_is_refused(officer):
    answer = complain(officer, contact=str(new_id()))
    assert answer.status_code == 409
    assert "no contact" in answer.json()["title"]


def test_a_cpr_brings_a_citizen_with_her_complaint_in_her_history(
    officer, authority, read_models
):
    complainant = {"id": str(new_id()), "name": "Mette", "cpr": "150388-5014"}
    id = complain(officer, complainant=complainant).json()["id"]
    shown = officer.get(f"/complaints/{id}", headers=COMPLAINT).json()
    citizen = shown["complainant"]["citizen"]
    read_models()
    path = f"/citizens/{citizen}/history"
    [chapter] = officer.get(path, headers=HANDLING).json()["items"]
    assert (chapter["type"], chapter["id"]) == ("COMPLAINT", id)
    assert (chapter["contact"], chapter["outcome"]) == (None, None)
    assert chapter["at"] == "2026-11-20T23:00:00Z"
    conclude(authority, id, "UNFOUNDED", "2026-11-22")
    read_models()
    [chapter] = officer.get(path, headers=HANDLING).json()["items"]
    assert chapter["outcome"] == "UNFOUNDED"


def test_a_protected_address_of_a_complainant_is_never_shown(officer, supervisor):
    secret = "Hemmelig Vej 7"
    complainant = {"id": str(new_id()), "address": secret, "address_protected": True}
    id = complain(officer, complainant=complainant).json()["id"]
    for path in (f"/complaints/{id}", f"/complaints/{id}/history"):
        answer = supervisor.get(path, headers=COMPLAINT)
        assert answer.status_code == 200
        assert secret not in answer.text


def test_what_was_known_then_is_told_again(officer, authority, clock):
    id = complain(officer).json()["id"]
    then_ = clock().isoformat()
    clock.goes_on(hours=1)
    then(authority, id, "investigate-complaint")
    path = f"/complaints/{id}"
    assert authority.get(path).json()["investigated"]
    assert not authority.get(path, params={"as_of": then_}).json()["investigated"]


def test_what_is_visible_from_the_body_is_refused_before_any_rule(officer):
    for wrong in (
        {"matter_on": "2026-11-22"},
        {"allegations": []},
        {"allegations": [{"id": str(new_id()), "category": "sprog"}]},
        {"complainant": {"id": str(new_id()), "cpr": "123"}},
        {"district": "0001"},
    ):
        assert complain(officer, **wrong).status_code == 422
    assert complain(officer, received_on="2026-11-23").status_code == 409
