"""The acceptance scenarios about complaints, told through the doors."""

import pytest

from domain.event import Role
from tests.api.complaining import COMPLAINT, complain, conclude, then
from tests.api.journals import CONTACTS_2019, ids, load
from tests.projections.complaining import (
    OUTCOMES_2017,
    OUTCOMES_2020,
    a_year,
    tell,
)


@pytest.fixture
def authority(at_the_door):
    return at_the_door(Role.AUTHORITY)


@pytest.fixture
def of_copenhagen(at_the_door):
    return at_the_door(Role.OFFICER, "1470")


@pytest.mark.parametrize(
    ("matter", "received", "in_time"),
    [
        ("2019-06-02", "2019-12-02", True),
        ("2019-06-02", "2019-12-03", False),
        ("2019-08-31", "2020-02-29", True),
        ("2019-08-31", "2020-03-01", False),
        ("2019-03-31", "2019-09-30", True),
        ("2019-03-31", "2019-10-01", False),
        ("2018-08-30", "2019-02-28", True),
        ("2018-08-30", "2019-03-01", False),
        ("2019-12-31", "2020-06-30", True),
        ("2019-12-31", "2020-07-01", False),
    ],
)
def test_scenario_10_until_the_last_day(officer, authority, matter, received, in_time):
    dates = {"matter_on": matter, "received_on": received}
    id = complain(officer, **dates).json()["id"]
    shown = authority.get(f"/complaints/{id}").json()
    assert shown["late"] is not in_time
    answer = conclude(authority, id, "UNFOUNDED", "2020-08-01")
    if in_time:
        assert answer.status_code == 201
    else:
        assert answer.status_code == 409
        assert "TIME_BARRED" in answer.json()["title"]
        assert conclude(authority, id, "TIME_BARRED", "2020-08-01").status_code == 201


def test_scenario_10_unless_the_authority_waives_the_deadline(officer, authority):
    late = {"matter_on": "2019-06-02", "received_on": "2019-12-03"}
    id = complain(officer, **late).json()["id"]
    assert then(authority, id, "waive-deadline").status_code == 422
    waived = then(authority, id, "waive-deadline", reason="Indlagt på hospital")
    assert waived.status_code == 201
    assert conclude(authority, id, "UNFOUNDED", "2020-08-01").status_code == 201


def test_scenario_13_a_note_procedure_needs_consent(
    officer, supervisor, authority, read_models
):
    id = complain(officer).json()["id"]
    talk = {"note": "Vi talte om standsningen.", "agrees": True}
    assert then(officer, id, "offer-note-procedure").status_code == 201
    answer = then(officer, id, "hold-note-procedure", **talk)
    assert answer.status_code == 409
    assert "consent" in answer.json()["title"]
    assert then(officer, id, "consent-to-note-procedure").status_code == 201
    assert then(officer, id, "hold-note-procedure", **talk).status_code == 201
    for to in ("AUTHORITY", "PROSECUTOR", "NATIONAL_POLICE"):
        assert then(officer, id, "send-note-copy", to=to).status_code == 201
    assert conclude(supervisor, id, "NOTE_PROCEDURE", "2026-11-22").status_code == 409
    assert conclude(authority, id, "NOTE_PROCEDURE", "2026-11-22").status_code == 201
    history = supervisor.get(f"/complaints/{id}/history", headers=COMPLAINT).json()
    told = [item["what"] for item in history["items"]]
    assert (told.count("NoteProcedureHeld"), told.count("NoteCopySent")) == (1, 3)
    held = next(i for i in history["items"] if i["what"] == "NoteProcedureHeld")
    assert held["details"] == talk
    read_models()
    total = officer.get("/complaints/overview").json()["total"]
    assert (total["concluded"], total["decided"], total["other_closings"]) == (1, 0, 1)


def test_scenario_14_where_the_law_sends_them(
    parts, read_models, of_copenhagen, at_the_door, authority
):
    load(parts, CONTACTS_2019)
    contacts = ids(parts)
    rude = {
        "received_on": "2019-06-11",
        "matter_on": "2019-06-02",
        "district": "1470",
        "contact": contacts["H-0010"],
    }
    rude = complain(of_copenhagen, **rude).json()["id"]
    refused = {
        "received_on": "2019-06-12",
        "matter_on": "2019-06-12",
        "district": "1470",
        "kind": "DISPOSITION_CRIMINAL_PROCEDURE",
        "contact": contacts["H-0011"],
    }
    refused = complain(of_copenhagen, **refused).json()["id"]
    read_models()
    waiting = authority.get("/complaints/clocks?what=FORWARD").json()["items"]
    assert [(each["complaint"], each["due"]) for each in waiting] == [
        (rude, "2019-06-11"),
        (refused, "2019-06-12"),
    ]
    assert all(each["due"] == each["received_on"] for each in waiting)

    forward = "forward-complaint"
    assert then(of_copenhagen, rude, forward, to="POLICE_DIRECTOR").status_code == 409
    assert then(of_copenhagen, rude, forward, to="AUTHORITY").status_code == 201
    assert then(of_copenhagen, refused, forward, to="AUTHORITY").status_code == 409
    assert then(of_copenhagen, refused, forward, to="POLICE_DIRECTOR").is_success
    read_models()
    assert authority.get("/complaints/clocks?what=FORWARD").json()["items"] == []

    director = at_the_door(Role.SUPERVISOR, "1470")
    assert conclude(director, refused, "CONFIRMED", "2019-07-01").status_code == 201
    appeal = "lodge-appeal"
    assert then(of_copenhagen, refused, appeal, to="NATIONAL_POLICE").status_code == 409
    assert then(of_copenhagen, refused, appeal, to="PROSECUTOR").status_code == 201
    assert then(director, refused, "decide-appeal", outcome="REVERSED").is_success
    shown = authority.get(f"/complaints/{refused}").json()
    assert (shown["status"], shown["appealed_to"]) == ("APPEAL_DECIDED", "PROSECUTOR")
    assert (shown["outcome"], shown["appeal_outcome"]) == ("CONFIRMED", "REVERSED")


@pytest.mark.parametrize("missing", ["", "?numerator=criticised", "?basis=decided"])
def test_scenario_11_no_rate_without_a_basis(officer, missing: str):
    assert officer.get(f"/complaints/rate{missing}").status_code == 422


def test_scenario_11_and_12_at_the_doors(parts, read_models, officer):
    tell(parts, a_year(2017, 500, OUTCOMES_2017))
    tell(parts, a_year(2020, 788, OUTCOMES_2020))
    read_models()
    period = "from=2017-01-01&to=2018-01-01"
    rates = {
        (numerator, basis): officer.get(
            f"/complaints/rate?numerator={numerator}&basis={basis}&{period}"
        ).json()["rate"]
        for numerator in ("criticised", "criticised_or_regrettable")
        for basis in ("decided", "concluded", "received")
    }
    assert list(rates.values()) == [7.6, 3.9, 3.4, 14.7, 7.6, 6.6]
    period = "from=2020-01-01&to=2021-01-01"
    total = officer.get(f"/complaints/overview?{period}").json()["total"]
    assert (total["received"], total["concluded"]) == (788, 710)
    assert (total["decided"], total["other_closings"]) == (379, 331)
    assert (total["criticised"], total["regrettable_or_inappropriate"]) == (9, 13)
