"""Each read says which processing it is (LED article 25), and under which law."""

from tests.api.telling import HANDLING, told
from tests.ids import new_id


def logged(supervisor, read_models):
    read_models()
    return supervisor.get("/disclosures").json()["items"]


def test_a_read_has_the_regime_of_its_contact_else_of_its_purpose(
    officer, supervisor, read_models
):
    stalked, lost = told(officer), told(officer, kind="LOST_PROPERTY")
    for contact in (stalked, lost):
        officer.get(f"/contacts/{contact.json()['id']}", headers=HANDLING)
    for purpose in ("INVESTIGATION", "COMPLAINT"):
        officer.post(
            "/contacts/search",
            json={"name": "Ane"},
            headers={"Access-Purpose": purpose},
        )
    found = logged(supervisor, read_models)
    assert [each["regime"] for each in found] == ["GDPR", "LED", "GDPR", "LED"]


def test_histories_of_linked_citizens_together_are_a_combination(
    officer, supervisor, read_models
):
    one, other = new_id(), new_id()
    for id in (one, other):
        officer.put(f"/citizens/{id}", json={"name": "Ane Holt"})
    path = f"/citizens/{one}"
    read_models()
    assert officer.get(f"{path}/history", headers=HANDLING).status_code == 200
    body = {"other": str(other), "basis": "Pas"}
    assert officer.post(f"{path}/link-citizen", json=body).status_code == 201
    assert officer.get(f"{path}/history", headers=HANDLING).status_code == 200
    together, alone = logged(supervisor, read_models)
    assert (together["operation"], alone["operation"]) == (
        "COMBINATION",
        "CONSULTATION",
    )
    assert set(together["subjects"]) == {str(one), str(other)}
