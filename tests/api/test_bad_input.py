"""Bad input gets a clear answer; nothing is recorded, nothing echoed, the server lives."""

import pytest

from tests.api.telling import MOPEDS, told
from tests.ids import new_id

SECRET = "Hemmelige-Ord-42"
ID = "01937f2e-8c00-7000-8000-000000000009"


def recorded(parts) -> int:
    return parts.registry.recorder.max_notification_id() or 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unknown_" + SECRET: 1}, "body"),
        ({"channel": SECRET}, "channel"),
        ({"district": "9999"}, "district"),
        ({"municipality": "9999"}, "municipality"),
        ({"received_at": "2026-11-22T10:00:00"}, "received_at"),
        ({"received_at": 1795332600}, "received_at"),
        ({"received_at": "1795332600"}, "received_at"),
        ({"received_at": "0001-01-01T00:00:00+23:59"}, "received_at"),
        ({"received_at": "9999-12-31T23:59:59-23:59"}, "received_at"),
        ({"received_at": SECRET}, "received_at"),
        ({"narrative": ""}, "narrative"),
        ({"narrative": "   "}, "narrative"),
        ({"narrative": f"{SECRET}\x00"}, "narrative"),
        ({"narrative": "x" * 20_001}, "narrative"),
        ({"narrative": None}, "narrative"),
        ({"narrative": [SECRET]}, "narrative"),
        ({"feels_unsafe": "yes"}, "feels_unsafe"),
        ({"acts": [{"kind": "SMS", "count": 1.5}]}, "acts.0.count"),
        ({"acts": [{"kind": "SMS", "count": -1}]}, "acts.0.count"),
        ({"parties": [{"id": "x", "role": "VICTIM"}]}, "parties.0.id"),
        (
            {"parties": [{"id": ID, "role": "VICTIM", "cpr": "1234"}]},
            "parties.0.cpr",
        ),
        ({"parties": {}}, "parties"),
    ],
)
def test_what_is_wrong_is_named(officer, parts, change, field):
    answer = officer.put(f"/contacts/{new_id()}", json=MOPEDS | change)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in {error["field"] for error in answer.json()["errors"]}
    assert SECRET not in answer.text
    assert recorded(parts) == 0


@pytest.mark.parametrize(
    ("change", "to_do"),
    [
        ({"narrative": " "}, "Say something"),
        ({"received_at": SECRET}, "Write 2019-06-03T22:14:00+02:00"),
        (
            {"parties": 2 * [{"id": ID, "role": "VICTIM"}]},
            "Give each an id or annex of its own",
        ),
        ({"narrative": [SECRET]}, "is not accepted"),
    ],
)
def test_what_is_wrong_says_what_to_do(officer, change, to_do):
    answer = officer.put(f"/contacts/{new_id()}", json=MOPEDS | change)
    assert [error["message"] for error in answer.json()["errors"]] == [to_do]


@pytest.mark.parametrize(
    ("asked", "to_do"),
    [
        ({}, "Give at least one thing to search by"),
        ({"name": "?!"}, "Give at least one word"),
        ({"phone": "12 3"}, "Give at least four digits of a number"),
        ({"received_from": SECRET}, "Write 2019-06-03"),
    ],
)
def test_a_search_for_nothing_says_what_to_do(officer, asked, to_do):
    headers = {"Access-Purpose": "CONTACT_HANDLING"}
    answer = officer.post("/contacts/search", json=asked, headers=headers)
    assert answer.status_code == 422
    assert [error["message"] for error in answer.json()["errors"]] == [to_do]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b'{"narrative": "\xff\xfe"}', 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 400),
        (b"1" * 10_000, 400),
        (b"NaN", 422),
        (b"null", 422),
        (b"[]", 422),
        (b'"' + SECRET.encode() + b'"', 422),
        (b'{"narrative": "\\ud800"}', 422),
        (b"x" * 10_000_000, 413),
        (b'{"narrative": "' + b"x" * 10_000_000 + b'"}', 413),
    ],
)
def test_an_unreadable_body_is_told_apart(officer, parts, body, status):
    headers = {"Content-Type": "application/json"}
    answer = officer.put(f"/contacts/{new_id()}", content=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert SECRET not in answer.text
    assert recorded(parts) == 0
    assert officer.get("/health/ready").status_code == 200


def test_a_body_without_a_stated_length_is_limited_too(officer, parts):
    chunks = (b"x" * 100_000 for _ in range(100))
    headers = {"Content-Type": "application/json"}
    answer = officer.put(f"/contacts/{new_id()}", content=chunks, headers=headers)
    assert answer.status_code == 413
    assert recorded(parts) == 0


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "", "multipart/form-data"]
)
def test_what_is_no_json_is_refused(officer, kind):
    answer = officer.put(
        f"/contacts/{new_id()}", content=b"{}", headers={"Content-Type": kind}
    )
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "id",
    [
        "1",
        SECRET,
        "00000000-0000-0000-0000-000000000000",
        "4c0b1d0e-1b5e-4c59-8c9b-1f1b6c0b1d0e",
        "%00",
        "..%2f..",
    ],
)
def test_an_id_is_a_uuid_of_version_7(officer, id):
    answer = officer.put(f"/contacts/{id}", json=MOPEDS)
    assert answer.status_code in {404, 422}
    assert SECRET not in answer.text


@pytest.mark.parametrize("id", [ID, "ffffffff-ffff-7fff-bfff-ffffffffffff"])
def test_what_nobody_registered_is_not_found(officer, id):
    purpose = {"Access-Purpose": "CONTACT_HANDLING"}
    assert officer.get(f"/contacts/{id}", headers=purpose).status_code == 404
    reason = {"text": "Mere"}
    path = f"/contacts/{id}/supplement-contact"
    assert officer.post(path, json=reason).status_code == 404


def test_an_id_from_the_future_is_refused(officer, parts):
    answer = officer.put("/contacts/ffffffff-ffff-7fff-bfff-ffffffffffff", json=MOPEDS)
    assert answer.status_code == 409
    assert "ahead of the clock" in answer.json()["title"]
    assert recorded(parts) == 0


def test_another_method_is_not_known(officer):
    answer = officer.delete(f"/contacts/{new_id()}")
    assert answer.status_code == 405
    assert "PUT" in answer.headers["Allow"]
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("cursor", ["x", "%00", "eyJhIjoxfQ", "WzFd", "A" * 500])
def test_a_cursor_of_ones_own_making_is_refused(officer, cursor):
    answer = officer.get(f"/follow-ups?cursor={cursor}")
    assert answer.status_code == 422


def test_a_parameter_that_nobody_asked_for_is_refused(officer):
    answer = officer.get(f"/follow-ups?distrikt={SECRET}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "extra_forbidden"
    assert SECRET not in answer.text
    assert "distrikt" not in answer.text
    assert officer.get("/follow-ups?district=1467&limit=5").status_code == 200


def test_the_server_lives_on(officer):
    assert told(officer).status_code == 201
