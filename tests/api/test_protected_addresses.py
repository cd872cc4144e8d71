"""An address that is protected is in no event that anybody is shown."""

import pytest

from tests.api.telling import HANDLING, party, told
from tests.ids import new_id

BEFORE, AFTER = "Åvej 7, 6900 Skjern", "Bygaden 9, 6900 Skjern"


@pytest.fixture
def histories(supervisor, read_models):
    """Of a contact, by both doors that show one."""

    def histories(contact):
        path = f"/registration-audits/{new_id()}"
        sample = {"seed": "S", "district": "1467", "size": 9}
        sample |= {"from": "2026-11-01", "to": "2026-12-01"}
        supervisor.put(path, json=sample | {"position": contact["position"]})
        read_models()
        doors = (
            f"/contacts/{contact['id']}/history",
            f"{path}/contacts/{contact['id']}",
        )
        return [supervisor.get(door, headers=HANDLING) for door in doors]

    return histories


def corrected(client, contact, field, old, new):
    body = {"field": field, "old": old, "new": new, "reason": "Flyttet"}
    answer = client.post(f"/contacts/{contact['id']}/correct-contact", json=body)
    assert answer.status_code == 201


def test_neither_as_it_was_nor_as_it_was_corrected(officer, histories):
    her = party(address=BEFORE, address_protected=True)
    contact = told(officer, parties=[her]).json()
    corrected(officer, contact, f"parties.{her['id']}.address", BEFORE, AFTER)
    for answer in histories(contact):
        assert "Flyttet" in answer.text
        assert BEFORE not in answer.text
        assert AFTER not in answer.text


def test_nor_what_was_told_before_it_was_known_who_she_is(officer, histories):
    her = party(address=BEFORE)
    contact = told(officer, parties=[her]).json()
    citizen = str(new_id())
    assert officer.put(f"/citizens/{citizen}", json={"name": "Ane"}).is_success
    identify = {"party": her["id"], "citizen": citizen, "basis": "Pas"}
    path = f"/contacts/{contact['id']}/identify-party"
    assert officer.post(path, json=identify).is_success
    assert all(BEFORE in answer.text for answer in histories(contact))
    path = f"/citizens/{citizen}/protect-address"
    assert officer.post(path, json={}).is_success
    assert not any(BEFORE in answer.text for answer in histories(contact))


def test_an_address_that_is_not_protected_can_be_judged(officer, histories):
    her = party(address=BEFORE)
    contact = told(officer, parties=[her]).json()
    corrected(officer, contact, f"parties.{her['id']}.address", BEFORE, AFTER)
    for answer in histories(contact):
        events = answer.json().get("items") or answer.json()["history"]
        assert events[1]["details"].items() >= {"old": BEFORE, "new": AFTER}.items()
