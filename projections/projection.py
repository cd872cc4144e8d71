"""A projection is one question: its tables, and the events that change them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, LiteralString, TypeVar

from psycopg import Cursor
from psycopg.rows import DictRow

from domain.event import Event, Recorded

E = TypeVar("E", bound=Event)
Rows = Cursor[DictRow]
Handler = Callable[[Rows, Recorded[E]], None]


@dataclass(frozen=True)
class Reading:
    """A handler that reads personal words; to the others they are not opened."""

    handler: Handler[Any]

    def __call__(self, db: Rows, recorded: Recorded[Any]) -> None:
        self.handler(db, recorded)


@dataclass(frozen=True)
class Projection:
    """Its tables live in a schema of its name, so a rebuild is a schema made anew.

    Handlers only send statements and never read answers: the projector pipelines them.
    `indexes` are those that only readers need: where much is filled, they come last.
    `forget` deletes or empties the rows with words about the subjects %(subjects)s.
    `hints` are tables whose rows only help to ask: filled anew, there may be others.
    """

    name: LiteralString
    tables: LiteralString
    indexes: LiteralString = ""
    forget: LiteralString | None = None
    hints: frozenset[str] = frozenset()
    handlers: dict[str, Handler[Any]] = field(default_factory=dict)

    def on(
        self, *events: type[E], words: bool = False
    ) -> Callable[[Handler[E]], Handler[E]]:
        def register(handler: Handler[E]) -> Handler[E]:
            for event in events:
                self.handlers[event.__name__] = Reading(handler) if words else handler
            return handler

        return register

    def apply(self, db: Rows, recorded: Recorded[Event]) -> None:
        if handler := self.handlers.get(type(recorded.event).__name__):
            handler(db, recorded)

    @property
    def words(self) -> set[str]:
        """The kinds of events whose words it reads."""
        return {
            kind for kind, each in self.handlers.items() if isinstance(each, Reading)
        }

    @cached_property
    def bookmark(self) -> str:
        """Other tables have another bookmark: they are filled from the beginning."""
        defined = (self.tables + self.indexes).encode()
        return f"{self.name}/{sha256(defined).hexdigest()[:12]}"
