"""At the doors: with whom a citizen was linked, from whom kept apart, and why."""

import pytest

from tests.api.telling import HANDLING
from tests.ids import new_id


@pytest.fixture
def known(officer):
    def known(**particulars):
        id = str(new_id())
        assert officer.put(f"/citizens/{id}", json=particulars).status_code == 201
        return id

    return known


@pytest.fixture
def shown(officer):
    def shown(id, **asked):
        answer = officer.get(f"/citizens/{id}", headers=HANDLING, params=asked)
        assert answer.status_code == 200
        return answer.json()

    return shown


def test_a_link_is_told_with_its_basis_until_it_is_undone(officer, clock, known, shown):
    one, other = known(name="Mette Rønnow"), known(name="Metthe Roennow")
    before = clock.now.isoformat()
    clock.goes_on(minutes=5)
    link = {"other": other, "basis": "Samme telefon", "score": 90}
    officer.post(f"/citizens/{one}/link-citizen", json=link)
    for id, its_other in ((one, other), (other, one)):
        [told] = shown(id)["links"]
        assert (told["citizen"], told["basis"], told["score"]) == (
            its_other,
            "Samme telefon",
            90,
        )
        assert (told["by"]["id"], told["at"]) == ("K-1147", "2026-11-22T12:05:00Z")
        assert shown(id)["apart"] == shown(id, as_of=before)["links"] == []
    unlink = {"other": one, "reason": "To søstre"}
    officer.post(f"/citizens/{other}/unlink-citizen", json=unlink)
    for id, its_other in ((one, other), (other, one)):
        assert shown(id)["links"] == []
        [told] = shown(id)["apart"]
        assert (told["citizen"], told["reason"]) == (its_other, "To søstre")


def test_who_was_kept_apart_can_be_linked_after_all(officer, known, shown):
    one, other = known(name="Mette Rønnow"), known(name="Metthe Roennow")
    apart = {"other": other, "reason": "To søstre"}
    officer.post(f"/citizens/{one}/keep-citizens-apart", json=apart)
    assert [each["reason"] for each in shown(one)["apart"]] == ["To søstre"]
    link = {"other": other, "basis": "Dog den samme"}
    officer.post(f"/citizens/{one}/link-citizen", json=link)
    assert shown(one)["apart"] == []
    assert [each["score"] for each in shown(one)["links"]] == [None]
