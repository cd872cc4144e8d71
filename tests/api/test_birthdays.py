"""At the doors: a birthday is shown for a purpose, and is told to nobody else."""

import pytest

from domain.event import Role
from tests.api.complaining import COMPLAINT, complain
from tests.api.telling import HANDLING, party, told
from tests.ids import new_id
from tests.infrastructure.registering import every_byte

BORN, OTHER_DAY = "1988-03-15", "1961-02-03"
CPR = "150388-5014"


@pytest.fixture
def contact(officer):
    """Of somebody whom no citizen is known to be."""
    id = new_id()
    parties = [party(name="Metthe Roennow", birthday=BORN)]
    assert told(officer, id, parties=parties).status_code == 201
    return f"/contacts/{id}"


@pytest.fixture
def citizen(officer):
    id = new_id()
    particulars = {"name": "Mette Hansen", "birthday": BORN}
    assert officer.put(f"/citizens/{id}", json=particulars).status_code == 201
    return f"/citizens/{id}"


def test_a_birthday_is_shown_to_officers_for_a_purpose_only(
    nobody, at_the_door, officer, contact, citizen
):
    for path in (contact, citizen):
        assert nobody.get(path, headers=HANDLING).status_code == 401
        for role in (Role.AUTHORITY, Role.CUSTODIAN, Role.GATEWAY):
            assert at_the_door(role).get(path, headers=HANDLING).status_code == 403
        assert officer.get(path).status_code == 403
    shown = officer.get(contact, headers=HANDLING).json()
    assert shown["parties"][0]["birthday"] == BORN
    assert officer.get(citizen, headers=HANDLING).json()["birthday"] == BORN


def test_whoever_was_shown_a_birthday_is_on_record(
    officer, supervisor, read_models, contact, citizen
):
    id = complain(officer, complainant={"id": str(new_id()), "birthday": BORN})
    complaint = f"/complaints/{id.json()['id']}"
    for path in (contact, citizen):
        officer.get(path, headers=HANDLING)
    assert officer.get(complaint).json()["complainant"]["birthday"] is None
    shown = officer.get(complaint, headers=COMPLAINT).json()["complainant"]
    assert shown["birthday"] == BORN
    read_models()
    entries = supervisor.get("/disclosures").json()["items"]
    views = {entry["view"] for entry in entries if "birthday" in entry["fields"]}
    assert views == {"contact", "citizen", "complaint"}


def test_a_party_is_suggested_by_a_birthday_that_is_not_shown(
    officer, read_models, contact, citizen
):
    read_models()
    answer = officer.get(f"{contact}/suggestions", headers=HANDLING)
    [item] = answer.json()["items"]
    [suggestion] = item["suggestions"]
    assert citizen.endswith(suggestion["citizen"])
    assert suggestion["basis"]["birthday"] == 25
    assert BORN not in answer.text


def test_a_cpr_brings_a_citizen_with_the_birthday_that_was_told(officer):
    id = new_id()
    parties = [party(name="Mette", cpr=CPR, birthday=BORN)]
    assert told(officer, id, parties=parties).status_code == 201
    [shown] = officer.get(f"/contacts/{id}", headers=HANDLING).json()["parties"]
    citizen = officer.get(f"/citizens/{shown['citizen']}", headers=HANDLING).json()
    assert (citizen["cpr"], citizen["birthday"]) == (CPR.replace("-", ""), BORN)


def test_a_birthday_is_corrected_and_both_are_in_the_history(
    officer, supervisor, contact
):
    [shown] = officer.get(contact, headers=HANDLING).json()["parties"]
    correction = {
        "field": f"parties.{shown['id']}.birthday",
        "old": BORN,
        "new": OTHER_DAY,
        "reason": "Hørt forkert",
    }
    path = f"{contact}/correct-contact"
    assert officer.post(path, json=correction).status_code == 201
    [shown] = officer.get(contact, headers=HANDLING).json()["parties"]
    assert shown["birthday"] == OTHER_DAY
    history = supervisor.get(f"{contact}/history", headers=HANDLING).json()
    details = history["items"][-1]["details"]
    assert (details["old"], details["new"]) == (BORN, OTHER_DAY)
    parties = [shown | {"birthday": BORN}]
    correction |= {"field": "parties", "old": [shown], "new": parties}
    assert officer.post(path, json=correction).status_code == 201


@pytest.mark.parametrize(
    ("words", "status", "because"),
    [
        ({"birthday": "2190-01-02"}, 409, "in the future"),
        ({"birthday": OTHER_DAY, "cpr": CPR}, 409, "another birthday"),
        ({"birthday": "3.2.1961"}, 422, "birthday"),
        ({"birthday": "1961-02-31"}, 422, "birthday"),
    ],
)
def test_a_birthday_that_cannot_be_is_refused_and_comes_back_in_no_error(
    officer, capfd, words, status, because
):
    identify = officer.put(f"/citizens/{new_id()}", json=words)
    registered = told(officer, parties=[party(**words)])
    complained = complain(officer, complainant={"id": str(new_id()), **words})
    said = "".join(capfd.readouterr())
    for answer in (identify, registered, complained):
        assert answer.status_code == status
        assert because in answer.text
        assert words["birthday"] not in answer.text + said


def test_nobody_is_looked_for_by_birthday_in_an_address_or_a_search(officer, citizen):
    answer = officer.get(f"{citizen}?birthday={BORN}", headers=HANDLING)
    assert (answer.status_code, BORN in answer.text) == (422, False)
    asked = {"birthday": BORN}
    answer = officer.post("/contacts/search", json=asked, headers=HANDLING)
    assert (answer.status_code, BORN in answer.text) == (422, False)


def test_a_birthday_is_nowhere_in_clear_in_the_archive(
    parts, as_admin, officer, contact, citizen
):
    for address in (as_admin.archive, as_admin.keys):
        assert BORN.encode() not in every_byte(address)
