"""Small counts in published tables: hidden, and not to be had back by subtraction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Cell = tuple[str, str]  # row and column


@dataclass(frozen=True)
class Sum:
    """What every reader of the table knows: the whole is the sum of its parts."""

    whole: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.whole, *self.parts)


def hidden(
    counts: Mapping[Cell, int], sums: Sequence[Sum], smallest: int
) -> frozenset[Cell]:
    """The cells not to be shown: counts from 1 to `smallest` less one, and so many
    others that no hidden one follows from what is shown, however it is reckoned.

    The sum of some hidden cells may follow. (Project choice: k = 5; secondary
    suppression as in statistical disclosure control.)
    """
    secret = {cell for cell, count in counts.items() if 0 < count < smallest}
    while exposed := _exposed(secret, sums):
        secret.add(_beside(exposed, secret, counts, sums))
    return frozenset(secret)


def _beside(
    exposed: Collection[Cell],
    secret: Collection[Cell],
    counts: Mapping[Cell, int],
    sums: Sequence[Sum],
) -> Cell:
    """What to hide too: a part before a whole, where it needs no third, little."""
    wholes = {each.whole for each in sums}

    def price(other: Cell) -> tuple[bool, bool, int, int, Cell]:
        alone = sum(
            other in each.cells and not any(cell in secret for cell in each.cells)
            for each in sums
        )
        return other in wholes, counts[other] == 0, alone, counts[other], other

    near = (each for each in sums if any(cell in exposed for cell in each.cells))
    return min(
        {other for each in near for other in each.cells if other not in secret},
        key=price,
    )


def _exposed(secret: Collection[Cell], sums: Sequence[Sum]) -> set[Cell]:
    """Hidden cells that have one value only, if all sums are to hold."""
    cells = sorted(secret)
    rows = [
        [Fraction((each == one.whole) - (each in one.parts)) for each in cells]
        for one in sums
    ]
    reduced = _reduced([row for row in rows if any(row)])
    return {
        cells[row.index(Fraction(1))]
        for row in reduced
        if sum(value != 0 for value in row) == 1
    }


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Gauss and Jordan: each row begins with a 1 that stands alone in its column."""
    done: list[list[Fraction]] = []
    while rows:
        row = rows.pop()
        place = next((n for n, value in enumerate(row) if value), None)
        if place is None:
            continue
        row = [value / row[place] for value in row]
        rows = [_less(each, row, place) for each in rows]
        done = [*(_less(each, row, place) for each in done), row]
    return done


def _less(row: list[Fraction], other: list[Fraction], place: int) -> list[Fraction]:
    factor = row[place]
    if not factor:
        return row
    return [mine - factor * its for mine, its in zip(row, other, strict=True)]
