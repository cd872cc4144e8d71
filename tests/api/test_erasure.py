"""What is destroyed is asked for by one custodian, and done by another."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from api import erasing
from tests.api.filing import title
from tests.api.forgetting import (
    CPR,
    METTE,
    SECOND,
    Stopped,
    asked_for,
    destroy,
    filled,
    request,
    requested,
    stop_after,
)
from tests.api.printing import issued
from tests.api.telling import HANDLING, party, told
from tests.ids import new_id


@pytest.fixture
def mette(officer):
    """A contact and the citizen it is about."""
    contact = told(officer, parties=[party(**METTE)]).json()["id"]
    [known] = officer.get(f"/contacts/{contact}", headers=HANDLING).json()["parties"]
    return contact, known["citizen"]


@pytest.fixture
def erasure(custodian, mette, seal):
    return requested(custodian, seal, citizens=[mette[1]], basis="UNLAWFUL_PROCESSING")


def states(as_admin):
    with psycopg.connect(as_admin.keys) as db:
        return dict(db.execute("select subject::text, state from keys.subject_key"))


def test_a_request_lists_every_key_of_words_about_a_citizen(
    officer, supervisor, custodian, read_models, as_admin
):
    them = filled(officer, supervisor, read_models)
    id = request(custodian, **asked_for(them)).json()["id"]
    shown = custodian.get(f"/erasures/{id}").json()
    assert {each["subject"] for each in shown["keys"]} == {
        them.citizen,
        them.party,
        them.told,
        them.complaint,
        them.course,
    }
    assert shown["progress"] == "REQUESTED"
    assert shown["requested_by"]["id"] == "D-0007"
    assert shown["sealed"] is False
    with psycopg.connect(as_admin.archive) as db:
        [[state]] = db.execute(
            "select convert_from(state, 'UTF8') from archive.stored_events"
            " where topic = 'ErasureRequested'"
        )
    assert all(word not in state for word in (CPR, "Mette", "fyrtårn"))


def test_a_party_who_was_identified_by_mistake_is_hers_all_the_same(
    officer, custodian, mette
):
    unknown = party("WITNESS", name="Mette")
    contact = told(officer, parties=[unknown]).json()["id"]
    path, command = f"/contacts/{contact}", {"party": unknown["id"]}
    identify = command | {"citizen": mette[1], "basis": "Navn"}
    assert officer.post(f"{path}/identify-party", json=identify).is_success
    withdraw = command | {"reason": "Navnesammenfald"}
    assert officer.post(f"{path}/withdraw-identification", json=withdraw).is_success
    id = request(custodian, citizens=[mette[1]], basis="CITIZEN_REQUEST").json()["id"]
    keys = custodian.get(f"/erasures/{id}").json()["keys"]
    assert unknown["id"] in {each["subject"] for each in keys}


def test_where_retention_has_ended_the_people_of_a_contact_go_too_but_no_citizen(
    officer, custodian, mette
):
    unknown = party("WITNESS", name="Anne")
    parties = [unknown, party(citizen=mette[1], name="Mette Rønnow")]
    contact = told(officer, parties=parties).json()["id"]
    ended = {"basis": "RETENTION_ENDED", "rule": "contacts-led"}
    id = request(custodian, narratives=[contact], **ended).json()["id"]
    keys = custodian.get(f"/erasures/{id}").json()["keys"]
    assert {each["subject"] for each in keys} == {contact, unknown["id"]}


@pytest.mark.parametrize("named", ["at once", "later", "by a contact"])
def test_court_prints_that_name_somebody_or_quote_a_contact_go_too(
    officer, custodian, mette, named
):
    """For whoever is suspected, and for a contact although it has left the course."""
    contact, suspect = mette
    victim, course = new_id(), f"/stalking-courses/{new_id()}"
    assert officer.put(f"/citizens/{victim}", json={"name": "Anne"}).is_success
    opened = {"victim": str(victim), "district": "1467"}
    if named == "at once":
        opened["suspect"] = suspect
    assert officer.put(course, json=opened).is_success
    body = {"citizens": [suspect]}
    if named == "later":
        command = {"suspect": suspect}
        assert officer.post(f"{course}/name-suspect", json=command).is_success
    if named == "by a contact":
        body = {"narratives": [contact]}
        for deed, told_of in (
            ("link-contact", {"contact": contact, "basis": "Parter"}),
            ("unlink-contact", {"contact": contact, "reason": "Navnesammenfald"}),
        ):
            assert officer.post(f"{course}/{deed}", json=told_of).is_success
    issued(officer, course)
    id = request(custodian, **body, basis="CITIZEN_REQUEST").json()["id"]
    keys = custodian.get(f"/erasures/{id}").json()["keys"]
    assert course.rpartition("/")[2] in {each["subject"] for each in keys}


def test_an_equal_request_is_answered_with_the_first_receipt(custodian, mette):
    id, body = new_id(), {"citizens": [mette[1]], "basis": "CITIZEN_REQUEST"}
    first = request(custodian, id, **body)
    again = request(custodian, id, **body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert request(custodian, id, **body | {"reference": "1"}).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {"basis": "CITIZEN_REQUEST"},
        {"citizens": [str(new_id())], "basis": "RETENTION_ENDED"},
        {"citizens": [str(new_id())], "basis": "CITIZEN_REQUEST", "rule": "x"},
        {
            "citizens": [str(new_id())],
            "basis": "CITIZEN_REQUEST",
            "reference": "Mette Rønnow",
        },
        {"citizens": [str(new_id())], "basis": "BECAUSE"},
    ],
)
def test_a_request_that_says_nothing_or_too_much_is_not_taken(custodian, body):
    answer = request(custodian, **body)
    assert answer.status_code == 422
    assert "Mette" not in answer.text


def test_nobody_is_forgotten_who_is_not_known(custodian, mette):
    for named in ({"citizens": [str(new_id())]}, {"narratives": [mette[1]]}):
        answer = request(custodian, **named, basis="CITIZEN_REQUEST")
        assert answer.status_code == 409
        assert title(answer).startswith("There is no ")


def test_the_one_who_asked_does_not_destroy(custodian, second, erasure, as_admin):
    answer = destroy(custodian, erasure)
    assert title(answer).startswith("Another custodian")
    assert set(states(as_admin).values()) == {"active"}
    assert destroy(second, erasure).status_code == 201
    assert "shredded" in states(as_admin).values()


def test_nothing_is_destroyed_before_the_request_is_sealed(
    custodian, second, mette, seal, as_admin
):
    answer = request(custodian, citizens=[mette[1]], basis="CITIZEN_REQUEST")
    erasure = f"/erasures/{answer.json()['id']}"
    answer = destroy(second, erasure)
    assert answer.status_code == 409
    assert "not yet sealed" in title(answer)
    assert set(states(as_admin).values()) == {"active"}
    seal.sealer.catch_up()
    assert custodian.get(erasure).json()["sealed"] is True
    assert destroy(second, erasure).status_code == 201


def test_nothing_is_destroyed_in_the_waiting_period(
    app, parts, second, erasure, clock, as_admin
):
    patient = replace(parts.forgetting, wait=timedelta(days=14))
    app.state.parts = replace(parts, forgetting=patient)
    clock.goes_on(days=13, hours=23)
    answer = destroy(second, erasure)
    assert answer.status_code == 409
    assert title(answer) == (
        "The waiting period is not over: it ends 2026-12-06T12:00:00+00:00."
    )
    assert set(states(as_admin).values()) == {"active"}
    clock.goes_on(hours=1)
    assert destroy(second, erasure).status_code == 201


def test_what_was_recorded_about_her_since_must_be_asked_for_anew(
    officer, custodian, second, mette, erasure, seal
):
    unknown = party("WITNESS", name="Mette")
    contact = told(officer, parties=[unknown]).json()["id"]
    command = {"party": unknown["id"], "citizen": mette[1], "basis": "Navn"}
    assert officer.post(f"/contacts/{contact}/identify-party", json=command).is_success
    answer = destroy(second, erasure)
    assert answer.status_code == 409
    assert title(answer).startswith("More has been recorded about this since")
    refused = second.post(f"{erasure}/refuse-erasure", json={"reason": "Mere kom til"})
    assert refused.status_code == 201
    again = requested(custodian, seal, citizens=[mette[1]], basis="CITIZEN_REQUEST")
    assert destroy(second, again).status_code == 201


def test_what_is_refused_is_not_destroyed(custodian, second, erasure, as_admin):
    refusal = {"reason": "Sagen er ikke afsluttet"}
    assert second.post(f"{erasure}/refuse-erasure", json=refusal).status_code == 201
    assert title(destroy(second, erasure)).startswith("This erasure was refused")
    shown = custodian.get(erasure).json()
    assert (shown["progress"], shown["refused_because"]) == (
        "REFUSED",
        "Sagen er ikke afsluttet",
    )
    assert set(states(as_admin).values()) == {"active"}


def test_what_is_destroyed_can_neither_be_refused_nor_destroyed_again(
    second, custodian, erasure
):
    first = destroy(second, erasure, **{"Idempotency-Key": "1"})
    assert first.status_code == 201
    again = destroy(second, erasure, **{"Idempotency-Key": "1"})
    assert (again.status_code, again.json()) == (200, first.json())
    assert destroy(second, erasure).status_code == 409
    refusal = custodian.post(f"{erasure}/refuse-erasure", json={"reason": "Fortrudt"})
    assert title(refusal) == "The keys are destroyed."
    shown = custodian.get(erasure).json()
    assert shown["progress"] == "DESTROYED"
    assert shown["decided_by"]["id"] == "D-0012"
    assert shown["no_backup_from"] == "2026-12-22"


def test_who_has_seen_another_version_destroys_nothing(second, erasure, as_admin):
    assert destroy(second, erasure, **{"If-Match": '"2"'}).status_code == 412
    assert set(states(as_admin).values()) == {"active"}


def test_there_is_nothing_to_destroy_under_another_id(second, mette):
    for id in (new_id(), mette[0]):
        assert destroy(second, f"/erasures/{id}").status_code == 404
        assert second.get(f"/erasures/{id}").status_code == 404
        body = {"reason": "Fortrudt"}
        answer = second.post(f"/erasures/{id}/refuse-erasure", json=body)
        assert answer.status_code == 404


def test_the_list_tells_what_waits_and_until_when_and_what_came_of_the_others(
    app, parts, custodian, second, mette, erasure, read_models, clock
):
    id = erasure.rpartition("/")[2]
    refused = request(custodian, narratives=[mette[0]], basis="CITIZEN_REQUEST")
    path = f"/erasures/{refused.json()['id']}/refuse-erasure"
    assert custodian.post(path, json={"reason": "Sagen verserer"}).is_success
    read_models()
    patient = replace(parts.forgetting, wait=timedelta(days=14))
    app.state.parts = replace(parts, forgetting=patient)
    assert custodian.get("/erasures").json()["items"][0]["progress"] == "REFUSED"
    [waiting] = custodian.get("/erasures", params={"open": True}).json()["items"]
    assert (waiting["id"], waiting["progress"]) == (id, "REQUESTED")
    assert waiting["waits_until"] == "2026-12-06T12:00:00Z"
    assert (waiting["citizens"], waiting["key_count"]) == (1, 1)
    app.state.parts = parts
    with pytest.raises(Stopped):
        erasing.destroy(parts, UUID(id), SECOND, told=stop_after("shredded"))
    [under_way] = custodian.get("/erasures", params={"open": True}).json()["items"]
    assert under_way["progress"] == "UNDER_WAY"
    assert destroy(second, erasure).status_code == 201
    read_models()
    assert custodian.get("/erasures", params={"open": True}).json()["items"] == []
    done = custodian.get("/erasures", params={"open": False}).json()["items"]
    assert [each["progress"] for each in done] == ["REFUSED", "DESTROYED"]
    assert done[1]["decided_by"]["id"] == "D-0012"
    first = custodian.get("/erasures", params={"limit": 1}).json()
    rest = custodian.get("/erasures", params={"cursor": first["next"]}).json()
    assert [each["id"] for each in rest["items"]] == [id]
