"""At the doors: who is shown whom a citizen may be, and that it is on record."""

import pytest

from domain.event import Role
from tests.api.telling import HANDLING, party, told
from tests.ids import new_id


@pytest.fixture
def known(officer, read_models):
    """A citizen with these particulars."""

    def known(**particulars):
        id = str(new_id())
        assert officer.put(f"/citizens/{id}", json=particulars).status_code == 201
        read_models()
        return id

    return known


@pytest.fixture
def suggested(officer, read_models):
    def suggested(path):
        read_models()
        answer = officer.get(f"{path}/suggestions", headers=HANDLING)
        assert answer.status_code == 200
        return answer.json()["items"]

    return suggested


@pytest.fixture
def mette(known):
    return known(name="Mette Rønnow", phone="20304050")


@pytest.fixture
def contact(officer, mette):
    id = new_id()
    parties = [party(name="Metthe Roennow"), party("REPORTER", name="Kasper Dahl")]
    assert told(officer, id, parties=parties).status_code == 201
    return f"/contacts/{id}"


def test_names_are_shown_to_officers_for_a_purpose_only(
    at_the_door, nobody, officer, contact, mette
):
    for path in (f"/citizens/{mette}/suggestions", f"{contact}/suggestions"):
        assert nobody.get(path, headers=HANDLING).status_code == 401
        for role in (Role.AUTHORITY, Role.CUSTODIAN, Role.GATEWAY):
            answer = at_the_door(role).get(path, headers=HANDLING)
            assert answer.status_code == 403
        assert officer.get(path).status_code == 403
        unknown = {"Access-Purpose": "CURIOSITY"}
        assert officer.get(path, headers=unknown).status_code == 422
        for role in (Role.OFFICER, Role.SUPERVISOR):
            answer = at_the_door(role).get(path, headers=HANDLING)
            assert answer.status_code == 200


def test_nobody_is_suggested_for_what_does_not_exist(officer, contact, mette):
    elsewhere = contact.replace("contacts", "citizens")
    for path in (f"/citizens/{new_id()}", f"/contacts/{new_id()}", elsewhere):
        answer = officer.get(f"{path}/suggestions", headers=HANDLING)
        assert answer.status_code == 404


def test_who_was_shown_whom_is_in_the_access_log(
    supervisor, read_models, known, suggested, mette, contact
):
    other = known(name="Mette Rønnow")
    suggested(f"/citizens/{mette}")
    suggested(contact)
    read_models()
    entries = supervisor.get("/disclosures").json()["items"]
    by_view = {entry["view"]: entry for entry in entries}
    shown = by_view["citizen_suggestions"]
    assert (set(shown["subjects"]), shown["count"]) == ({mette, other}, 1)
    shown = by_view["contact_suggestions"]
    assert {mette, other} < set(shown["subjects"])
    assert (shown["fields"], shown["count"]) == (["name"], 2)


def test_a_person_links_whoever_was_suggested_or_keeps_them_apart(
    officer, known, suggested, mette
):
    mother, daughter = f"/citizens/{mette}", known(name="Mette Rønnow")
    [item] = suggested(mother)
    assert item.keys() == {"citizen", "name", "score", "basis", "safe_contact"}
    assert (item["citizen"], item["score"], item["basis"]["name"]) == (daughter, 60, 60)
    apart = {"other": daughter, "reason": "Mor og datter"}
    answer = officer.post(f"{mother}/keep-citizens-apart", json=apart)
    assert answer.status_code == 201
    assert suggested(mother) == suggested(f"/citizens/{daughter}") == []
    answer = officer.post(f"{mother}/keep-citizens-apart", json=apart)
    assert answer.status_code == 409
    assert answer.json()["title"] == "These citizens are kept apart already."
    link = {"other": daughter, "basis": "Dog den samme", "score": item["score"]}
    answer = officer.post(f"{mother}/link-citizen", json=link)
    assert answer.status_code == 201
    answer = officer.post(f"{mother}/keep-citizens-apart", json=apart)
    assert answer.json()["title"] == "These citizens are linked already."
    unlink = {"other": mette, "reason": "Alligevel ikke"}
    answer = officer.post(f"/citizens/{daughter}/unlink-citizen", json=unlink)
    assert answer.status_code == 201
    assert suggested(mother) == []


def test_a_person_says_who_the_party_of_a_contact_is(
    officer, suggested, mette, contact
):
    victim, reporter = suggested(contact)
    assert (victim["role"], victim["name"]) == ("VICTIM", "Metthe Roennow")
    assert (reporter["name"], reporter["suggestions"]) == ("Kasper Dahl", [])
    [suggestion] = victim["suggestions"]
    assert suggestion["citizen"] == mette
    decision = {
        "party": victim["party"],
        "citizen": mette,
        "basis": "Navn, og hun kendte sagen",
        "score": suggestion["score"],
    }
    answer = officer.post(f"{contact}/identify-party", json=decision)
    assert answer.status_code == 201
    assert [each["party"] for each in suggested(contact)] == [reporter["party"]]


def test_linked_histories_are_one_until_the_link_is_withdrawn(
    officer, known, read_models, mette, contact
):
    other = known(name="Mette Rønnow")
    victim = officer.get(contact, headers=HANDLING).json()["parties"][0]["id"]
    identify = {"party": victim, "citizen": other, "basis": "Stemmen"}
    assert officer.post(f"{contact}/identify-party", json=identify).is_success
    link = {"other": other, "basis": "Samme telefon"}
    apart = {"other": other, "reason": "To personer"}
    unlink = {"other": other, "reason": "To personer"}
    for command, body, histories in (
        ("keep-citizens-apart", apart, 0),
        ("link-citizen", link, 1),
        ("unlink-citizen", unlink, 0),
    ):
        assert officer.post(f"/citizens/{mette}/{command}", json=body).is_success
        read_models()
        answer = officer.get(f"/citizens/{mette}/history", headers=HANDLING).json()
        shown = [item["via"] for item in answer["items"] if item["type"] == "CONTACT"]
        assert shown == [other] * histories
