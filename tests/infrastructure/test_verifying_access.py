"""Who looked at what can't be taken out of the access log, nor put into it."""

from functools import partial

import psycopg
import pytest

from api.access_seals import AccessSeals
from domain.disclosures import RunSearch, disclosures
from domain.purposes import Purpose
from infrastructure.verifying_access import findings_of_the_access_log
from tests.infrastructure.sealing_all import by_force
from tests.specification import OFFICER

SEALS = "DisclosuresSealed"


def look(parts, times: int) -> None:
    command = RunSearch(
        view="search", count=0, purpose=Purpose.CONTACT_HANDLING, query="Ingen"
    )
    for _ in range(times):
        parts.access_log.execute(disclosures, parts.new_id(), command, OFFICER)


@pytest.fixture
def looked(parts) -> None:
    seals = AccessSeals(parts)
    for times in (3, 5):
        look(parts, times)
        assert seals.seal()
    look(parts, 2)  # not sealed yet


@pytest.fixture
def force(as_admin):
    return partial(by_force, as_admin.archive)


@pytest.fixture
def found(looked, as_admin):
    def found() -> list[str]:
        with psycopg.connect(as_admin.archive) as conn:
            return [each.problem for each in findings_of_the_access_log(conn, SEALS)]

    return found


def test_nothing_is_found_where_nothing_was_changed(found):
    assert found() == []


ENTRY = "notification_id = 5"
CHANGES = {
    "an entry is taken out": (
        f"delete from disclosures.stored_events where {ENTRY}",
        "there are 4",
    ),
    "an entry is changed": (
        (
            "update disclosures.stored_events set state = overlay(state placing 'x'::bytea"
            f" from 60) where {ENTRY}"
        ),
        "not what it sealed",
    ),
    "an entry is no event any more": (
        f"update disclosures.stored_events set state = '' where {ENTRY}",
        "not what it sealed",
    ),
    "an entry is put in": (
        (
            "insert into disclosures.stored_events (originator_id, originator_version, topic,"
            " state, notification_id) overriding system value select gen_random_uuid(), 1,"
            f" topic, state, 5 from disclosures.stored_events where {ENTRY}"
        ),
        "there are 6",
    ),
    "a seal is taken out": (
        (
            "delete from archive.stored_events where topic = 'DisclosuresSealed' and"
            " notification_id = (select min(notification_id) from archive.stored_events"
            " where topic = 'DisclosuresSealed')"
        ),
        "3 entries of the access log before it are not sealed",
    ),
    "a seal is there twice": (
        (
            "insert into archive.stored_events (originator_id, originator_version, topic,"
            " state) select gen_random_uuid(), 1, topic, state from archive.stored_events"
            " where topic = 'DisclosuresSealed' limit 1"
        ),
        "sealed before",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found(found, force, change):
    statement, told = CHANGES[change]
    assert force(statement) == [1]
    [problem] = found()
    assert told in problem
