"""What histories leave out: addresses protected later, and words that were erased."""

import pytest

from tests.api.telling import HANDLING, party, told

OLD, NEW = "Hemmelig Vej 7", "Skjult Alle 9"


@pytest.fixture
def victim():
    return party("VICTIM", name="Mette", address=OLD)


@pytest.fixture
def contact(officer, victim):
    return told(officer, parties=[victim]).json()["id"]


@pytest.fixture
def history(officer, supervisor, contact, victim):
    """What it tells after her address was corrected, and then something happened."""

    def history(*after):
        correct = {
            "field": f"parties.{victim['id']}.address",
            "old": OLD,
            "new": NEW,
            "reason": "Flyttet",
        }
        path = f"/contacts/{contact}/correct-contact"
        assert officer.post(path, json=correct).is_success
        for path, body in after:
            assert officer.request(*path.split(" "), json=body).is_success
        return supervisor.get(f"/contacts/{contact}/history", headers=HANDLING)

    return history


def test_it_is_left_out_once_the_party_is_protected(history, contact, victim):
    protect = {
        "field": f"parties.{victim['id']}.address_protected",
        "old": False,
        "new": True,
        "reason": "Beskyttet",
    }
    answer = history((f"POST /contacts/{contact}/correct-contact", protect))
    assert "Mette" in answer.text
    details = answer.json()["items"][1]["details"]
    assert (details["old"], details["new"]) == (None, None)
    assert OLD not in answer.text


def test_words_that_were_erased_are_told_as_such(
    officer, supervisor, history, parts, contact, victim
):
    items = history().json()["items"]
    assert [each["forgotten"] for each in items] == [False, False]
    victim_key = [victim["id"]]
    parts.keys.fence(victim_key)
    parts.keys.shred(victim_key)
    path = f"/contacts/{contact}"
    shown = officer.get(path, headers=HANDLING).json()
    assert shown["forgotten_parties"] == [victim["id"]]
    assert shown["parties"][0]["name"] is None
    items = supervisor.get(f"{path}/history", headers=HANDLING).json()["items"]
    assert [each["forgotten"] for each in items] == [True, True]
