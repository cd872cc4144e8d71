"""What may be published tells of nobody, and the Authority sees everything."""

import pytest

from domain.event import Role
from domain.ids import follow_up_of
from tests.api.complaining import complain
from tests.api.telling import party, told
from tests.ids import new_id

# By phone, in person, attempts alone.
REACHED = {"1467": (7, 3, 2), "1470": (8, 6, 9), "1461": (9, 8, 6)}


@pytest.fixture
def followed_up(at_the_door, read_models):
    """Scenario 15: twelve in 1467, and more of each in two other districts."""
    for district, counts in REACHED.items():
        officer = at_the_door(Role.OFFICER, district)
        outcomes = [
            ("record-talk", {"mode": "PHONE"}),
            ("record-talk", {"mode": "IN_PERSON"}),
            ("record-attempt", {"kind": "PHONE"}),
        ]
        for (command, body), count in zip(outcomes, counts, strict=True):
            for _ in range(count):
                id = new_id()
                here = {"district": district, "municipality": None}
                assert told(officer, id, parties=[party()], **here).is_success
                path = f"/follow-ups/{follow_up_of(id)}/{command}"
                assert officer.post(path, json=body).is_success
    read_models()


def rows(client, path):
    answer = client.get(path).json()
    named = {row["district"]: row["counts"] for row in answer["rows"]}
    return named | {"total": answer["total"]["counts"]}, answer


def test_scenario_15_three_and_two_are_hidden_with_a_second_in_each_column(
    followed_up, officer, at_the_door
):
    shown, answer = rows(officer, "/publication/follow-ups")
    here = shown["1467"]
    assert (here["registered"], here["by_phone"]) == (12, 7)
    assert here["in_person"] is here["attempt_only"] is None
    for column in ("in_person", "attempt_only"):
        hidden = [name for name, counts in shown.items() if counts[column] is None]
        assert len(hidden) == 2, column
        assert shown["total"][column] == {"in_person": 17, "attempt_only": 17}[column]
    assert answer["hidden"] == 4
    assert "from 1 to 4 are hidden" in answer["definition"]
    authority = at_the_door(Role.AUTHORITY)
    [all_of_it] = (
        row
        for row in authority.get("/follow-ups/statistics").json()["rows"]
        if row["district"] == "1467"
    )
    assert (all_of_it["in_person"], all_of_it["attempt_only"]) == (3, 2)


def test_a_few_complaints_are_not_published_and_their_total_neither(
    officer, read_models, at_the_door
):
    for _ in range(2):
        assert complain(officer).is_success
    read_models()
    shown, answer = rows(officer, "/publication/complaints")
    assert shown["1467"]["received"] is shown["total"]["received"] is None
    assert shown["1467"]["concluded"] == 0
    assert answer["rows"][0]["group"] == "BEHAVIOUR"
    overview = at_the_door(Role.AUTHORITY).get("/complaints/overview").json()
    assert overview["total"]["received"] == 2


def test_where_there_is_nothing_yet_nothing_is_hidden(officer):
    for path in ("/publication/follow-ups", "/publication/complaints"):
        answer = officer.get(path).json()
        assert (answer["rows"], answer["hidden"]) == ([], 0)
