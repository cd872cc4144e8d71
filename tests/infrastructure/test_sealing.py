from base64 import b64decode, b64encode
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import canonical
from infrastructure.sealing import (
    Header,
    SealBroken,
    SubjectKey,
    commitment,
    open_sealed,
    seal,
)

KEY = SubjectKey(UUID(int=1), UUID(int=2), bytes(range(32)))
HEADER = Header("2026-11-22T07:30:00.123456Z", UUID(int=3), "ContactRegistered", 1)
WORDS = "Hun er utryg."


def test_the_commitment_is_the_one_that_others_can_recompute():
    assert commitment(bytes(32), WORDS.encode()).hex() == (
        "ced71381d311dc7fa3489765e211b18be059257080c07d3e34136a765a3848fd"
    )


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_sealed_words_open_where_they_stand(words: str):
    sealed = seal(words, KEY, "/narrative", HEADER)
    assert open_sealed(sealed, KEY.secret, "/narrative", HEADER) == words


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


@given(texts, texts, texts, texts, st.integers(1))
def test_words_are_bound_to_what_others_can_spell(about, key, field, at, version):
    header = Header(at, UUID(int=3), "ContactRegistered", version)
    told = {"about": about, "at": at, "field": field, "id": str(header.id), "key": key}
    told |= {"type": header.type, "v": 1, "version": version}
    assert header.bound_to(about, key, field) == canonical(told)


@pytest.mark.parametrize("part", ["about", "key", "pc", "sealed"])
@pytest.mark.parametrize("odd", [None, 1, ["a"], "æ"])
def test_what_is_no_seal_at_all_does_not_open(part: str, odd: object):
    sealed = seal(WORDS, KEY, "/narrative", HEADER) | {part: odd}
    with pytest.raises(SealBroken):
        open_sealed(sealed, KEY.secret, "/narrative", HEADER)


def test_equal_words_are_never_sealed_alike():
    first, second = (seal(WORDS, KEY, "/narrative", HEADER) for _ in range(2))
    assert first["sealed"] != second["sealed"]
    assert first["pc"] != second["pc"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"id": UUID(int=9)},
        {"version": 2},
        {"type": "ContactCorrected"},
        {"at": "2026-11-22T07:30:00.123457Z"},
    ],
)
def test_words_moved_to_another_event_do_not_open(elsewhere: dict):
    sealed = seal(WORDS, KEY, "/narrative", HEADER)
    with pytest.raises(SealBroken, match="does not open"):
        open_sealed(sealed, KEY.secret, "/narrative", replace(HEADER, **elsewhere))


@pytest.mark.parametrize("part", ["about", "key"])
def test_words_given_to_another_subject_or_key_name_do_not_open(part: str):
    sealed = seal(WORDS, KEY, "/narrative", HEADER) | {part: str(UUID(int=9))}
    with pytest.raises(SealBroken, match="does not open"):
        open_sealed(sealed, KEY.secret, "/narrative", HEADER)


def test_words_moved_to_another_field_do_not_open():
    sealed = seal(WORDS, KEY, "/narrative", HEADER)
    with pytest.raises(SealBroken, match="does not open"):
        open_sealed(sealed, KEY.secret, "/place", HEADER)


def test_a_wrong_key_does_not_open():
    sealed = seal(WORDS, KEY, "/narrative", HEADER)
    with pytest.raises(SealBroken, match="does not open"):
        open_sealed(sealed, bytes(32), "/narrative", HEADER)


def test_a_changed_byte_is_noticed():
    sealed = seal(WORDS, KEY, "/narrative", HEADER)
    raw = bytearray(b64decode(sealed["sealed"]))
    for place in range(len(raw)):
        raw[place] ^= 1
        broken = sealed | {"sealed": b64encode(raw).decode()}
        with pytest.raises(SealBroken, match="does not open"):
            open_sealed(broken, KEY.secret, "/narrative", HEADER)
        raw[place] ^= 1


def test_other_words_than_those_committed_to_are_noticed():
    sealed = seal(WORDS, KEY, "/narrative", HEADER)
    other = seal("Hun er tryg.", KEY, "/narrative", HEADER)
    with pytest.raises(SealBroken, match="not those committed to"):
        open_sealed(sealed | {"pc": other["pc"]}, KEY.secret, "/narrative", HEADER)
