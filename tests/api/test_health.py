"""Whether it lives and is ready; nothing but a lost archive keeps registration away."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.infrastructure.following import append

STOPPED = "insert into views.stopped values ('archive_stored_events', 'SealBroken')"


@pytest.fixture
def views(as_admin) -> Iterator[psycopg.Connection]:
    with psycopg.connect(as_admin.views, autocommit=True) as db:
        yield db


@pytest.fixture
def recorded(parts) -> Callable[[], int]:
    registry = parts.registry
    return lambda: append(registry.recorder, registry.mapper, parts.new_id, "one")


@pytest.fixture
def park(parts, views) -> Callable[[], None]:
    """An event comes that the contact search can't follow."""

    def park() -> None:
        views.execute("alter table contact_search.contact rename to elsewhere")
        append(parts.registry.recorder, parts.registry.mapper, parts.new_id, "one")
        parts.projector.catch_up()
        views.execute("alter table contact_search.elsewhere rename to contact")

    return park


def test_what_is_up_to_date_is_ready(nobody, parts, read_models) -> None:
    read_models()
    answer = nobody.get("/health/ready")
    told = {"archive": True, "lag": 0, "stopped": None, "parked": []}
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", **told})


def test_a_parked_read_model_is_named_and_turns_nobody_away(
    nobody, parts, park, officer
) -> None:
    park()
    answer = nobody.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["parked"] == ["contact_search"]
    assert answer.json()["lag"] == 0
    measured = nobody.get("/metrics").text
    assert 'genfind_parked{read_model="contact_search"} 1.0' in measured
    assert 'genfind_parked{read_model="daily_report"} 0.0' in measured
    assert 'genfind_parked{read_model="access_log"} 0.0' in measured


def test_whoever_reads_is_told_what_stands_still_and_waits_for_nobody(
    officer, park, recorded, read_models
) -> None:
    before = officer.get("/follow-ups")
    assert "Parked-Read-Models" not in before.headers
    park()
    last = recorded()
    read_models()
    answer = officer.get("/follow-ups", params={"position": last})
    assert answer.status_code == 200
    assert answer.headers["Parked-Read-Models"] == "contact_search"
    assert answer.json()["position"] == before.json()["position"]


def test_a_projector_that_stands_still_is_told_and_turns_nobody_away(
    nobody, views
) -> None:
    views.execute(STOPPED)
    answer = nobody.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["stopped"] == "SealBroken"


def test_lost_read_models_turn_nobody_away(nobody, views) -> None:
    views.execute("drop schema views cascade")
    answer = nobody.get("/health/ready")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["lag"]) == ("degraded", None)


def test_a_lost_archive_does(nobody, as_admin) -> None:
    with psycopg.connect(as_admin.archive, autocommit=True) as db:
        rename = SQL("alter table {} rename to gone")
        db.execute(rename.format(Identifier("archive", "stored_events")))
    answer = nobody.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"
