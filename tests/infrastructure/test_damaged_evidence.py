"""Damaged, moved, missing or forgotten: a file never passes for what it is not."""

from hashlib import sha256
from uuid import uuid4

import pytest
from eventsourcing.persistence import OperationalError

from domain.decider import Refused
from domain.event import Personal
from infrastructure.evidence import Forgotten
from infrastructure.evidence_in_bucket import EvidenceInBucket
from infrastructure.evidence_sealing import PIECE, SEALED_PIECE
from infrastructure.sealing import SealBroken
from tests.buckets import LOGIN
from tests.infrastructure.filing import PDF, attached, put_into, read, sent, whole
from tests.infrastructure.registering import register

ONE, TWO, THREE = (slice(n * SEALED_PIECE, (n + 1) * SEALED_PIECE) for n in range(3))


@pytest.fixture
def evidence_url(either_store):
    return either_store


DAMAGE = {
    "pieces in another order": lambda s: s[TWO] + s[ONE] + s[THREE],
    "the last piece left out": lambda s: s[ONE] + s[TWO],
    "a piece left out": lambda s: s[ONE] + s[THREE],
    "a piece doubled": lambda s: s[ONE] + s[ONE] + s[THREE],
    "cut off": lambda s: s[:-1],
    "cut off between two pieces": lambda s: s[ONE],
    "nothing left": lambda s: b"",
    "one bit turned": lambda s: s[:-20] + bytes([s[-20] ^ 1]) + s[-19:],
    "a byte more": lambda s: s + b"\0",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_never_passes_as_whole(room, contact, replace, damage):
    file = sent(room, contact)
    replace(file, DAMAGE[damage](whole(room, file)))
    pieces = room.opened(contact, attached(contact))
    got: list[bytes] = []
    with pytest.raises(SealBroken):
        got.extend(pieces)
    assert len(b"".join(got)) < len(PDF)
    assert PDF.startswith(b"".join(got))
    with pytest.raises(SealBroken):
        room.whole(contact, file.sha256)


def test_a_file_opens_at_no_other_contact(parts, room, contact, replace):
    other = register(parts).id
    file, same = sent(room, contact), sent(room, other)
    replace(same, whole(room, file))
    with pytest.raises(SealBroken):
        read(room, other)


def test_a_file_opens_under_no_other_address(room, contact, replace):
    content = PDF[:-1] + b"!"
    file, another = sent(room, contact), sent(room, contact, content)
    replace(another, whole(room, file))
    with pytest.raises(SealBroken):
        read(room, contact, content)


def test_a_whole_file_of_another_size_is_another_file(room, contact):
    sent(room, contact)
    shorter = attached(contact).model_copy(update={"size": 2 * PIECE})
    with pytest.raises(SealBroken):
        list(room.opened(contact, shorter))


def test_a_file_that_is_missing_is_an_alarm(room, contact):
    with pytest.raises(SealBroken, match="missing"):
        room.opened(contact, attached(contact))


def test_a_file_is_forgotten_with_its_contact(parts, room, contact):
    sent(room, contact)
    begun = room.opened(contact, attached(contact))
    parts.keys.fence([contact])
    for step in (lambda: None, lambda: parts.keys.shred([contact])):
        step()
        with pytest.raises(Forgotten):
            room.opened(contact, attached(contact))
        with pytest.raises(Forgotten):
            room.whole(contact, sha256(PDF).hexdigest())
    words = Personal(about=contact, text=None)
    with pytest.raises(Forgotten):
        room.opened(
            contact, attached(contact).model_copy(update={"description": words})
        )
    with pytest.raises(Refused, match="erased"):
        room.arrival(contact, sha256(PDF).hexdigest())
    assert next(begun)  # who has begun to read before may end


def test_a_store_that_cannot_be_reached_says_so():
    store = EvidenceInBucket(f"http://{LOGIN}@127.0.0.1:9/evidence")
    with pytest.raises(OperationalError) as raised:
        store.find(uuid4(), "ab" * 32)
    assert LOGIN not in str(raised.value)
    assert raised.value.__cause__ is None


def test_what_somebody_else_has_put_into_a_bucket_is_none_of_ours(bucket):
    store, other = EvidenceInBucket(bucket), uuid4()
    for name in ("readme.txt", f"{other}/{'ab' * 32}"):
        put_into(bucket, name, b"anything")
    assert [kept.contact for kept in store.everything()] == [other]
    with pytest.raises(SealBroken, match="none of ours"):
        store.find(other, "ab" * 32)


def test_a_bucket_that_is_not_there_is_no_missing_file(bucket):
    store = EvidenceInBucket(f"{bucket}-elsewhere")
    with pytest.raises(OperationalError):
        list(store.everything())
