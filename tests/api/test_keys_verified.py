"""Whoever takes keys away, or brings them back, is found; lawful erasure is no finding."""

from random import Random

import psycopg
import pytest

from infrastructure.verifying_keys import KeyAudit
from tests.api.forgetting import destroy
from tests.api.restoring import copied, restore
from tests.infrastructure.sealing_all import by_force


@pytest.fixture
def audited(parts, as_admin, read_models):
    def audited():
        with (
            psycopg.connect(as_admin.archive) as archive,
            psycopg.connect(as_admin.keys) as keys,
        ):
            audit = KeyAudit(archive, keys)
            audit.destructions()
            assert audit.names() > 20
            opened = audit.sample(
                parts.registry.mapper.to_domain_event, 1000, Random(1)
            )
            assert opened == len(
                list(parts.registry.recorder.select_notifications(1, 1000))
            )
            return audit.findings

    return audited


def told(findings):
    return {each.problem for each in findings}


def by_sql(as_admin, statement):
    with psycopg.connect(as_admin.keys) as db:
        return db.execute(statement).rowcount


def test_nothing_is_found_before_and_after_a_lawful_erasure(second, erasure, audited):
    assert audited() == []
    assert destroy(second, erasure).status_code == 201
    assert audited() == []


def test_a_key_that_was_deleted_is_found_at_every_event_that_needs_it(
    audited, as_admin, them, parts
):
    gone = f"delete from keys.subject_key where subject = '{them.told}'"
    assert by_sql(as_admin, gone) == 1
    findings = audited()
    assert told(findings) == {
        "Its words are under a key that is not known.",
        "Its words don't open, or are not those committed to.",
    }
    assert them.told in {str(each.thing) for each in findings}


def test_a_key_that_was_destroyed_without_a_request_is_found(audited, as_admin, them):
    shredded = (
        "update keys.subject_key set state = 'shredded', wrapped = null"
        f" where subject = '{them.other}'"
    )
    assert by_sql(as_admin, shredded) == 1
    [finding] = audited()
    assert finding.problem == "A key is shredded without a sealed request."
    assert str(finding.thing) == them.other


def test_a_request_that_is_not_sealed_allows_nothing(
    audited, as_admin, second, erasure
):
    assert destroy(second, erasure).status_code == 201
    by_force(
        as_admin.archive,
        "delete from transparency.leaf where notification_id = (select notification_id"
        " from archive.stored_events where topic = 'ErasureRequested')",
    )
    assert told(audited()) == {
        "A key is shredded without a sealed request.",
        "A key was destroyed without a sealed request.",
    }


def test_keys_that_came_back_are_found(audited, as_admin, second, erasure):
    copy = copied(as_admin.keys)
    assert destroy(second, erasure).status_code == 201
    restore(as_admin.keys, copy)
    findings = audited()
    assert told(findings) == {
        "A key is there although it was destroyed: restored, perhaps."
    }
    assert len(findings) == 5


def test_words_under_the_key_of_another_are_found(audited, as_admin, them):
    swapped = (
        "update keys.subject_key set subject = gen_random_uuid()"
        f" where subject = '{them.other}'"
    )
    assert by_sql(as_admin, swapped) == 1
    assert "Its words are under the key of another." in told(audited())


def test_sealed_words_that_were_changed_are_found_where_they_are(
    audited, as_admin, them
):
    changed = (
        "update archive.stored_events set state = convert_to(regexp_replace("
        "convert_from(state, 'UTF8'), '\"sealed\":\"....', '\"sealed\":\"AAAA'), 'UTF8')"
        f" where originator_id = '{them.other}'"
    )
    [count] = by_force(as_admin.archive, changed)
    assert count == 1
    [finding] = audited()
    assert finding.problem == "Its words don't open, or are not those committed to."
    assert str(finding.thing) == them.other
