"""Complaints, told through the doors."""

import pytest

from domain.event import Role
from tests.api.complaining import COMPLAINT, complain, conclude, then
from tests.api.journals import CONTACTS_2019, ids, load
from tests.api.telling import HANDLING, told
from tests.ids import new_id


@pytest.fixture
def authority(at_the_door):
    return at_the_door(Role.AUTHORITY)


@pytest.fixture
def of_copenhagen(at_the_door):
    return at_the_door(Role.OFFICER, "1470")


@pytest.mark.parametrize(
    ("matter", "received", "in_time"),
    [
        ("2019-06-02", "2019-12-02", True),
        ("2019-06-02", "2019-12-03", False),
        ("2019-08-31", "2020-02-29", True),
        ("2019-08-31", "2020-03-01", False),
        ("2019-03-31", "2019-09-30", True),
        ("2019-03-31", "2019-10-01", False),
        ("2018-08-30", "2019-02-28", True),
        ("2018-08-30", "2019-03-01", False),
        ("2019-12-31", "2020-06-30", True),
        ("2019-12-31", "2020-07-01", False),
    ],
)
def test_scenario_10_until_the_last_day(officer, authority, matter, received, in_time):
    dates = {"matter_on": matter, "received_on": received}
    id = complain(officer, **dates).json()["id"]
    shown = authority.get(f"/complaints/{id}").json()
    assert shown["late"] is not in_time
    answer = conclude(authority, id, "UNFOUNDED", "2020-08-01")
    if in_time:
        assert answer.status_code == 201
    else:
        assert answer.status_code == 409
        assert "TIME_BARRED" in answer.json()["title"]
        assert conclude(authority, id, "TIME_BARRED", "2020-08-01").status_code == 201


def test_scenario_10_unless_the_authority_waives_the_deadline(officer, authority):
    late = {"matter_on": "2019-06-02", "received_on": "2019-12-03"}
    id = complain(officer, **late).json()["id"]
    assert then(authority, id, "waive-deadline").status_code == 422
    waived = then(authority, id, "waive-deadline", reason="Indlagt på hospital")
    assert waived.status_code == 201
    assert conclude(authority, id, "UNFOUNDED", "2020-08-01").status_code == 201


def test_scenario_13_a_note_procedure_needs_consent(
    officer, supervisor, authority, read_models
):
    id = complain(officer).json()["id"]
    talk = {"note": "Vi talte om standsningen.", "agrees": True}
    assert then(officer, id, "offer-note-procedure").status_code == 201
    answer = then(officer, id, "hold-note-procedure", **talk)
    assert answer.status_code == 409
    assert "consent" in answer.json()["title"]
    assert then(officer, id, "consent-to-note-procedure").status_code == 201
    assert then(officer, id, "hold-note-procedure", **talk).status_code == 201
    for to in ("AUTHORITY", "PROSECUTOR", "NATIONAL_POLICE"):
        assert then(officer, id, "send-note-copy", to=to).status_code == 201
    assert conclude(supervisor, id, "NOTE_PROCEDURE", "2026-11-22").status_code == 409
    assert conclude(authority, id, "NOTE_PROCEDURE", "2026-11-22").status_code == 201
    history = supervisor.get(f"/complaints/{id}/history", headers=COMPLAINT).json()
    told = [item["what"] for item in history["items"]]
    assert (told.count("NoteProcedureHeld"), told.count("NoteCopySent")) == (1, 3)
    held = next(i for i in history["items"] if i["what"] == "NoteProcedureHeld")
    assert held["details"] == talk
    read_models()
    total = officer.get("/complaints/overview").json()["total"]
    assert (total["concluded"], total["decided"], total["other_closings"]) == (1, 0, 1)


def test_scenario_14_where_the_law_sends_them(
    parts, read_models, of_copenhagen, at_the_door, authority
):
    load(parts, CONTACTS_2019)
    contacts = ids(parts)
    rude = {
        "received_on": "2019-06-11",
        "matter_on": "2019-06-02",
        "district": "1470",
        "contact": contacts["H-0010"],
    }
    rude = complain(of_copenhagen, **rude).json()["id"]
    refused = {
        "received_on": "2019-06-12",
        "matter_on": "2019-06-12",
        "district": "1470",
        "kind": "DISPOSITION_CRIMINAL_PROCEDURE",
        "contact": contacts["H-0011"],
    }
    refused = complain(of_copenhagen, **refused).json()["id"]
    read_models()
    waiting = authority.get("/complaints/clocks?what=FORWARD").json()["items"]
    assert [(each["complaint"], each["due"]) for each in waiting] == [
        (rude, "2019-06-11"),
        (refused, "2019-06-12"),
    ]
    assert all(each["due"] == each["received_on"] for each in waiting)

    forward = "forward-complaint"
    assert then(of_copenhagen, rude, forward, to="POLICE_DIRECTOR").status_code == 409
    assert then(of_copenhagen, rude, forward, to="AUTHORITY").status_code == 201
    assert then(of_copenhagen, refused, forward, to="AUTHORITY").status_code == 409
    assert then(of_copenhagen, refused, forward, to="POLICE_DIRECTOR").is_success
    read_models()
    assert authority.get("/complaints/clocks?what=FORWARD").json()["items"] == []

    director = at_the_door(Role.SUPERVISOR, "1470")
    assert conclude(director, refused, "CONFIRMED", "2019-07-01").status_code == 201
    appeal = "lodge-appeal"
    assert then(of_copenhagen, refused, appeal, to="NATIONAL_POLICE").status_code == 409
    assert then(of_copenhagen, refused, appeal, to="PROSECUTOR").status_code == 201
    assert then(director, refused, "decide-appeal", outcome="REVERSED").is_success
    shown = authority.get(f"/complaints/{refused}").json()
    assert (shown["status"], shown["appealed_to"]) == ("APPEAL_DECIDED", "PROSECUTOR")
    assert (shown["outcome"], shown["appeal_outcome"]) == ("CONFIRMED", "REVERSED")


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


@pytest.mark.parametrize("missing", ["", "?numerator=criticised", "?basis=decided"])
def test_scenario_11_no_rate_without_a_basis(officer, missing: str):
    assert officer.get(f"/complaints/rate{missing}").status_code == 422


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
