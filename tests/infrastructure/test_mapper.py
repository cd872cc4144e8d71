"""What is stored is what was promised for ever, byte by byte, and comes back whole."""

import json
from base64 import b64decode, b64encode
from collections.abc import Collection
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.contacts import SupplementContact, contacts
from domain.event import By, Event, NotOpened, Recorded, Role
from domain.merkle import PREFIX, leaf_data
from infrastructure.asked import Asked
from infrastructure.keys import Keys
from infrastructure.mapper import SealingMapper
from infrastructure.sealing import SealBroken
from tests.domain.cast import CPR, told
from tests.infrastructure.registering import (
    METTE,
    all_stored,
    every_byte,
    register,
)
from tests.specification import NOW, OFFICER

ARCHIVE = Path(__file__).parents[1] / "archive.json"
SAMPLES: dict[str, list[dict[str, Any]]] = json.loads(ARCHIVE.read_text("utf-8"))
ENVELOPE = ["at", "by", "request", "body", "event", "salt"]
SECRETS = ["Mette Rønnow", "20 30 40 50", "Hun er utryg.", "Somebody stands", CPR]


def states(parts) -> list[dict[str, Any]]:
    return [json.loads(row.state) for row in all_stored(parts)]


def test_the_envelope_has_its_fields_in_one_order_and_no_space_between(parts) -> None:
    register(parts, parties=(METTE,), source="blå mappe")
    for row in all_stored(parts):
        state = json.loads(row.state)
        assert list(state) == ENVELOPE
        compact = json.dumps(state, separators=(",", ":"), ensure_ascii=False)
        assert row.state == compact.encode()
    assert "blå mappe".encode() in all_stored(parts)[0].state


def test_a_time_has_27_characters_also_on_the_full_second(parts, clock) -> None:
    for micros, spelled in ((0, "000000"), (120, "000120")):
        clock.now = NOW.at.replace(microsecond=micros)
        register(parts)
        state = all_stored(parts)[-1].state
        found = PREFIX.match(state)
        assert found
        assert found[1].decode() == f"2019-06-03T20:19:00.{spelled}Z"


def test_only_the_unit_is_left_out_where_there_is_none(parts) -> None:
    nowhere = By(id="T-1", role=Role.AUTHORITY, district=None)
    for by in (nowhere, OFFICER.model_copy(update={"unit": "Station 1"})):
        parts.registry.execute(contacts, parts.new_id(), told(), by)
    first, second = states(parts)
    assert first["by"] == {"id": "T-1", "role": "AUTHORITY", "district": None}
    assert list(second["by"]) == ["id", "role", "district", "unit"]
    assert first["request"] is None


def test_the_time_that_an_import_tells_stands_before_the_event(parts, clock) -> None:
    clock.goes_on(days=100)
    asked = Asked(contacts, parts.new_id(), told(), OFFICER, "import:1", told_at=NOW.at)
    parts.registry.execute_all([asked])
    [state] = states(parts)
    assert list(state) == [*ENVELOPE[:4], "stated_at", *ENVELOPE[4:]]
    assert state["stated_at"] == "2019-06-03T20:19:00.000000Z"
    assert state["at"] == "2019-09-11T20:19:00.000000Z"


def test_the_salt_is_fresh_and_the_digest_of_the_command_is_not(parts) -> None:
    for _ in range(20):
        register(parts)
    found = states(parts)
    salts = {b64decode(state["salt"], validate=True) for state in found}
    assert len(salts) == 20
    assert {len(salt) for salt in salts} == {16}
    [body] = {b64decode(state["body"], validate=True) for state in found}
    assert len(body) == 32


def test_who_steals_the_archive_and_the_keys_reads_no_word(parts, as_admin) -> None:
    id = register(parts, parties=(METTE,)).id
    parts.registry.execute(
        contacts, id, SupplementContact(text="Hun er utryg."), OFFICER
    )
    stolen = every_byte(as_admin.archive) + every_byte(as_admin.keys)
    assert str(id).encode() in stolen
    bare = sha256(CPR.encode())
    digests = [bare.digest(), bare.hexdigest().encode(), b64encode(bare.digest())]
    for secret in [*(words.encode() for words in SECRETS), *digests]:
        assert secret not in stolen
        assert b64encode(secret)[:-4] not in stolen


def test_sealed_words_are_as_long_as_nonce_salt_text_and_tag(parts) -> None:
    register(parts)
    narrative = states(parts)[0]["event"]["narrative"]
    assert set(narrative) == {"about", "key", "pc", "sealed"}
    text = len("Somebody stands outside.")
    assert len(b64decode(narrative["sealed"], validate=True)) == 12 + 32 + text + 16
    assert len(b64decode(narrative["pc"], validate=True)) == 32


def test_every_stored_event_has_a_leaf(parts) -> None:
    register(parts, parties=(METTE,))
    found = all_stored(parts)
    assert len(found) == 3  # the contact, the citizen and the follow-up
    for row in found:
        leaf = leaf_data(
            UUID(str(row.originator_id)), row.originator_version, row.topic, row.state
        )
        assert json.loads(leaf)["state_sha256"] == sha256(row.state).hexdigest()


def test_each_event_that_was_ever_stored_comes_back_as_it_was(parts) -> None:
    assert set(SAMPLES) <= set(Event.named)
    recorded = [
        Recorded(parts.new_id(), 1, NOW.at, OFFICER, "key", "digest", event, NOW.at)
        for name, samples in SAMPLES.items()
        for event in map(Event.named[name].model_validate, samples)
    ]
    mapper = parts.registry.mapper
    assert mapper.to_domain_events(mapper.to_stored_events(recorded)) == recorded


class CountedKeys:
    def __init__(self, keys: Keys) -> None:
        self.keys, self.asked = keys, []

    def for_opening(self, names: Collection[UUID]) -> dict[UUID, bytes | None]:
        self.asked.append(len(names))
        return self.keys.for_opening(names)


def test_words_are_opened_for_those_kinds_of_events_alone_that_are_named(parts) -> None:
    id = register(parts, parties=(METTE,)).id
    parts.registry.execute(contacts, id, SupplementContact(text="Utryg."), OFFICER)
    keys, rows = CountedKeys(parts.keys), all_stored(parts)
    decode = SealingMapper(keys).to_domain_events
    contact, *_, supplement = decode(rows, words={"ContactSupplemented"})
    assert supplement.event.text.text == "Utryg."
    [party] = contact.event.parties
    for words in (contact.event.narrative, party.name, party.cpr):
        with pytest.raises(NotOpened):
            _ = words.text
    assert contact.event.narrative.about == id
    assert keys.asked == [1]  # in one round trip, and only what is needed
    assert all(decode(rows, words=()))
    assert keys.asked == [1, 0]


def moved_words(event: dict[str, Any], other: dict[str, Any]) -> None:
    event["narrative"]["sealed"] = other["narrative"]["sealed"]
    event["narrative"]["pc"] = other["narrative"]["pc"]


def moved_whole(event: dict[str, Any], other: dict[str, Any]) -> None:
    event["narrative"] = other["narrative"]


def moved_to_another_field(event: dict[str, Any], _: dict[str, Any]) -> None:
    event["place"], event["narrative"] = event["narrative"], event["place"]


def under_another_key(event: dict[str, Any], other: dict[str, Any]) -> None:
    event["narrative"]["key"] = other["narrative"]["key"]


def about_somebody_else(event: dict[str, Any], other: dict[str, Any]) -> None:
    event["narrative"]["about"] = other["narrative"]["about"]


def cut_short(event: dict[str, Any], _: dict[str, Any]) -> None:
    event["narrative"]["sealed"] = event["narrative"]["sealed"][:8]


def no_base64(event: dict[str, Any], _: dict[str, Any]) -> None:
    event["narrative"]["pc"] = "æ"


MOVES = [moved_words, moved_whole, moved_to_another_field, under_another_key]
MOVES += [about_somebody_else, cut_short, no_base64]


def test_words_that_do_not_belong_where_they_stand_are_an_alarm(parts) -> None:
    register(parts, place="Behind the school")
    register(parts, place="Behind the church")
    row, other = all_stored(parts)
    for move in MOVES:
        state = json.loads(row.state)
        move(state["event"], json.loads(other.state)["event"])
        moved = json.dumps(state, separators=(",", ":")).encode()
        with pytest.raises(SealBroken):
            parts.registry.mapper.to_domain_event(replace(row, state=moved))


def test_an_event_under_another_header_is_an_alarm(parts) -> None:
    register(parts)
    [row] = all_stored(parts)
    later = row.state.replace(b":00.000000Z", b":01.000000Z", 1)
    for changed in (
        replace(row, originator_id=parts.new_id()),
        replace(row, originator_version=2),
        replace(row, topic="ContactCorrected"),
        replace(row, state=later),
    ):
        with pytest.raises(SealBroken, match="does not open"):
            parts.registry.mapper.to_domain_event(changed)
