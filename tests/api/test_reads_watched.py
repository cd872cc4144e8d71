"""Reads that are a reason to ask, each with the rule it is listed by."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from domain.disclosures import DisclosePersonalWords, disclosures
from domain.event import By, Role
from domain.places import DISTRICTS
from infrastructure.sign_in import SignIn
from projections.access_review import MANY_READERS
from tests.api.telling import HANDLING, MOPEDS, party, told
from tests.ids import new_id
from tests.parts import FOREVER, ISSUER

REVIEW = "/disclosures/review"
DUP = By(id="DUP-01", role=Role.AUTHORITY, district=None)


@pytest.fixture
def stands_out(supervisor, read_models):
    def stands_out(rule, client=supervisor):
        read_models()
        return client.get(REVIEW).json()[rule]

    return stands_out


@pytest.fixture
def somebody(app, issuer):
    """An officer of whom the provider tells this too."""

    def somebody(**claims):
        token = issuer.token(Role.OFFICER, "1467", "K-7", **claims)
        headers = {"Authorization": f"Bearer {token}"}
        return TestClient(app, headers=headers, raise_server_exceptions=False)

    return somebody


@pytest.fixture
def citizen(officer):
    def citizen(**particulars):
        id = str(new_id())
        assert officer.put(f"/citizens/{id}", json=particulars).status_code == 201
        return id

    return citizen


@pytest.fixture
def knows_citizens(app, parts, issuer):
    """The provider says in a claim which citizen an employee is."""
    told = SignIn(
        ISSUER,
        "genfind",
        issuer.answer,
        lambda: FOREVER,
        districts=DISTRICTS,
        citizen_claim="citizen",
    )
    app.state.parts = replace(parts, sign_in=told)


def test_who_reads_the_own_record_stands_out(
    knows_citizens, somebody, citizen, stands_out
):
    himself, other = citizen(name="Bo Dahl"), citizen(name="Ane Holt")
    client = somebody(citizen=himself)
    contact = told(client, parties=[party(citizen=himself)]).json()["id"]
    client.get(f"/citizens/{other}", headers=HANDLING)
    assert stands_out("own_record") == []
    for path in (f"/citizens/{himself}", f"/contacts/{contact}"):
        assert client.get(path, headers=HANDLING).status_code == 200
    found = stands_out("own_record")
    assert [each["view"] for each in found] == ["contact", "citizen"]
    assert {each["officer"] for each in found} == {"K-7"}
    assert found[0]["why"] == "The reader's own record."


def test_a_claim_that_names_no_citizen_keeps_nobody_out(knows_citizens, somebody):
    client = somebody(citizen="K-7")
    assert client.get("/follow-ups").status_code == 200


def test_who_reads_about_the_own_surname_stands_out(somebody, citizen, stands_out):
    client = somebody(family_name="DAHL")
    relative, other = citizen(name="Kasper Dahl"), citizen(name="Dahl Rønnow")
    client.get(f"/citizens/{other}", headers=HANDLING)
    assert stands_out("same_surname") == []
    client.get(f"/citizens/{relative}", headers=HANDLING)
    contact = told(client, parties=[party(name="Ida dahl")]).json()["id"]
    client.get(f"/contacts/{contact}", headers=HANDLING)
    client.get(f"/citizens/{relative}/history", headers=HANDLING)
    found = stands_out("same_surname")
    assert [each["view"] for each in found] == ["citizen_history", "contact", "citizen"]
    assert found[0]["why"] == "Somebody shown has the reader's surname."


def test_the_surname_itself_is_written_nowhere(somebody, citizen, parts, stands_out):
    relative = citizen(name="Kasper Skovgaard")
    client = somebody(family_name="Skovgaard")
    client.get(f"/citizens/{relative}", headers=HANDLING)
    assert len(stands_out("same_surname")) == 1
    stored = parts.access_log.recorder.select_notifications(1, 100)
    assert b"SAME_SURNAME" in stored[-1].state
    assert b"kovgaard" not in b"".join(each.state for each in stored).lower()


def test_one_whom_very_many_have_read_about_stands_out(parts, citizen, stands_out):
    famous = citizen(name="Ane Holt")
    command = DisclosePersonalWords(
        view="citizen", subjects=[famous], count=1, purpose="INVESTIGATION"
    )
    for n in range(MANY_READERS - 1):
        by = By(id=f"K-{n}", role=Role.OFFICER, district="1467")
        for _ in range(2):
            parts.access_log.execute(disclosures, new_id(), command, by)
    parts.access_log.execute(disclosures, new_id(), command, DUP)
    assert stands_out("read_by_many") == []
    by = By(id="K-99", role=Role.OFFICER, district="1467")
    parts.access_log.execute(disclosures, new_id(), command, by)
    [found] = stands_out("read_by_many")
    assert (found["subject"], found["officers"]) == (famous, MANY_READERS)
    assert "people read about the same" in found["why"]


def test_who_reads_without_reference_and_without_work_stands_out(
    officer, somebody, citizen, stands_out
):
    her, other = citizen(name="Ane Holt"), somebody()
    contact = told(officer, parties=[party(citizen=her)]).json()["id"]
    for client in (officer, other):
        for path in (f"/citizens/{her}", f"/contacts/{contact}"):
            client.get(path, headers=HANDLING)
    found = stands_out("without_work")
    assert {(each["officer"], each["subject"]) for each in found} == {
        ("K-7", her),
        ("K-7", contact),
    }
    assert "Read without a reference" in found[0]["why"]
    path = f"/contacts/{contact}/supplement-contact"
    assert other.post(path, json={"text": "Hun ringede igen."}).status_code == 201
    assert stands_out("without_work") == []  # in her contact he worked on her, too


def test_who_says_what_a_read_is_for_is_not_asked_again(
    officer, somebody, stands_out, read_models
):
    contact = told(officer).json()["id"]
    headers = HANDLING | {"Access-Reference": "1467-73241-00012-26"}
    somebody().get(f"/contacts/{contact}", headers=headers)
    assert stands_out("without_work") == []
    somebody().get(f"/contacts/{contact}", headers=HANDLING)
    assert len(stands_out("without_work")) == 1


def test_work_on_a_follow_up_is_work_on_its_contact(
    officer, somebody, stands_out, read_models
):
    contact = told(officer).json()["id"]
    read_models()
    [waiting] = officer.get("/follow-ups").json()["items"]
    other = somebody()
    other.get(f"/contacts/{contact}", headers=HANDLING)
    assert len(stands_out("without_work")) == 1
    other.post(f"/follow-ups/{waiting['id']}/claim-follow-up", json={})
    assert stands_out("without_work") == []


def test_what_was_done_long_ago_is_no_work_of_today(officer, clock, stands_out):
    contact = told(officer, **MOPEDS).json()["id"]
    clock.goes_on(days=31)
    officer.get(f"/contacts/{contact}", headers=HANDLING)
    assert [each["subject"] for each in stands_out("without_work")] == [contact]


def test_what_the_authority_reads_is_in_no_list_and_no_count_of_the_police(
    parts, officer, supervisor, at_the_door, citizen, stands_out, read_models, clock
):
    her = citizen(name="Ane Holt")
    for _ in range(5):
        clock.goes_on(days=1)
        for n in range(MANY_READERS):
            command = DisclosePersonalWords(
                view="citizen",
                subjects=[her],
                count=1,
                purpose="COMPLAINT",
                stands_out=["OWN_RECORD", "SAME_SURNAME"],
            )
            by = DUP.model_copy(update={"id": f"DUP-{n}"})
            parts.access_log.execute(disclosures, new_id(), command, by)
    read_models()
    for client in (supervisor, at_the_door(Role.SUPERVISOR, "1471", "L-9")):
        seen = client.get(REVIEW)
        lists = [each for each in seen.json().values() if isinstance(each, list)]
        assert lists == [[]] * 8
        listed = client.get("/disclosures", params={"subject": her})
        assert listed.json()["items"] == []
        assert "DUP-" not in seen.text + listed.text
    custodian = at_the_door(Role.CUSTODIAN)
    assert custodian.get(f"/citizens/{her}/disclosures").json()["items"] == []
    authority = at_the_door(Role.AUTHORITY)
    assert len(stands_out("own_record", authority)) == 50
    [many] = stands_out("read_by_many", authority)
    assert many["officers"] == MANY_READERS


def test_what_is_listed_is_what_was_asked_for_and_not_all_that_came_with_it(
    officer, somebody, citizen, stands_out, read_models
):
    her = citizen(name="Ane Holt")
    told(officer, parties=[party(citizen=her)])
    read_models()
    answer = somebody().get(f"/citizens/{her}/history", headers=HANDLING)
    assert len(answer.json()["items"]) == 2
    assert [each["subject"] for each in stands_out("without_work")] == [her]


def test_to_supervise_is_a_supervisors_work(officer, supervisor, stands_out):
    contact = told(officer).json()["id"]
    path = f"/contacts/{contact}/history"
    supervisor.get(path, headers={"Access-Purpose": "SUPERVISION"})
    assert stands_out("without_work") == []
    supervisor.get(path, headers=HANDLING)
    assert [each["officer"] for each in stands_out("without_work")] == ["L-1101"]


def test_scenario_20_access(
    knows_citizens, somebody, citizen, supervisor, at_the_door, stands_out
):
    himself, kasper = citizen(name="Bo Holt"), citizen(name="Kasper Dahl")
    client = somebody(citizen=himself, family_name="Dahl")
    course = f"/stalking-courses/{new_id()}"
    people = {"victim": himself, "suspect": kasper, "district": "1467"}
    assert client.put(course, json=people).status_code == 201
    assert client.get(f"{course}/history").status_code == 403
    assert client.get(f"{course}/history", headers=HANDLING).status_code == 200
    [own], [relative] = stands_out("own_record"), stands_out("same_surname")
    assert own["view"] == relative["view"] == "stalking_history"
    authority = at_the_door(Role.AUTHORITY)
    headers = {"Access-Purpose": "COMPLAINT"}
    assert authority.get(f"{course}/history", headers=headers).status_code == 200
    stands_out("own_record")
    seen = supervisor.get("/disclosures").json()["items"]
    assert [each["officer"] for each in seen] == ["K-7"]
    everything = authority.get("/disclosures").json()["items"]
    assert [each["role"] for each in everything] == ["AUTHORITY", "OFFICER"]
