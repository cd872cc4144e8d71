"""A small count is hidden, and no subtraction brings it back."""

from random import Random

import pytest

from domain.small_counts import Sum, hidden

ALL = "all"


def table(counts: dict[str, list[int]]):
    """A table with its totals, and the sums that everybody knows."""
    columns = [f"c{n}" for n in range(len(next(iter(counts.values()))))]
    cells = {
        (row, column): value
        for row, values in counts.items()
        for column, value in zip(columns, values, strict=True)
    }
    for row, values in counts.items():
        cells[row, ALL] = sum(values)
    for column in [*columns, ALL]:
        cells[ALL, column] = sum(cells[row, column] for row in counts)
    sums = [
        Sum((row, ALL), tuple((row, column) for column in columns))
        for row in [*counts, ALL]
    ]
    sums += [
        Sum((ALL, column), tuple((row, column) for row in counts))
        for column in [*columns, ALL]
    ]
    return cells, sums


def follows(cell, secret):
    """In a two-way table a hidden cell follows from the others unless it closes a ring
    of hidden cells: without it, its row and its column are not joined any more.
    """
    row, column = (f"row {cell[0]}", f"column {cell[1]}")
    joined, todo = {row}, [row]
    while todo:
        at = todo.pop()
        for r, c in secret - {cell}:
            ends = {f"row {r}", f"column {c}"}
            for other in (ends - {at}) if at in ends else ():
                if other not in joined:
                    joined.add(other)
                    todo.append(other)
    return column not in joined


def test_scenario_15_three_and_two_of_twelve_are_hidden_and_stay_so():
    counts = {"1467": [7, 3, 2], "1470": [20, 9, 8], "1461": [11, 6, 10]}
    cells, sums = table(counts)
    secret = hidden(cells, sums, 5)
    assert {("1467", "c1"), ("1467", "c2")} <= secret
    assert ("1467", ALL) not in secret  # that they are five together may be seen
    for column in ("c1", "c2"):
        assert len([cell for cell in secret if cell[1] == column]) == 2
    assert not any(follows(cell, secret) for cell in secret)
    assert len(secret) == 4


def test_where_nothing_is_small_nothing_is_hidden():
    assert hidden(*table({"a": [5, 0, 9], "b": [8, 7, 0]}), 5) == set()


def test_a_zero_is_no_secret():
    cells, sums = table({"a": [0, 0], "b": [9, 9]})
    assert hidden(cells, sums, 5) == set()


def test_the_only_small_one_of_two_districts_takes_others_with_it():
    cells, sums = table({"a": [1, 30], "b": [40, 50]})
    secret = hidden(cells, sums, 5)
    assert secret == {(row, column) for row in "ab" for column in ("c0", "c1")}


@pytest.mark.parametrize("seed", range(15))
def test_in_any_table_no_hidden_count_follows_from_what_is_shown(seed):
    random = Random(seed)
    size = random.randint(2, 12), random.randint(2, 6)
    cells, sums = table(
        {
            f"r{row}": [random.choice([0, 1, 3, 4, 6, 12, 80]) for _ in range(size[1])]
            for row in range(size[0])
        }
    )
    secret = hidden(cells, sums, 5)
    assert {cell for cell, count in cells.items() if 0 < count < 5} <= secret
    assert not any(follows(cell, secret) for cell in secret)
