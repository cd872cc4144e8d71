"""Verificér, asked about receipts of a log that ended; and receipts given since."""

from dataclasses import replace

import pytest

from api.judging import judged
from api.receipts import receipt_of
from api.verdicts_in_english import ENGLISH
from domain.policies import Policy
from infrastructure.asked import Unknown
from infrastructure.receipts import NotSealed
from infrastructure.signer import Signer
from tests.infrastructure.forking import NEXT, asked, force, fork, sealer_db
from tests.infrastructure.losing import guard_again, lose
from tests.pages.contacting import teller
from tests.pages.test_verifying import brought, nobody

__all__ = ["asked", "force", "fork", "nobody", "sealer_db"]


@pytest.fixture
def receipts(followed, parts, seal, force, as_admin, fork):
    """Of a contact that survives and of one that is lost, as they were given before the
    log forked.
    """
    given, tell = [], teller(parts)
    for _ in range(2):
        id = tell()
        kept = seal.log.head().size
        seal.sealer.catch_up()
        given.append(receipt_of(parts, id))
    lose(force, kept)
    guard_again(as_admin.archive, kept)
    fork()
    return given


@pytest.fixture
def restarted(receipts, app, parts, signer, asked):
    """The server, with the policies of both logs."""
    new, old = Policy.of(Signer(NEXT, asked.folder).key), Policy.of(signer.key)
    told = replace(parts.transparency, policy=new, former=(old,))
    app.state.parts = replace(parts, transparency=told)
    return app.state.parts


def test_a_receipt_of_the_old_log_stays_valid_and_says_whether_its_event_is_lost(
    receipts, restarted, nobody
):
    kept, lost = (str(each.proof) for each in receipts)
    answer = brought(nobody, text=kept)
    assert "Kvitteringen er ægte" in answer.text
    assert "genfind.example/archive/1 er afsluttet" in answer.text
    assert "Hændelsen er stadig i registret" in answer.text
    assert "gået tabt" not in answer.text
    answer = brought(nobody, text=lost)
    assert "Kvitteringen er ægte" in answer.text
    assert "den er gået tabt" in answer.text
    assert "Hændelsen er stadig" not in answer.text


def test_in_english_too(receipts, restarted):
    kept, lost = (
        judged(restarted, str(each.proof).encode(), ENGLISH) for each in receipts
    )
    assert "The event is still in the registry, as it was written." in kept.proved
    assert lost.holds
    assert "it was lost" in lost.not_proved[0]


def test_something_else_under_the_same_id_is_not_the_event(
    receipts, restarted, nobody, force
):
    force(
        "update archive.stored_events set state = overlay(state placing 'x'::bytea"
        " from 60)"
    )
    assert "gået tabt" in brought(nobody, text=str(receipts[0].proof)).text


def test_a_receipt_of_a_log_that_nobody_vouches_for_proves_nothing(
    receipts, restarted, app, nobody
):
    told = replace(restarted.transparency, former=())
    app.state.parts = replace(restarted, transparency=told)
    answer = brought(nobody, text=str(receipts[0].proof))
    assert answer.status_code == 200
    assert "fra en anden log" in answer.text


def test_receipts_given_since_are_of_the_new_log(receipts, restarted, nobody):
    kept, lost = (each.first.id for each in receipts)
    text = str(receipt_of(restarted, kept).proof)
    assert f"{NEXT}\n" in text
    answer = brought(nobody, text=text)
    assert "Kvitteringen er ægte" in answer.text
    assert "er afsluttet" not in answer.text
    with pytest.raises(Unknown):
        receipt_of(restarted, lost)


def test_a_server_that_does_not_know_of_the_fork_gives_none(receipts, parts):
    with pytest.raises(NotSealed):  # 503: ask again in a moment
        receipt_of(parts, receipts[0].first.id)
