"""The acceptance scenarios of the trade, told through the doors."""

import psycopg
import pytest

from domain.event import Role
from tests.api.journals import CONTACTS_2019, STALKING_2021, ids, load
from tests.api.telling import HANDLING, MOPEDS, party, told
from tests.ids import new_id
from tests.infrastructure.sealing_all import by_force

METTE = "017c4c6d-3d40-768b-8245-a992882af26a"


@pytest.fixture
def june_2019(parts, read_models, clock):
    load(parts, CONTACTS_2019)
    read_models()


@pytest.fixture
def the_stalking(parts, read_models):
    outcomes = load(parts, STALKING_2021)
    read_models()
    assert [each for each in outcomes if each.receipt is None] == []


def test_scenario_3_what_the_registry_knew_then(the_stalking, officer, parts):
    late = ids(parts)["S-08"]
    then = {"as_of": "2022-01-20T00:00:00+01:00"}
    assert officer.get(f"/contacts/{late}", headers=HANDLING).status_code == 200
    answer = officer.get(f"/contacts/{late}", headers=HANDLING, params=then)
    assert answer.status_code == 404
    duplicate = ids(parts)["S-04"]
    answer = officer.get(f"/contacts/{duplicate}", headers=HANDLING, params=then)
    assert answer.json()["status"] == "DUPLICATE"
    before = {"as_of": "2021-11-02T09:30:00+01:00"}
    answer = officer.get(f"/contacts/{duplicate}", headers=HANDLING, params=before)
    assert answer.json()["status"] == "STANDING"


def test_scenario_3_a_citizens_history_as_it_was_known(the_stalking, officer, parts):
    then = {"as_of": "2022-01-20T00:00:00+01:00"}
    path = f"/citizens/{METTE}/history"
    items = officer.get(path, headers=HANDLING, params=then).json()["items"]
    contacts = [item["id"] for item in items if item["type"] == "CONTACT"]
    numbers = ids(parts)
    known = ["S-07", "S-06", "S-05", "S-04", "S-03", "S-02", "S-01"]
    assert contacts == [numbers[number] for number in known]


def test_scenario_5_who_waits_for_a_talk(june_2019, officer):
    items = officer.get("/follow-ups").json()["items"]
    order = ["H-0002", "H-0007", "H-0001", "H-0009", "H-0012"]
    assert [item["source"] for item in items] == order
    here = officer.get("/follow-ups?district=1467").json()["items"]
    assert [item["source"] for item in here] == ["H-0002", "H-0001", "H-0009"]
    assert all(item["overdue"] for item in items)
    assert "Søren" not in officer.get("/follow-ups").text


def test_scenario_6_how_soon_they_were_registered(june_2019, the_stalking, officer):
    total = officer.get("/registration-timeliness").json()["total"]
    assert (total["registered"], total["median_seconds"]) == (23, 300)
    assert (total["within_15_minutes"], total["within_24_hours"]) == (18, 21)
    assert total["late_reasons"] == {"PAPER_NOTE": 1, "NOT_REGISTERED_AT_TIME": 1}
    year = "/registration-timeliness?from=2019-01-01&to=2020-01-01"
    total = officer.get(year).json()["total"]
    assert (total["registered"], total["median_seconds"]) == (12, 180)
    assert (total["within_15_minutes"], total["within_24_hours"]) == (9, 11)


def test_scenario_7_a_contact_is_registered_only_once(officer):
    id = new_id()
    first, again = told(officer, id), told(officer, id)
    other = told(officer, id, narrative="Noget helt andet.")
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json() == again.json()
    assert first.json().keys() == {"id", "number", "version", "position", "at"}


def test_scenario_7_a_key_makes_a_repeat_recognisable(officer):
    id, key = new_id(), {"Idempotency-Key": "once"}
    told(officer, id)
    answers = [
        officer.post(
            f"/contacts/{id}/supplement-contact", json={"text": text}, headers=key
        )
        for text in ("De er kørt.", "De er kørt.", "De er her igen.")
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 409]
    assert answers[0].json() == answers[1].json()


def test_scenario_8_a_correction_shows_both_values(
    the_stalking, officer, supervisor, parts, read_models, seal, report, as_admin
):
    id = ids(parts)["S-02"]
    correction = {
        "field": "municipality",
        "old": "0265",
        "new": "0259",
        "reason": "Arbejdspladsen ligger i Køge",
    }
    path = f"/contacts/{id}/correct-contact"
    corrected = officer.post(path, json=correction)
    assert corrected.status_code == 201
    assert officer.post(path, json=correction).status_code == 409
    contact = officer.get(f"/contacts/{id}", headers=HANDLING).json()
    assert (contact["municipality"], contact["district"]) == ("0259", "1467")
    history = supervisor.get(f"/contacts/{id}/history", headers=HANDLING).json()
    item = history["items"][-1]
    assert item["details"] == correction
    assert item["by"]["id"] == "K-1147"
    read_models()
    number = {"number": contact["number"]}
    found = officer.post("/contacts/search", json=number, headers=HANDLING).json()
    assert [item["id"] for item in found["items"]] == [id]
    in_koege = {"municipality": "0259", "kind": "STALKING"}
    found = officer.post("/contacts/search", json=in_koege, headers=HANDLING).json()
    assert id in {item["id"] for item in found["items"]}
    seal.sealer.catch_up()
    assert report().findings == []
    position = corrected.json()["position"]
    one_byte = "set_byte(state, 60, get_byte(state, 60) # 1)"
    by_force(
        as_admin.archive,
        f"update archive.stored_events set state = {one_byte}"
        f" where notification_id = {position}",
    )
    first = report().findings[0]
    assert (first.position, str(first.thing)) == (position, id)


def test_scenario_9_a_namesake_leaves_her_history(
    the_stalking, officer, supervisor, parts
):
    namesakes = ids(parts)["S-11"]
    items = officer.get(f"/citizens/{METTE}/history", headers=HANDLING).json()["items"]
    assert namesakes not in {item["id"] for item in items}
    history = supervisor.get(f"/contacts/{namesakes}/history", headers=HANDLING).json()
    story = [(item["what"], item["by"]["id"]) for item in history["items"]]
    assert story == [
        ("ContactRegistered", "K-6647"),
        ("PartyIdentified", "K-6647"),
        ("IdentificationWithdrawn", "L-6601"),
        ("PartyIdentified", "L-6601"),
    ]
    assert history["items"][1]["details"]["citizen"] == METTE
    assert history["items"][2]["details"]["reason"] == "navnesammenfald"


def test_scenario_19_an_attempt_that_could_betray_her_is_refused(
    officer, read_models, clock
):
    victim = party("VICTIM", name="Mette", safe_contact="DIRECT_ONLY")
    told(officer, kind="DOMESTIC", parties=[victim])
    read_models()
    [waiting] = officer.get("/follow-ups").json()["items"]
    assert waiting["safe_contact"] == "DIRECT_ONLY"
    path = f"/follow-ups/{waiting['id']}/record-attempt"
    for kind in ("LEAFLET", "NEIGHBOUR", "RELATIVE"):
        answer = officer.post(path, json={"kind": kind})
        assert answer.status_code == 409
        assert "DIRECT_ONLY" in answer.json()["title"]
    assert officer.post(path, json={"kind": "PHONE"}).status_code == 201


def test_scenario_20_who_reads_leaves_a_trace(
    the_stalking, officer, at_the_door, read_models
):
    path = f"/citizens/{METTE}/history"
    assert officer.get(path).status_code == 403
    assert officer.get(path, headers={"Access-Purpose": "NOSY"}).status_code == 422
    purpose = {"Access-Purpose": "PROTECTION", "Access-Reference": "1467-1"}
    assert officer.get(path, headers=purpose).status_code == 200
    read_models()
    seen = f"/citizens/{METTE}/disclosures"
    [entry] = at_the_door(Role.CUSTODIAN).get(seen).json()["items"]
    assert (entry["officer"], entry["purpose"]) == ("K-1147", "PROTECTION")
    assert (entry["reference"], entry["view"]) == ("1467-1", "citizen_history")


def test_scenario_23_a_day_without_events_is_a_day(june_2019, officer):
    day = "/daily-report?district=1471&date=2019-06-05"
    answer = officer.get(day).json()
    assert (answer["items"], answer["remark"]) == ([], "intet at berette")
    answer = officer.get("/daily-report?district=1471&date=2019-06-06").json()
    assert ([item["source"] for item in answer["items"]], answer["remark"]) == (
        ["H-0006"],
        None,
    )


def test_a_search_that_found_nothing_says_what_that_means(
    june_2019, officer, supervisor, read_models
):
    asked = {"name": "Ingen Person"}
    answer = officer.post("/contacts/search", json=asked, headers=HANDLING).json()
    assert answer["items"] == []
    assert answer["completeness"].startswith("12 contacts known to the registry")
    read_models()
    [entry] = supervisor.get("/disclosures").json()["items"]
    assert (entry["event"], entry["result"], entry["count"]) == ("SearchRun", "NONE", 0)
    assert entry["position"] == answer["position"]


def test_nobody_guesses_by_searching_and_searching(officer, at_the_door, read_models):
    asked = {"cpr": "010190-1234"}
    for _ in range(60):
        answer = officer.post("/contacts/search", json=asked, headers=HANDLING)
        assert answer.status_code == 200
    read_models()
    answer = officer.post("/contacts/search", json=asked, headers=HANDLING)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    another = at_the_door(Role.OFFICER, "1467", "K-9999")
    answer = another.post("/contacts/search", json=asked, headers=HANDLING)
    assert answer.status_code == 200


def test_a_cpr_finds_all_that_she_told(officer, read_models, parts):
    cpr = "150388-5014"
    victims = [party("VICTIM", cpr=each) for each in (cpr, cpr.replace("-", ""))]
    contacts = {told(officer, parties=[each]).json()["id"] for each in victims}
    read_models()
    answer = officer.post("/contacts/search", json={"cpr": cpr}, headers=HANDLING)
    found, known = answer.json()["items"], answer.json()["citizen"]
    assert {item["id"] for item in found} == contacts
    [citizen] = {item["parties"][0]["citizen"] for item in found}
    assert citizen == known
    assert officer.get(f"/citizens/{citizen}", headers=HANDLING).status_code == 200
    nobodys = {"cpr": "010190-1234"}
    answer = officer.post("/contacts/search", json=nobodys, headers=HANDLING)
    assert (answer.json()["items"], answer.json()["citizen"]) == ([], None)


def test_a_cpr_finds_who_has_it_also_without_a_contact(officer, read_models):
    id = str(new_id())
    officer.put(f"/citizens/{id}", json={"cpr": "150388-5014"})
    read_models()
    asked = {"cpr": "1503885014"}
    answer = officer.post("/contacts/search", json=asked, headers=HANDLING).json()
    assert (answer["items"], answer["citizen"]) == ([], id)


def test_a_read_can_wait_for_ones_own_write(officer, read_models):
    position = told(officer).json()["position"]
    late = officer.get(f"/follow-ups?position={position}")
    assert (late.status_code, late.headers["Retry-After"]) == (503, "1")
    read_models()
    answer = officer.get(f"/follow-ups?position={position}").json()
    assert answer["position"] >= position
    assert len(answer["items"]) == 1


def test_another_districts_contacts_are_not_registered_here(officer):
    assert told(officer, district="1460").status_code == 403


def test_another_districts_follow_up_is_left_alone(officer, at_the_door, read_models):
    told(officer, parties=[party("VICTIM", name="Ane")])
    read_models()
    [waiting] = officer.get("/follow-ups").json()["items"]
    stranger = at_the_door(Role.OFFICER, "1460")
    path = f"/follow-ups/{waiting['id']}/claim-follow-up"
    assert stranger.post(path, json={}).status_code == 403
    assert officer.post(path, json={}).status_code == 201


def test_if_match_protects_against_what_was_not_seen(officer):
    id = new_id()
    told(officer, id)
    path, text = f"/contacts/{id}/supplement-contact", {"text": "Mere."}
    seen = {"If-Match": '"1"'}
    assert officer.post(path, json=text, headers=seen).status_code == 201
    assert officer.post(path, json=text, headers=seen).status_code == 412
    assert officer.post(path, json=text, headers={"If-Match": "1"}).status_code == 422


def test_a_protected_address_is_never_shown(officer, supervisor):
    id = new_id()
    secret = "Hemmelig Vej 7"
    victim = party("VICTIM", name="Mette", address=secret, address_protected=True)
    assert told(officer, id, parties=[victim]).status_code == 201
    for client, path in (
        (officer, f"/contacts/{id}"),
        (supervisor, f"/contacts/{id}/history"),
    ):
        answer = client.get(path, headers=HANDLING)
        assert answer.status_code == 200
        assert secret not in answer.text
        assert "Mette" in answer.text


def test_no_words_are_shown_when_the_read_cannot_be_recorded(officer, as_admin, parts):
    id = new_id()
    told(officer, id)
    assert MOPEDS["narrative"] in officer.get(f"/contacts/{id}", headers=HANDLING).text
    with psycopg.connect(as_admin.archive, autocommit=True) as admin:
        admin.execute(
            "revoke execute on all functions in schema disclosures from genfind_writer"
        )
    answer = officer.get(f"/contacts/{id}", headers=HANDLING)
    assert answer.status_code in {500, 503}
    assert MOPEDS["narrative"] not in answer.text
