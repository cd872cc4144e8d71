"""How lists are answered."""

from typing import Generic, TypeVar

from domain.event import Frozen

Item = TypeVar("Item", bound=Frozen)


class Listed(Frozen, Generic[Item]):
    """A page: ask again with `cursor` set to `next` until that is null."""

    items: list[Item]
    next: str | None = None
    position: int
