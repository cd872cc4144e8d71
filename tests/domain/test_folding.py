"""One spelling for what Danes write in many ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.folding import (
    fold,
    folded_words,
    heard,
    misspellings,
    name_keys,
    phone_digits,
    searched_words,
)

ENDS = ["ede", "ne", "aalne", "el", "ellet", "len", "t", "ten", "pladsen", "tter", "hj"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ågård", "AAGAARD"),
        ("Sønderborg", "Soenderborg"),
        ("Sönderborg", "sønderborg"),
        ("Bækgaard", "Baekgård"),
        ("Ærø", "AEROE"),
        ("Andrée", "Andree"),
        ("A\u030ase", "Åse"),
        ("Bo\u0301", "bo"),
    ],
)
def test_spellings_of_the_same_word_fold_alike(one, other):
    assert fold(one) == fold(other)


@given(st.text())
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Christian", "Kristian"),
        ("Sørensen", "Sorensen"),
        ("Mathiassen", "Matiasen"),
        ("Philip", "Filip"),
        ("Lauridsen", "Lauritsen"),
        ("Ågård", "Agard"),
        ("Michael Schmidt", "Mikael Skmit"),
        ("Hjort", "Jort"),
    ],
)
def test_names_that_sound_alike_are_heard_alike(one, other):
    assert heard(one) == heard(other)


@given(st.text("abcdefg", min_size=3, max_size=8), st.data())
def test_words_one_slip_apart_share_a_misspelling(word, data):
    place = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("abcxyz"))
    before, after = word[:place], word[place:]
    slips = [
        before + after[1:],
        before + letter + after,
        before + letter + after[1:],
        before + after[1] + after[0] + after[2:],
    ]
    for slip in slips:
        if len(slip) >= 3:
            assert misspellings(word) & misspellings(slip)


def test_a_name_in_two_words_is_also_found_as_one():
    assert name_keys(heard("Anne Marie")) & misspellings("".join(heard("Annemarie")))


def test_a_name_as_long_as_a_page_has_few_keys():
    assert len(name_keys(heard("Anders " * 70))) < 10


ENDED = st.tuples(st.text("abdegklmoprst", max_size=5), st.sampled_from(ENDS)).map(
    "".join
)


@given(st.lists(ENDED | st.text(max_size=8), max_size=6).map(" ".join))
def test_a_word_sounds_and_ends_the_same_in_every_company(text):
    words = folded_words(text)
    assert searched_words(text) == [
        each for word in words for each in searched_words(word)
    ]
    assert heard(text) == [each for word in words for each in heard(word)]


@given(st.integers(0, 99_999_999))
def test_a_plain_number_is_the_one_with_its_country(number):
    assert phone_digits(f"{number:08}") == phone_digits(f" {number:08}")


def test_small_words_tell_nothing():
    assert searched_words("På vej hjem, når også Åse er der") == [
        "vej",
        "hjem",
        "aase",
        "er",
        "der",
    ]


@pytest.mark.parametrize(
    "written",
    ["22334455", "22 33 44 55", "+45 2233 4455", "0045-22334455", "(22)334455"],
)
def test_a_phone_number_is_one_in_every_notation(written):
    assert phone_digits(written) == "4522334455"


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("+46 70 123 45 67", "46701234567"),
        ("2233", "2233"),
        ("112", "112"),
        ("ukendt nummer", ""),
        ("22334455 / 66778899", "2233445566778899"),
    ],
)
def test_other_numbers_keep_their_digits(written, digits):
    assert phone_digits(written) == digits
