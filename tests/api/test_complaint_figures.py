"""What is counted about complaints, read at its doors."""

import pytest

from domain.event import Role
from tests.api.complaining import complain, conclude, then


@pytest.fixture
def authority(at_the_door):
    return at_the_door(Role.AUTHORITY)


@pytest.fixture
def a_year(officer, authority, read_models):
    """Three received; of two that were investigated one was criticised."""
    for outcome in ("CRITICISABLE", "NO_CRITICISM", None):
        id = complain(officer, received_on="2026-03-02", matter_on="2026-03-01").json()[
            "id"
        ]
        if outcome:
            assert then(authority, id, "investigate-complaint").is_success
            assert conclude(authority, id, outcome, "2026-05-01").is_success
    read_models()


def test_an_overview_names_what_it_counts_and_by_what(a_year, officer):
    names = {"district": "1467", "kind": "BEHAVIOUR", "category": "LANGUAGE"}
    for by, name in names.items():
        answer = officer.get(f"/complaints/overview?by={by}").json()
        assert answer.keys() == {"rows", "total", "position", "definition"}
        [row] = answer["rows"]
        assert (row[by], row["group"]) == (name, "BEHAVIOUR")
        assert all(row[other] is None for other in names if other != by)
        assert (row["received"], row["concluded"], row["criticised"]) == (3, 2, 1)
        unit = "allegations" if by == "category" else "complaints"
        assert f"version 1. Unit: {unit}" in answer["definition"]
    assert officer.get("/complaints/overview?by=officer").status_code == 422


def test_a_rate_carries_all_that_it_means(a_year, officer):
    asked = "numerator=criticised&basis=decided&from=2026-01-01&to=2027-01-01"
    answer = officer.get(f"/complaints/rate?{asked}").json()
    assert (answer["numerator"], answer["denominator"], answer["rate"]) == (1, 2, 50.0)
    assert (answer["counted"], answer["basis"]) == ("criticised", "decided")
    assert (answer["from"], answer["to"]) == ("2026-01-01", "2027-01-01")
    assert "basis decided" in answer["definition"]
    assert "version 1" in answer["definition"]
    asked = "numerator=reversed&basis=concluded"
    answer = officer.get(f"/complaints/rate?{asked}").json()
    assert (answer["denominator"], answer["rate"]) == (0, None)
    assert (
        officer.get("/complaints/rate?numerator=upheld&basis=decided").status_code
        == 422
    )


def test_clocks_say_by_which_rules_they_run(a_year, officer):
    answer = officer.get("/complaints/clocks?overdue=true").json()
    assert [each["what"] for each in answer["items"]] == [
        "FORWARD",
        "DELAY_NOTICE",
        "DELAY_NOTICE",
    ]
    assert all(each["days_left"] < 0 for each in answer["items"])
    assert "version 1" in answer["definition"]
    assert officer.get("/complaints/clocks?overdue=false").json()["items"] == []
