"""What reached the police can't be lost between the telephone and the registry."""

import pytest

from api.access_seals import AccessSeals
from domain.event import Role
from tests.api.telling import CALL, HANDLING, party, told
from tests.ids import new_id
from tests.infrastructure.sealing_all import by_force

WRONG = {"reason": "WRONG_NUMBER"}


@pytest.fixture
def gateway(at_the_door):
    return at_the_door(Role.GATEWAY)


@pytest.fixture
def call(gateway):
    """Something reaches the police."""

    def call(**change):
        answer = gateway.put(f"/intake/{new_id()}", json=CALL | change)
        assert answer.status_code == 201
        return answer.json()["id"]

    return call


@pytest.fixture
def still_open(supervisor, read_models):
    def still_open():
        read_models()
        items = supervisor.get("/intake?open=true").json()["items"]
        return [item["id"] for item in items]

    return still_open


def test_only_the_exchange_observes_and_only_a_supervisor_looks(
    at_the_door, nobody, call
):
    id = call()
    observe = ("PUT", f"/intake/{new_id()}", CALL)
    settle = ("POST", f"/intake/{id}/settle-intake", WRONG)
    doors = [observe, settle, ("GET", "/intake", None), ("GET", f"/intake/{id}", None)]
    assert {nobody.request(m, path, json=b).status_code for m, path, b in doors} == {
        401
    }
    for role in (Role.OFFICER, Role.AUTHORITY, Role.CUSTODIAN):
        client = at_the_door(role)
        for method, path, body in doors:
            assert client.request(method, path, json=body).status_code == 403
    gateway, supervisor = at_the_door(Role.GATEWAY), at_the_door(Role.SUPERVISOR)
    for method, path, body in doors[1:]:
        assert gateway.request(method, path, json=body).status_code == 403
    assert supervisor.put(observe[1], json=CALL).status_code == 403


def test_an_exchange_observes_for_every_district(gateway):
    for district in ("1460", "1467", "1471"):
        answer = gateway.put(f"/intake/{new_id()}", json=CALL | {"district": district})
        assert answer.status_code == 201
    assert answer.json()["number"] is None


def test_a_call_that_is_sent_again_is_observed_once(gateway):
    id = new_id()
    answers = [
        gateway.put(f"/intake/{id}", json=CALL | {"source": source})
        for source in ("TC1-42", "TC1-42", "TC1-43")
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 409]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize(
    "words",
    [
        {"narrative": "Birthe ringede."},
        {"phone": "72588888"},
        {"source": "Birthe ringede."},
        {"source": "+4572588888"},
    ],
)
def test_words_and_numbers_are_turned_away_and_not_repeated(gateway, words):
    answer = gateway.put(f"/intake/{new_id()}", json=CALL | words)
    assert answer.status_code == 422
    assert not any(word in answer.text for word in words.values())


def test_nothing_is_observed_ahead_of_the_clock(gateway):
    late = CALL | {"at": "2026-11-22T13:05:01+01:00"}
    assert gateway.put(f"/intake/{new_id()}", json=late).status_code == 409


def test_a_registration_takes_the_call_off_the_list(
    officer, supervisor, call, still_open
):
    first, second = call(), call(at="2026-11-22T12:54:00+01:00")
    assert still_open() == [first, second]
    contact = told(officer, intake=first).json()["id"]
    assert still_open() == [second]
    shown = supervisor.get(f"/intake/{first}").json()
    assert (shown["status"], shown["contact"]) == ("REGISTERED", contact)
    assert (shown["age_seconds"], shown["version"]) == (None, 2)
    contact = officer.get(f"/contacts/{contact}", headers=HANDLING).json()
    assert contact["intake"] == first


def test_a_call_that_is_not_open_is_not_registered(officer, supervisor, call):
    answered, wrong = call(), call()
    assert told(officer, intake=answered).status_code == 201
    assert supervisor.post(f"/intake/{wrong}/settle-intake", json=WRONG).is_success
    for id, because in (
        (answered, "A contact is already registered for this intake."),
        (wrong, "The intake is already settled."),
        (str(new_id()), "There is no intake with this id."),
    ):
        answer = told(officer, intake=id)
        assert (answer.status_code, answer.json()["title"]) == (409, because)
    again = supervisor.post(f"/intake/{answered}/settle-intake", json=WRONG)
    assert again.status_code == 409


def test_a_supervisor_settles_for_any_district(at_the_door, call, still_open):
    id = call(district="1460")
    elsewhere = at_the_door(Role.SUPERVISOR, "1471")
    path = f"/intake/{id}/settle-intake"
    assert elsewhere.post(path, json=WRONG).status_code == 201
    assert elsewhere.post(path, json=WRONG).status_code == 409
    assert elsewhere.post(path, json={"note": "Fax"}).status_code == 422
    assert still_open() == []


def test_the_note_is_read_with_a_purpose_and_leaves_a_trace(
    supervisor, call, read_models
):
    id = call()
    settle = WRONG | {"note": "Talt med Birthe."}
    assert supervisor.post(f"/intake/{id}/settle-intake", json=settle).is_success
    read_models()
    for path in ("/intake", f"/intake/{id}"):
        assert "Birthe" not in supervisor.get(path).text
        shown = supervisor.get(path, headers={"Access-Purpose": "SUPERVISION"})
        assert "Birthe" in shown.text
    read_models()
    entries = supervisor.get("/disclosures").json()["items"]
    assert [entry["view"] for entry in entries] == ["intake", "intake_list"]


def test_an_intake_is_shown_as_it_was_known_then(supervisor, call, clock):
    id = call()
    clock.goes_on(minutes=2)
    supervisor.post(f"/intake/{id}/settle-intake", json=WRONG)
    then = {"as_of": "2026-11-22T13:01:00+01:00"}
    shown = supervisor.get(f"/intake/{id}", params=then).json()
    assert (shown["status"], shown["age_seconds"]) == ("OPEN", 11 * 60)
    assert supervisor.get(f"/intake/{id}").json()["status"] == "SETTLED"
    before = {"as_of": "2026-11-22T12:59:00+01:00"}
    assert supervisor.get(f"/intake/{id}", params=before).status_code == 404
    assert supervisor.get(f"/intake/{new_id()}").status_code == 404


def test_the_list_is_read_page_by_page(supervisor, call, still_open):
    calls = [call(at=f"2026-11-22T12:5{n}:00+01:00") for n in range(5)]
    assert still_open() == calls
    seen, cursor = [], {}
    while cursor is not None:
        asked = {"open": "true", "limit": 2, "district": "1467"} | cursor
        page = supervisor.get("/intake", params=asked).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"] and {"cursor": page["next"]}
    assert seen == calls
    assert supervisor.get("/intake", params={"cursor": "WzFd"}).status_code == 422


def test_observed_registered_and_open_stand_side_by_side(
    officer, call, read_models, clock
):
    told(officer, intake=call())
    call(), call(district="1471")
    clock.goes_on(hours=25)
    read_models()
    answer = officer.get("/registration-timeliness?from=2026-11-22&to=2026-11-23")
    total = answer.json()["total"]
    assert (total["registered"], total["observed"]) == (1, 3)
    assert (total["registered_of_observed"], total["open_over_24_hours"]) == (1, 2)
    rows = [(row["district"], row["observed"]) for row in answer.json()["rows"]]
    assert rows == [("1467", 2), ("1471", 1)]
    assert "version 2" in answer.json()["definition"]


def test_scenario_4_three_of_her_four_calls_were_never_registered(
    officer, supervisor, parts, read_models, seal, report, as_admin
):
    phone = "+45 20 30 40 50"
    known = told(officer, parties=[party("REPORTER", phone=phone)]).json()["id"]
    read_models()
    asked = {"phone": phone}
    answer = officer.post("/contacts/search", json=asked, headers=HANDLING).json()
    assert [item["id"] for item in answer["items"]] == [known]
    assert answer["completeness"].startswith("1 contacts known to the registry")
    read_models()
    [entry] = supervisor.get("/disclosures").json()["items"]
    assert (entry["event"], entry["count"]) == ("SearchRun", 1)

    for day in (18, 19, 20):
        late = told(
            officer,
            received_at=f"2026-11-{day}T20:00:00+01:00",
            late_reason="CITIZEN_STATEMENT",
            parties=[party("REPORTER", phone=phone)],
        )
        assert late.status_code == 201
    read_models()
    answer = officer.post("/contacts/search", json=asked, headers=HANDLING).json()
    assert len(answer["items"]) == 4
    total = officer.get("/registration-timeliness").json()["total"]
    assert (total["registered"], total["late"]) == (4, 3)
    assert total["late_reasons"] == {"CITIZEN_STATEMENT": 3}

    assert AccessSeals(parts).seal()
    seal.sealer.catch_up()
    assert report().findings == []
    by_force(
        as_admin.archive,
        f"delete from disclosures.stored_events where originator_id = '{entry['id']}'",
    )
    [finding] = report().findings
    assert "and there are" in finding.problem
