"""Rates are worked out exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figures import per_cent


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [
        (960, 1178, 81.5),
        (1178, 6355, 18.5),
        (17, 224, 7.6),
        (33, 224, 14.7),
        (17, 432, 3.9),
        (1, 2000, 0.1),  # 0.05 exactly: half goes up
        (1, 2001, 0.0),
        (3, 3, 100.0),
        (0, 3, 0.0),
    ],
)
def test_per_cent_has_one_decimal_and_rounds_half_up(part, whole, rate):
    assert per_cent(part, whole) == rate


def test_there_is_no_rate_without_a_denominator():
    assert per_cent(0, 0) is None


@given(
    st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
)
def test_the_rate_is_the_nearest_tenth_of_the_exact_fraction(case):
    part, whole = case
    distance = Fraction(str(per_cent(part, whole))) - Fraction(100 * part, whole)
    assert -Fraction(1, 20) < distance <= Fraction(1, 20)
