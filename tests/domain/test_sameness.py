"""Who is suggested as the same person, and who never: a person decides, but is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sameness import SUGGESTED, Described, compared

PHONE, ADDRESS = "4520304050", "Algade 12, 4000 Roskilde"


def score(one, other, **both):
    shared = {field: (word,) for field, word in both.items()}
    return compared(
        Described(names=(one,), **shared), Described(names=(other,), **shared)
    ).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Søren Kirkegaard", "Soeren Kierkegaard"),
        ("Mette Rønnow", "Metthe Roennow"),
        ("Mette Rønnow", "Rønnow, Mette"),
        ("Mette Rønnow", "RØNNOW METTE"),
        ("Christian Ågård", "Kristian Aagaard"),
        ("Anne Marie Holm", "Annemarie Holm"),
        ("Anne-Marie Holm", "Anne Marie Holm"),
        ("Mette Maria Rønnow", "Mette Rønnow"),
        ("Charlotte Lund", "Lotte Lund"),
        ("Fru Mette Rønnow", "Mette Rønnow"),
        ("Mohammed Hussain", "Muhammad Husain"),
        ("Jørgen Bækgaard", "Jörgen Baekgård"),
    ],
)
def test_one_name_in_two_spellings_is_suggested(one, other):
    assert score(one, other) >= SUGGESTED
    assert score(other, one) == score(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mette Hansen", "Mette Rønnow"),  # married
        ("Mette Hansen", "Mette Hansen Rønnow"),
        ("M. Rønnow", "Mette Rønnow"),
        ("Mette", "Mette Rønnow"),
        ("Lone Holm", "Loen Holm"),
    ],
)
def test_a_name_that_fits_in_part_is_suggested_with_a_telephone_in_common(one, other):
    assert score(one, other, phones=PHONE) >= SUGGESTED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mette Hansen", "Mette Rønnow"),
        ("Mette", "Mette Rønnow"),
        ("Lone Holm", "Lene Holm"),
        ("Hans Holm", "Hanne Holm"),
        ("Jens Hansen", "Jens Jensen"),
    ],
)
def test_a_name_that_fits_in_part_is_not_enough(one, other):
    assert score(one, other) < SUGGESTED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Emma Lund", "Ida Lund"),
        ("Anne Lund", "Hanne Lund"),
        ("Jonas Lund", "Mads Lund"),
    ],
)
def test_twins_who_share_all_but_the_given_name_are_two(one, other):
    shared = {"birthdays": "2009-05-01", "addresses": ADDRESS, "phones": PHONE}
    assert score(one, other, **shared, emails="lund@example.dk") < SUGGESTED


def test_father_and_son_of_one_name_and_two_birthdays_are_two():
    father, son = (
        Described(("Jens Holm",), (PHONE,), (born,), (ADDRESS,))
        for born in ("1961-02-03", "1988-03-15")
    )
    assert compared(father, son).score < SUGGESTED


@pytest.mark.parametrize(
    ("one", "other", "points"),
    [
        ("1988-03-05", "1988-03-05", 25),
        ("1988-03-05", "1988-05-03", 5),
        ("1988-03-05", "1987-05-03", -70),
        ("1988-03-15", "1988-03-16", -70),
    ],
)
def test_day_and_month_are_swapped_by_a_slip_and_other_birthdays_are_others(
    one, other, points
):
    here, there = (Described(birthdays=(born,)) for born in (one, other))
    assert compared(here, there).birthday == compared(there, here).birthday == points


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mette Hansen", "Mette Rønnow"),  # married
        ("Mette", "Mette Rønnow"),
        ("Rønnow", "Mette Rønnow"),
        ("Lone Holm", "Loen Holm"),
    ],
)
def test_a_birthday_and_a_name_that_fits_in_part_are_enough(one, other):
    assert score(one, other, birthdays="1988-03-15") >= SUGGESTED
    assert score(one, other) < SUGGESTED


def test_a_birthday_alone_is_shared_by_one_in_twenty_thousand():
    born = Described(birthdays=("1988-03-15",))
    assert compared(born, born).score < SUGGESTED


def test_a_household_is_not_one_person():
    assert score("Mette Holm", "Kasper Holm", phones=PHONE, addresses=ADDRESS) == 0
    assert score("Mette Holm", "Kasper Dahl", phones=PHONE, addresses=ADDRESS) == 0


def test_each_sign_has_a_part_of_the_score():
    one = Described(
        ("Mette Rønnow",), ("20304050",), ("1988-03-15",), (ADDRESS,), ("m@example.dk",)
    )
    basis = compared(one, one)
    assert dict(basis) == {
        "name": 60,
        "phone": 35,
        "birthday": 25,
        "address": 20,
        "email": 35,
    }
    assert basis.score == 100
    assert dict(compared(one, Described())) == dict.fromkeys(dict(basis), 0)


def test_whoever_was_called_in_several_ways_is_compared_in_the_best():
    one = Described(("Mette Hansen", "Mette Rønnow"), ("4511111111", PHONE))
    basis = compared(one, Described(("Metthe Roennow",), (PHONE,)))
    assert (basis.name >= 50, basis.phone) == (True, 35)


def test_another_telephone_speaks_a_little_against_it():
    one, other = (
        Described(("Jens Holm",), (phone,)) for phone in ("20304050", "60708090")
    )
    assert dict(compared(one, other)) | {"name": 60, "phone": -5} == dict(
        compared(one, other)
    )
    assert compared(one, other).score >= SUGGESTED


@pytest.mark.parametrize("digits", ["112", "4050", "x"])
def test_a_part_of_a_telephone_number_is_nobodys(digits):
    assert compared(Described(phones=(digits,)), Described(phones=(digits,))).phone == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Algade 12", "ALGADE 12, 4000 Roskilde", True),
        ("Algade 12, 2. th", "Algade 12 2 th 4000 Roskilde", True),
        ("Ågade 3", "Aagade 3", True),
        ("Nørregade 12", "Nøregade 12", True),
        ("Algade 12", "Algade 21", False),
        ("Algade 12, 2. th", "Algade 12, 3. th", False),
        ("Algade 12, 4000 Roskilde", "Algade 12, 4760 Vordingborg", False),
        ("Algade 12", "Torvet 12", False),
        ("Roskilde", "Roskilde", False),
    ],
)
def test_an_address_is_a_street_and_a_number_and_what_else_both_tell(one, other, same):
    basis = compared(Described(addresses=(one,)), Described(addresses=(other,)))
    assert bool(basis.address) is same


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_told_the_score_is_from_0_to_100_and_the_same_both_ways(one, other):
    words = {"names", "phones", "birthdays", "addresses", "emails"}
    here, there = (Described(**dict.fromkeys(words, (text,))) for text in (one, other))
    assert 0 <= compared(here, there).score <= 100
    assert compared(here, there) == compared(there, here)
