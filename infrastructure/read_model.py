"""A read model where it serves, or in the shadow in which it is filled anew."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Self
from uuid import UUID

from psycopg import Connection, Cursor
from psycopg.rows import DictRow
from psycopg.sql import SQL, Composable, Identifier

from domain.event import Event, Recorded
from infrastructure.gathered import Gathered
from projections.projection import Projection, Rows

SHADOW, FORMER = "_new", "_old"


@dataclass(frozen=True)
class ReadModel:
    """`bookmark` names its tables' definition, and a shadow's also who fills it."""

    projection: Projection
    program: str
    is_shadow: bool = False

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def name(self) -> str:
        """Of its schema, and in all books that are kept about it."""
        return self.projection.name + SHADOW * self.is_shadow

    @property
    def former(self) -> str:
        """The schema that a swap puts aside."""
        return self.projection.name + FORMER

    @cached_property
    def bookmark(self) -> str:
        _, slash, definition = self.projection.bookmark.partition("/")
        filler = f"/{self.program}" if self.is_shadow else ""
        return self.name + slash + definition + filler

    @property
    def shadow(self) -> Self:
        return replace(self, is_shadow=True)

    def apply(
        self, conn: Connection[DictRow], events: Iterable[Recorded[Event]]
    ) -> None:
        """Statement by statement: outside a pipeline each error comes with its event."""
        rows = _Redirected(conn, self) if self.is_shadow else conn.cursor()
        for recorded in events:
            self.projection.apply(rows, recorded)

    def apply_gathered(
        self, conn: Connection[DictRow], events: Iterable[Recorded[Event]]
    ) -> None:
        """The same in few calls, for a page that is expected to go well."""
        rows = _RedirectedGathered(conn, self) if self.is_shadow else Gathered(conn)
        for recorded in events:
            self.projection.apply(rows, recorded)
        rows.done()

    def forget(self, db: Rows, subjects: Collection[UUID]) -> None:
        """Take the words about these subjects out."""
        if words := self.projection.forget:
            here = redirected(words, self.projection.name, self.name)
            db.execute(here.encode(), {"subjects": list(subjects)})

    def make(self, db: Rows) -> None:
        """Its tables, empty, in place of what was there. A shadow's indexes come last."""
        schema = Identifier(self.name)
        db.execute(SQL("drop schema if exists {} cascade").format(schema))
        db.execute(SQL("create schema {}").format(schema))
        self.define(db, self.projection.tables)
        if not self.is_shadow:
            self.define(db, self.projection.indexes)

    def define(self, db: Rows, definitions: str) -> None:
        if definitions:
            path = SQL("set local search_path = {}, public")
            db.execute(path.format(Identifier(self.name)))
            db.execute(definitions.encode())
            db.execute("reset search_path")


class _Redirected(Cursor[DictRow]):
    """Statements that name the schema of a projection reach the shadow's instead."""

    def __init__(self, conn: Connection[DictRow], shadow: ReadModel) -> None:
        super().__init__(conn)
        self._names = (shadow.projection.name, shadow.name)

    def execute(self, query: Any, *args: Any, **kwargs: Any) -> Self:
        return super().execute(self._redirected(query), *args, **kwargs)

    def executemany(self, query: Any, *args: Any, **kwargs: Any) -> None:
        super().executemany(self._redirected(query), *args, **kwargs)

    def copy(self, statement: Any, *args: Any, **kwargs: Any) -> Any:
        return super().copy(self._redirected(statement), *args, **kwargs)

    def _redirected(self, query: Any) -> bytes:
        text = query.as_bytes(self) if isinstance(query, Composable) else query
        return redirected(text, *self._names).encode()


class _RedirectedGathered(_Redirected, Gathered):
    pass


@lru_cache(maxsize=2000)
def redirected(statement: str | bytes, name: str, to: str) -> str:
    """Every `name.` or `"name".` that stands for a schema, and nothing else."""
    text = statement.decode() if isinstance(statement, bytes) else statement
    return re.sub(rf'(?<![\w."])(?:{name}|"{name}")(?=\s*\.)', to, text)
