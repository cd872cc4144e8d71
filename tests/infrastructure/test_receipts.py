"""A receipt proves what it says with a policy alone, and nothing that was changed in it."""

import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.merkle import node_hash
from domain.notes import BadNote, SignatureType, from_base64
from domain.policies import Policy
from domain.receipts import OpenedWords, ToldOfEvent
from infrastructure.receipts import LARGEST, NotProved, Why, carried, verified
from infrastructure.signing import SigningKey
from tests.infrastructure.receiving import (
    ALONE,
    ARCHIVES,
    BOTH,
    ID,
    LEAF,
    LOG,
    ONE_WITNESS,
    ORIGIN,
    OVERSIGHT,
    STATE,
    TIME,
    WORDS,
    receipt,
    state,
)

TOLD = ToldOfEvent(LEAF, STATE, (WORDS,))
WHOLE = receipt(OVERSIGHT, told=TOLD, size=11, index=6)


def why_not(text: str, policy: Policy = ONE_WITNESS) -> Why | None:
    try:
        verified(text, policy)
    except NotProved as no:
        return no.why
    return None


def test_it_proves_which_event_stands_where_and_who_has_seen_it():
    proved = verified(receipt(OVERSIGHT), ONE_WITNESS)
    assert (proved.header.type, proved.header.id) == ("ContactRegistered", ID)
    assert proved.header.at == "2026-11-22T12:00:00.000000Z"
    assert (proved.index, proved.tree.size, proved.origin) == (77, 300, ORIGIN)
    [seen] = proved.witnesses
    assert (seen.name, seen.at) == (
        "oversight.example/1",
        datetime.fromtimestamp(TIME, UTC),
    )
    assert not proved.provisional
    assert proved.told.envelope == {}


def test_with_the_state_it_also_proves_what_was_written():
    proved = verified(WHOLE, ONE_WITNESS)
    assert proved.told.event["kind"] == "STALKING"
    assert proved.told.envelope["by"]["id"] == "K-1147"
    assert proved.told.words == (WORDS,)


def test_without_a_witness_it_is_provisional_or_nothing():
    assert verified(receipt(), ALONE).provisional
    assert verified(receipt(OVERSIGHT), ALONE).provisional
    assert why_not(receipt()) is Why.TOO_FEW_WITNESSES
    assert why_not(receipt(OVERSIGHT), BOTH) is Why.TOO_FEW_WITNESSES
    assert why_not(receipt(OVERSIGHT, OVERSIGHT), BOTH) is Why.TOO_FEW_WITNESSES
    assert why_not(receipt(OVERSIGHT, ARCHIVES), BOTH) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.NO_RECEIPT),
        ("En anden tekst\n", Why.NO_RECEIPT),
        (receipt(OVERSIGHT, origin="other.example/archive/1"), Why.OTHER_LOG),
        (
            receipt(OVERSIGHT, log=SigningKey(ORIGIN, SignatureType.NOTE, bytes(32))),
            Why.LOG_HAS_NOT_SIGNED,
        ),
        (receipt(OVERSIGHT).replace("index 77", "index 76"), Why.NOT_IN_THE_LOG),
        (receipt(OVERSIGHT).replace("index 77", "index 377"), Why.NOT_IN_THE_LOG),
        (
            receipt(OVERSIGHT, told=ToldOfEvent(LEAF.replace(b"12:", b"11:"))),
            Why.NOT_IN_THE_LOG,
        ),
        (
            receipt(OVERSIGHT, told=ToldOfEvent(LEAF, state("THEFT"))),
            Why.OTHER_CONTENT,
        ),
        (
            receipt(
                OVERSIGHT,
                told=ToldOfEvent(LEAF, STATE, (WORDS._replace(text="Hun er tryg."),)),
            ),
            Why.OTHER_WORDS,
        ),
        (
            receipt(
                OVERSIGHT,
                told=ToldOfEvent(LEAF, STATE, (WORDS._replace(field="/place"),)),
            ),
            Why.OTHER_WORDS,
        ),
        (
            receipt(OVERSIGHT, told=ToldOfEvent(LEAF, b"", (WORDS,))),
            Why.OTHER_CONTENT,
        ),
        (
            receipt(OVERSIGHT, leaf=LEAF.replace(b'"v":1', b'"v": 1')),
            Why.NO_RECEIPT,
        ),
        (receipt(OVERSIGHT) + "\n", Why.NO_RECEIPT),
    ],
)
def test_each_lie_is_called_what_it_is(text, why):
    assert why_not(text) is why


def test_no_two_hashes_pass_for_an_event():
    """A leaf of 64 bytes would have the hash of a node, but for the byte before it."""
    two = bytes(range(64))
    assert node_hash(two[:32], two[32:])
    assert why_not(receipt(OVERSIGHT, leaf=two)) is Why.NO_RECEIPT


def test_no_character_can_be_left_out():
    for place in range(len(WHOLE)):
        assert why_not(WHOLE[:place] + WHOLE[place + 1 :]), place


@given(st.data())
def test_no_character_can_be_another(data):
    place = data.draw(st.integers(0, len(WHOLE) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != WHOLE[place]))
    assert why_not(WHOLE[:place] + other + WHOLE[place + 1 :])


def test_words_say_their_field_and_salt_in_one_way():
    assert OpenedWords.read(str(WORDS).encode()) == WORDS
    assert from_base64(WORDS.commitment).hex() == (
        "ced71381d311dc7fa3489765e211b18be059257080c07d3e34136a765a3848fd"
    )
    for other in (
        str(WORDS).replace(":", ": "),
        str(WORDS).replace("AAA=", "AAB="),
        str(WORDS).replace('"text"', '"more":"","text"'),
        "[]",
        "[" * 100_000,
    ):
        with pytest.raises(BadNote):
            OpenedWords.read(other.encode())


def test_a_carrier_may_end_its_lines_in_its_own_way():
    for file in (
        WHOLE.encode(),
        WHOLE.replace("\n", "\r\n").encode(),
        f"\ufeff\n  {WHOLE}\n\n".encode(),
        WHOLE.rstrip().encode(),
    ):
        assert carried(file) == WHOLE


def pdf(*files: bytes) -> bytes:
    told = b"".join(
        b"<</Type/EmbeddedFile/Length %d>>\nstream\n%b\nendstream\n" % (len(f), f)
        for f in files
    )
    return b"%PDF-1.7\n" + told + b"%%EOF"


def test_a_receipt_is_found_among_the_files_in_a_pdf():
    whole = WHOLE.encode()
    assert carried(pdf(whole)) == WHOLE
    assert carried(pdf(b"another file", zlib.compress(whole))) == WHOLE


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\xff\xfe",
        bytes(1000),
        b"%PDF-1.7",
        pdf(),
        pdf(b"x"),
        pdf(zlib.compress(b"x")),
        pdf(zlib.compress(bytes(100 * LARGEST))),
        pdf(*[zlib.compress(b"x")] * 1000),
        b"%PDF-1.7" + b"/Type/EmbeddedFile" * 50_000,
    ],
)
def test_whatever_is_sent_instead_proves_nothing(file):
    with pytest.raises(NotProved) as no:
        verified(carried(file), ONE_WITNESS)
    assert no.value.why is Why.NO_RECEIPT


def test_a_witness_of_another_end_of_time_is_read_all_the_same():
    late = receipt() + OVERSIGHT.line(checkpoint_of(receipt()), 2**63)
    assert verified(late, ONE_WITNESS).witnesses[0].at.year == 9999


def checkpoint_of(text: str) -> str:
    return text.partition("\n\n")[2].partition("\n\n")[0] + "\n"


def test_whoever_holds_another_key_of_the_log_can_prove_it_to_those_who_know_it():
    other = Policy.of(SigningKey(ORIGIN, SignatureType.NOTE, bytes(32)).public)
    assert why_not(receipt(), other) is Why.LOG_HAS_NOT_SIGNED
    assert why_not(receipt(log=LOG), ALONE) is None
