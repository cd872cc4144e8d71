"""Lists that are read page by page, and stay in step while they grow."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, LiteralString, TypeVar

from psycopg.rows import DictRow
from psycopg.sql import SQL, Composed
from pydantic import TypeAdapter
from pydantic_core import to_json

from domain.event import Frozen

Item = TypeVar("Item", bound=Frozen)
Key = TypeVar("Key", bound=tuple[object, ...])


class BadCursor(ValueError):
    """Not a cursor of this list."""


class Page(Frozen, Generic[Item]):
    items: list[Item]
    next: str | None


def cursor_of(key: tuple[object, ...]) -> str:
    """The sort key of the last item shown: what comes later sorts behind it."""
    return urlsafe_b64encode(to_json(key)).decode().rstrip("=")


def key_of(cursor: str, kind: TypeAdapter[Key]) -> Key:
    """The sort key again, its parts of the types that this list has.

    Raises BadCursor for everything that `cursor_of` did not make of such a key.
    """
    try:
        read = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        key = kind.validate_json(read)
    except ValueError as error:
        raise BadCursor from error
    # PostgreSQL takes no NUL, and one key has one spelling.
    if b"\\u0000" in read or cursor_of(key) != cursor:
        raise BadCursor
    return key


def page_of(
    rows: Sequence[DictRow],
    limit: int,
    sorted_by: Sequence[str],
    item: Callable[[DictRow], Item],
) -> Page[Item]:
    """A page of `rows`, which were asked for one beyond `limit` to tell if it ends."""
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    return Page(
        items=[item(row) for row in shown],
        next=last and cursor_of(tuple(last[column] for column in sorted_by)),
    )


def all_of(asked: Mapping[LiteralString, object]) -> Composed:
    """The conditions whose argument is given: those left out cost no plan."""
    given = [SQL(condition) for condition, value in asked.items() if value is not None]
    return SQL(" and ").join([SQL("true"), *given])
