"""Whatever is sent, and by whom: the answer is one that the description names."""

from collections import Counter
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from domain.event import Role
from domain.ids import follow_up_of
from tests.api.complaining import complain
from tests.api.filing import attach, digest, send
from tests.api.telling import CALL, HANDLING, party, told
from tests.ids import new_id

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MARKER = "Kirsebærmarken 27 st tv"
BOUNDED = settings(
    max_examples=8,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # a failure is told as it came
    suppress_health_check=list(HealthCheck),
)
IDS = st.uuids(version=4).map(lambda each: f"01a00000-0000-7{str(each)[15:]}")  # UUIDv7
ONCE_IN_FIVE = st.integers(0, 4).map(lambda n: n == 0)


@pytest.fixture
def known(officer, supervisor, at_the_door, read_models, seal) -> dict[str, UUID]:
    """One thing of each topic, for ids that lead somewhere."""
    contact, citizen, audit, intake = (new_id() for _ in range(4))
    victim = party(name="Birthe Holm", phone="+45 72 58 88 88")
    assert told(officer, contact, parties=[victim]).status_code == 201
    assert officer.put(f"/citizens/{citizen}", json={"name": "Birte Holm"}).is_success
    sample = {"from": "2026-11-01", "to": "2026-12-01", "size": 5, "position": 1}
    sample |= {"seed": "S", "district": "1467"}
    path = f"/registration-audits/{audit}"
    assert supervisor.put(path, json=sample).is_success
    assert at_the_door(Role.GATEWAY).put(f"/intake/{intake}", json=CALL).is_success
    course = new_id()
    told_of = {"victim": str(citizen), "district": "1467"}
    assert officer.put(f"/stalking-courses/{course}", json=told_of).is_success
    complaint = new_id()
    assert complain(officer, complaint, contact=str(contact)).is_success
    assert send(officer, contact).is_success
    assert attach(officer, contact).is_success
    glass, erasure, hidden = (new_id() for _ in range(3))
    assert officer.put(f"/citizens/{hidden}", json={"address": "Åvej 7"}).is_success
    assert officer.post(f"/citizens/{hidden}/protect-address", json={}).is_success
    broken = {"subject": str(hidden), "reason": "Hun er truet nu."}
    assert officer.put(f"/break-glass/{glass}", json=broken).is_success
    asked = {"basis": "CITIZEN_REQUEST", "citizens": [str(hidden)]}
    custodian = at_the_door(Role.CUSTODIAN)
    assert custodian.put(f"/erasures/{erasure}", json=asked).is_success
    read_models()
    seal.sealer.catch_up()
    return {
        "break-glass": glass,
        "erasures": erasure,
        "contacts": contact,
        "citizens": citizen,
        "complaints": complaint,
        "follow-ups": follow_up_of(contact),
        "registration-audits": audit,
        "intake": intake,
        "stalking-courses": course,
    }


@pytest.fixture
def operations(parts) -> list[APIOperation]:
    app = create_app(parts)
    openapi.format("uuid7", IDS)
    schema = openapi.from_dict(app.openapi())
    schema.app = app
    return [found.ok() for found in schema.get_all_operations()]


def cases(
    operation: APIOperation, mode: GenerationMode, known: dict[str, UUID]
) -> st.SearchStrategy[Case]:
    """Of any id, and of one that leads somewhere, with a purpose."""
    given: dict[str, Any] = {"headers": HANDLING}
    if "{id}" in operation.path:
        given["path_parameters"] = {"id": str(known[operation.path.split("/")[1]])}
    if "{annex}" in operation.path:
        given["path_parameters"]["annex"] = 1
    if "{sha256}" in operation.path:
        given["path_parameters"] = {"sha256": digest()}
        given["query"] = {"contact": str(known["contacts"])}
    if operation.path.startswith(("/tile", "/archive")):
        named = {"number": 1, "level": 0, "path": "000.p/1"}
        given["path_parameters"] = {
            name: value
            for name, value in named.items()
            if f"{{{name}}}" in operation.path
        }
    return st.one_of(
        operation.as_strategy(generation_mode=mode),
        operation.as_strategy(generation_mode=mode, **given),
    )


a_number = TypeAdapter(int)  # as the doors read one: 10.0 is one too


def answered(case: Case, token: str) -> Any:
    """None has to wait for a position that the read models will never reach."""
    if "position" in (case.query or {}):
        asked = case.query["position"]
        last = asked[-1] if isinstance(asked, list) and asked else asked  # which counts
        with suppress(ValidationError):  # what is no number is sent as it is
            case.query["position"] = min(a_number.validate_python(str(last)), 0)
    return case.call(headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(
    ("role", "tries"),
    [
        (Role.OFFICER, 4),
        (Role.SUPERVISOR, 8),
        (Role.AUTHORITY, 4),
        (Role.GATEWAY, 8),
    ],
)
def test_every_answer_is_one_that_the_description_names(
    operations, known, issuer, role, tries, mode
) -> None:
    token, seen = issuer.token(role), Counter[int]()
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not sendable(operation):
            continue

        @settings(BOUNDED, max_examples=tries)
        @given(case=cases(operation, mode, known))
        def check(case: Case) -> None:
            answer = answered(case, token)
            seen[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)
            if has_a_wrong_body(case):
                case.validate_response(answer, checks=[negative_data_rejection])

        check()
    least = 2 if role is Role.GATEWAY else 5  # it may see nothing but our health
    assert (seen[200] if mode is GenerationMode.POSITIVE else seen[422]) >= least


def has_a_wrong_body(case: Case) -> bool:
    """What else may be wrong is not all refused: our token replaces a wrong one."""
    body = case.meta.components.get(ParameterLocation.BODY)
    return body is not None and body.mode is GenerationMode.NEGATIVE


def sendable(operation: APIOperation) -> bool:
    """Where nothing can be sent, nothing can be wrong with it."""
    return not operation.path.startswith(("/health", "/checkpoint"))


def test_a_length_that_is_no_number_is_not_believed(officer) -> None:
    answer = officer.get("/follow-ups", headers={"Content-Length": "three"})
    assert answer.status_code == 200


def test_nothing_that_was_sent_in_comes_back_in_a_refusal(
    operations, known, issuer, capfd
) -> None:
    token, refused = issuer.token(Role.SUPERVISOR), Counter[int]()
    for operation in filter(sendable, operations):

        @BOUNDED
        @given(case=cases(operation, GenerationMode.POSITIVE, known), draw=st.data())
        def check(case: Case, draw: st.DataObject) -> None:
            case.body = planted(case.body, draw)
            case.query = planted(dict(case.query or {}), draw)
            case.path_parameters = planted(dict(case.path_parameters or {}), draw)
            answer = answered(case, token)
            if answer.status_code >= 400:
                refused[answer.status_code] += 1
                assert MARKER not in answer.text

        check()
    assert refused.keys() >= {404, 409, 422}
    assert MARKER not in "".join(capfd.readouterr())


def planted(value: Any, draw: st.DataObject) -> Any:
    """The same with our words in the place of some, and under a name of their own."""
    if isinstance(value, dict):
        extra = {MARKER: MARKER} if draw.draw(ONCE_IN_FIVE) else {}
        return {name: planted(part, draw) for name, part in value.items()} | extra
    if isinstance(value, list):
        return [planted(part, draw) for part in value]
    if isinstance(value, str) and draw.draw(ONCE_IN_FIVE):
        return MARKER
    return value
