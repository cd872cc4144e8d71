from domain.contacts import ReferToCase, RegisterContact, contacts
from domain.event import By, Role
from domain.stalking_courses import LinkContact, stalking_courses
from infrastructure.asked import Asked, Receipt
from tests.api.printing import draft
from tests.api.telling import HANDLING, MOPEDS, party, told
from tests.ids import new_id


def a_course(officer):
    victim, course = new_id(), new_id()
    assert officer.put(f"/citizens/{victim}", json={"name": "Mette"}).is_success
    told_of = {"victim": str(victim), "district": "1467"}
    answer = officer.put(f"/stalking-courses/{course}", json=told_of)
    assert answer.status_code == 201
    return course


def test_a_course_is_opened_in_ones_own_district_and_kept_by_all(officer, at_the_door):
    course = f"/stalking-courses/{a_course(officer)}"
    stranger = at_the_door(Role.OFFICER, "1460")
    there = {"victim": str(new_id()), "district": "1467"}
    answer = stranger.put(f"/stalking-courses/{new_id()}", json=there)
    assert answer.status_code == 403
    link = {"contact": told(officer).json()["id"], "basis": "Samme parter"}
    assert stranger.post(f"{course}/link-contact", json=link).status_code == 201
    assert stranger.post(f"{course}/link-contact", json=link).status_code == 409


def test_ones_own_last_write_is_in_the_history(officer):
    course = f"/stalking-courses/{a_course(officer)}"
    protected = party(address="Hemmelig Vej 7", address_protected=True)
    contact = told(officer, parties=[protected]).json()["id"]
    link = {"contact": contact, "basis": "Samme parter"}
    receipt = officer.post(f"{course}/link-contact", json=link).json()
    answer = officer.get(f"{course}/history", headers=HANDLING)
    assert [each["id"] for each in answer.json()["contacts"]] == [contact]
    assert answer.json()["position"] == receipt["position"]
    assert "Hemmelig" not in answer.text


def test_an_assessment_and_a_print_are_referred_to(officer):
    course = f"/stalking-courses/{a_course(officer)}"
    tool = {"tool": "SASH", "version": "2", "on": "2026-11-20", "annex": 3}
    told_of = tool | {"rating": "Høj"}
    assert officer.post(f"{course}/reference-risk-tool", json=told_of).is_success
    issued = draft(officer, course, "OTHER_PARTY")
    assert officer.post(f"{course}/issue-court-print", json=issued).is_success
    shown = officer.get(course, headers=HANDLING).json()
    [risk], [print_] = shown["risk_tools"], shown["court_prints"]
    assert told_of.items() <= risk.items()
    assert issued.items() <= print_.items()
    assert risk["by"]["id"] == "K-1147"
    items = told_of | {"items": ["Has he …?"]}
    answer = officer.post(f"{course}/reference-risk-tool", json=items)
    assert answer.status_code == 422


def test_scenario_22_contacts_and_cases_are_different_units(officer, parts, clock):
    course = a_course(officer)
    by = By(id="K-1147", role=Role.OFFICER, district="1467")
    case = ReferToCase(journal_number="0700-73111-00001-22")
    all_of_them = [new_id() for _ in range(429)]
    asked = [
        each
        for id in all_of_them
        for each in (
            Asked(contacts, id, RegisterContact.model_validate(MOPEDS), by),
            Asked(contacts, id, case, by),
            Asked(stalking_courses, course, LinkContact(contact=id, basis="Sag"), by),
        )
    ]
    assert all(isinstance(r, Receipt) for r in parts.registry.execute_all(asked))
    path = f"/stalking-courses/{course}/history"
    summary = officer.get(path, headers=HANDLING).json()["summary"]
    assert (summary["contacts"], summary["cases"]) == (429, 1)
