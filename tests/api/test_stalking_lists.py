"""Which pairs and courses there are: facts for all officers, names for a purpose."""

import pytest

from domain.event import Role
from tests.api.journals import STALKING_2021, load
from tests.api.telling import HANDLING, party, told
from tests.api.test_stalking_scenarios import COURSE, KASPER, METTE
from tests.ids import new_id

COURSES, ALERTS = "/stalking-courses", "/stalking-courses/alerts"


@pytest.fixture
def the_stalking(parts, read_models):
    load(parts, STALKING_2021)
    read_models()


@pytest.fixture
def pair(officer, read_models):
    """Named together in two contacts, and in no course."""
    she, he = new_id(), new_id()
    for id, name in ((she, "Birthe Holm"), (he, "Ib Lund")):
        assert officer.put(f"/citizens/{id}", json={"name": name}).is_success
    for _ in range(2):
        victim = party(citizen=str(she), safe_contact="DIRECT_ONLY")
        offender = party("POSSIBLE_OFFENDER", citizen=str(he))
        assert told(officer, parties=[victim, offender]).status_code == 201
    read_models()
    return she, he


def items(client, path, **asked):
    answer = client.get(path, **asked)
    assert answer.status_code == 200
    return answer.json()["items"]


def test_courses_are_listed_by_the_district_that_opened_them(the_stalking, officer):
    [course] = items(officer, f"{COURSES}?district=1467")
    assert (course["id"], course["victim"], course["suspect"]) == (
        COURSE,
        METTE,
        KASPER,
    )
    assert (course["contacts"], course["last"]) == (9, "2022-02-20")
    assert course["safe_contact"] == "DIRECT_ONLY"
    assert items(officer, f"{COURSES}?district=1466") == []
    assert items(officer, f"{COURSES}?victim={METTE}") == [course]
    assert items(officer, f"{COURSES}?victim={KASPER}") == []


def test_names_are_shown_for_a_purpose_alone_and_logged(
    the_stalking, pair, officer, at_the_door, read_models
):
    she, _ = pair
    for path in (COURSES, ALERTS):
        for each in items(officer, path):
            assert (each["victim_name"], each["suspect_name"]) == (None, None)
    [course] = items(officer, COURSES, headers=HANDLING)
    assert (course["victim_name"], course["suspect_name"]) == (
        "Mette Rønnow",
        "Kasper Dahl",
    )
    [alert] = items(officer, ALERTS, headers=HANDLING)
    assert (alert["victim_name"], alert["suspect_name"]) == ("Birthe Holm", "Ib Lund")
    assert alert["safe_contact"] == "DIRECT_ONLY"
    read_models()
    custodian = at_the_door(Role.CUSTODIAN)
    for citizen, view in ((METTE, "stalking_courses"), (she, "stalking_alerts")):
        log = items(custodian, f"/citizens/{citizen}/disclosures")
        assert [entry["view"] for entry in log] == [view]


def test_a_course_tells_which_contacts_it_lacks_and_not_those_unlinked(
    pair, officer, read_models
):
    she, he = map(str, pair)
    [alert] = items(officer, ALERTS)
    course = f"{COURSES}/{new_id()}"
    opened = {"victim": she, "suspect": he, "district": "1467"}
    assert officer.put(course, json=opened).is_success
    first, second = (each["id"] for each in alert["contacts"])
    link = {"contact": first, "basis": "Samme parter"}
    assert officer.post(f"{course}/link-contact", json=link).is_success
    read_models()
    assert [each["id"] for each in items(officer, f"{course}/alerts")] == [second]
    unlink = {"contact": first, "reason": "Navnesammenfald"}
    assert officer.post(f"{course}/unlink-contact", json=unlink).is_success
    read_models()
    assert [each["id"] for each in items(officer, f"{course}/alerts")] == [second]
    assert officer.get(f"{COURSES}/{new_id()}/alerts").status_code == 404


def test_a_course_with_all_that_counts_lacks_nothing(the_stalking, officer):
    """S-04 is a duplicate, and S-11 names somebody else: neither is lacking."""
    assert items(officer, f"{COURSES}/{COURSE}/alerts") == []
