"""The scenarios of section 6, told through the doors."""

from datetime import datetime
from uuid import UUID

import pytest

from domain.event import Role
from tests.api.journals import STALKING_2021, ids, load
from tests.api.telling import HANDLING

METTE = "017c4c6d-3d40-768b-8245-a992882af26a"
KASPER = "017c4c6d-3d40-7d97-ba40-70df7ce8fede"
COURSE = "017c98fa-1a20-7908-843e-d469f361cd51"
PATH = f"/stalking-courses/{COURSE}"
ALERTS = "/stalking-courses/alerts"
S_11 = "fejlagtigt knyttet"


@pytest.fixture
def the_stalking(parts, read_models):
    outcomes = load(parts, STALKING_2021)
    read_models()
    assert [each for each in outcomes if each.receipt is None] == []


@pytest.fixture
def history(the_stalking, officer):
    def history(**asked):
        return officer.get(f"{PATH}/history", headers=HANDLING, params=asked).json()

    return history


def sources(items):
    return [item["source"] for item in items]


def test_scenario_2_what_the_contacts_add_up_to(history):
    summary = history()["summary"]
    [order] = summary.pop("orders")
    assert summary == {
        "contacts": 9,
        "cases": 0,
        "acts": 46,
        "first": "2021-10-04",
        "last": "2022-02-20",
        "span_days": 139,
        "distinct_days": 9,
        "gaps_days": [15, 14, 19, 17, 26, 12, 18, 18],
        "median_gap_days": 17.5,
        "longest_gap_days": 26,
        "before_paragraph_242": 5,
        "from_paragraph_242": 4,
        "by_district": {"1466": 4, "1467": 5},
        "by_channel": {"EMAIL": 2, "PHONE_112": 2, "PHONE_114": 3, "STATION": 2},
        "by_month": {
            "2021-10": 2,
            "2021-11": 2,
            "2021-12": 1,
            "2022-01": 2,
            "2022-02": 2,
        },
        "by_act": {
            "FAKE_PROFILE": 1,
            "FOLLOWING": 1,
            "PHONE_CALL": 23,
            "PRESENCE_HOME": 1,
            "PRESENCE_WORKPLACE": 1,
            "SMS": 14,
            "SURVEILLANCE_GPS": 1,
            "THREAT": 1,
            "UNWANTED_GIFT": 1,
            "VIA_THIRD_PARTY": 2,
        },
        "reporters": {"REPORTER": 1, "VICTIM": 8},
        "act_first_seen": {
            "SMS": "2021-10-04",
            "PRESENCE_WORKPLACE": "2021-10-19",
            "PHONE_CALL": "2021-11-02",
            "THREAT": "2021-11-21",
            "VIA_THIRD_PARTY": "2021-11-21",
            "PRESENCE_HOME": "2021-12-08",
            "UNWANTED_GIFT": "2022-01-03",
            "SURVEILLANCE_GPS": "2022-01-15",
            "FAKE_PROFILE": "2022-02-02",
            "FOLLOWING": "2022-02-20",
        },
        "told_to_stop_on": ["2021-10-04"],
    }
    assert order == {
        "order": "017e892a-f180-7eeb-be96-e59ce40f9cb1",
        "kind": "STRAKSTILHOLD",
        "granted": True,
        "decided": "2022-01-27",
        "served": "2022-01-28T11:00:00Z",
        "appealed": False,
        "ended": None,
        "final_decision_due": "2022-03-29",
        "appeal_until": "2022-02-24",
        "contacts_after_service": 2,
    }


def test_scenario_2_each_contact_and_what_was_left_out(history, parts):
    shown = history()
    effective = [1, 2, 3, 5, 6, 7, 8, 9, 10]
    assert sources(shown["contacts"]) == [f"S-{n:02}" for n in effective]
    after = [item for item in shown["contacts"] if item["after_service"]]
    assert sources(after) == ["S-09", "S-10"]
    late = [item for item in shown["contacts"] if item["late_reason"]]
    assert [(item["source"], item["late_reason"]) for item in late] == [
        ("S-08", "NOT_REGISTERED_AT_TIME")
    ]
    annexes = {
        item["source"]: [each["annex"] for each in item["evidence"]]
        for item in shown["contacts"]
        if item["evidence"]
    }
    assert annexes == {"S-03": [1], "S-08": [2]}
    out = {item["source"]: (item["why"], item["reason"]) for item in shown["excluded"]}
    assert out == {
        "S-04": ("DUPLICATE", "samme forhold, borgeren spurgte til e-mailen"),
        "S-11": ("UNLINKED", "navnesammenfald"),
    }
    [breach] = shown["breaches"]
    assert (breach["contact"], breach["excluded"]) == (ids(parts)["S-10"], False)
    assert breach["reported_by"]["id"] == "K-6647"


def test_scenario_2_facts_and_no_verdict(the_stalking, officer, history):
    shown = history()
    answer = officer.get(f"{PATH}/history", headers=HANDLING)
    assert "bevist" not in answer.text.lower()
    truths = {
        name
        for part in (shown, shown["summary"])
        for name, value in part.items()
        if isinstance(value, bool)
    }
    assert truths == set()
    assert (shown["victim_name"], shown["suspect_name"]) == (
        "Mette Rønnow",
        "Kasper Dahl",
    )
    assert shown["safe_contact"] == "DIRECT_ONLY"
    assert "by when a contact was received" in shown["definition"]


def test_the_history_says_how_far_it_reaches(history, clock):
    shown = history()
    sentence = shown["completeness"]
    assert sentence.startswith("9 contacts counted and 2 left out")
    assert f"position {shown['position']}" in sentence
    assert f"{clock():%Y-%m-%dT%H:%M:%SZ}" in sentence
    assert sentence.endswith("absence here is not proof of absence.")


def test_scenario_3_the_course_as_it_was_known(history):
    then = history(as_of="2022-01-20T00:00:00+01:00")
    known = ["S-01", "S-02", "S-03", "S-05", "S-06", "S-07"]
    assert sources(then["contacts"]) == known
    assert sources(then["excluded"]) == ["S-04"]
    assert (then["summary"]["contacts"], then["summary"]["orders"]) == (6, [])
    assert then["position"] < history()["position"]
    assert "2022-01-19T23:00:00Z" in then["completeness"]


def test_scenario_3_before_it_was_opened_there_was_no_course(the_stalking, officer):
    for path in (PATH, f"{PATH}/history"):
        asked = {"as_of": "2021-10-19T16:32:00+02:00"}
        answer = officer.get(path, headers=HANDLING, params=asked)
        assert answer.status_code == 404


def test_scenario_9_the_namesakes_words_are_in_none_of_her_histories(
    the_stalking, officer, history, parts
):
    hers = (
        f"{PATH}/history",
        PATH,
        f"/citizens/{METTE}",
        f"/citizens/{METTE}/history?limit=200",
    )
    for path in hers:
        answer = officer.get(path, headers=HANDLING)
        assert answer.status_code == 200
        assert S_11 not in answer.text
    [left] = [each for each in history()["excluded"] if each["source"] == "S-11"]
    assert left["id"] == ids(parts)["S-11"]
    before = history(as_of="2022-02-22T12:00:00+01:00")
    assert sources(before["contacts"])[-1] == "S-11"


def test_scenario_20_no_stalking_history_without_a_purpose(
    the_stalking, officer, at_the_door, read_models
):
    for path in (PATH, f"{PATH}/history"):
        assert officer.get(path).status_code == 403
        assert officer.get(path, headers=HANDLING).status_code == 200
    read_models()
    seen = f"/citizens/{METTE}/disclosures"
    entries = at_the_door(Role.CUSTODIAN).get(seen).json()["items"]
    assert [entry["view"] for entry in entries] == [
        "stalking_history",
        "stalking_course",
    ]
    assert entries[0]["count"] == 11


def test_scenario_21_what_was_counted_is_counted_when_her_words_are_gone(
    history, officer, parts
):
    before, subjects = history(), [UUID(METTE), *map(UUID, ids(parts).values())]
    parts.keys.fence(subjects)
    parts.keys.shred(subjects)
    after = history()
    assert (before["victim_name"], after["victim_name"]) == ("Mette Rønnow", None)
    for part in ("contacts", "excluded", "breaches", "summary"):
        assert after[part] == before[part]


def test_an_alert_is_there_until_a_course_is_opened(
    parts, officer, read_models, tmp_path
):
    until = datetime.fromisoformat("2021-10-19T16:31:00+02:00")
    lines = STALKING_2021.read_text().splitlines(keepends=True)
    early = [each for each in lines if datetime.fromisoformat(each[8:33]) <= until]
    part = tmp_path / "part.jsonl"
    part.write_text("".join(early))
    load(parts, part)
    read_models()
    [alert] = officer.get(ALERTS).json()["items"]
    numbers = ids(parts)
    assert (alert["victim"], alert["suspect"], alert["count"]) == (METTE, KASPER, 2)
    assert [each["id"] for each in alert["contacts"]] == [
        numbers["S-01"],
        numbers["S-02"],
    ]
    assert alert["districts"] == ["1467"]
    assert (alert["first"], alert["last"]) == ("2021-10-04", "2021-10-19")
    assert officer.get(f"{ALERTS}?district=1466").json()["items"] == []
    part.write_text("".join(lines[: len(early) + 1]))
    load(parts, part)
    read_models()
    assert officer.get(ALERTS).json()["items"] == []
