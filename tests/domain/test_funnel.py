"""What is more than chance, worked out once more with sixty digits."""

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.funnel import Mark, funnel, overdispersion, poisson_limits, widened
from domain.places import DISTRICTS

OUTER, INNER = Decimal("0.001"), Decimal("0.025")


def at_most(mean: Fraction, most: int) -> list[Decimal]:
    """P(X ≤ k) for k = 0, 1, … `most`, each term from the one before it."""
    with localcontext(prec=60):
        exact = Decimal(mean.numerator) / Decimal(mean.denominator)
        terms = accumulate(
            range(1, most + 1), lambda term, k: term * exact / k, initial=(-exact).exp()
        )
        return list(accumulate(terms))


@given(st.fractions(min_value=Fraction(1, 50), max_value=400, max_denominator=50))
@settings(max_examples=60)
def test_a_count_is_outside_exactly_when_chance_would_hardly_bring_it(mean):
    limits = poisson_limits(float(mean))
    below = at_most(mean, int(mean + 10 * (mean + 1)))
    for k, (up_to_this, up_to_last) in enumerate(
        zip(below, [Decimal(0), *below], strict=False)
    ):
        assert (k < limits.lowest) is (up_to_this < OUTER)
        assert (k < limits.low) is (up_to_this < INNER)
        assert (k > limits.high) is (1 - up_to_last < INNER)
        assert (k > limits.highest) is (1 - up_to_last < OUTER)


@pytest.mark.parametrize(
    ("mean", "inside"),
    [  # 0.1, 2.5, 97.5 and 99.9 % quantiles as statistical tables print them
        (1, (0, 0, 3, 5)),
        (10, (2, 4, 17, 21)),
        (100, (71, 81, 120, 132)),
    ],
)
def test_limits_are_those_of_the_tables(mean, inside):
    lowest, low, high, highest = poisson_limits(mean)
    smallest = [max(0, -int(-bound // 1)) for bound in (lowest, low)]
    assert (*smallest, int(high), int(highest)) == inside


def test_far_out_the_limits_are_those_of_the_normal_curve():
    mean = 10**6
    distances = [(bound - mean) / 1000 for bound in poisson_limits(mean)]
    assert distances == pytest.approx([-3.0902, -1.96, 1.96, 3.0902], abs=0.003)


def test_nothing_is_expected_of_nothing():
    assert set(poisson_limits(0)) == {0.0}


def test_scenario_16_one_district_against_the_country():
    """Far outside, and it does not widen its own limits: it was moved to the next."""
    told = funnel(dict.fromkeys(DISTRICTS, (20, 200)) | {"1470": (48, 200)})
    assert told is not None
    assert (told.count, told.size, told.dispersion) == (268, 2400, 1)
    marks = {each.name: each.mark for each in told.places}
    inside = dict.fromkeys(DISTRICTS, Mark.INSIDE)
    assert marks == inside | {"1470": Mark.OUTSIDE_998}
    [one] = [each for each in told.places if each.name == "1470"]
    assert (one.count, one.size) == (48, 200)
    assert one.expected == pytest.approx(float(Fraction(268 * 200, 2400)))
    assert one.limits == poisson_limits(one.expected) == told.limits_at(200)


def test_a_small_district_has_wide_limits_and_the_order_is_the_one_told():
    told = funnel({"b": (3, 10), "c": (60, 600), "a": (100, 1000)})
    assert told is not None
    assert [each.name for each in told.places] == ["b", "c", "a"]
    small, *large = [(p.limits.high - p.limits.low) / p.size for p in told.places]
    assert all(small > 3 * width for width in large)
    assert told.places[0].mark is Mark.INSIDE  # three times the rate, of ten


def test_districts_that_differ_more_than_chance_widen_all_limits():
    counts = {str(n): (n, 100) for n in (4, 6, 8, 20, 22, 24)}
    told = funnel(counts)
    assert told is not None
    mean = Fraction(84, 6)
    expected = sum((n - mean) ** 2 / mean for n in (4, 6, 8, 20, 22, 24)) / 6
    assert told.dispersion == pytest.approx(float(expected))
    for place in told.places:
        chance, factor = poisson_limits(14), told.dispersion**0.5
        assert place.limits.high - 14 == pytest.approx(factor * (chance.high - 14))
        assert place.mark is Mark.INSIDE
    assert poisson_limits(14).low > 6  # without it, four and six would be outside


def test_limits_are_never_narrower_than_chance_nor_below_nothing():
    assert overdispersion([0.0, 0.1, -0.1]) == 1
    assert widened(2, 9).lowest == 0


@pytest.mark.parametrize(
    "counts",
    [
        {"a": (1, 10), "b": (2, 20), "c": (1, 30)},  # four in all
        {"a": (50, 100), "b": (60, 100)},
        {"a": (50, 100), "b": (60, 100), "c": (0, 0)},
        {},
    ],
)
def test_too_little_says_nothing(counts):
    assert funnel(counts) is None


def test_a_district_without_a_size_has_no_place_but_is_of_the_country():
    told = funnel({"a": (5, 10), "b": (6, 10), "c": (4, 10), "d": (3, 0)})
    assert told is not None
    assert (told.count, told.size) == (18, 30)
    assert {each.expected for each in told.places} == {6}
    assert [each.name for each in told.places] == ["a", "b", "c"]
