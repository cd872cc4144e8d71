"""What stands out among reads, through its door."""

from uuid import UUID

import pytest

from domain.event import Role
from tests.api.telling import HANDLING, told

REVIEW = "/disclosures/review"


@pytest.fixture
def elsewhere(officer, at_the_door, read_models):
    """A contact of another district, which its own officer and this one have read."""
    there = at_the_door(Role.OFFICER, "1471", "K-9009")
    contact = told(there, district="1471", municipality=None).json()["id"]
    for client in (there, officer):
        path = f"/contacts/{contact}"
        assert client.get(path, headers=HANDLING).status_code == 200
    read_models()
    return contact


def test_who_read_elsewhere_without_work_there_stands_out(
    elsewhere, officer, supervisor, read_models
):
    answer = supervisor.get(REVIEW).json()
    [found] = answer["elsewhere"]
    assert (found["officer"], found["contact"], found["of"]) == (
        "K-1147",
        elsewhere,
        "1471",
    )
    assert answer["since"] == "2026-10-24"
    assert "5 different days" in answer["definition"]
    assert answer["position"] == 2
    supplement = {"text": "Hun ringede igen."}
    path = f"/contacts/{elsewhere}/supplement-contact"
    assert officer.post(path, json=supplement).status_code == 201
    assert supervisor.get(REVIEW).json()["elsewhere"] == []


def test_work_on_one_matter_hides_no_other(
    elsewhere, officer, at_the_door, supervisor, read_models
):
    there = at_the_door(Role.OFFICER, "1471", "K-9009")
    worked = told(there, district="1471", municipality=None).json()["id"]
    path = f"/contacts/{worked}"
    for _ in range(2):  # read more often, so that it comes first
        officer.get(path, headers=HANDLING)
    officer.post(f"{path}/supplement-contact", json={"text": "Hun ringede igen."})
    read_models()
    [found] = supervisor.get(REVIEW, params={"limit": 1}).json()["elsewhere"]
    assert found["contact"] == elsewhere


def test_a_supervisor_sees_the_own_district_alone(elsewhere, at_the_door):
    stranger = at_the_door(Role.SUPERVISOR, "1471")
    assert stranger.get(REVIEW).json()["elsewhere"] == []
    [found] = at_the_door(Role.AUTHORITY).get(REVIEW).json()["elsewhere"]
    assert found["district"] == "1467"


def test_reads_are_chosen_by_what_was_looked_at(elsewhere, supervisor):
    def views(view):
        answer = supervisor.get("/disclosures", params={"view": view})
        return [each["view"] for each in answer.json()["items"]]

    assert views("contact") == ["contact"]
    assert views("citizen") == []


def test_a_search_that_found_nothing_says_where_that_is_on_record(
    officer, supervisor, read_models, parts
):
    body = {"name": "Kirsten Ukendt"}
    answer = officer.post("/contacts/search", json=body, headers=HANDLING).json()
    assert answer["items"] == []
    read_models()
    [logged] = supervisor.get("/disclosures", params={"view": "contact_search"}).json()[
        "items"
    ]
    search = answer["search"]
    assert (search["entry"], search["at"]) == (logged["id"], logged["at"])
    assert search["position"] == logged["entry_position"]
    assert (logged["count"], logged["result"]) == (0, "NONE")
    assert logged["position"] == answer["position"]
    [entry] = parts.access_log.history(UUID(search["entry"]))
    assert entry.position == search["position"]
    assert "Kirsten Ukendt" in entry.event.query.text
