"""What is kept of a file opens only whole, in its place, and while its key is there."""

import tracemalloc
from hashlib import sha256
from io import BytesIO

import pytest
from eventsourcing.persistence import OperationalError

from domain.media import MediaType
from infrastructure.evidence import NotTaken
from infrastructure.evidence_sealing import PIECE, SEALED_PIECE
from tests.infrastructure.filing import PDF, WORDS, attached, read, sent, whole
from tests.infrastructure.registering import every_byte
from tests.specification import NOW


@pytest.fixture
def evidence_url(either_store):
    return either_store


def test_a_file_opens_as_it_was_sent(room, contact):
    file = sent(room, contact)
    assert (file.size, file.media_type) == (len(PDF), MediaType.PDF)
    assert read(room, contact) == PDF
    assert room.whole(contact, file.sha256) == PDF
    assert room.whole(contact, "ab" * 32) is None


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_a_file_may_end_anywhere(room, contact, size):
    content = b"a" * size
    sent(room, contact, content)
    assert read(room, contact, content) == content


def test_no_plain_byte_is_stored(parts, room, contact, as_admin):
    file = sent(room, contact)
    assert WORDS not in whole(room, file)
    assert len(whole(room, file)) == len(PDF) + 3 * (SEALED_PIECE - PIECE)
    assert WORDS not in every_byte(as_admin.archive)


def test_a_file_is_sealed_as_it_waits_to_be_whole(room, contact):
    with room.arrival(contact, sha256(PDF).hexdigest()) as arrival:
        arrival.take(PDF)
        arrival.sealed.seek(0)
        waiting = arrival.sealed.read()
    assert len(waiting) == 2 * SEALED_PIECE
    assert WORDS not in waiting


def test_what_is_not_whole_is_not_kept(room, contact):
    with room.arrival(contact, sha256(PDF).hexdigest()) as arrival:
        arrival.take(PDF[:-1])
        with pytest.raises(NotTaken):
            room.keep(arrival)
    assert list(room.store.everything()) == []


class Failing(BytesIO):
    """A disk that fails in the middle of a file."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > PIECE:
            raise OSError("no more")
        return super().read(size)


def test_a_file_that_breaks_off_on_its_way_to_the_store_is_not_kept(room, contact):
    with room.arrival(contact, sha256(PDF).hexdigest()) as arrival:
        arrival.take(PDF)
        file = arrival.whole(NOW.at)
        arrival.sealed.seek(0)
        failing = Failing(arrival.sealed.read())
        with pytest.raises((OSError, OperationalError)):
            room.store.keep(file, failing)
    assert room.store.find(contact, file.sha256) is None
    assert list(room.store.everything()) == []
    sent(room, contact)
    assert read(room, contact) == PDF


def test_memory_holds_a_piece_and_not_the_file(room, contact):
    """In: what waits, sealed once and written. Out: one piece after the other."""
    content = b"%PDF-1.7" + bytes(20 * PIECE)
    digest = sha256(content).hexdigest()
    tracemalloc.start()
    try:
        with room.arrival(contact, digest) as arrival:
            for start in range(0, len(content), 65_536):
                arrival.take(content[start : start + 65_536])
            room.keep(arrival)
        for _ in room.opened(contact, attached(contact, content)):
            pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < len(content) / 2
