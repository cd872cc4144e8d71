"""One walk through every route and every role."""

from itertools import product

import pytest
from fastapi.routing import iter_route_contexts

from api.app import create_app
from api.doors import Door
from api.pages.doors import PageDoor
from domain.event import Role
from tests.ids import new_id

OFFICERS = {Role.OFFICER, Role.SUPERVISOR}
WITH_AUTHORITY = OFFICERS | {Role.AUTHORITY}
INSPECTORS = {Role.SUPERVISOR, Role.AUTHORITY}
PUBLIC = {
    "/health/live",
    "/health/ready",
    "/metrics",
    "/docs",
    "/openapi.json",
}
PUBLISHED = {
    f"{of}/{what}"
    for of in ("", "/archive/{number}")
    for what in ("checkpoint", "tile/{level}/{path:path}")
}
MAY = {
    "PUT /contacts/{id}": OFFICERS,
    "GET /contacts/{id}": OFFICERS,
    "GET /contacts/{id}/history": {Role.SUPERVISOR},
    "GET /contacts/{id}/similar": OFFICERS,
    "POST /contacts/search": OFFICERS,
    "POST /contacts/{id}/supplement-contact": OFFICERS,
    "POST /contacts/{id}/correct-contact": OFFICERS,
    "POST /contacts/{id}/record-disposition": OFFICERS,
    "POST /contacts/{id}/identify-party": OFFICERS,
    "POST /contacts/{id}/withdraw-identification": OFFICERS,
    "POST /contacts/{id}/mark-duplicate": OFFICERS,
    "POST /contacts/{id}/withdraw-duplicate-mark": OFFICERS,
    "POST /contacts/{id}/withdraw-contact": {Role.SUPERVISOR},
    "POST /contacts/{id}/reinstate-contact": {Role.SUPERVISOR},
    "POST /contacts/{id}/refer-to-case": OFFICERS,
    "POST /contacts/{id}/attach-evidence": OFFICERS,
    "POST /contacts/{id}/record-receipt-delivery": OFFICERS,
    "POST /contacts/{id}/record-receipt-failure": OFFICERS,
    "POST /contacts/{id}/send-receipt": OFFICERS,
    "GET /contacts/{id}/receipt": OFFICERS,
    "GET /contacts/{id}/receipt.pdf": OFFICERS,
    "GET /contacts/{id}/receipt/words": OFFICERS,
    "GET /contacts/{id}/evidence/{annex}": OFFICERS,
    "PUT /evidence/{sha256}": OFFICERS,
    "PUT /citizens/{id}": OFFICERS,
    "GET /citizens/{id}": OFFICERS,
    "GET /citizens/{id}/history": OFFICERS,
    "GET /citizens/{id}/access": {Role.CUSTODIAN},
    "GET /citizens/{id}/processing": {Role.CUSTODIAN, Role.AUTHORITY},
    "GET /citizens/{id}/disclosures": {Role.CUSTODIAN, Role.AUTHORITY},
    "POST /citizens/{id}/supply-particulars": OFFICERS,
    "POST /citizens/{id}/protect-address": OFFICERS,
    "POST /citizens/{id}/lift-address-protection": OFFICERS,
    "POST /citizens/{id}/instruct-safe-contact": OFFICERS,
    "POST /citizens/{id}/link-citizen": OFFICERS,
    "POST /citizens/{id}/unlink-citizen": OFFICERS,
    "POST /citizens/{id}/keep-citizens-apart": OFFICERS,
    "GET /citizens/{id}/suggestions": OFFICERS,
    "GET /contacts/{id}/suggestions": OFFICERS,
    "PUT /follow-ups/{id}": OFFICERS,
    "GET /follow-ups/{id}": OFFICERS,
    "GET /follow-ups": OFFICERS,
    "GET /follow-ups/statistics": WITH_AUTHORITY,
    "POST /follow-ups/{id}/plan-follow-up": OFFICERS,
    "POST /follow-ups/{id}/claim-follow-up": OFFICERS,
    "POST /follow-ups/{id}/release-follow-up": OFFICERS,
    "POST /follow-ups/{id}/record-attempt": OFFICERS,
    "POST /follow-ups/{id}/record-talk": OFFICERS,
    "POST /follow-ups/{id}/decline-follow-up": OFFICERS,
    "POST /follow-ups/{id}/close-follow-up": OFFICERS,
    "PUT /intake/{id}": {Role.GATEWAY},
    "GET /intake/{id}": {Role.SUPERVISOR},
    "GET /intake": {Role.SUPERVISOR},
    "POST /intake/{id}/settle-intake": {Role.SUPERVISOR},
    "PUT /stalking-courses/{id}": OFFICERS,
    "GET /stalking-courses/{id}": OFFICERS,
    "GET /stalking-courses/{id}/history": WITH_AUTHORITY,
    "GET /stalking-courses": OFFICERS,
    "GET /stalking-courses/alerts": OFFICERS,
    "GET /stalking-courses/{id}/alerts": OFFICERS,
    "POST /stalking-courses/{id}/link-contact": OFFICERS,
    "POST /stalking-courses/{id}/unlink-contact": OFFICERS,
    "POST /stalking-courses/{id}/name-suspect": OFFICERS,
    "POST /stalking-courses/{id}/request-order": OFFICERS,
    "POST /stalking-courses/{id}/decide-order": OFFICERS,
    "POST /stalking-courses/{id}/serve-order": OFFICERS,
    "POST /stalking-courses/{id}/appeal-order": OFFICERS,
    "POST /stalking-courses/{id}/end-order": OFFICERS,
    "POST /stalking-courses/{id}/report-breach": OFFICERS,
    "POST /stalking-courses/{id}/reference-risk-tool": OFFICERS,
    "POST /stalking-courses/{id}/issue-court-print": OFFICERS,
    "GET /stalking-courses/{id}/court-prints/draft": OFFICERS,
    "GET /stalking-courses/{id}/court-prints/{sha256}": WITH_AUTHORITY,
    "PUT /complaints/{id}": WITH_AUTHORITY,
    "GET /complaints": {Role.SUPERVISOR, Role.AUTHORITY},
    "GET /complaints/clocks": WITH_AUTHORITY,
    "GET /complaints/overview": WITH_AUTHORITY,
    "GET /complaints/rate": WITH_AUTHORITY,
    "GET /complaints/{id}": WITH_AUTHORITY,
    "GET /complaints/{id}/history": {Role.SUPERVISOR, Role.AUTHORITY},
    "GET /complaints/{id}/contact": {Role.AUTHORITY},
    "GET /complaints/{id}/disclosures": {Role.AUTHORITY},
    "POST /complaints/{id}/add-allegation": WITH_AUTHORITY,
    "POST /complaints/{id}/forward-complaint": WITH_AUTHORITY,
    "POST /complaints/{id}/waive-deadline": {Role.AUTHORITY},
    "POST /complaints/{id}/offer-note-procedure": OFFICERS,
    "POST /complaints/{id}/consent-to-note-procedure": OFFICERS,
    "POST /complaints/{id}/refuse-note-procedure": OFFICERS,
    "POST /complaints/{id}/hold-note-procedure": OFFICERS,
    "POST /complaints/{id}/send-note-copy": OFFICERS,
    "POST /complaints/{id}/investigate-complaint": {Role.AUTHORITY},
    "POST /complaints/{id}/send-delay-notice": {Role.SUPERVISOR, Role.AUTHORITY},
    "POST /complaints/{id}/conclude-complaint": {Role.SUPERVISOR, Role.AUTHORITY},
    "POST /complaints/{id}/reopen-complaint": {Role.SUPERVISOR, Role.AUTHORITY},
    "POST /complaints/{id}/lodge-appeal": OFFICERS,
    "POST /complaints/{id}/decide-appeal": {Role.SUPERVISOR},
    "GET /daily-report": OFFICERS,
    "GET /registration-timeliness": WITH_AUTHORITY,
    "PUT /registration-audits/{id}": INSPECTORS,
    "GET /registration-audits/{id}": INSPECTORS,
    "GET /registration-audits/{id}/contacts/{contact}": INSPECTORS,
    "GET /registration-audits": INSPECTORS,
    "POST /registration-audits/{id}/record-finding": INSPECTORS,
    "POST /registration-audits/{id}/agree-action": INSPECTORS,
    "POST /registration-audits/{id}/finish-action": INSPECTORS,
    "GET /registration-quality": WITH_AUTHORITY,
    "GET /attention": {Role.SUPERVISOR},
    "GET /publication/follow-ups": WITH_AUTHORITY,
    "GET /publication/complaints": WITH_AUTHORITY,
    "PUT /erasures/{id}": {Role.CUSTODIAN},
    "GET /erasures": {Role.CUSTODIAN, Role.AUTHORITY},
    "GET /erasures/{id}": {Role.CUSTODIAN, Role.AUTHORITY},
    "POST /erasures/{id}/refuse-erasure": {Role.CUSTODIAN},
    "POST /erasures/{id}/destroy-keys": {Role.CUSTODIAN},
    "PUT /break-glass/{id}": OFFICERS,
    "POST /break-glass/{id}/review-glass": {Role.SUPERVISOR},
    "GET /break-glass": INSPECTORS,
    "GET /disclosures": {Role.SUPERVISOR, Role.AUTHORITY},
    "GET /disclosures/review": {Role.SUPERVISOR, Role.AUTHORITY},
}
FRONT = {"/", "/log-ind", "/log-ind/retur", "/verificer"}
ROLES = [role for role in Role if role is not Role.REGISTRY]
HEADERS = {"Access-Purpose": "SUPERVISION"}


def asked(client, route: str):
    method, path = route.split(" ")
    body = {} if method in {"PUT", "POST"} else None
    path = path.format(id=new_id(), annex=1, sha256="ab" * 32, contact=new_id())
    return client.request(method, path, json=body, headers=HEADERS)


def test_every_route_is_in_this_table(parts):
    routes = list(iter_route_contexts(create_app(parts).routes))
    routes = [r for r in routes if not isinstance(r.original_route, PageDoor)]
    doors = [r for r in routes if isinstance(r.original_route, Door)]
    found = {f"{next(iter(r.methods))} {r.path}" for r in doors}
    assert found == MAY.keys()
    open_to_all = {r.path for r in routes if r not in doors}
    assets = {path for path in open_to_all if path.startswith("/assets/")}
    assert open_to_all - assets == PUBLIC | PUBLISHED | FRONT


@pytest.fixture
def at_any_door(at_the_door):
    return {role: at_the_door(role) for role in ROLES}


def test_who_is_not_signed_in_gets_nowhere(nobody):
    for route in MAY:
        answer = asked(nobody, route)
        assert answer.status_code == 401, route
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_each_role_comes_in_where_it_may_and_nowhere_else(at_any_door):
    for route, role in product(MAY, ROLES):
        admitted = asked(at_any_door[role], route).status_code not in {401, 403}
        assert admitted is (role in MAY[route]), f"{role} at {route}"


def test_everybody_may_see_whether_it_is_well(nobody):
    for path in PUBLIC:
        assert nobody.get(path).status_code == 200, path
