"""How lists and figures are answered."""

from typing import Generic, TypeVar

from domain.event import Frozen

Item = TypeVar("Item", bound=Frozen)
Row = TypeVar("Row", bound=Frozen)


class Listed(Frozen, Generic[Item]):
    """A page: ask again with `cursor` set to `next` until that is null."""

    items: list[Item]
    next: str | None = None
    position: int


class Found(Listed[Item], Generic[Item]):
    """Hits, best first. That nothing is found does not prove that nothing happened."""

    completeness: str | None = None  # where nothing was found


class Figures(Frozen, Generic[Row]):
    """Counts, what they count, and the position that they were read at."""

    rows: list[Row]
    total: Row
    position: int
    definition: str
