"""People at the provider that nobody here wrote, two custodians who erase, and an auditor."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from api.composition import compose
from api.erasing import make_sure
from api.verifying import examined
from domain.event import Role
from domain.policies import Policy
from infrastructure.postgres import conninfo
from tests.api.forgetting import (
    KEK,
    METTE,
    asked_for,
    filled,
    requested,
    said_in,
)
from tests.infrastructure.registering import every_byte


@pytest.fixture
def member(iam_server):
    """Somebody in these groups, for one test: all tests of a worker share the provider."""
    known = []

    def of(*groups: str, **more: str):
        someone = iam_server.random_user(**more)
        known.append(someone)
        known.extend(
            iam_server.random_group(display_name=group, members=[someone])
            for group in groups
        )
        return someone

    yield of
    for one in reversed(known):
        iam_server.backend.delete(one)


@pytest.fixture
def custodian(at_the_door):
    return at_the_door(Role.CUSTODIAN, person="D-0007")


@pytest.fixture
def second(at_the_door):
    return at_the_door(Role.CUSTODIAN, person="D-0012")


@pytest.fixture
def them(officer, supervisor, read_models):
    return filled(officer, supervisor, read_models)


@pytest.fixture
def erasure(custodian, seal, them):
    return requested(custodian, seal, **asked_for(them))


@pytest.fixture
def id(erasure):
    return UUID(erasure.split("/")[-1])


@pytest.fixture
def started(addresses, clock, evidence_url):
    """What the next start does before it serves anybody."""

    def started():
        with compose(addresses, KEK, clock=clock, evidence_url=evidence_url) as parts:
            for projector in (parts.projector, parts.access_projector):
                projector.prepare()
            make_sure(parts)

    return started


@pytest.fixture
def nothing_left(parts, as_admin, custodian, erasure, id, read_models):
    """Whatever happened on the way, this is how it ends."""

    def nothing_left():
        read_models()
        shown = custodian.get(erasure).json()
        assert shown["progress"] == "DESTROYED"
        assert shown["decided_by"]["id"] == "D-0012"
        with psycopg.connect(as_admin.keys) as db:
            states = dict(db.execute("select key::text, state from keys.subject_key"))
            orders = db.execute("select * from keys.ordered_destruction").fetchall()
        erased = {each["key"] for each in shown["keys"]}
        assert {key for key in states if states[key] == "shredded"} == erased
        assert {states[key] for key in states.keys() - erased} == {"active"}
        assert orders == []
        assert parts.blind_index.find(METTE["cpr"]) is None
        assert said_in(every_byte(as_admin.views)) == []
        kinds = [type(each.event).__name__ for each in parts.registry.history(id)]
        assert kinds == ["ErasureRequested", "KeysDestroyed"]

    return nothing_left


@pytest.fixture
def report(addresses, parts, signer):
    """Call it to verify, with a clock so many seconds ahead."""

    def report(seconds: float = 0):
        ahead = parts.clock() + timedelta(seconds=seconds)
        with psycopg.connect(conninfo(addresses.archive, "genfind_auditor")) as conn:
            return examined(conn, Policy.of(signer.key), clock=lambda: ahead)

    return report
