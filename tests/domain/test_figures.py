"""Rates are worked out exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figures import interval, per_cent


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


def test_there_is_no_interval_without_a_denominator():
    assert interval(0, 0) is None


@pytest.mark.parametrize(
    ("part", "whole", "bounds"),
    [
        (0, 1, (0.0, 79.3)),
        (1, 1, (20.7, 100.0)),
        (0, 20, (0.0, 16.1)),
        (20, 20, (83.9, 100.0)),
        (15, 20, (53.1, 88.8)),
        (500, 1000, (46.9, 53.1)),
    ],
)
def test_the_interval_is_wilsons(part, whole, bounds):
    assert interval(part, whole) == bounds


@given(
    st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.sampled_from([0, 1]),
)
def test_a_bound_is_where_the_rate_found_is_just_believable(case, side):
    """By its meaning: |rate - bound| = 1.96 standard deviations under the bound."""
    part, whole = case
    rate, z = Fraction(part, whole), Fraction(196, 100)

    def believable(true: Fraction) -> bool:
        return (rate - true) ** 2 * whole <= z**2 * true * (1 - true)

    near, far = rate, Fraction(side)
    for _ in range(40):
        middle = (near + far) / 2
        near, far = (middle, far) if believable(middle) else (near, middle)
    bound = far if believable(far) else near
    distance = Fraction(str(interval(part, whole)[side])) - 100 * bound
    assert abs(distance) <= Fraction(1, 20) + Fraction(1, 10**6)
