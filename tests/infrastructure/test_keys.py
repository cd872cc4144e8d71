"""A key is there before the words it seals, and when it is destroyed they are gone."""

from threading import Thread
from uuid import UUID, uuid4

import psycopg
import pytest

from api.composition import Parts, compose
from domain.contacts import (
    ContactRegistered,
    ReferToCase,
    SupplementContact,
    contacts,
)
from domain.decider import Refused
from domain.merkle import leaf_data
from infrastructure.key_encryption import DoubtfulKey, KeyEncryptionKey
from infrastructure.sealing import SealBroken
from tests.domain.cast import CPR, told_victim
from tests.infrastructure.appending import held, wait_for_the_lock
from tests.infrastructure.registering import (
    KEK,
    METTE,
    all_stored,
    at_once,
    every_byte,
    register,
)
from tests.specification import OFFICER

STATES = "select subject, state, wrapped from keys.subject_key"


def key_states(address: str) -> dict[UUID, str]:
    with psycopg.connect(address) as db:
        return {subject: state for subject, state, _ in db.execute(STATES)}


def erase(parts: Parts, *subjects: UUID) -> None:
    """In the order of trust.md, section 12."""
    parts.keys.fence(subjects)
    parts.blind_index.forget(subjects)
    parts.projector.forget(subjects)
    parts.keys.shred(subjects)


def registered(parts: Parts, id: UUID) -> ContactRegistered:
    event = parts.registry.history(id)[0].event
    assert isinstance(event, ContactRegistered)
    return event


def test_a_key_is_durable_before_the_event_is_recorded(parts, as_admin) -> None:
    id = parts.new_id()
    with held(as_admin.archive) as holder:
        writer = Thread(target=register, args=(parts, id))
        writer.start()
        wait_for_the_lock(holder)
        assert key_states(as_admin.keys) == {id: "active"}
        assert all_stored(parts) == []
    writer.join()
    assert len(all_stored(parts)) == 1


def test_two_processes_that_seal_about_one_subject_use_one_key(parts, another) -> None:
    subject = uuid4()
    processes = [parts, another()]
    made = at_once(
        [
            lambda keys=process.keys: keys.for_sealing([subject])[subject]
            for process in processes
            for _ in range(8)
        ]
    )
    assert len({(key.name, key.secret) for key in made}) == 1


def test_who_makes_the_same_keys_in_another_order_waits_and_gets_them(parts) -> None:
    for _ in range(5):
        subjects = [uuid4() for _ in range(200)]
        there, back = at_once(
            [
                lambda order=order: parts.keys.for_sealing(order)
                for order in (subjects, subjects[::-1])
            ]
        )
        assert there == back


def test_a_key_that_was_never_here_is_an_alarm_and_not_forgotten(
    parts, as_admin
) -> None:
    id = register(parts).id
    with psycopg.connect(as_admin.keys) as db:
        db.execute("delete from keys.subject_key")
    with pytest.raises(SealBroken, match="no record of these keys"):
        parts.registry.history(id)


def test_a_key_in_another_ones_place_is_an_alarm_and_not_forgotten(
    parts, as_admin
) -> None:
    id, _ = register(parts).id, register(parts)
    swap = """
        update keys.subject_key as one set wrapped = other.wrapped
        from keys.subject_key as other where one.key <> other.key
    """
    with psycopg.connect(as_admin.keys) as db:
        db.execute(swap)
    with pytest.raises(SealBroken, match="was not wrapped by"):
        parts.registry.history(id)


def test_while_a_subject_is_being_erased_nothing_is_sealed_or_opened(parts) -> None:
    id = register(parts).id
    parts.keys.fence([id])
    assert registered(parts, id).narrative.text is None
    with pytest.raises(Refused, match="has been erased"):
        parts.registry.execute(contacts, id, SupplementContact(text="More"), OFFICER)
    assert len(parts.registry.history(id)) == 1


def test_only_a_fenced_key_is_destroyed(parts, as_admin) -> None:
    id = register(parts).id
    parts.keys.shred([id])
    assert key_states(as_admin.keys) == {id: "active"}
    assert registered(parts, id).narrative.text == "Somebody stands outside."


def test_when_a_key_is_destroyed_its_words_are_gone_and_all_else_lives_on(
    parts, as_admin
) -> None:
    parts.projector.prepare()
    mettes = register(parts, parties=(METTE,))
    before = all_stored(parts)
    parts.projector.catch_up()
    assert b"Mette" in every_byte(as_admin.views)
    [party] = registered(parts, mettes.id).parties
    assert party.citizen
    erase(parts, party.citizen)

    [party] = registered(parts, mettes.id).parties
    assert {party.name.text, party.cpr.text, party.phone.text} == {None}
    [identified] = parts.registry.history(party.citizen)
    assert identified.event.name.text is None
    assert registered(parts, mettes.id).narrative.text == "Somebody stands outside."
    again = register(parts, mettes.id, parties=(METTE,))
    assert again == mettes.model_copy(update={"repeated": True})
    parts.registry.execute(
        contacts, mettes.id, ReferToCase(journal_number="1"), OFFICER
    )
    assert leaves(all_stored(parts)[: len(before)]) == leaves(before)
    with psycopg.connect(as_admin.keys) as db:
        row = db.execute(STATES + " where state <> 'active'").fetchone()
    assert row == (party.citizen, "shredded", None)


def leaves(rows: list) -> list[bytes]:
    return [
        leaf_data(row.originator_id, row.originator_version, row.topic, row.state)
        for row in rows
    ]


def test_read_models_hold_no_word_of_the_forgotten_and_can_be_rebuilt(
    parts, as_admin
) -> None:
    parts.projector.prepare()
    id = register(parts, parties=(METTE,), place="Algade 1").id
    other = register(parts, narrative="The neighbour called.")
    parts.projector.catch_up()
    [party] = registered(parts, id).parties
    erase(parts, id, party.citizen)
    cleaned = every_byte(as_admin.views).lower()
    for word in (b"mette", b"20304050", b"20 30", b"outside", b"algade", CPR.encode()):
        assert word not in cleaned
    assert b"neighbour" in cleaned
    parts.projector.rebuild()
    parts.projector.catch_up()
    rebuilt = every_byte(as_admin.views).lower()
    assert b"mette" not in rebuilt
    assert b"neighbour" in rebuilt
    parts.projector.wait_for(other.position)


def test_a_citizen_who_returns_is_somebody_new(parts, as_admin) -> None:
    parts.projector.prepare()
    old = register(parts, parties=(METTE,)).id
    [before] = registered(parts, old).parties
    assert before.citizen
    erase(parts, before.citizen)
    [after] = registered(parts, register(parts, parties=(METTE,)).id).parties
    assert after.citizen not in (None, before.citizen)
    assert after.name.text == "Mette Rønnow"
    assert registered(parts, old).parties[0].name.text is None
    assert key_states(as_admin.keys)[before.citizen] == "shredded"
    with pytest.raises(Refused, match="register it under a new id"):
        register(
            parts, parties=(told_victim(citizen=before.citizen, name="Mette Rønnow"),)
        )


def test_nobody_starts_with_another_key_than_the_one_that_was_used(
    parts, addresses
) -> None:
    other = KeyEncryptionKey(bytes([1]) * 32)
    named = f"was wrapped by key {KEK.name}, not by {other.name}"
    with pytest.raises(DoubtfulKey, match=named), compose(addresses, other):
        pass


def test_all_processes_digest_what_was_asked_alike(parts, another) -> None:
    assert another().keys.digest(b"asked") == parts.keys.digest(b"asked")
    assert another().keys.index == parts.keys.index
    assert parts.keys.index not in (parts.keys.digest(b""), bytes(32))
